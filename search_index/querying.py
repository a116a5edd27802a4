"""What a person typed, understood: words, quoted phrases, prefixes, minus. Nothing is handed to Whoosh to parse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from search_index.analysis import fold, typed_terms
from search_index.errors import QueryRefused
from search_index.synonyms import Phrase, longest, synonyms

LONGEST = 400
MOST = 24
SHORTEST_PREFIX = 2
_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found (or, `without`, must not be): any of the phrases, or all the words that may stand
    apart, or words with the prefix.

    A phrase is terms one after the other; '' in it stands for any one word.
    """

    phrases: tuple[Phrase, ...] = ()
    apart: Phrase = ()
    prefix: str = ""
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses; `title` is the phrase of all loose words, for titles that say just that; `notice` says what was left out."""

    clauses: tuple[Clause, ...] = ()
    title: Phrase = ()
    notice: str | None = None

    @property
    def required(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.without)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every term that may be marked."""
        terms = (
            term for clause in self.required for phrase in (clause.apart, *clause.phrases) for term in phrase if term
        )
        return tuple(dict.fromkeys(terms))

    @property
    def prefixes(self) -> tuple[str, ...]:
        return tuple(clause.prefix for clause in self.required if clause.prefix)


@lru_cache(maxsize=2_000)
def understand(typed: str) -> Query:
    """The query of what was typed; raises QueryRefused when nothing of it can be searched for."""
    notice = None
    if len(typed) > LONGEST:
        typed, notice = typed[:LONGEST], f"Only the first {LONGEST} characters were searched for."
    clauses: list[Clause] = []
    loose: list[str] = []
    for minus, quoted, bare in _PART.findall(typed.replace("\0", " ")):
        if bare in ("AND", "OR", "NOT"):
            continue
        if bare.endswith("*") or bare.startswith("*"):
            clause, refused = _prefix(bare)
            clauses += [clause] if clause else []
            notice = refused or notice
        elif bare.startswith("-"):
            clauses += _phrase(bare, without=True)
        elif bare:
            loose.append(bare)
        else:
            clauses += _phrase(quoted, without=minus == "-")
    found = typed_terms(" ".join(loose))
    clauses = _with_synonyms([term for term in found if term]) + clauses
    if len(clauses) > MOST:
        clauses, notice = clauses[:MOST], f"Only the first {MOST} words were searched for."
    if typed.strip() and not clauses:
        raise QueryRefused(notice or "There is no word to search for in that. Try a job title, a skill or an employer.")
    return Query(tuple(clauses), found if len(found) > 1 else (), notice)


def _phrase(words: str, *, without: bool) -> list[Clause]:
    """All the words, one after the other: "front-end" is one thing, wanted or not."""
    phrase = typed_terms(words)
    return [Clause((phrase,), without=without)] if phrase else []


def _prefix(bare: str) -> tuple[Clause | None, str | None]:
    without = bare.startswith("-")
    if bare.startswith("*"):
        return None, "A star can stand only at the end of a word."
    prefix = re.sub(r"[\W_]", "", fold(bare))
    if len(prefix) < SHORTEST_PREFIX:
        return None, "Put at least two letters before a star."
    return Clause(prefix=prefix, without=without), None


def _with_synonyms(found: list[str]) -> list[Clause]:
    """A clause for each word, or for the longest run of words that has another way of being said."""
    table, most = synonyms(), longest()
    clauses: list[Clause] = []
    at = 0
    while at < len(found):
        for length in range(min(most, len(found) - at), 0, -1):
            run = tuple(found[at : at + length])
            others = table.get(_spaced().get(run, run))
            if others:
                clauses.append(Clause((run, *others)) if length == 1 else Clause(others, apart=run))
                at += length
                break
        else:
            clauses.append(Clause(((found[at],),)))
            at += 1
    return clauses


@lru_cache(maxsize=1)
def _spaced() -> dict[Phrase, Phrase]:
    """Phrases with unindexed words in them ("digital data and technology") by their indexed words alone."""
    return {tuple(filter(None, phrase)): phrase for phrase in synonyms() if "" in phrase}
