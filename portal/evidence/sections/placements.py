"""Placements: when they were begun, confirmed, started and ended. What is owed for them is told to us alone.

What was noted of each move is left out: it tells of sums, and of why somebody left.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.database.base import db
from portal.evidence.applications import Gathered
from portal.evidence.packs import Section, Table
from portal.evidence.sights import Sight
from portal.placing.models import Placement, PlacementStep
from portal.placing.moving import words_of
from portal.placing.queries import guarantee_ends
from portal.recruitment.fees import PERCENTAGE
from portal.recruitment.models import Campaign
from portal.recruitment.placement_states import DID_NOT_START, NAMES
from portal.web.words import money

OF_FEES = ("fee", "split", "order")


def of_placements(found: Gathered, sight: Sight) -> Section:
    """Those of the applications that may be told of, the first begun first."""
    numbers = {each.id: each.number for each in found.rows}
    rows = db.session.scalars(
        select(Placement).where(Placement.application_id.in_(list(numbers))).order_by(Placement.id)
    ).all()
    number_of = {each.id: numbers[each.application_id] for each in rows}
    return Section(
        "Placements",
        (),
        (
            _dates(rows, number_of),
            _history(found, number_of, sight),
            *([_fees(rows, number_of)] if sight.is_ours else []),
        ),
        none="Nobody was placed here.",
    )


def _dates(rows: Sequence[Placement], number_of: dict[int, int | None]) -> Table:
    references = db.session.execute(
        select(Campaign.id, Campaign.reference).where(
            Campaign.id.in_([each.replacement_id for each in rows if each.replacement_id])
        )
    )
    replacements = {number: reference for number, reference in references}
    return Table(
        "placements",
        ("Application", "State", "Begun", "Starts", "Guarantee until", "Last day", "Replaced by campaign"),
        tuple(
            (
                number_of[each.id],
                NAMES[each.state],
                each.begun_at,
                each.starts_on,
                guarantee_ends(each) if each.schedule and each.state != DID_NOT_START else None,
                each.left_on,
                replacements.get(each.replacement_id or 0),
            )
            for each in rows
        ),
    )


def _history(found: Gathered, number_of: dict[int, int | None], sight: Sight) -> Table:
    steps = [
        each
        for each in db.session.scalars(
            select(PlacementStep).where(PlacementStep.placement_id.in_(list(number_of))).order_by(PlacementStep.id)
        )
        if sight.is_ours or each.event not in OF_FEES
    ]
    found.people |= accounts.names_of({each.by_id for each in steps if each.by_id and each.event != "begin"})
    return Table(
        "placement-history",
        ("Application", "When", "What", "Who"),
        tuple(
            (number_of[each.placement_id], each.at, words_of(each.event, each.before), _by(found, each))
            for each in sorted(steps, key=lambda row: (number_of[row.placement_id] or 0, row.id))
        ),
    )


def _by(found: Gathered, step: PlacementStep) -> str:
    """A placement begins with the candidate's yes, and nobody's name stands for that."""
    return "The candidate" if step.event == "begin" else found.who(step.by_id)


def _fees(rows: Sequence[Placement], number_of: dict[int, int | None]) -> Table:
    return Table(
        "placement-fees",
        ("Application", "Basis", "Fee without VAT", "Looked over", "Credited"),
        tuple(
            (
                number_of[each.id],
                f"{each.figure / 100:g} per cent of the first year’s pay" if each.basis == PERCENTAGE else "Fixed",
                money(each.fee_pence),
                each.fee_agreed_at,
                money(each.remedy_pence) if each.remedy_pence else "",
            )
            for each in rows
        ),
    )
