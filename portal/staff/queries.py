"""What waits for the society's staff, over all the rooms below: how much, since when, and the oldest of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts.models import Person
from portal.database.base import db
from portal.employers.models import Claim, Organisation, Seat
from portal.feeds.models import Polling
from portal.foundation.clock import LONDON
from portal.foundation.money import pounds
from portal.jobs.models import Job
from portal.mail.models import Message
from portal.membership.models import Application
from portal.payments.discrepancies import KINDS as MONEY_MATTERS
from portal.payments.models import Discrepancy, Refund
from portal.payments.states import ASKED
from portal.reports.matters import COMPLAINTS, MATTERS
from portal.reports.models import Report
from portal.vacancies import queues
from portal.vacancies.models import LikelyPair, Source, Vacancy
from portal.web import words

SHOWN = 3
"""How many of each queue the home page names."""
UNWELL = ("suspect", "failing", "gone", "paused")
IN_TROUBLE = ("failed", "dead")
NOT_SENT = ("refused", "unknown")
UNDECIDED = ("awaiting_endorsement", "with_panel")
_COMPLAINTS = [key for key, _ in COMPLAINTS]


@dataclass(frozen=True, slots=True)
class Entry:
    """One waiting thing: what it is, its page, how long it has waited, and whether that is too long."""

    label: str
    address: str
    age: str
    late: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits of one kind; `address` shows all of it."""

    name: str
    address: str
    number: int
    age: str
    late: bool
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a queue is asked for: `label` and `key` are columns, `address` makes a link of the key."""

    name: str
    address: str
    label: Any
    key: Any
    since: ColumnElement[Any] | InstrumentedAttribute[Any]
    where: tuple[ColumnElement[bool], ...]
    late_after: timedelta
    link: Callable[[Any], str]
    say: Callable[[Any], str] = field(default=str)
    join: Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]] = field(default=lambda statement: statement)
    person: InstrumentedAttribute[Any] | None = None
    """Whom a thing concerns, where its page is hidden from that person: nobody handles their own case."""


def _held(question: str, name: str) -> _Kind:
    return _Kind(
        name,
        f"/staff/vacancies/held?question={question}",
        Vacancy.title,
        Vacancy.reference,
        Vacancy.first_seen,
        (Vacancy.status == "held", queues.ASKS[question]),
        timedelta(days=2),
        lambda reference: f"/staff/vacancies/held?question={question}&at={reference}",
    )


KINDS: tuple[_Kind, ...] = (
    _held("ict", "Vacancies: is it digital, data or IT work?"),
    _held("public_sector", "Vacancies: is the employer in the public sector?"),
    _held("closes", "Vacancies: when does it close?"),
    _Kind(
        "Vacancies: likely duplicates",
        "/staff/vacancies/pairs",
        Vacancy.title,
        LikelyPair.id,
        LikelyPair.found_at,
        (LikelyPair.state == "open",),
        timedelta(days=7),
        lambda number: f"/staff/vacancies/pairs?past={number - 1}",
        join=lambda statement: statement.join_from(LikelyPair, Vacancy, Vacancy.id == LikelyPair.first_id),
    ),
    _Kind(
        "Sources that are unwell",
        "/staff/sources?health=unwell",
        Source.name,
        Source.id,
        func.coalesce(Polling.last_good_at, Source.added_at),
        (Polling.health.in_(UNWELL), not_(and_(Polling.health == "paused", Polling.error_code.is_(None)))),
        timedelta(days=1),
        lambda number: f"/staff/sources/{number}",
        join=lambda statement: statement.join_from(Polling, Source, Source.id == Polling.source_id),
    ),
    _Kind(
        "Claims on organisations",
        "/staff/organisations",
        Organisation.name,
        Claim.reference,
        Claim.asked_at,
        (Claim.state == "waiting",),
        timedelta(days=3),
        lambda _reference: "/staff/organisations",
        join=lambda statement: statement.join_from(Claim, Organisation, Organisation.id == Claim.organisation_id),
    ),
    _Kind(
        "Organisations to confirm",
        "/staff/organisations",
        Organisation.name,
        Organisation.reference,
        Organisation.created_at,
        (Organisation.confirmed_at.is_(None), Organisation.merged_into_id.is_(None)),
        timedelta(days=3),
        lambda _reference: "/staff/organisations",
    ),
    _Kind(
        "Heads of Profession to confirm",
        "/staff/organisations",
        Organisation.name,
        Seat.id,
        Seat.given_at,
        (Seat.role == "head_of_profession", Seat.confirmed_at.is_(None)),
        timedelta(days=3),
        lambda _number: "/staff/organisations",
        join=lambda statement: statement.join_from(Seat, Organisation, Organisation.id == Seat.organisation_id),
    ),
    _Kind(
        "Membership applications under way",
        "/staff/applications",
        Application.klass,
        Application.reference,
        Application.submitted_at,
        (Application.state.in_(UNDECIDED),),
        timedelta(days=28),
        lambda reference: f"/staff/applications/{reference}",
        say=words.name_of,
        person=Application.person_id,
    ),
    _Kind(
        "Payments that do not agree",
        "/staff/discrepancies?state=open",
        Discrepancy.kind,
        Discrepancy.reference,
        Discrepancy.found_at,
        (Discrepancy.settled_at.is_(None),),
        timedelta(days=1),
        lambda reference: f"/staff/discrepancies/{reference}",
        say=lambda kind: MONEY_MATTERS[kind].title,
    ),
    _Kind(
        "Refunds that wait for a second pair of eyes",
        "/staff/refunds?state=asked",
        Refund.pence,
        Refund.reference,
        Refund.asked_at,
        (Refund.state == ASKED,),
        timedelta(days=1),
        lambda reference: f"/staff/refunds/{reference}",
        say=pounds,
    ),
    _Kind(
        "Complaints and requests for data",
        "/staff/reports?state=open&about=complaint",
        Report.matter,
        Report.reference,
        Report.received_at,
        (Report.state == "open", Report.matter.in_(_COMPLAINTS)),
        timedelta(days=14),
        lambda reference: f"/staff/reports/{reference}",
        say=lambda matter: MATTERS[matter].words,
    ),
    _Kind(
        "Reports about vacancies",
        "/staff/reports?state=open&about=vacancy",
        Report.matter,
        Report.reference,
        Report.received_at,
        (Report.state == "open", Report.matter.not_in(_COMPLAINTS)),
        timedelta(days=5),
        lambda reference: f"/staff/reports/{reference}",
        say=lambda matter: MATTERS[matter].words,
    ),
    _Kind(
        "Mails that did not leave",
        "/staff/mail",
        Message.kind,
        Message.id,
        Message.queued_at,
        (Message.state.in_(NOT_SENT),),
        timedelta(days=1),
        lambda _number: "/staff/mail",
        say=lambda kind: kind.rpartition("/")[2].replace("_", " ").capitalize(),
    ),
    _Kind(
        "Jobs that failed",
        "/staff/jobs",
        Job.name,
        Job.id,
        Job.queued_at,
        (Job.state.in_(IN_TROUBLE),),
        timedelta(hours=1),
        lambda _number: "/staff/jobs",
    ),
)


def waiting(*, now: datetime, viewer: int) -> tuple[Queue, ...]:
    """Every queue as this person may handle it, the ones with something in it first, in the order of `KINDS`."""
    found = [_queue(kind, now, viewer) for kind in KINDS]
    return tuple(sorted(found, key=lambda queue: queue.number == 0))


def _queue(kind: _Kind, now: datetime, viewer: int) -> Queue:
    where = kind.where if kind.person is None else (*kind.where, kind.person.is_distinct_from(viewer))
    counted = select(func.count(), func.min(kind.since)).where(*where)
    number, oldest = db.session.execute(kind.join(counted)).one()
    if not number:
        return Queue(kind.name, kind.address, 0, "", False)
    rows = db.session.execute(
        kind.join(select(kind.label, kind.key, kind.since).where(*where)).order_by(kind.since, kind.key).limit(SHOWN)
    )
    entries = tuple(
        Entry(kind.say(label), kind.link(key), age(since, now), now - since > kind.late_after)
        for label, key, since in rows
    )
    return Queue(kind.name, kind.address, number, age(oldest, now), now - oldest > kind.late_after, entries)


def age(since: datetime, now: datetime) -> str:
    """How long something has waited, in the largest unit that says it: 5 minutes, 3 hours, 12 days."""
    waited = max(timedelta(), now - since)
    if waited < timedelta(minutes=1):
        return "just now"
    if waited < timedelta(hours=1):
        return words.counted(int(waited.total_seconds() // 60), "minute")
    if waited < timedelta(days=2):
        return words.counted(int(waited.total_seconds() // 3600), "hour")
    return words.counted(waited.days, "day")


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is in all."""

    live: int
    sources: int
    people: int
    organisations: int
    new_today: int


def figures(*, today: date) -> Figures:
    """How large the service is today."""
    begins = datetime.combine(today, time(), tzinfo=LONDON).astimezone(UTC)

    def number(*where: ColumnElement[bool], of: Any) -> int:
        return db.session.scalar(select(func.count()).select_from(of).where(*where)) or 0

    return Figures(
        live=number(Vacancy.status == "live", of=Vacancy),
        sources=number(Polling.active.is_(True), of=Polling),
        people=number(Person.erased_at.is_(None), of=Person),
        organisations=number(Organisation.merged_into_id.is_(None), of=Organisation),
        new_today=number(Vacancy.first_seen >= begins, Vacancy.status == "live", of=Vacancy),
    )
