"""Placements as each side sees them: every word ready, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.applying.models import JobApplication
from portal.applying.states import CONDITIONS_MET
from portal.billing.states import DRAFT
from portal.billing.states import NAMES as ORDER_NAMES
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.placing import leaving, money, queries, splitting
from portal.placing.models import Placement
from portal.placing.queries import Row, Told
from portal.placing.raising import ToRaise
from portal.recruitment import fees
from portal.recruitment import queries as campaigns
from portal.recruitment.fees import MILESTONES, OF_SEARCH
from portal.recruitment.placement_states import (
    COMPLETED,
    CONFIRMED,
    DID_NOT_START,
    LEFT,
    NAMES,
    OVER,
    PENDING,
    STARTED,
    may,
)
from portal.web import words

TAGS = {STARTED: "govuk-tag--green", LEFT: "govuk-tag--red", PENDING: "govuk-tag--yellow"} | {
    each: "govuk-tag--grey" for each in OVER
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the fee: when it is due, how much, and how far its order is. `order` is the order's reference."""

    milestone: str
    when: str
    pence: int
    status: str
    order: str
    may_raise: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note that was given."""

    number: str
    pence: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One placement. `remedy` is what the leaving date would give when every condition holds."""

    reference: str
    name: str
    title: str
    client: str
    client_reference: str
    campaign: str
    application: str
    state: str
    state_name: str
    tag: str
    sentence: str
    facts: Sequence[tuple[str, str]]
    fee_waits: bool
    parts: Sequence[Part]
    guarantee: Sequence[tuple[str, str]]
    guarantee_says: str
    credits: Sequence[Credit]
    shares: Sequence[tuple[str, str, int]]
    reported: str
    left: str
    remedy_because: str
    replacement: str
    history: Sequence[Told]
    may: frozenset[str]
    start_has_come: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list."""

    reference: str
    name: str
    title: str
    client: str
    state_name: str
    tag: str
    starts_on: date
    fee_pence: int
    note: str


def line_of(row: Row, *, today: date) -> Line:
    """A placement as a line."""
    placement = row.placement
    return Line(
        placement.reference,
        row.name,
        row.campaign.title,
        row.organisation.name,
        NAMES[placement.state],
        TAGS.get(placement.state, "govuk-tag--blue"),
        placement.starts_on,
        placement.fee_pence,
        _note(placement, today=today),
    )


def _note(placement: Placement, *, today: date) -> str:
    if placement.state in (PENDING, CONFIRMED):
        days = (placement.starts_on - today).days
        return f"Starts in {words.counted(days, 'day')}" if days > 0 else "The start has come: note it"
    if placement.state == STARTED and placement.reported_at is not None:
        return "The client reports that they left"
    if placement.state == STARTED and placement.schedule:
        return f"Guarantee until {words.day_in_words(queries.guarantee_ends(placement))}"
    return f"Last day {words.day_in_words(placement.left_on)}" if placement.left_on else ""


def page_of(placement: Placement, *, at: datetime, for_client: bool = False) -> Page:
    """Everything that the page says. The client sees neither shares nor what is only the society's to do."""
    row, today = queries.row_of(placement), at.astimezone(LONDON).date()
    application = db.session.get_one(JobApplication, placement.application_id)
    reported = _reported(placement)
    replacement = campaigns.by_id(placement.replacement_id).reference if placement.replacement_id else ""
    return Page(
        reference=placement.reference,
        name=row.name,
        title=row.campaign.title,
        client=row.organisation.name,
        client_reference=row.organisation.reference,
        campaign=row.campaign.reference,
        application=application.reference,
        state=placement.state,
        state_name=NAMES[placement.state],
        tag=TAGS.get(placement.state, "govuk-tag--blue"),
        sentence="" if placement.left_on or reported else _note(placement, today=today),
        facts=_facts(placement),
        fee_waits=placement.fee_agreed_at is None and placement.state not in OVER,
        parts=parts_of(placement),
        guarantee=[
            (f"Month {each.month}", f"{each.percent} per cent of the fee") for each in queries.schedule_of(placement)
        ],
        guarantee_says=_guarantee_says(placement, today=today),
        credits=[Credit(document.number, each.pence, each.at) for each, document in money.credits_of(placement)],
        shares=()
        if for_client
        else [(name, f"{parts / 100:g} per cent", pence) for name, parts, pence in splitting.sums_of(placement)],
        reported=reported,
        left=f"{words.day_in_words(placement.left_on)}. {placement.left_because}" if placement.left_on else "",
        remedy_because=placement.remedy_because,
        replacement=replacement,
        history=queries.history(placement),
        may=_may(placement, conditions_met=application.state == CONDITIONS_MET),
        start_has_come=placement.state == CONFIRMED and placement.starts_on <= today,
    )


def _facts(placement: Placement) -> list[tuple[str, str]]:
    found = [
        ("Start date", words.day_in_words(placement.starts_on)),
        ("Salary", f"{words.money(placement.salary_pence)} a year"),
    ]
    if placement.basis == fees.PERCENTAGE:
        found += [
            ("Basis of the fee", f"{placement.figure / 100:g} per cent of the first year’s pay"),
            ("What counts as pay", placement.remuneration),
            ("Pay that counts", words.money(placement.remuneration_pence)),
        ]
    else:
        found.append(("Basis of the fee", _fixed(placement)))
    return [*found, ("Fee without VAT", words.money(placement.fee_pence))]


def _fixed(placement: Placement) -> str:
    if placement.fee_pence:
        return "Fixed, in instalments" if len(placement.plan) > 1 else "Fixed"
    return "Fixed, and paid with the posts before" if placement.schedule else "No fee: it replaces somebody who left"


def parts_of(placement: Placement) -> list[Part]:
    """The parts of the fee, with how far each is."""
    found = []
    for each in money.instalments_of(placement):
        there = money.line_of(placement, each)
        if there is not None:
            status = "Order to be placed" if there[0].state == DRAFT else ORDER_NAMES[there[0].state]
        elif money.asked_with_campaign(placement, each) is not None:
            status = "Asked for on the campaign’s page"
        elif each.due_at is not None and placement.state != DID_NOT_START and each.pence:
            status = "Due, not ordered"
        else:
            status = "Not due yet" if each.due_at is None else "Nothing to pay"
        found.append(
            Part(
                each.milestone,
                MILESTONES[each.milestone],
                each.pence,
                status,
                there[0].reference if there else "",
                may_raise=there is not None and there[0].state == DRAFT and each.milestone not in OF_SEARCH,
            )
        )
    return found


def _guarantee_says(placement: Placement, *, today: date) -> str:
    if not placement.schedule:
        return "No guarantee: it replaces somebody who left."
    ends = queries.guarantee_ends(placement)
    if placement.state in (PENDING, CONFIRMED):
        return f"It runs from the start, as agreed now until {words.day_in_words(ends)}."
    if placement.state == DID_NOT_START:
        return "They did not start, so nothing is owed, and nothing is promised."
    if placement.left_on is not None:
        return f"It would have run until {words.day_in_words(ends)}."
    if ends < today or placement.state == COMPLETED:
        return f"It ended on {words.day_in_words(ends)}."
    return f"It runs until {words.day_in_words(ends)}: {words.counted((ends - today).days + 1, 'day')} more."


def _reported(placement: Placement) -> str:
    if placement.reported_at is None or placement.reported_left_on is None or placement.state in OVER:
        return ""
    last = words.day_in_words(placement.reported_left_on)
    return f"The client reported at {words.long_time(placement.reported_at)} that the last day was {last}."


def _may(placement: Placement, *, conditions_met: bool) -> frozenset[str]:
    """What can be done now, by the names of the pages."""
    found = {event for event in ("reopen_checks", "confirm", "leave", "correct") if may(placement.state, event)}
    found -= set() if conditions_met else {"confirm"}
    ordered = any(money.line_of(placement, each) is not None for each in money.instalments_of(placement))
    if placement.basis == fees.PERCENTAGE and placement.state not in OVER and not ordered:
        found.add("fee")
    if any(each.status == "Due, not ordered" for each in parts_of(placement)) and placement.fee_agreed_at:
        found.add("order")
    if placement.state == LEFT:
        found.add("remedy")
    if placement.state == STARTED and placement.reported_at is None:
        found.add("report")
    return frozenset({*found, "split"})


def remedy_says(placement: Placement, ticked: Sequence[str]) -> tuple[int, str]:
    """What is due when these conditions hold: pence, and why in a sentence."""
    found = leaving.remedy_of(placement, ticked)
    return found.pence, found.because


def suggested(placement: Placement) -> list[str]:
    """The conditions that the records bear out, to begin with; whether a post was made redundant no record says."""
    facts = leaving.facts_of(placement)
    return [key for key, holds in (("told_in_time", facts.told_in_time), ("fee_paid", facts.fee_paid)) if holds]


def raise_lines(
    rows: Sequence[ToRaise], to: Callable[[ToRaise], str]
) -> list[tuple[str, str, str, str, datetime, str]]:
    """Invoices to raise: the candidate and job, the client, when, how much, since when, and the page."""
    return [
        (
            f"{each.name}, {each.title}" if each.name else each.title,
            each.client,
            MILESTONES[each.milestone],
            words.money(each.pence),
            each.due_at,
            to(each),
        )
        for each in rows
    ]
