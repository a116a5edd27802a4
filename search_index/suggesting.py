""" "Did you mean": another spelling of words that no vacancy has."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from search_index.analysis import STOP, term
from search_index.snapshot import Snapshot

LIKE = 74


def suggest(snapshot: Snapshot, typed: str) -> str | None:
    """What was typed with unknown words replaced by the commonest near spelling; None when nothing is nearer."""
    changed = False

    def nearer(match: re.Match[str]) -> str:
        nonlocal changed
        word = match.group().lower()
        if (
            len(word) < 4
            or word in STOP
            or word in snapshot.vocabulary
            or len(snapshot.postings("text", term(word))[0])
        ):
            return match.group()
        found = process.extract(word, snapshot.vocabulary.keys(), scorer=fuzz.ratio, limit=6, score_cutoff=LIKE)
        near = [
            (score, snapshot.vocabulary[name], name)
            for name, score, _ in found
            if len(name) > 2 and abs(len(name) - len(word)) <= 3
        ]
        if not near:
            return match.group()
        changed = True
        return max(near)[2]

    suggestion = re.sub(r"[A-Za-z][A-Za-z'’-]{2,}", nearer, typed[:200])
    return suggestion if changed else None
