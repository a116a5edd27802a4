"""The part of a text where the words were found, everything escaped, the words marked."""

from __future__ import annotations

from html import escape

from search_index.analysis import term, words

WINDOW = 240


def marked(text: str, wanted: frozenset[str], prefixes: tuple[str, ...] = ()) -> str:
    """The whole text with the wanted words in <mark>."""
    out: list[str] = []
    at = 0
    for word, start, end in words(text):
        if term(word) in wanted or (prefixes and word.startswith(prefixes)):
            out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return "".join([*out, escape(text[at:])])


def extract(text: str, wanted: frozenset[str], prefixes: tuple[str, ...] = ()) -> str:
    """The stretch of the text with most different wanted words, cut at words, marked; its beginning when none is in it."""
    if not wanted and not prefixes:
        return escape(_cut(text, 0))
    hits = [
        (start, term(word))
        for word, start, _ in words(text)
        if term(word) in wanted or (prefixes and word.startswith(prefixes))
    ]
    best, most = 0, 0
    for index, (start, _) in enumerate(hits):
        kinds = len({found for place, found in hits[index : index + 12] if place < start + WINDOW})
        if kinds > most:
            best, most = start, kinds
    return marked(_cut(text, max(0, best - 60)), wanted, prefixes)


def _cut(text: str, start: int) -> str:
    begin = 0 if start == 0 else text.find(" ", start) + 1
    piece = text[begin : begin + WINDOW]
    if begin + WINDOW < len(text):
        piece = piece.rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"
    return ("…" if begin else "") + " ".join(piece.split())
