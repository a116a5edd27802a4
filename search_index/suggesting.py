""" "Did you mean": another spelling of words that no vacancy has."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search_index.analysis import STOP, fold, typed_term
from search_index.snapshot import Scope, Snapshot
from search_index.synonyms import synonyms

CONSIDERED = 30_000
"""The commonest words; a rarer one is as likely to be a misspelling itself."""
SHORTEST = 4
_WORD = re.compile(r"[^\W\d_][^\W_'’]*(?:['’][^\W\d_]+)?", re.UNICODE)


def suggest(snapshot: Snapshot, scope: Scope, typed: str) -> str | None:
    """What was typed with unknown words replaced by the likeliest near spelling.

    None when nothing is nearer, or when a wanted word would still be one that no vacancy has. Quotes, minus and stars stay where they were; a word that some vacancy has is never touched.
    """
    changed = hopeless = False

    def nearer(match: re.Match[str]) -> str:
        nonlocal changed, hopeless
        word = match.group()
        before, after = match.string[: match.start()].rstrip('"')[-1:], match.string[match.end() : match.end() + 1]
        if after == "*" or not _unknown(scope, word):
            return word
        found = _near(snapshot, scope, fold(word))
        if found is None:
            hopeless = hopeless or before != "-"
            return word
        changed = True
        return found

    suggestion = _WORD.sub(nearer, typed[:200])
    return suggestion if changed and not hopeless else None


def _unknown(scope: Scope, word: str) -> bool:
    if len(word) < SHORTEST or fold(word) in STOP:
        return False
    found = typed_term(word)
    return bool(found) and (found,) not in synonyms() and not len(scope.term("text", found).ids)


def _near(snapshot: Snapshot, scope: Scope, word: str) -> str | None:
    """The nearest word, by few changes first, then the same first letter, then how common it is."""
    most = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    found = process.extract(
        word, snapshot.spellings(CONSIDERED), scorer=OSA.distance, score_cutoff=most, limit=12, processor=None
    )
    counts = snapshot.vocabulary.counts
    ranked = sorted(
        found, key=lambda each: (each[1] + (0.6 if each[0][0] != word[0] else 0), -counts[each[0]], each[0])
    )
    for name, _, _ in ranked:
        if len(name) >= SHORTEST - 1 and len(scope.term("text", typed_term(name)).ids):
            return str(name)
    return None
