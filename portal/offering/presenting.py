"""Offers as each side sees them: every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.applying.queries import Job, steps_of
from portal.applying.states import (
    ACCEPTED,
    CONDITIONS_MET,
    NAMES,
    OFFERED,
    RESERVE,
    STARTED,
    may_answer_offer,
    must_be_told,
    seen,
)
from portal.applying.states import TO_CANDIDATES as KNOWN
from portal.foundation.clock import LONDON
from portal.offering import checking, making, queries
from portal.offering.check_kinds import ASKED, CLEAR, KINDS, NOT_BEGUN, PROBLEM, REFERENCES, STATES, TO_CANDIDATES
from portal.offering.models import Offer, OfferCheck
from portal.offering.terms import conditions_of
from portal.posting.answers.job import CLEARANCES
from portal.selecting import presenting as choosing
from portal.selecting.desks import Desk
from portal.web import words

CHECK_TAGS = {CLEAR: "govuk-tag--green", PROBLEM: "govuk-tag--red", NOT_BEGUN: "govuk-tag--grey"}
SEEN_WITH_OFFER = (OFFERED, ACCEPTED, CONDITIONS_MET, STARTED, "declined", "offer_withdrawn", "conditions_not_met")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check in the desk's list. `says` is what has to come first, or who answered."""

    kind: str
    name: str
    state: str
    tag: str
    owner: str
    due_on: date
    is_late: bool
    note: str
    says: str
    asks_consent: bool
    asks_referee: bool
    drops: bool


@dataclass(frozen=True, slots=True)
class Page:
    """An offer for those who make it. `says` is what the day means: overdue, days left, or nothing."""

    reference: str
    called: str
    name: str
    state: str
    state_name: str
    number: int
    facts: Sequence[tuple[str, str]]
    conditions: Sequence[str]
    says: str
    is_overdue: bool
    waits_to_be_told: bool
    starts: Sequence[tuple[date, date, str, str]]
    earlier: Sequence[tuple[str, datetime, str]]
    checks: Sequence[CheckLine]
    may: frozenset[str]
    because: str
    reserve_until: date | None
    reserve_may_ask: bool


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check as its candidate sees it. `consents` is the key with which they say yes to a referee being contacted."""

    name: str
    wants: str
    state: str
    consents: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """An offer for its candidate: exactly the terms, and what is wanted of them."""

    reference: str
    title: str
    employer: str
    sentence: str
    number: int
    facts: Sequence[tuple[str, str]]
    conditions: Sequence[str]
    answers: bool
    answer_says: str
    checks: Sequence[OwnCheck]
    starts: Sequence[tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list of a vacancy's offers."""

    reference: str
    name: str
    state_name: str
    salary: str
    starts_on: date
    says: str


def facts_of(offer: Offer, *, for_candidate: bool) -> list[tuple[str, str]]:
    """The terms as both sides read them."""
    start = words.day_in_words(offer.starts_on)
    if offer.now_starts_on != offer.starts_on:
        start = f"{words.day_in_words(offer.now_starts_on)} (offered: {start})"
    found = [
        ("Post", offer.post),
        ("Salary", f"{words.money(offer.salary_pence)} a year"),
        ("Hours", offer.hours),
        ("Start date", start),
        ("Kind of offer", "Conditional" if offer.is_conditional else "Firm"),
        ("Answer wanted by", words.day_in_words(offer.answer_by)),
    ]
    return (
        found
        if for_candidate
        else [*found, ("Terms", f"Number {offer.number}, made at {words.long_time(offer.made_at)}")]
    )


def advertised(job: Job) -> str:
    """What the advert said of the pay, to be shown beside the salary that is offered."""
    shown = job.vacancy
    return words.pay_range(shown.pay_minimum, shown.pay_maximum, shown.pay_period) or words.pay_as_stated(
        shown.pay_stated
    )


def usual_conditions(job: Job) -> str:
    """What is usually asked for, to begin with: what the law and the vacancy ask for."""
    found = ["Proof of your identity and of your right to work in the United Kingdom"]
    if "here_referees" in (job.posting.answers.get("applying") or {}):
        found.append("Two references that satisfy us")
    return "\n".join([*found, *(CLEARANCES[each] for each in job.vacancy.clearance or () if each in CLEARANCES)])


def page_of(desk: Desk, application: JobApplication, *, at: datetime) -> Page:
    """Everything that the desk's page of an offer says."""
    offer, today = queries.newest(application), at.astimezone(LONDON).date()
    steps = steps_of(application)
    place = queries.place_of(application)
    return Page(
        reference=application.reference,
        called=choosing.called(application),
        name=choosing.name_of(desk, application),
        state=application.state,
        state_name=NAMES[application.state],
        number=offer.number if offer else 0,
        facts=facts_of(offer, for_candidate=False) if offer else (),
        conditions=conditions_of(offer.conditions) if offer else (),
        says=_day_says(offer, application, today=today) if offer else "",
        is_overdue=bool(offer and application.state == OFFERED and offer.answer_by < today),
        waits_to_be_told=must_be_told(steps),
        starts=_starts(offer) if offer else (),
        earlier=_earlier(application),
        checks=_checks(application, offer, today=today) if offer and offer.state == "accepted" else (),
        may=_may(desk, application, offer, today=today),
        because=offer.because if offer else "",
        reserve_until=place.expires_on if place else None,
        reserve_may_ask=bool(place and place.may_ask),
    )


def _day_says(offer: Offer, application: JobApplication, *, today: date) -> str:
    if application.state != OFFERED:
        return ""
    days = (offer.answer_by - today).days
    if days < 0:
        return f"The day to answer by passed {words.counted(-days, 'day')} ago. The offer stands until it is answered or withdrawn."
    return "The answer is wanted today." if days == 0 else f"{words.counted(days, 'day')} left to answer."


def _may(desk: Desk, application: JobApplication, offer: Offer | None, *, today: date) -> frozenset[str]:
    """What this desk can do now, by the names of its pages."""
    if desk.kind == "panel":
        return frozenset()
    state, found = application.state, set()
    if making.may_offer(desk, application):
        found.add("make")
    if state == OFFERED and offer is not None:
        found |= {"withdraw"} if desk.is_over else {"change", "withdraw"}
    if state == ACCEPTED and offer is not None:
        found |= {"withdraw", "defer", "check"}
        checks = queries.checks_of(offer)
        if all(each.state == CLEAR for each in checks):
            found.add("meet")
        if any(each.state == PROBLEM for each in checks):
            found.add("fail")
    if state == CONDITIONS_MET and offer is not None:
        found |= {"defer", "start"} if offer.now_starts_on <= today else {"defer"}
    if state == RESERVE:
        found.add("reserve")
    return frozenset(found)


def _starts(offer: Offer) -> list[tuple[date, date, str, str]]:
    rows = queries.starts_of(offer)
    names = accounts.names_of({each.by_id for each in rows if each.by_id})
    return [(each.before, each.after, each.because, names.get(each.by_id or 0, accounts.SOMEBODY)) for each in rows]


def _earlier(application: JobApplication) -> list[tuple[str, datetime, str]]:
    """Terms that no longer count: what they were, since when, and what became of them."""
    rows = queries.offers_of(application)
    newest = queries.newest(application)
    became = {"changed": "changed", "declined": "declined", "withdrawn": "withdrawn"}
    return [
        (
            f"{each.post}, {words.money(each.salary_pence)} a year, {each.hours}, from {words.day_in_words(each.starts_on)}",
            each.made_at,
            became.get(each.state, each.state),
        )
        for each in rows
        if newest is None or each.id != newest.id
    ]


def _checks(application: JobApplication, offer: Offer, *, today: date) -> list[CheckLine]:
    rows = queries.checks_of(offer)
    names = accounts.names_of({each.owner_id for each in rows if each.owner_id})
    open_ = application.state == ACCEPTED
    return [_check(application, each, names.get(each.owner_id or 0, "Nobody yet"), open_, today=today) for each in rows]


def _check(application: JobApplication, row: OfferCheck, owner: str, open_: bool, *, today: date) -> CheckLine:
    waits = bool(checking.waits_for_consent(application, row))
    is_reference = row.kind in REFERENCES
    says = ""
    if is_reference:
        referee = checking.referee_of(application, REFERENCES[row.kind])
        says = ", ".join(filter(None, (referee["name"], referee["organisation"], referee["relation"])))
        if waits:
            asked = (
                "The candidate was asked, and has yet to say yes" if row.consent_asked_at else "Ask the candidate first"
            )
            says = f"{says}. {asked}."
    can_ask = open_ and is_reference and row.state == NOT_BEGUN
    return CheckLine(
        kind=row.kind,
        name=KINDS[row.kind].name,
        state=STATES[row.state],
        tag=CHECK_TAGS.get(row.state, "govuk-tag--blue"),
        owner=owner,
        due_on=row.due_on,
        is_late=row.state != CLEAR and row.due_on < today,
        note=row.note,
        says=says,
        asks_consent=can_ask and waits and row.consent_asked_at is None,
        asks_referee=can_ask and not waits,
        drops=open_ and row.state == NOT_BEGUN and not KINDS[row.kind].by_law,
    )


def check_name(kind: str) -> str:
    """What a check is called."""
    return KINDS[kind].name


def lines_of(desk: Desk, *, at: datetime) -> list[Line]:
    """The list of a vacancy's offers."""
    today = at.astimezone(LONDON).date()
    return [
        Line(
            application.reference,
            choosing.name_of(desk, application) or choosing.called(application),
            NAMES[application.state],
            f"{words.money(offer.salary_pence)} a year",
            offer.now_starts_on,
            _day_says(offer, application, today=today),
        )
        for application, offer in queries.of_desk(desk)
    ]


def reserve_lines(desk: Desk) -> list[tuple[str, str, date, bool]]:
    """The reserve list: reference, name, the last day, and whether they may be asked by a later recruitment."""
    return [
        (
            application.reference,
            choosing.name_of(desk, application) or choosing.called(application),
            place.expires_on,
            place.may_ask,
        )
        for application, place in queries.reserve_of(desk)
    ]


def own_page(application: JobApplication, job: Job, *, at: datetime) -> OwnPage | None:
    """The offer as its candidate may know it; none before they were told of it."""
    steps = steps_of(application)
    offer, known = queries.newest(application), seen(steps)
    if offer is None or known not in SEEN_WITH_OFFER:
        return None
    today, answers = at.astimezone(LONDON).date(), may_answer_offer(steps)
    checks = queries.checks_of(offer) if known == ACCEPTED == application.state else []
    return OwnPage(
        reference=application.reference,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        sentence=KNOWN[known],
        number=offer.number,
        facts=facts_of(offer, for_candidate=True),
        conditions=conditions_of(offer.conditions),
        answers=answers,
        answer_says=_own_day(offer, today=today) if answers else "",
        checks=[_own_check(application, each) for each in checks],
        starts=[(each.before, each.after) for each in queries.starts_of(offer)],
    )


def _own_day(offer: Offer, *, today: date) -> str:
    if offer.answer_by < today:
        return f"An answer was wanted by {words.day_in_words(offer.answer_by)}. You can still give it."
    return f"Please answer by {words.day_in_words(offer.answer_by)}."


def _own_check(application: JobApplication, row: OfferCheck) -> OwnCheck:
    kind = KINDS[row.kind]
    wants, consents = kind.wants if row.state in (NOT_BEGUN, ASKED) else "", ""
    if row.kind in REFERENCES and row.state in (NOT_BEGUN, ASKED):
        name = checking.referee_of(application, REFERENCES[row.kind])["name"]
        wants = f"We write to {name}."
        if checking.waits_for_consent(application, row):
            wants = f"You asked to be told before we contact {name}."
            consents = row.kind if row.consent_asked_at else ""
    return OwnCheck(kind.name, wants, TO_CANDIDATES[row.state], consents)
