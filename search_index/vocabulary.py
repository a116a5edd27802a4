"""The words of an index as people write them, for "did you mean" and for prefixes: the index itself knows only stems.

One file beside the index, a word and a count a line, appended to before each commit and written whole by a rebuild. It may name
words that no vacancy has any more, and counts are rough: whoever uses a word asks the index whether it is there.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path

from search_index.analysis import STOP, fold, term

FILE = "words.tsv"
log = logging.getLogger(__name__)
_folded = lru_cache(maxsize=200_000)(fold)


def spelt(parts: Iterable[list[str]]) -> set[str]:
    """The different words of a text, folded but not stemmed, without those that are not indexed."""
    return {_folded(word) for word in set(chain.from_iterable(parts)) if term(word)}


def write(build: Path, counts: Counter[str]) -> None:
    """Put the words of a whole new index beside it."""
    (build / FILE).write_text("".join(f"{word}\t{count}\n" for word, count in sorted(counts.items())))


def append(build: Path, counts: Counter[str]) -> None:
    """Add words; before the commit that makes them findable."""
    with (build / FILE).open("a") as file:
        file.write("".join(f"{word}\t{count}\n" for word, count in counts.items()))


class Vocabulary:
    """Words with about how many vacancies have them; reads only what was added since it was last asked to."""

    def __init__(self, build: Path) -> None:
        self.counts: Counter[str] = Counter()
        self._path = build / FILE
        self._read = 0
        self._sorted: list[str] | None = None

    def read_on(self) -> None:
        """Take in the words that were added. A file that cannot be read is an empty vocabulary."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                added = file.read()
        except OSError as problem:
            log.warning("vocabulary.unreadable", extra={"reason": str(problem)})
            return
        whole = added.rfind(b"\n") + 1
        if not whole:
            return
        counts = Counter(self.counts)
        for line in added[:whole].decode(errors="replace").splitlines():
            word, _, count = line.partition("\t")
            if word and count.isdigit():
                counts[word] += int(count)
        self._read += whole
        self.counts, self._sorted = counts, None

    def beginning(self, prefix: str) -> list[str]:
        """Every word that begins with the prefix."""
        words = self._sorted
        if words is None:
            words = self._sorted = sorted(self.counts)
        at = bisect_left(words, prefix)
        found = []
        while at < len(words) and words[at].startswith(prefix):
            found.append(words[at])
            at += 1
        return found

    def common(self, most: int) -> list[str]:
        """The commonest words that are worth suggesting."""
        return [word for word, _ in self.counts.most_common(most) if len(word) > 2 and word not in STOP]
