"""Who of the panel must stand aside from a case: whoever has to do with the applicant's organisation, or says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from portal.accounts.models import Person
from portal.audit.recording import record
from portal.database.base import db
from portal.employers import queries as organisations
from portal.employers.models import OrganisationDomain, Seat
from portal.employers.names import canonical
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership.models import Application, Endorsement, Membership, StandAside, Vote


@dataclass(frozen=True, slots=True)
class Ties:
    """What a person belongs to: organisations by seat, membership or e-mail address, and companies by name."""

    organisations: frozenset[int] = frozenset()
    companies: frozenset[str] = frozenset()


class Panellist:
    """One member of the panel and the cases that are not theirs to see; built once for a whole queue."""

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id
        own = ties_of([person_id])[person_id]
        self._near = frozenset().union(*(_family(each) for each in own.organisations))
        self._companies = own.companies
        self._declared = frozenset(
            db.session.scalars(select(StandAside.application_id).where(StandAside.assessor_id == person_id))
        )
        self._endorsed = frozenset(
            db.session.scalars(select(Endorsement.application_id).where(Endorsement.answered_by_id == person_id))
        )

    def must_stand_aside(self, application: Application, applicant: Ties) -> bool:
        """Whether this case is hidden from them altogether."""
        return (
            application.person_id == self.person_id
            or application.id in self._declared
            or application.id in self._endorsed
            or application.organisation_id in self._near
            or bool(applicant.organisations & self._near)
            or bool((applicant.companies | companies_of(application)) & self._companies)
        )


def sees(person_id: int, applications: Iterable[Application]) -> list[Application]:
    """Those of the applications that this member of the panel need not stand aside from."""
    listed = list(applications)
    panellist, ties = Panellist(person_id), ties_of({each.person_id for each in listed})
    return [each for each in listed if not panellist.must_stand_aside(each, ties[each.person_id])]


def ties_of(person_ids: Iterable[int]) -> dict[int, Ties]:
    """What these people belong to, in a fixed number of questions."""
    wanted = sorted(set(person_ids))
    at: defaultdict[int, set[int]] = defaultdict(set)
    companies: defaultdict[int, set[str]] = defaultdict(set)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        for person, organisation in db.session.execute(
            select(Seat.person_id, Seat.organisation_id).where(Seat.person_id.in_(some))
        ):
            at[person].add(organisation)
        memberships = (
            select(Membership, Application)
            .join(Application, Application.id == Membership.application_id, isouter=True)
            .where(Membership.person_id.in_(some), Membership.ended_on.is_(None))
        )
        for membership, application in db.session.execute(memberships):
            if membership.organisation_id is not None:
                at[membership.person_id or 0].add(membership.organisation_id)
            if application is not None:
                companies[membership.person_id or 0] |= companies_of(application)
        for person, organisation in _by_address(some):
            at[person].add(organisation)
    return {person: Ties(frozenset(at[person]), frozenset(companies[person])) for person in wanted}


def companies_of(application: Application) -> frozenset[str]:
    """The private employers that an application names, as names are compared."""
    named = (application.supplier, str(application.answers.get("company") or ""))
    return frozenset(filter(None, (canonical(each) for each in named if each)))


def declare(application: Application, *, by: int, because: str, at: datetime) -> None:
    """Stand aside of one's own accord; the case is gone from one's sight. Not after having voted on it."""
    if not because.strip():
        raise RuleBroken("Say in a few words why you stand aside.")
    if db.session.scalar(select(Vote.id).where(Vote.application_id == application.id, Vote.assessor_id == by)):
        raise RuleBroken("You have voted on this application, and votes are never changed.")
    db.session.add(StandAside(application_id=application.id, assessor_id=by, because=because.strip()[:500], at=at))
    record("membership.stood_aside", by=by, subject=f"application:{application.reference}")


def _family(organisation_id: int) -> frozenset[int]:
    try:
        return organisations.related_ids(organisation_id) | {organisation_id}
    except NotFound:
        return frozenset((organisation_id,))


def _by_address(person_ids: list[int]) -> list[tuple[int, int]]:
    """Person and organisation, where the person's e-mail lies in a domain of the organisation or below it."""
    domains: defaultdict[str, list[int]] = defaultdict(list)
    for person, key in db.session.execute(select(Person.id, Person.email_key).where(Person.id.in_(person_ids))):
        for domain in _and_parents((key or "").rpartition("@")[2]):
            domains[domain].append(person)
    if not domains:
        return []
    found = db.session.execute(
        select(OrganisationDomain.domain, OrganisationDomain.organisation_id).where(
            OrganisationDomain.standing == "confirmed",
            or_(*(OrganisationDomain.domain.in_(part) for part in _parts(sorted(domains)))),
        )
    )
    return [(person, organisation) for domain, organisation in found for person in domains[domain]]


def _and_parents(domain: str) -> list[str]:
    """ "it.leeds.gov.uk" with "leeds.gov.uk"; what stands above (gov.uk) belongs to nobody who is registered here."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)] if len(labels) > 1 else []


def _parts(words: list[str]) -> list[list[str]]:
    return [words[start : start + 500] for start in range(0, len(words), 500)]
