"""How hard a text is to read, and which of its words are heard as meant for men or for women."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

ENOUGH_WORDS = 80
"""Fewer words say nothing reliable about a text."""
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_VOWELS = re.compile(r"[aeiouy]+")

GENDERED: Mapping[str, tuple[str, str]] = {
    "ninja": ("men", "expert"),
    "rockstar": ("men", "expert"),
    "rock star": ("men", "expert"),
    "guru": ("men", "expert"),
    "wizard": ("men", "expert"),
    "guys": ("men", "team, or people"),
    "chairman": ("men", "chair"),
    "manpower": ("men", "people, or staff"),
    "manned": ("men", "staffed"),
    "man-hours": ("men", "hours of work"),
    "foreman": ("men", "supervisor"),
    "craftsman": ("men", "skilled worker"),
    "salesman": ("men", "seller"),
    "middleman": ("men", "go-between"),
    "fireman": ("men", "firefighter"),
    "policeman": ("men", "police officer"),
    "his or her": ("men or women only", "their"),
    "he or she": ("men or women only", "they"),
    "he/she": ("men or women only", "they"),
    "his/her": ("men or women only", "their"),
    "s/he": ("men or women only", "they"),
    "himself": ("men", "themselves"),
    "herself": ("women", "themselves"),
    "dominant": ("men", "leading"),
    "dominate": ("men", "lead"),
    "aggressive": ("men", "determined"),
    "competitive environment": ("men", "lively place to work"),
    "fearless": ("men", "confident"),
    "hard-hitting": ("men", "clear"),
    "work hard play hard": ("men", "what the team is really like"),
    "girls": ("women", "women, or people"),
    "ladies": ("women", "women, or people"),
    "stewardess": ("women", "cabin crew"),
    "manageress": ("women", "manager"),
    "nurturing": ("women", "supporting"),
    "bubbly": ("women", "friendly"),
    "mumpreneur": ("women", "founder"),
}
"""A word, who hears it as meant for them, and what says the same to everybody."""


@dataclass(frozen=True, slots=True)
class Gendered:
    """A word of a text that some hear as not meant for them."""

    word: str
    heard_by: str
    instead: str


def words_in(text: str) -> list[str]:
    return _WORD.findall(text)


def reading_age(text: str) -> int | None:
    """The age at which people in Britain usually read such a text with ease, by Flesch and Kincaid's formula; None for short texts.

    It counts syllables by their vowels, so it is out by a year either way; lists are read line by line.
    """
    words = words_in(text)
    if len(words) < ENOUGH_WORDS:
        return None
    sentences = [each for each in _SENTENCE.split(text) if len(words_in(each)) > 1]
    per_sentence = len(words) / max(1, len(sentences))
    per_word = sum(map(syllables, words)) / len(words)
    return max(5, round(0.39 * per_sentence + 11.8 * per_word - 15.59 + 5))


def syllables(word: str) -> int:
    """How many syllables an English word probably has."""
    plain = word.lower().strip("’'-")
    count = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee", "ie")) and count > 1:
        count -= 1
    if plain.endswith(("es", "ed")) and not plain.endswith(("ted", "ded", "ses", "zes", "ces", "ges")) and count > 1:
        count -= 1
    return max(1, count)


def gendered_in(text: str) -> list[Gendered]:
    """The gendered words of a text, each once, in the order of the table."""
    folded = " ".join(re.sub(r"[‐–—]", "-", text.lower()).replace("’", "'").split())
    return [
        Gendered(word, *said)
        for word, said in GENDERED.items()
        if re.search(rf"(?<![\w/-]){re.escape(word)}(?![\w/-])", folded)
    ]
