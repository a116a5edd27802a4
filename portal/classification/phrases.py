"""Finding the phrases of a table in folded words: dictionary look-ups, no regular expressions, so that tables may be long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

_NOT_WORD = re.compile(r"[^a-z0-9+#.]+")
_LOOSE_DOT = re.compile(r"(?<![a-z0-9])\.(?!net)|(?<=[a-z0-9])\.(?![a-z0-9])")
_NET = re.compile(r"(?<=[a-z0-9])\.(?=net\b)")
_DOTTED = re.compile(r"(?<=[a-z])\.(?=[a-z])")


def folded(text: str) -> str:
    """Lower case, words apart by single spaces, with C#, C++ and .NET kept whole."""
    plain = _NOT_WORD.sub(" ", text.lower().replace("’", "'").replace("/", " "))
    plain = _NET.sub(" .", _LOOSE_DOT.sub(" ", plain))
    return " ".join(_DOTTED.sub(" ", plain).split())


@dataclass(frozen=True, slots=True)
class Match(Generic[Meaning]):
    """A phrase as it stands in the words, from `start` up to `end`, with what the table says of it."""

    phrase: str
    meaning: Meaning
    start: int
    end: int


class Finder(Generic[Meaning]):
    """Finds phrases of a table in words; the last word of a phrase may be in the plural."""

    def __init__(self, table: Mapping[str, Meaning]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in table.items():
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append((words, meaning))
            if len(words) == 1:
                self._by_first.setdefault(words[0] + "s", []).append((words, meaning))

    def find(self, words: Sequence[str]) -> list[Match[Meaning]]:
        """Every phrase found that does not lie inside a longer one that was found too."""
        found = sorted(self._all(words), key=lambda match: (match.start, -match.end))
        outer: list[Match[Meaning]] = []
        for match in found:
            if not outer or match.end > outer[-1].end:
                outer.append(match)
        return outer

    def _all(self, words: Sequence[str]) -> Iterator[Match[Meaning]]:
        for start, word in enumerate(words):
            for phrase, meaning in self._by_first.get(word, ()):
                end = start + len(phrase)
                if end > len(words):
                    continue
                last = words[end - 1]
                if tuple(words[start : end - 1]) == phrase[:-1] and last in (phrase[-1], phrase[-1] + "s"):
                    yield Match(" ".join(phrase), meaning, start, end)


def table_of(rows: Iterable[tuple[Meaning, Iterable[str]]]) -> dict[str, Meaning]:
    """A phrase table out of rows of one meaning and its phrases; of two rows that name a phrase the first keeps it."""
    table: dict[str, Meaning] = {}
    for meaning, names in rows:
        for name in names:
            table.setdefault(name, meaning)
    return table
