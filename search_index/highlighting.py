"""The part of a text where the words were found, everything escaped, the words marked."""

from __future__ import annotations

from html import escape

from search_index.analysis import WHOLE, composed, fold, match_word, plain_letters, term

WINDOW = 240
BEFORE = 60
ENDING = 2
"""A stem's last letters may have been changed ("policy" to "polici", "possibility" to "possibl"); those before them not."""
SHORT = 3

Spot = tuple[int, int, str]


class Marker:
    """Finds and marks the wanted terms. Looks only for the beginnings of their words: reading every word of twenty texts
    would cost more than the rest of a search."""

    def __init__(self, wanted: tuple[str, ...], prefixes: tuple[str, ...] = ()) -> None:
        self._wanted = frozenset(wanted)
        self._prefixes = prefixes
        self._beginnings = {
            *(each if each in WHOLE else each[: max(SHORT, len(each) - ENDING)] for each in wanted),
            *prefixes,
        }

    def found(self, text: str) -> list[Spot]:
        """Begin, end and term of each wanted word in a composed text, in order."""
        plain = plain_letters(text)
        starts = []
        for beginning in self._beginnings:
            at = plain.find(beginning)
            while at >= 0:
                if not at or not plain[at - 1].isalnum() or beginning[0] == ".":
                    starts.append(at)
                at = plain.find(beginning, at + 1)
        spots: list[Spot] = []
        for start in sorted(starts):
            match = match_word(text, start)
            if match is None or (spots and start < spots[-1][1]):
                continue
            word = match.group()
            indexed = term(word)
            if indexed in self._wanted or (self._prefixes and indexed and fold(word).startswith(self._prefixes)):
                spots.append((start, match.end(), indexed))
        return spots

    def marked(self, text: str) -> str:
        """The whole text with the wanted words in <mark>."""
        text = composed(text)
        return _marked(text, self.found(text), 0, len(text))

    def extract(self, text: str) -> str:
        """The stretch of the text with most different wanted words, cut at words, marked; its beginning when none is in it."""
        text = composed(text)
        spots = self.found(text)
        begin, end = _window(text, max(0, _busiest(spots) - BEFORE))
        cut = end < len(text)
        piece = _marked(text, spots, begin, len(text[:end].rstrip(" ,;:.-")) if cut else end)
        return f"{'…' if begin else ''}{' '.join(piece.split())}{'…' if cut else ''}"


def _busiest(spots: list[Spot]) -> int:
    best, most = 0, 0
    for index, (start, _, _) in enumerate(spots):
        kinds = len({found for place, _, found in spots[index : index + 12] if place < start + WINDOW - BEFORE})
        if kinds > most:
            best, most = start, kinds
    return best


def _window(text: str, start: int) -> tuple[int, int]:
    begin = 0 if start == 0 else text.find(" ", start) + 1
    end = begin + WINDOW
    if end >= len(text):
        return begin, len(text)
    space = text.rfind(" ", begin + 1, end)
    return begin, space if space > 0 else end


def _marked(text: str, spots: list[Spot], begin: int, end: int) -> str:
    """The part of the text from begin to end, escaped, with the spots that lie in it marked."""
    out: list[str] = []
    at = begin
    for start, stop, _ in spots:
        if start >= at and stop <= end:
            out += [escape(text[at:start]), "<mark>", escape(text[start:stop]), "</mark>"]
            at = stop
    return "".join([*out, escape(text[at:end])])
