"""Which role of the profession a job is, and at which level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.classification.findings import IctDecision, Level, RoleFinding
from portal.classification.phrases import Finder, folded, table_of
from portal.classification.taxonomy import LEVELS, MANAGE_NO_PEOPLE, ROLES, Role
from portal.classification.titles import title_words

FROM_TEXT = 3_000
"""Characters of the description that may name the role when the title does not."""
GENERAL = 3
"""The last rows of the table name a role only for want of a better one: before them the text is asked."""
CIVIL_SERVICE_GRADES = frozenset({"civil_service", "devolved", "alb", "other"})
"""Sectors whose employers may use the civil service's grades; "other" is an employer that is not known."""

_PLACE = {id(role): number for number, role in enumerate(ROLES)}
_BY_TITLE = Finder(table_of((role, (*role.sure, *role.likely, *role.named)) for role in ROLES))
_BY_VAGUE_WORDS = Finder(table_of((role, role.vague) for role in ROLES))
_BY_TEXT = Finder(
    table_of(
        (role, [name for name in (*role.sure, *role.likely, *role.named) if " " in name]) for role in ROLES[:-GENERAL]
    )
)
_LEVELS_BY_TITLE = Finder(
    table_of((number, names) for number, (_, where, names) in enumerate(LEVELS) if where == "title")
)
_LEVELS_BY_GRADE = Finder(
    table_of((number, names) for number, (_, where, names) in enumerate(LEVELS) if where == "grade")
)
_MANAGE_NO_PEOPLE = Finder(table_of([(True, MANAGE_NO_PEOPLE)]))
_SEGMENT = re.compile(r"\s[-–—|:]\s|[(),;:]")
_GRADE_LINE = re.compile(
    r"^(?:Job grade|Grade|Band|Pay band|Salary band):?[ \t]*\n?(.{1,60})", re.MULTILINE | re.IGNORECASE
)


def name_role(*, title: str, description: str = "", ict: IctDecision, sector: str = "other") -> RoleFinding:
    """The nearest role of the framework by the title, else by the text; nothing when not ICT.

    The part of the title that comes first is asked first: "Technical Architect - Networks" is an architect. `sector` is
    the employer's: "Grade 6" is a manager's grade in the civil service and a junior one elsewhere.
    """
    if ict.decision == "no":
        return RoleFinding()
    level, why_level = _level(title, description, sector)
    role, why = _role(title, description)
    if role is None:
        return RoleFinding("other_ict", None, level, (why, why_level))
    return RoleFinding(role.family, role.name, level, (why, why_level))


def _role(title: str, description: str) -> tuple[Role | None, str]:
    words = title_words(title)
    segments = [title_words(part) for part in _SEGMENT.split(title)]
    general: tuple[Role, str] | None = None
    for part in (*segments, words):
        named = _first(_BY_TITLE, part)
        if named and _PLACE[id(named[0])] < len(ROLES) - GENERAL:
            return named[0], f"title: {named[1]}"
        general = general or named
    by_text = _named_in(description)
    if by_text:
        return by_text
    vague = _first(_BY_VAGUE_WORDS, words)
    best = general if general and not (vague and _PLACE[id(vague[0])] < len(ROLES) - GENERAL) else vague or general
    if best:
        return best[0], f"title: {best[1]}"
    return None, "neither title nor text names a known role"


def _first(table: Finder[Role], words: Sequence[str]) -> tuple[Role, str] | None:
    found = [(match.meaning, match.phrase) for match in table.find(words)]
    return min(found, key=lambda one: _PLACE[id(one[0])], default=None)


def _named_in(description: str) -> tuple[Role, str] | None:
    """The role that the text names most, if it names it at least twice."""
    counts: dict[int, int] = {}
    phrases: dict[int, str] = {}
    for match in _BY_TEXT.find(folded(description[:FROM_TEXT]).split()):
        place = _PLACE[id(match.meaning)]
        counts[place] = counts.get(place, 0) + 1
        phrases.setdefault(place, match.phrase)
    place = max(counts, key=lambda one: (counts[one], -one), default=-1)
    if place < 0 or counts[place] < 2:
        return None
    return ROLES[place], f"text: {phrases[place]}, {counts[place]} times"


def _level(title: str, description: str, sector: str) -> tuple[Level | None, str]:
    words = title_words(title)
    by_title = sorted(_LEVELS_BY_TITLE.find(words), key=lambda match: match.meaning)
    for match in by_title:
        if match.phrase != "manager" or not _MANAGE_NO_PEOPLE.find(words):
            return LEVELS[match.meaning][0], f"level: {match.phrase} in the title"
    line = _GRADE_LINE.search(description)
    if line:
        found = _LEVELS_BY_GRADE.find(folded(line.group(1)).split())
        known = [match for match in found if sector in CIVIL_SERVICE_GRADES or match.phrase.startswith("band ")]
        by_grade = sorted(known, key=lambda match: match.meaning)
        if by_grade:
            return LEVELS[by_grade[0].meaning][0], f"level: {by_grade[0].phrase} as grade"
    return ("mid", "level: no word for another level") if words else (None, "level: no title")
