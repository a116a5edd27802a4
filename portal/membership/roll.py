"""The roll of memberships as staff see it: the list, and one membership with everything that was done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts import queries as people
from portal.accounts.models import Person
from portal.audit import queries as record_of
from portal.audit import sentences
from portal.audit.recording import record
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import page_of
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.foundation.money import pounds
from portal.membership import office, queries, showing
from portal.membership.classes import ORGANISATION, name_of
from portal.membership.models import Application, Due, Membership
from portal.membership.showing import Card
from portal.membership.standing import Standing
from portal.membership.standing_in_queries import in_state, owes

OWN = "This membership is your own, or that of an organisation you act for. Ask a colleague to change it."
SYSTEM = {"person": "Someone who has left", "command": "The command line", "system": "The portal"}


@dataclass(frozen=True, slots=True)
class Line:
    """One membership in the list; `until` is the last day in force by what is settled, `owed` in pence."""

    reference: str
    holder: str
    organisation: str
    class_name: str
    state: str
    until: date | None
    owed: int
    owed_under: tuple[str, ...]
    began_on: date
    ended_on: date | None

    @property
    def state_words(self) -> str:
        return showing.STATES[self.state]

    @property
    def owed_words(self) -> str:
        return pounds(self.owed) if self.owed else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list."""

    lines: list[Line]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done to a membership."""

    at: datetime
    by: str
    words: str
    facts: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One membership for staff. `application` is empty where this member of staff may not see it; `own` where it is
    theirs or that of an organisation they act for, which others tend."""

    card: Card
    holder: str
    person: str
    organisation: str
    organisation_reference: str
    application: str
    own: bool
    acts: list[Act]


def listed(
    *,
    words: str,
    chosen: Mapping[str, str],
    sort: str,
    descending: bool,
    page: int,
    per_page: int | None,
    on: date,
) -> Found:
    """Memberships as asked for, with their state on a day; a fixed number of questions a page."""
    wanted = (
        select(Membership, Person.name, Person.erased_at, Organisation.name)
        .join(Person, Person.id == Membership.person_id, isouter=True)
        .join(Organisation, Organisation.id == Membership.organisation_id, isouter=True)
    )
    for part in words.split():
        wanted = wanted.where(_fits(part))
    if chosen.get("class"):
        wanted = wanted.where(Membership.klass == chosen["class"])
    if chosen.get("state"):
        wanted = wanted.where(in_state(chosen["state"], on=on))
    if chosen.get("owes"):
        wanted = wanted.where(owes(int(chosen["owes"])))
    keys: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "holder": func.lower(func.coalesce(Person.name, Organisation.name)),
        "began": Membership.began_on,
    }
    by = keys.get(sort, keys["holder"])
    order = [by.desc() if descending else by.asc(), Membership.id.desc()]
    found = page_of(wanted, order=order, page=page, per_page=per_page)
    return Found(_lines(found.rows, on), found.total, found.page)


def note_download(*, by: int, found: int) -> None:
    """Write down that the list was taken away as a file."""
    record("membership.list_downloaded", by=by, facts={"found": found})


def entry(person_id: int, reference: str, *, on: date) -> Entry:
    """Everything that a member of staff sees of one membership. Raises NotFound."""
    row = queries.by_reference(reference)
    whose = db.session.get(Person, row.person_id) if row.person_id is not None else None
    organisation = db.session.get(Organisation, row.organisation_id) if row.organisation_id is not None else None
    name = organisation.name if organisation else ""
    return Entry(
        card=showing.card(row, on=on),
        holder=people.names_of([whose.id])[whose.id] if whose else name,
        person=whose.reference if whose else "",
        organisation=name,
        organisation_reference=organisation.reference if organisation else "",
        application=_application(person_id, row),
        own=is_own(person_id, row),
        acts=_acts(row),
    )


def standing_on(reference: str, day: date) -> Standing:
    """How a membership stood, stands or will stand on a day, by what is known now. Raises NotFound."""
    row = queries.by_reference(reference)
    return queries.standings([row], on=day)[row.id]


def is_own(person_id: int, membership: Membership) -> bool:
    """Whether a membership is the person's, or that of an organisation the person acts for."""
    if membership.klass != ORGANISATION or membership.organisation_id is None:
        return membership.person_id == person_id
    return bool(employers.roles_in(person_id, membership.organisation_id))


def _fits(part: str) -> ColumnElement[bool]:
    reference = tidy_reference(part)
    return or_(
        holds(Person.name, part),
        holds(Organisation.name, part),
        Membership.reference == reference,
        exists().where(Due.membership_id == Membership.id, Due.reference == reference),
    )


def _lines(rows: Sequence[Any], on: date) -> list[Line]:
    memberships = [row[0] for row in rows]
    standings = queries.standings(memberships, on=on)
    dues = queries.dues_of([each.id for each in memberships])
    lines = []
    for membership, name, erased_at, organisation in rows:
        state = showing.state_of(membership, standings[membership.id], on=on)
        owed = [
            due
            for due in dues.get(membership.id, ())
            if due.paid_on is None
            and due.year >= on.year
            and (membership.ended_on is None or membership.ended_on > max(on, date(due.year, 1, 1)))
        ]
        holder = organisation if membership.klass == ORGANISATION else people.SOMEBODY if erased_at else name
        lines.append(
            Line(
                membership.reference,
                holder or people.SOMEBODY,
                (organisation or "") if membership.klass != ORGANISATION else "",
                name_of(membership.klass),
                state,
                standings[membership.id].until,
                sum(due.pence for due in owed),
                tuple(due.reference for due in owed),
                membership.began_on,
                membership.ended_on,
            )
        )
    return lines


def _application(person_id: int, row: Membership) -> str:
    application = db.session.get(Application, row.application_id) if row.application_id is not None else None
    if application is None:
        return ""
    try:
        return office.for_staff(person_id, application.reference).reference
    except NotFound:
        return ""


def _acts(row: Membership) -> list[Act]:
    entries = [each[0] for each in record_of.search(record_of.Wanted(subject=f"membership:{row.reference}")).rows]
    names = people.names_of({each.actor_id for each in entries if each.actor_id is not None})
    return [
        Act(
            each.at,
            names.get(each.actor_id or 0, "") or SYSTEM[each.actor],
            sentences.sentence(each.action, each.facts or {}),
            sentences.told(each.facts or {}),
        )
        for each in entries
    ]
