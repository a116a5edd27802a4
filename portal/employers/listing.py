"""The organisations for staff: searched, filtered, sorted, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from portal.accounts.models import Person
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.employers import queries, suggesting
from portal.employers.models import Organisation, OrganisationDomain, OrganisationName, Seat
from portal.employers.names import canonical
from portal.web.words import short_day

SORTS: dict[str, Any] = {
    "name": func.lower(Organisation.name),
    "staff": func.coalesce(Organisation.staff_count, -1),
    "added": Organisation.id,
}
STATES = (
    ("confirmed", "Confirmed"),
    ("unconfirmed", "Not confirmed yet"),
    ("ways", "With names or domains to confirm"),
    ("ownerless", "Without an owner"),
    ("merged", "Merged into another"),
    ("removed", "Removed"),
)


def organisations_page(
    *, words: str, sector: str, state: str, sort: str, descending: bool, page: int, per_page: int | None
) -> Found:
    """Rows of (Organisation, number of people, whether it has an owner)."""
    people = (
        select(func.count(func.distinct(Seat.person_id)))
        .where(Seat.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    statement = select(Organisation, people, _owned()).where(*_in_state(state))
    if sector:
        statement = statement.where(Organisation.sector == sector)
    if words:
        statement = statement.where(_like(words))
    column = SORTS[sort]
    return page_of(
        statement,
        order=(column.desc() if descending else column.asc(), Organisation.id),
        page=page,
        per_page=per_page,
    )


def _owned() -> ColumnElement[bool]:
    return exists().where(
        Seat.organisation_id == Organisation.id, Seat.role == "owner", Person.id == Seat.person_id, *queries.USABLE
    )


def _in_state(state: str) -> tuple[ColumnElement[bool], ...]:
    if state == "merged":
        return (Organisation.merged_into_id.is_not(None),)
    if state == "removed":
        return (Organisation.removed_at.is_not(None),)
    if state == "confirmed":
        return (*queries.LIVE, Organisation.confirmed_at.is_not(None))
    if state == "unconfirmed":
        return (*queries.LIVE, Organisation.confirmed_at.is_(None))
    if state == "ownerless":
        return (*queries.LIVE, ~_owned())
    if state == "ways":
        waiting = [
            exists().where(table.organisation_id == Organisation.id, table.standing == "waiting")
            for table in (OrganisationName, OrganisationDomain)
        ]
        return (*queries.LIVE, or_(*waiting))
    return queries.LIVE


def _like(words: str) -> ColumnElement[bool]:
    """By reference, domain, own name or another: every word somewhere in one of them."""
    typed = suggesting.words_of(words)
    plain = canonical(words)
    named = exists().where(
        OrganisationName.organisation_id == Organisation.id,
        *(holds(OrganisationName.name, word) for word in typed),
    )
    tests: list[ColumnElement[bool]] = [
        Organisation.reference == words.strip().upper(),
        exists().where(
            OrganisationDomain.organisation_id == Organisation.id,
            OrganisationDomain.domain == words.strip().lower().removeprefix("www."),
        ),
    ]
    if typed:
        tests += [and_(*(holds(Organisation.name, word) for word in typed)), named]
    if plain:
        tests.append(Organisation.name_key == plain)
    return or_(*tests)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list in words."""

    reference: str
    name: str
    sector: str
    state: str
    needs_staff: bool
    owned: bool
    people: int
    staff_count: int | None
    added: str


def line(row: Any) -> Line:
    """A row of `organisations_page`, ready to be shown."""
    organisation, people, owned = row
    state = "Confirmed" if organisation.confirmed_at else "Not confirmed yet"
    if organisation.merged_into_id is not None:
        state = "Merged"
    elif organisation.removed_at is not None:
        state = "Removed"
    return Line(
        reference=organisation.reference,
        name=organisation.name,
        sector=organisation.sector,
        state=state,
        needs_staff=state == "Not confirmed yet",
        owned=bool(owned),
        people=people,
        staff_count=organisation.staff_count,
        added=short_day(organisation.created_at),
    )


CSV_HEADER = ("Reference", "Name", "Key", "Sector", "State", "Owner", "People", "Staff", "Staff counted on", "Added")


def csv_row(row: Any) -> list[Any]:
    """A row of `organisations_page` for a download."""
    organisation, shown = row[0], line(row)
    return [
        shown.reference,
        shown.name,
        organisation.key or "",
        shown.sector,
        shown.state,
        "yes" if shown.owned else "no",
        shown.people,
        shown.staff_count,
        organisation.staff_counted_on,
        organisation.created_at,
    ]
