"""Two vacancies side by side, with what differs marked."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.foundation.markup import plain_text
from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import Fact, facts_of
from portal.web import words

MOST_WORDS = 800
"""Longer texts are compared as far as this: the time that comparing takes grows with the square."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of both; `differs` where they say different things."""

    label: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a text; `marked` when the other text has not got them there."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    reference: str
    title: str
    text: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two vacancies, their facts in one table, their texts with differences marked."""

    first: Side
    second: Side
    rows: tuple[Row, ...]


def compared(first: Vacancy, second: Vacancy) -> Comparison:
    """The elder and the younger of a pair."""
    mine, other = ({fact.label: "; ".join(fact.lines) for fact in _facts(each)} for each in (first, second))
    labels = dict.fromkeys([*mine, *other])
    rows = tuple(
        Row(label, here, there, here != there)
        for label in labels
        for here, there in [(mine.get(label, "Not stated"), other.get(label, "Not stated"))]
    )
    left, right = marked(plain_text(first.description), plain_text(second.description))
    return Comparison(Side(first.reference, first.title, left), Side(second.reference, second.title, right), rows)


def _facts(vacancy: Vacancy) -> tuple[Fact, ...]:
    seen = tuple(dict.fromkeys(advert.source.name for advert in vacancy.adverts))
    return (
        Fact("Title", (vacancy.title,)),
        *(fact for fact in facts_of(vacancy) if fact.label != "Reference"),
        Fact("Status", (words.name_of(vacancy.status),)),
        Fact("Seen at", seen or ("nowhere now",)),
        Fact("First seen", (words.short_day(vacancy.first_seen),)),
        Fact("Their reference", (vacancy.publisher_reference or "Not stated",)),
    )


def marked(first: str, second: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Both texts in stretches, those marked that the other has not got."""
    mine, other = first.split()[:MOST_WORDS], second.split()[:MOST_WORDS]
    left: list[Stretch] = []
    right: list[Stretch] = []
    for what, a, b, c, d in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if b > a:
            left.append(Stretch(" ".join(mine[a:b]), what != "equal"))
        if d > c:
            right.append(Stretch(" ".join(other[c:d]), what != "equal"))
    return tuple(left), tuple(right)
