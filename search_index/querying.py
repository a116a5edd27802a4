"""What a person typed, understood: words, quoted phrases, prefixes, minus. Nothing is handed to Whoosh to parse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search_index.analysis import synonyms, terms
from search_index.errors import QueryRefused

LONGEST = 400
MOST = 24
_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found (or, `without`, must not be): any of the phrases, or words with the prefix."""

    phrases: tuple[Phrase, ...] = ()
    prefix: str = ""
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses, the folded words for highlighting, and a sentence about what was left out."""

    clauses: tuple[Clause, ...] = ()
    notice: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                term for clause in self.clauses if not clause.without for phrase in clause.phrases for term in phrase
            )
        )

    @property
    def prefixes(self) -> tuple[str, ...]:
        return tuple(clause.prefix for clause in self.clauses if clause.prefix and not clause.without)


def understand(typed: str) -> Query:
    """The query of what was typed; raises QueryRefused when nothing of it can be searched for."""
    notice = None
    if len(typed) > LONGEST:
        typed, notice = typed[:LONGEST], f"Only the first {LONGEST} characters were searched for."
    clauses: list[Clause] = []
    loose: list[str] = []
    for minus, quoted, bare in _PART.findall(typed.replace("\0", " ")):
        if bare.upper() in ("AND", "OR", "NOT"):
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
    clauses = _with_synonyms(terms(" ".join(loose))) + clauses
    if len(clauses) > MOST:
        clauses, notice = clauses[:MOST], f"Only the first {MOST} words were searched for."
    if typed.strip() and not any(not clause.without for clause in clauses) and not clauses:
        raise QueryRefused(notice or "There is no word to search for in that. Try a job title, a skill or an employer.")
    return Query(tuple(clauses), notice)


def _phrase(words: str, *, without: bool) -> list[Clause]:
    """All the words, one after the other: "front-end" is one thing, wanted or not."""
    phrase = tuple(terms(words))
    return [Clause((phrase,), without=without)] if phrase else []


def _prefix(bare: str) -> tuple[Clause | None, str | None]:
    if bare.startswith("*"):
        return None, "A star can stand only at the end of a word."
    stem = re.sub(r"[^a-z0-9]", "", bare.lower())
    if len(stem) < 2:
        return None, "Put at least two letters before a star."
    return Clause(prefix=stem), None


def _with_synonyms(found: list[str]) -> list[Clause]:
    table = synonyms()
    clauses: list[Clause] = []
    at = 0
    while at < len(found):
        for length in (4, 3, 2, 1):
            phrase = tuple(found[at : at + length])
            if len(phrase) == length and phrase in table:
                clauses.append(Clause((phrase, *table[phrase])))
                at += length
                break
        else:
            clauses.append(Clause(((found[at],),)))
            at += 1
    return clauses
