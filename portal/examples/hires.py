"""What the recruitments of the large example came to: interviews, offers, reserve lists, and one placement for each that was
filled, whose fee is an order among the others of portal.examples.trade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from portal.applying.states import RESERVE, STARTED
from portal.billing.models import Order
from portal.examples.bulk import Bulk
from portal.examples.candidacies import Candidacy
from portal.examples.interviews import ROUND
from portal.examples.recruits import CHOSEN, STARTS, Row, Template
from portal.examples.trade import Sale
from portal.foundation import clock
from portal.foundation.money import pounds
from portal.interviewing import states as interviews
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep
from portal.offering.models import Offer, OfferCheck, ReservePlace
from portal.offering.reserving import MONTHS
from portal.placing.models import Placement, PlacementInstalment, PlacementShare, PlacementStep
from portal.placing.money import SUBJECT
from portal.placing.ordering import PRODUCT
from portal.recruitment import fees
from portal.recruitment.fees import MILESTONES, OFFER_ACCEPTED
from portal.recruitment.guarantee import DEFAULT

PLAN = fees.PLANS[fees.PERCENTAGE]["acceptance"][1]
FREE = 5
"""Times that nobody has taken, of each that still runs."""
OFFERED = ("offered", STARTED)


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody who was appointed, by which placement, for what pay, and the order that asks for the fee."""

    id: int
    reference: str
    each: Candidacy
    salary: int
    terms: fees.Terms
    fee: int
    sale: Sale


def plan(bulk: Bulk, it: Template, them: Sequence[Candidacy]) -> list[Hire]:
    """A placement for everybody who has started."""
    started = [each for each in them if each.state == STARTED]
    ids, orders = bulk.ids(Placement, len(started)), bulk.ids(Order, len(started))
    figure, remuneration = it.campaign["percent_parts"], it.campaign["remuneration"]
    terms = fees.Terms(fees.PERCENTAGE, figure, PLAN, remuneration)
    found = []
    for placement, order, each in zip(ids, orders, started, strict=True):
        salary, reference, client = 4_200_000 + each.it.number % 20 * 150_000, bulk.reference(), each.it.client
        fee = fees.fee(terms, remuneration_pence=salary)
        words = f"Placement fee, {each.it.title}: {MILESTONES[OFFER_ACCEPTED]}"
        sale = Sale(
            order,
            bulk.reference(),
            client.id,
            client.name,
            "paid",
            each.at("accept").astimezone(clock.LONDON),
            ((PRODUCT, "service", words, 1, fee),),
            f"{SUBJECT}{reference}:{OFFER_ACCEPTED}",
        )
        found.append(Hire(placement, reference, each, salary, terms, fee, sale))
    return found


def write(bulk: Bulk, them: Sequence[Candidacy], hires: Sequence[Hire]) -> None:
    """Everything; the orders are there."""
    _interviews(bulk, [each for each in them if "invite" in each.events])
    offered = [each for each in them if each.state in OFFERED]
    offers = dict(zip((each.id for each in offered), bulk.ids(Offer, len(offered)), strict=True))
    salaries = {hire.each.id: hire.salary for hire in hires}
    bulk.write(Offer, (_offer(bulk, each, offers[each.id], salaries.get(each.id, 5_400_000)) for each in offered))
    bulk.write(OfferCheck, (check for hire in hires for check in _checks(hire, offers[hire.each.id])))
    bulk.write(ReservePlace, (_reserve(each) for each in them if each.state == RESERVE))
    bulk.write(Placement, (_placement(hire, offers[hire.each.id]) for hire in hires), "placements")
    bulk.write(PlacementStep, (step for hire in hires for step in _steps(hire)))
    bulk.write(PlacementInstalment, (_instalment(hire) for hire in hires))
    bulk.write(
        PlacementShare,
        ({"placement_id": hire.id, "person_id": hire.each.it.consultant, "parts": 10_000} for hire in hires),
    )


def _interviews(bulk: Bulk, them: Sequence[Candidacy]) -> None:
    """One round in each recruitment: held with everybody about whom was decided; of the others two in three have a time."""
    recruitments = {each.it.number: each.it for each in them}
    rounds = dict(zip(recruitments, bulk.ids(InterviewRound, len(recruitments)), strict=True))
    bulk.write(
        InterviewRound,
        (
            ROUND
            | {
                "id": rounds[number],
                "reference": bulk.reference(),
                "posting_id": it.posting,
                "number": 1,
                "choose_by": clock.end_of_london_day(bulk.today + timedelta(days=2)) if it.runs else it.after(7),
                "made_at": it.after(6),
                "made_by_id": it.consultant,
            }
            for number, it in recruitments.items()
        ),
    )
    timed = [each for each in them if each.state != "interview" or each.number % 3]
    slots, ids = bulk.ids(InterviewSlot, len(timed)), bulk.ids(Interview, len(them))
    of_each = dict(zip((each.id for each in timed), slots, strict=True))
    times = dict(_times(bulk, timed))
    bulk.write(
        InterviewSlot,
        (_slot(bulk, slot, rounds[each.it.number], times[each.id]) for slot, each in zip(slots, timed, strict=True)),
    )
    free = [(it, place) for it in recruitments.values() if it.runs for place in range(FREE)]
    bulk.write(
        InterviewSlot,
        (
            _slot(bulk, slot, rounds[it.number], _hour(bulk, days=6, place=place))
            for slot, (it, place) in zip(bulk.ids(InterviewSlot, len(free)), free, strict=True)
        ),
    )
    bulk.write(
        Interview,
        (
            {
                "id": row,
                "reference": bulk.reference(),
                "round_id": rounds[each.it.number],
                "application_id": each.id,
                "slot_id": of_each.get(each.id),
                "state": interviews.replay(_happened(each, of_each)),
                "sequence": len(_happened(each, of_each)) - 1,
                "starts_at": times.get(each.id),
                "ends_at": times[each.id] + timedelta(minutes=45) if each.id in times else None,
                "fixed_at": each.it.after(6.2) if each.id in times else None,
                "updated_at": each.it.after(6.2),
                **_feedback(each),
            }
            for row, each in zip(ids, them, strict=True)
        ),
        "interviews",
    )
    bulk.write(InterviewStep, (step for row, each in zip(ids, them, strict=True) for step in _held(row, each, of_each)))


def _times(bulk: Bulk, timed: Sequence[Candidacy]) -> Iterator[tuple[int, datetime]]:
    """One after another, eight a day: in days to come of whom it is still to be held with."""
    count: dict[tuple[int, bool], int] = {}
    for each in timed:
        comes = each.state == "interview"
        place = count.get((each.it.number, comes), 0)
        count[each.it.number, comes] = place + 1
        days = 1 + place // 8 if comes else -(each.it.closed - 7)
        yield each.id, _hour(bulk, days=days, place=place % 8)


def _hour(bulk: Bulk, *, days: int, place: int) -> datetime:
    return clock.london_instant(bulk.today + timedelta(days=days), time(9 + place))


def _slot(bulk: Bulk, row: int, round_: int, begins: datetime) -> Row:
    ends = begins + timedelta(minutes=45)
    return {"id": row, "reference": bulk.reference(), "round_id": round_, "starts_at": begins, "ends_at": ends}


def _happened(each: Candidacy, slots: dict[int, int]) -> tuple[str, ...]:
    if each.id not in slots:
        return ("invite",)
    return ("invite", "choose") if each.state == "interview" else ("invite", "choose", "attend")


def _held(row: int, each: Candidacy, slots: dict[int, int]) -> Iterator[Row]:
    state = ""
    for event, days in zip(_happened(each, slots), (6.1, 6.2, 6.9), strict=False):
        move = interviews.follow(state, event)
        by = each.person if move.who == interviews.CANDIDATE else each.it.consultant
        what = {"event": event, "before": state, "after": move.after, "at": each.it.after(days), "by_id": by}
        yield {"interview_id": row, **what}
        state = move.after


def _feedback(each: Candidacy) -> Row:
    """What was said of the interview to those who know that they were not chosen; where it still runs half of them wait."""
    given = each.is_told(each.events[-1], each.state) and each.state not in ("interview", *OFFERED)
    given = given and (not each.it.runs or each.number % 4 == 0)
    return {
        "feedback": "Your drawing was clear. We would have liked to hear more of how you led people." if given else "",
        "feedback_by_id": each.it.client.chair if given else None,
        "feedback_told_at": each.it.after(8) if given else None,
    }


def _offer(bulk: Bulk, each: Candidacy, row: int, salary: int) -> Row:
    made, is_open = each.it.after(CHOSEN), each.state == "offered"
    starts_on = each.it.after(STARTS).date()
    return {
        "id": row,
        "application_id": each.id,
        "number": 1,
        "state": "open" if is_open else "accepted",
        "post": each.it.title,
        "salary_pence": salary,
        "hours": "37 hours a week, of which two days in the office",
        "starts_on": starts_on,
        "now_starts_on": starts_on,
        "conditions": "Proof of your identity and of your right to work",
        "answer_by": bulk.today + timedelta(days=1 + each.number % 6) if is_open else (made + timedelta(days=7)).date(),
        "made_at": made,
        "made_by_id": each.it.consultant,
        "ended_at": None if is_open else each.at("accept"),
    }


def _checks(hire: Hire, offer: int) -> Iterator[Row]:
    met, who = hire.each.at("meet_conditions"), hire.each.it.consultant
    for kind in ("identity", "right_to_work"):
        facts = {"owner_id": who, "due_on": met.date(), "changed_at": met, "changed_by_id": who}
        yield {"offer_id": offer, "kind": kind, "state": "clear", "note": "Seen.", **facts}


def _reserve(each: Candidacy) -> Row:
    since = each.at("hold_in_reserve")
    until = since.astimezone(clock.LONDON).date() + relativedelta(months=MONTHS)
    return {"application_id": each.id, "since": since, "expires_on": until, "may_ask": each.number % 3 == 0}


def _placement(hire: Hire, offer: int) -> Row:
    each, it = hire.each, hire.each.it
    return {
        "id": hire.id,
        "reference": hire.reference,
        "application_id": each.id,
        "offer_id": offer,
        "campaign_id": it.campaign,
        "state": "started",
        "starts_on": it.after(STARTS).date(),
        "salary_pence": hire.salary,
        "basis": hire.terms.basis,
        "figure": hire.terms.figure,
        "remuneration": hire.terms.remuneration,
        "remuneration_pence": hire.salary,
        "fee_pence": hire.fee,
        "fee_agreed_at": each.at("accept"),
        "plan": [[part.milestone, part.parts] for part in hire.terms.instalments],
        "schedule": [[rung.month, rung.percent] for rung in DEFAULT],
        "begun_at": each.at("accept"),
        "updated_at": each.at("start"),
    }


def _steps(hire: Hire) -> Iterator[Row]:
    consultant = hire.each.it.consultant
    happened: tuple[tuple[str, str, str, str, int | None, str], ...] = (
        ("begin", "", "pending", "accept", None, ""),
        ("fee", "pending", "pending", "accept", consultant, f"{pounds(hire.fee)} without VAT"),
        ("order", "pending", "pending", "accept", None, f"Order {hire.sale.reference}"),
        ("confirm", "pending", "confirmed", "meet_conditions", consultant, ""),
        ("start", "confirmed", "started", "start", consultant, ""),
    )
    for event, before, after, when, by, note in happened:
        what: dict[str, Any] = {"event": event, "before": before, "after": after, "note": note}
        yield {"placement_id": hire.id, "at": hire.each.at(when), "by_id": by, **what}


def _instalment(hire: Hire) -> Row:
    due = {"milestone": OFFER_ACCEPTED, "pence": hire.fee, "due_at": hire.each.at("accept")}
    return {"placement_id": hire.id, "order_id": hire.sale.id, **due}
