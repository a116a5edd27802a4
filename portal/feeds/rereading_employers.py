"""Reading the adverts of one organisation again, because staff know it by other names or domains than before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from portal.database.base import db
from portal.database.transaction import reading
from portal.employers import queries, ways
from portal.employers.facts import EmployerKnownOtherwise, EmployersMerged
from portal.employers.names import parts
from portal.employers.organisations import name_key
from portal.feeds.rereading import reread
from portal.foundation import clock
from portal.jobs.queueing import enqueue
from portal.vacancies.models import Vacancy

JOB = "feeds.reread_employer"
AT_ONCE = 500
OPEN = ("live", "held", "counted")


def ask_for(fact: EmployerKnownOtherwise | EmployersMerged) -> None:
    """Put the reading on the ledger, in the transaction that changed what is known."""
    organisation_id = fact.into_id if isinstance(fact, EmployersMerged) else fact.organisation_id
    enqueue(JOB, {"organisation": organisation_id}, at=clock.now())


def reread_of(organisation_id: int, *, at: datetime) -> Counter[str]:
    """Read what is, or by its words may be, the organisation's; how many vacancies now stand in each status."""
    with reading():
        concerned = _concerned(organisation_id)
    standing: Counter[str] = Counter()
    for start in range(0, len(concerned), AT_ONCE):
        standing += reread(vacancy_ids=concerned[start : start + AT_ONCE], at=at)
    return standing


def _concerned(organisation_id: int) -> list[int]:
    """Open vacancies known as the organisation's, under one of its names, or advertised in one of its domains."""
    organisation = queries.any_by_id(organisation_id)
    names = {organisation.name_key, *(name_key(each) for each in ways.values(organisation.id, "name"))}
    given = db.session.scalars(select(Vacancy.employer_name).where(Vacancy.status.in_(OPEN)).distinct())
    called = [each for each in given if any(name_key(part) in names for part in parts(each))]
    where: list[ColumnElement[bool]] = [
        Vacancy.organisation_key.in_(queries.keys_of([organisation.id]).get(organisation.id, []))
    ]
    where += [Vacancy.employer_name.in_(called[start : start + AT_ONCE]) for start in range(0, len(called), AT_ONCE)]
    where += [Vacancy.address.contains(each, autoescape=True) for each in ways.values(organisation.id, "domain")]
    return list(
        db.session.scalars(select(Vacancy.id).where(Vacancy.status.in_(OPEN), or_(*where)).order_by(Vacancy.id))
    )
