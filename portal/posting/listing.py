"""The lists of employers' vacancies: an organisation's own, and everybody's for staff."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from portal.employers.models import Organisation
from portal.posting.models import Posting
from portal.posting.presenting import address_of, state_of, title_of
from portal.posting.states import DISCARDED, NAMES, STATES
from portal.web import words
from portal.web.listing import Cell, Column, Filter, Shape

_STATES = Filter("state", "State", tuple((state, NAMES[state]) for state in STATES if state != DISCARDED))
OWN = Shape(
    one="vacancy",
    many="vacancies",
    columns=(
        Column("title", "Job", sorts=True),
        Column("state", "State"),
        Column("closes", "Closes", sorts=True),
        Column("changed", "Last changed", sorts=True),
    ),
    sort="-changed",
    search="Job title or reference",
    filters=(_STATES,),
    empty="There are no vacancies yet. What people of your organisation write here is kept, from the first word on.",
)
ALL = Shape(
    one="vacancy",
    many="vacancies",
    columns=(
        Column("title", "Job", sorts=True),
        Column("organisation", "Organisation", sorts=True),
        Column("state", "State"),
        Column("closes", "Closes", sorts=True),
        Column("changed", "Last changed", sorts=True),
    ),
    sort="-changed",
    search="Job title, organisation or reference",
    filters=(_STATES,),
    empty="No employer has begun a vacancy yet.",
)


def own_row(posting: Posting, organisation: Organisation, *, at: datetime) -> list[Cell]:
    """A row of an organisation's own list."""
    return [_job(posting, address_of(organisation, posting)), *_facts(posting, at=at)]


def staff_row(posting: Posting, organisation: str, *, at: datetime) -> list[Cell]:
    """A row of the list for staff."""
    job = _job(posting, url_for("staff.postings.show", posting=posting.reference))
    return [job, Cell(organisation), *_facts(posting, at=at)]


def _job(posting: Posting, address: str) -> Cell:
    note = f"On behalf of {posting.on_behalf_of}" if posting.on_behalf_of else ""
    return Cell(title_of(posting), address, note=note)


def _facts(posting: Posting, *, at: datetime) -> list[Cell]:
    return [
        Cell(NAMES[state_of(posting, at=at)]),
        Cell(words.short_day(posting.closes_at) if posting.closes_at else "–"),
        Cell(words.short_day(posting.updated_at)),
    ]
