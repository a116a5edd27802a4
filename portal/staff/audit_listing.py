"""The record as a list that staff search, and as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts import queries as people
from portal.audit import queries, sentences
from portal.foundation.errors import NotFound
from portal.web import words
from portal.web.listing import Asked, Cell, Column, Filter, Listing, Shape

COLUMNS = (
    Column("at", "When", sorts=True),
    Column("who", "Who"),
    Column("did", "Did what"),
    Column("subject", "To what"),
)
FILE_COLUMNS = ("When", "Who", "Did what", "To what", "Whom it concerned", "Details", "From where", "Act", "Request")
ACTORS = (("person", "a person"), ("command", "a command"), ("system", "the system"))
KEEPS = ("subject", "person", "from", "to")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the form beside the list asks for, as typed, and what is wrong with it."""

    subject: str
    person: str
    first_day: str
    last_day: str
    problems: Mapping[str, str]

    @property
    def kept(self) -> dict[str, str]:
        return {"subject": self.subject, "person": self.person, "from": self.first_day, "to": self.last_day}


def shape(*, narrowed: bool = False) -> Shape:
    """The list; its actions are those that were ever recorded, each room before its own."""
    actions = queries.actions()
    rooms = sorted({each.partition(".")[0] for each in actions})
    options = tuple((f"{room}.", f"{room}: anything") for room in rooms)
    options += tuple((each, sentences.sentence(each, {})) for each in actions)
    return Shape(
        one="entry",
        many="entries",
        columns=COLUMNS,
        sort="-at",
        filters=(Filter("action", "Action", options), Filter("actor", "Done by", ACTORS)),
        empty="Nothing fits. Check the thing, the person and the days." if narrowed else "Nothing was recorded yet.",
        keeps=KEEPS,
    )


def read(query: Mapping[str, str]) -> Narrowing:
    """What the address asks for beyond the list's own filters."""
    typed = {name: query.get(name, "").replace("\0", "").strip()[:80] for name in KEEPS}
    problems = {
        name: "Enter a day such as 2026-11-24." for name in ("from", "to") if typed[name] and _day(typed[name]) is None
    }
    return Narrowing(typed["subject"], typed["person"], typed["from"], typed["to"], problems)


def of(query: Mapping[str, str], *, path: str) -> tuple[Listing, Narrowing]:
    """The page of the record that this address asks for."""
    narrowing = read(query)
    wanted_shape = shape(narrowed=any(narrowing.kept.values()))
    asked = wanted_shape.read(query)
    found = queries.search(wanted(asked, narrowing), newest_first=asked.descending, page=asked.page, per_page=50)
    rows = list(_rows([row[0] for row in found.rows]))
    listing = wanted_shape.shown(asked, path=path, rows=rows, total=found.total, page=found.page, kept=narrowing.kept)
    return listing, narrowing


def every_row(query: Mapping[str, str]) -> Iterator[list[str]]:
    """All that fits, page by page, for a file."""
    narrowing, asked = read(query), shape().read(query)
    page, pages = 1, 1
    while page <= pages:
        found = queries.search(wanted(asked, narrowing), newest_first=asked.descending, page=page, per_page=500)
        pages = -(-found.total // 500)
        entries = [each[0] for each in found.rows]
        names = _names(entries)
        for entry in entries:
            yield [
                entry.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                _doer(entry, names),
                sentences.sentence(entry.action, entry.facts or {}),
                entry.subject,
                names.get(entry.about_id, ""),
                sentences.told(entry.facts or {}),
                entry.address or "",
                entry.action,
                entry.request_id or "",
            ]
        page += 1


def wanted(asked: Asked, narrowing: Narrowing) -> queries.Wanted:
    """The same as the query takes it."""
    return queries.Wanted(
        action=asked.chosen.get("action", ""),
        actor=asked.chosen.get("actor", ""),
        subject=narrowing.subject,
        person_ids=_people(narrowing.person) if narrowing.person else None,
        first_day=_day(narrowing.first_day),
        last_day=_day(narrowing.last_day),
    )


def _rows(entries: list[Any]) -> Iterator[list[Cell]]:
    """What the page shows: four columns, each with its second line."""
    names = _names(entries)
    for entry in entries:
        concerned = names.get(entry.about_id, "")
        yield [
            Cell(words.brief_day(entry.at), note=words.time_of_day(entry.at)),
            Cell(_doer(entry, names), note=f"from {entry.address}" if entry.address else ""),
            Cell(sentences.sentence(entry.action, entry.facts or {}), note=_in_words(entry.facts or {})),
            Cell(entry.subject, note=f"concerned {concerned}" if concerned else ""),
        ]


def _in_words(facts: Mapping[str, Any]) -> str:
    """The details as people read them; the file has them exactly."""
    return sentences.told(facts).replace("_", " ")


def _names(entries: list[Any]) -> dict[int, str]:
    return people.names_of({each for entry in entries for each in (entry.actor_id, entry.about_id) if each})


def _doer(entry: Any, names: Mapping[int, str]) -> str:
    return names.get(entry.actor_id) or "someone" if entry.actor_id else f"the {entry.actor}"


def _people(typed: str) -> list[int]:
    """The person of a reference; nobody when there is none. An e-mail address is not taken: it would stand in addresses."""
    try:
        return [people.by_reference(typed).id]
    except NotFound:
        return []


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None
