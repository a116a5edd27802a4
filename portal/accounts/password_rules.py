"""Which passwords are taken: long ones that are not easily guessed. See docs/decisions/passwords.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

LEAST = 12
MOST = 200
LEAST_GUESSES = 10**9
LEAST_BESIDE_CONTEXT = 8
ADVICE = "Three random words are easy to remember and hard to guess."
_JUDGED = 64
"""The estimate takes quadratic time, and what is hard to guess in its first 64 characters is hard to guess."""
_NOT_LETTERS = re.compile(r"[\W_]+")


def problem_with(password: str, *, context: Iterable[str] = ()) -> str | None:
    """Why this password is not taken, in a sentence that says what to do; None when it is.

    `context` is what an attacker tries first because it is known: the person's name and address, the site's name.
    """
    if len(password) < LEAST:
        return f"Use at least {LEAST} characters. {ADVICE}"
    if len(password) > MOST:
        return f"Use at most {MOST} characters."
    words = context_words(context)
    if _is_little_more_than(words, password):
        return f"Use words that have nothing to do with your name, your e-mail address or this site. {ADVICE}"
    if password.casefold() in common_passwords():
        return f"This is one of the passwords that are used most, so it is tried first. {ADVICE}"
    if zxcvbn(password[:_JUDGED], user_inputs=words)["guesses"] < LEAST_GUESSES:
        return f"This password is easy to guess: it is a common word, a date or a pattern. {ADVICE}"
    return None


def context_words(context: Iterable[str]) -> list[str]:
    """The words in names and addresses, in lower case, the longest first; short ones are in everything."""
    parts = {word for each in context for word in [each.casefold(), *_NOT_LETTERS.split(each.casefold())]}
    return sorted({each for each in parts if len(each) > 2}, key=len, reverse=True)


@cache
def common_passwords() -> frozenset[str]:
    """The 30,000 most used passwords of public breaches, as the zxcvbn package brings them."""
    return frozenset(FREQUENCY_LISTS["passwords"])


def _is_little_more_than(words: list[str], password: str) -> bool:
    left = password.casefold()
    for word in words:
        left = left.replace(word, " ")
    left = _NOT_LETTERS.sub("", left)
    return len(left) < LEAST_BESIDE_CONTEXT and any(word in password.casefold() for word in words)
