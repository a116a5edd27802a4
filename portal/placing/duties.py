"""What placements ask of a consultant, as rows of the queue (recruitment.duties)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from portal.foundation.money import pounds
from portal.placing import queries
from portal.placing.queries import Coming
from portal.recruitment.duties import Duty, Load, end_of
from portal.recruitment.fees import MILESTONES


def starts(load: Load) -> Iterator[Duty]:
    """Starts within thirty days, and those that have passed and are not noted."""
    for each in queries.starts_soon(load.person_id, at=load.at):
        yield _coming(each, "Starts", "Confirm it, or note the start")


def guarantees(load: Load) -> Iterator[Duty]:
    """Guarantees that end within thirty days."""
    for each in queries.guarantees_ending(load.person_id, at=load.at):
        yield _coming(each, "The guarantee ends", "Ask how it goes")


def to_invoice(load: Load) -> Iterator[Duty]:
    """Parts of fees that are due and not invoiced."""
    for each in queries.to_raise(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=f"{each.title}, {each.client}",
            whom=each.client,
            what=f"{pounds(each.pence)} of the fee fell due: {MILESTONES[each.milestone]}",
            since=each.due_at,
            due=each.due_at,
            act="Have it invoiced" if each.order else "Order it",
            address=_placement(each.placement),
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
