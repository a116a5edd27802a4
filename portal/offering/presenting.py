"""Offers as those who make them see them: every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.applying.queries import steps_of
from portal.applying.states import ACCEPTED, CONDITIONS_MET, NAMES, OFFERED, RESERVE, must_be_told
from portal.foundation.clock import LONDON
from portal.offering import check_lines, making, queries, wording
from portal.offering import choosing as choosing_order
from portal.offering.check_kinds import CLEAR, PROBLEM
from portal.offering.check_lines import CheckLine
from portal.offering.models import Offer
from portal.offering.terms import conditions_of
from portal.offering.wording import facts_of
from portal.selecting import presenting as choosing
from portal.selecting.desks import Desk
from portal.web import words


@dataclass(frozen=True, slots=True)
class Page:
    """An offer for those who make it. `says` is what the day means: overdue, days left, or nothing. `pay_warning` is empty
    unless its salary lies outside what was advertised."""

    reference: str
    called: str
    name: str
    state: str
    state_name: str
    number: int
    facts: Sequence[tuple[str, str]]
    conditions: Sequence[str]
    says: str
    pay_warning: str
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
class Line:
    """A line of the list of a vacancy's offers."""

    reference: str
    name: str
    state_name: str
    salary: str
    starts_on: date
    says: str


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
        pay_warning=wording.outside_advertised(desk.job, offer.salary_pence) if offer else "",
        is_overdue=bool(offer and application.state == OFFERED and offer.answer_by < today),
        waits_to_be_told=must_be_told(steps),
        starts=_starts(offer) if offer else (),
        earlier=_earlier(application),
        checks=check_lines.lines_of(application, offer, today=today) if offer and offer.state == "accepted" else (),
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
        found |= {"defer", "withdraw", *(("start", "miss_start") if offer.now_starts_on <= today else ())}
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


def reserve_lines(desk: Desk, *, at: datetime) -> list[tuple[str, str, date, bool]]:
    """The reserve list in its order: reference, name, the last day, and whether they may be asked by a later recruitment."""
    return [
        (
            application.reference,
            choosing.name_of(desk, application) or choosing.called(application),
            place.expires_on,
            place.may_ask,
        )
        for application, place in choosing_order.reserve_in_order(desk, at=at)
    ]
