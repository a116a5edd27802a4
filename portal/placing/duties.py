"""What placements ask of a consultant, as rows of the queue (recruitment.duties)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from portal.foundation.money import pounds
from portal.placing import agenda, raising
from portal.placing.agenda import Coming
from portal.placing.queries import Row
from portal.recruitment.duties import Duty, Load, end_of
from portal.recruitment.fees import MILESTONES

ANSWER_WITHIN = timedelta(days=2)


def starts(load: Load) -> Iterator[Duty]:
    """Starts within thirty days, and those that have passed and are not noted."""
    for each in agenda.starts_soon(load.person_id, at=load.at):
        yield _coming(each, "Starts", "Confirm it, or note the start")


def guarantees(load: Load) -> Iterator[Duty]:
    """Who left within the guarantee, while it is to be decided what is due; guarantees that end within thirty days."""
    rows = agenda.to_look_at(load.person_id, at=load.at)
    yield from (_gone(each) for each in rows if agenda.is_gone(each.placement))
    for each in agenda.ending(rows, at=load.at):
        yield _coming(each, "The guarantee ends", "Ask how it goes")


def to_invoice(load: Load) -> Iterator[Duty]:
    """Parts of fees that are due and not invoiced."""
    for each in raising.to_raise(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=f"{each.title}, {each.client}",
            whom=each.client,
            what=f"{pounds(each.pence)} of the fee fell due: {MILESTONES[each.milestone]}",
            since=each.due_at,
            due=each.due_at + ANSWER_WITHIN,
            act="Have it invoiced" if each.order else "Order it" if each.is_settled else "Settle the fee",
            address=_placement(each.placement)
            if each.placement
            else url_for("consultant.campaigns.show", campaign=each.campaign),
        )


def _gone(row: Row) -> Duty:
    placement = row.placement
    noted = placement.left_on is not None
    since = placement.updated_at if noted else placement.reported_at or placement.updated_at
    return Duty(
        campaign=row.campaign.reference,
        title=f"{row.campaign.title}, {row.organisation.name}",
        whom=row.name,
        what="Left within the guarantee" if noted else "The client reports that they left",
        since=since,
        due=since + ANSWER_WITHIN,
        act="Decide what is due" if noted else "Note their last day",
        address=f"{_placement(placement.reference)}/{'remedy' if noted else 'leave'}",
    )


def _coming(each: Coming, what: str, act: str) -> Duty:
    return Duty(
        campaign=each.campaign,
        title=f"{each.title}, {each.client}",
        whom=each.name,
        what=what,
        since=each.since,
        due=end_of(each.on),
        act=act,
        address=_placement(each.placement),
    )


def _placement(placement: str) -> str:
    return url_for("consultant.placements.show", placement=placement)


SOURCES = (starts, guarantees, to_invoice)
