"""Employers for the journeys of buying: an organisation with its people, so that no journey meets another's orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.billing import terms
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.posting import tending, writing
from tests import people
from tests.employers import acting
from tests.journeys.conftest import Site
from tests.membership import making as memberships
from tests.posting import making

STAFF = 2_400


@dataclass(frozen=True)
class Employer:
    """An organisation and the people who act for it, by their roles' names."""

    id: int
    name: str
    home: str
    people: dict[str, str]


def employer(site: Site, body: str, *roles: str) -> Employer:
    """The organisation of this body, with a person for each of these roles."""
    row = acting.organisation(site.app, body)
    told = {}
    for role in roles:
        told[role] = f"{role}@{body}.example"
        acting.seat(site.app, row, people.make(site.app, told[role], name=f"{role.title()} of {row.name}"), role)
    return Employer(row.id, row.name, f"/employer/{row.reference}", told)


def join(site: Site, employer: Employer, by: str, *, paid: bool) -> None:
    """Make it a member, which has paid for this year or not."""
    person_id = site.person_id(employer.people[by])
    memberships.membership(site.app, person_id, "organisation", organisation_id=employer.id, staff=STAFF, paid=paid)


def approve_above(site: Site, employer: Employer, pence: int, by: str) -> None:
    with site.app.app_context(), transaction():
        terms.set_by_owner(
            employer.id, limit_pence=pence, approve_text=False, po_pattern="", by=site.person_id(employer.people[by])
        )


def answers(employer: Employer, title: str) -> dict[str, dict[str, Any]]:
    """What its recruiter types into the sections of a vacancy."""
    day = clock.today() + timedelta(days=20)
    return making.answers(
        role={"title": title},
        employer={"advertise_as": employer.name},
        closing={"closes_on": [str(day.day), str(day.month), str(day.year)], "interviews": ""},
    )


def draft(site: Site, employer: Employer, by: str, title: str) -> str:
    """The address of a vacancy that is written and only waits to be published."""
    person_id = site.person_id(employer.people[by])
    with site.app.app_context(), transaction():
        posting = writing.begin(
            db.session.get_one(Organisation, employer.id), title=title, by=person_id, at=clock.now()
        )
        for section, typed in answers(employer, title).items():
            writing.save(posting, section, typed, by=person_id, at=clock.now())
        return f"{employer.home}/vacancies/{posting.reference}"


def let_the_worker_work(site: Site) -> None:
    """What waits to be published is, and search hears of it."""
    with site.app.app_context():
        tending.publish_due(at=clock.now())
    making.in_step(site.app)
