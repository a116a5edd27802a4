"""From text to the words that are indexed: folded, stemmed by Snowball English, technical names kept whole.

Text and what people type are read by the same rules but one: in text only the capitals "IT" are the field, "it" is the
pronoun; typed, "it" is always the field.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import Stemmer

_UNINDEXED = """
a an and are as at be been by for from has have he her his if in into is its of on or our she so such than that the their them
then there these they this those to us was we were which who will with would you your
"""
STOP = frozenset(_UNINDEXED.split())
WHOLE = frozenset(("c++", "c#", "f#", ".net", "asp.net", "vb.net", "ado.net", "node.js", "vue.js", "r&d"))
_WORD = re.compile(
    r"c\+\+|[cf]#|(?<![^\W_])\.net\b|(?:asp|vb|ado)\.net\b|(?:node|vue)\.js\b|r&d\b|&|[^\W_]+(?:['’][^\W\d_]+)?",
    re.IGNORECASE,
)
_ACRONYMS = re.compile(r"[A-Z]{2,6}s")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_MEMO_KEPT = 500_000
_stem = Stemmer.Stemmer("english")
_stem.maxCacheSize = 0
_memo: dict[str, str] = {}
split = _WORD.findall
"""The words of a text as they stand in it; compose accents first when it is not ASCII."""
match_word = _WORD.match
"""The word that begins at a place of a text."""
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")


def composed(text: str) -> str:
    """The text with accents composed, so that a letter and its mark are one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def plain_letters(text: str) -> str:
    """The text in small letters without accents, letter for letter, so that places in it are places in the text."""
    small = text.lower()
    if not text.isascii():
        if len(small) != len(text):
            small = "".join(letter.lower()[:1] for letter in text)
        if _ACCENTED.search(small):
            small = _ACCENTED.sub(lambda match: fold(match.group())[:1] or match.group(), small)
    return small


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a composed text as it stands, with its place."""
    for match in _WORD.finditer(text):
        yield match.group(), match.start(), match.end()


def fold(word: str) -> str:
    """The word in small plain letters: no accents, no apostrophes; letters of other scripts stay."""
    plain = word.lower().replace("'", "").replace("’", "")
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def term(word: str) -> str:
    """The indexed form of a word as it stands in a text, '' for one that is not indexed."""
    known = _memo.get(word)
    if known is None:
        known = _term(word)
        if len(_memo) < _MEMO_KEPT:
            _memo[word] = known
    return known


def _term(word: str) -> str:
    if word == "&":
        return ""
    if _ACRONYMS.fullmatch(word):
        word = word[:-1]
    folded = fold(word)
    if folded in STOP or (folded == "it" and word != "IT"):
        return ""
    return folded if folded in WHOLE else str(_stem.stemWord(folded))


def typed_term(word: str) -> str:
    """The indexed form of a word that a person typed."""
    return term("IT" if word.lower() == "it" else word)


def typed_terms(text: str) -> tuple[str, ...]:
    """The indexed terms of what a person typed, '' where a word is that is not indexed, none of those at either end."""
    found = [typed_term(word) for word in split(composed(text))]
    while found and not found[0]:
        del found[0]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
