"""What comes up of a consultant's placements: starts, guarantees that end, and who is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.foundation.clock import LONDON
from portal.placing.models import Placement
from portal.placing.queries import Row, guarantee_ends, run_by
from portal.recruitment.placement_states import CONFIRMED, LEFT, PENDING, STARTED

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Coming:
    """A start or an end of a guarantee within thirty days, for a consultant's queue; `since` is when it came to that."""

    campaign: str
    placement: str
    name: str
    title: str
    client: str
    on: date
    since: datetime


def starts_soon(person_id: int, *, at: datetime) -> list[Coming]:
    """Starts within thirty days, and those that have passed and are not noted, of a consultant's placements."""
    until = at.astimezone(LONDON).date() + SOON
    rows = run_by(person_id, Placement.state.in_((PENDING, CONFIRMED)), Placement.starts_on <= until)
    return sorted((_coming(each, each.placement.starts_on) for each in rows), key=lambda each: each.on)


def guarantees_ending(person_id: int, *, at: datetime) -> list[Coming]:
    """Guarantees that end within thirty days, of a consultant's placements."""
    return ending(to_look_at(person_id, at=at), at=at)


def to_look_at(person_id: int, *, at: datetime) -> list[Row]:
    """Of a consultant's placements that have started: whoever left, and those whose guarantee ends within thirty days."""
    begun = run_by(person_id, Placement.state.in_((STARTED, LEFT)))
    return [each for each in begun if is_gone(each.placement) or _ends_soon(each.placement, at=at)]


def ending(rows: Sequence[Row], *, at: datetime) -> list[Coming]:
    """Of these the guarantees that end within thirty days, of whoever is still there."""
    found = [
        _coming(each, guarantee_ends(each.placement))
        for each in rows
        if not is_gone(each.placement) and _ends_soon(each.placement, at=at)
    ]
    return sorted(found, key=lambda each: each.on)


def is_gone(placement: Placement) -> bool:
    """Whether they left, by the client's word or by the consultant's, and what is due is not decided."""
    return placement.state == LEFT or (placement.state == STARTED and placement.reported_at is not None)


def _ends_soon(placement: Placement, *, at: datetime) -> bool:
    today = at.astimezone(LONDON).date()
    return bool(placement.schedule) and today <= guarantee_ends(placement) <= today + SOON


def _coming(row: Row, on: date) -> Coming:
    return Coming(
        row.campaign.reference,
        row.placement.reference,
        row.name,
        row.campaign.title,
        row.organisation.name,
        on,
        row.placement.updated_at,
    )
