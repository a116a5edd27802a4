"""What the worker does about placements: orders that are due, reminders, each once, and guarantees that are over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation.clock import LONDON
from portal.placing import moving, ordering, queries, telling
from portal.placing.models import Placement, PlacementNotice
from portal.recruitment.guarantee import DAYS_TO_TELL
from portal.recruitment.placement_states import CONFIRMED, PENDING, STARTED

BEFORE_START = timedelta(days=7)
LOOK_IN_AFTER = (4, 8, 12)
"""Weeks after the start at which a consultant asks how it goes: most who leave early do so in the first three months."""
BEFORE_END = timedelta(days=14)


def tend(*, at: datetime) -> tuple[int, int, int]:
    """How many orders were made, reminders sent, and guarantees noted as over."""
    return ordering.order_forgotten(at=at), remind(at=at), complete(at=at)


def remind(*, at: datetime) -> int:
    """Send what is due of reminders; how many placements were reminded of."""
    today = at.astimezone(LONDON).date()
    with reading():
        ids = list(
            db.session.scalars(
                select(Placement.id)
                .where(Placement.state.in_((PENDING, CONFIRMED, STARTED)), Placement.starts_on <= today + BEFORE_START)
                .order_by(Placement.id)
            )
        )
    return sum(_remind_one(each, today=today, at=at) for each in ids)


def _remind_one(placement_id: int, *, today: date, at: datetime) -> int:
    """At most one reminder of each kind; one that was missed for long is noted and not sent."""
    with transaction():
        placement = _locked(placement_id)
        told = set(db.session.scalars(select(PlacementNotice.kind).where(PlacementNotice.placement_id == placement_id)))
        sent = 0
        for kind, on, tell in _due(placement):
            if kind in told or today < on:
                continue
            db.session.add(PlacementNotice(placement_id=placement_id, kind=kind, at=at))
            if today <= on + timedelta(days=7):
                tell()
                sent = 1
        db.session.flush()
        return sent


def _due(placement: Placement) -> list[tuple[str, date, Callable[[], None]]]:
    """What a placement is reminded of as it stands: the kind, from which day on, and how."""
    if placement.state in (PENDING, CONFIRMED):
        return [("start", placement.starts_on - BEFORE_START, lambda: telling.start_near(placement))]
    if placement.state != STARTED:
        return []
    found: list[tuple[str, date, Callable[[], None]]] = [
        (
            f"weeks_{weeks}",
            placement.starts_on + timedelta(weeks=weeks),
            lambda weeks=weeks: telling.look_in(placement, weeks),  # type: ignore[misc]
        )
        for weeks in LOOK_IN_AFTER
    ]
    if placement.schedule:
        ends = queries.guarantee_ends(placement)
        found.append(("guarantee", ends - BEFORE_END, lambda: telling.guarantee_ending(placement, ends)))
    return found


def complete(*, at: datetime) -> int:
    """Note the guarantees that are over, once the client has had their days to tell of a leaver; how many."""
    today = at.astimezone(LONDON).date()
    with reading():
        rows = db.session.scalars(select(Placement).where(Placement.state == STARTED)).all()
        ids = [each.id for each in rows if queries.guarantee_ends(each) + timedelta(days=DAYS_TO_TELL) < today]
    done = 0
    for placement_id in ids:
        with transaction():
            placement = _locked(placement_id)
            if placement.state == STARTED and placement.reported_at is None:
                moving.move(placement, "complete", by=None, at=at)
                done += 1
    return done


def _locked(placement_id: int) -> Placement:
    return db.session.scalars(
        select(Placement)
        .where(Placement.id == placement_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
