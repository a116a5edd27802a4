"""Finding phrases of a table in a text: one pass, longest first, on word boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOT_WORD = re.compile(r"[^a-z0-9+#.]+")
_LOOSE_DOT = re.compile(r"(?<![a-z0-9])\.(?!net)|(?<=[a-z0-9])\.(?![a-z0-9])")


def folded(text: str) -> str:
    """Lower case, words apart by single spaces, with C#, C++ and .NET kept whole."""
    plain = _NOT_WORD.sub(" ", text.lower().replace("’", "'").replace("/", " "))
    plain = _LOOSE_DOT.sub(" ", plain)
    plain = re.sub(r"(?<=[a-z0-9])\.(?=net\b)", " .", plain)
    return " ".join(re.sub(r"(?<=[a-z])\.(?=[a-z])", " ", plain).split())


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Matches any phrase of folded text; the longer of two that begin alike wins."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<![a-z0-9+#.])(?:" + "|".join(re.escape(phrase) for phrase in ordered) + r")(?![a-z0-9+#])")
