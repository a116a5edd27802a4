"""Names of known employers that begin with the words a person has typed so far."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

from portal.employers.register import Body, Register, load_register

_WORD = re.compile(r"[a-z0-9]+")
_SILENT = frozenset(("the", "of", "and", "for"))
_index: tuple[Register, list[tuple[str, tuple[str, ...], Body]]] | None = None


def words_of(text: str) -> tuple[str, ...]:
    """Plain lower-case words: no accents, no punctuation, none of the words that people leave out."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode().lower()
    return tuple(word for word in _WORD.findall(plain.replace("'", "")) if word not in _SILENT)


def begins(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether every typed word begins a word of the name."""
    return bool(typed) and all(any(word.startswith(part) for word in words) for part in typed)


def bodies_like(text: str, *, limit: int) -> list[Body]:
    """Current employers of the register, the likeliest first; the nearest spellings where nothing begins so."""
    typed = words_of(text)
    if not typed:
        return []
    register = load_register()
    best: dict[str, tuple[tuple[bool, bool, bool, int], Body]] = {}
    for plain, words, body in _names(register):
        if begins(typed, words):
            rank = (words != typed, words[: len(typed)] != typed, not body.public, len(plain))
            if body.key not in best or rank < best[body.key][0]:
                best[body.key] = rank, body
    if not best:
        near = get_close_matches(" ".join(typed), {plain for plain, _, _ in _names(register)}, n=limit, cutoff=0.8)
        return list({body.key: body for plain, _, body in _names(register) if plain in near}.values())[:limit]
    return [body for _, body in sorted(best.values(), key=lambda each: each[0])][:limit]


def _names(register: Register) -> list[tuple[str, tuple[str, ...], Body]]:
    """Every name of every current employer, taken apart once for each register."""
    global _index
    if _index is None or _index[0] is not register:
        _index = register, list(_taken_apart(register))
    return _index[1]


def _taken_apart(register: Register) -> Iterator[tuple[str, tuple[str, ...], Body]]:
    for body in register.entries.values():
        if not body.end:
            for name in (body.name, *body.aliases):
                words = words_of(name)
                yield " ".join(words), words, body
