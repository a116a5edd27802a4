"""What a placement does when its candidate's application moves: in the same transaction, so that the two never differ."""

from __future__ import annotations

from datetime import datetime

from portal.applying.facts import ApplicationMoved
from portal.applying.models import JobApplication
from portal.applying.states import ACCEPTED, MOVES
from portal.database.base import db
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering import queries as offers
from portal.placing import beginning, moving, ordering, queries
from portal.placing.models import Placement
from portal.recruitment import queries as campaigns
from portal.recruitment.fees import STARTED
from portal.recruitment.placement_states import CONFIRMED, OVER, PENDING
from portal.web.words import day_in_words

ENDS = ("withdraw", "withdraw_offer", "fail_conditions", "miss_start")
"""Moves of an application after which nobody starts."""
_EVENTS = {"accept", "reverse", "defer", "meet_conditions", "start", *ENDS} & {move.event for move in MOVES}


def follow(fact: ApplicationMoved) -> None:
    """Begin, confirm, start or end the placement with its application."""
    if fact.event not in _EVENTS:
        return
    at, application = clock.now(), db.session.get_one(JobApplication, fact.application_id)
    if application.state == ACCEPTED and fact.event in ("accept", "reverse"):
        _begin(application, at=at)
        return
    placement = queries.standing(application.id, locked=True)
    if placement is None or placement.state in OVER:
        return
    if fact.event in ENDS:
        if placement.state in (PENDING, CONFIRMED):
            _end(placement, fact.event, at=at)
    elif fact.event == "defer":
        _move_start(placement, application, by=fact.by, at=at)
    elif fact.event == "meet_conditions" and placement.state == PENDING:
        moving.move(placement, "confirm", by=fact.by, at=at)
    elif fact.event == "start":
        if placement.state != CONFIRMED:
            raise RuleBroken("A check of the placement is open again. Confirm the placement first.")
        moving.move(placement, "start", by=fact.by, at=at)
        ordering.reach(placement, STARTED, at=at)


def _begin(application: JobApplication, *, at: datetime) -> None:
    campaign, offer = campaigns.of_posting(application.posting_id), offers.standing(application)
    if campaign is not None and offer is not None:
        beginning.begin(application, offer, campaign, by=None, at=at)
        placement = queries.standing(application.id)
        if placement is not None:
            ordering.order_due(placement, at=at)


def _end(placement: Placement, event: str, *, at: datetime) -> None:
    because = {
        "withdraw": "The candidate withdrew before the start.",
        "withdraw_offer": "The offer was withdrawn before the start.",
        "miss_start": "The day came, and they did not start.",
    }.get(event, "The conditions of the offer were not met.")
    moving.move(placement, "fall_through", by=None, at=at, note=because)
    ordering.give_up(placement, because=because, at=at)
    for other in beginning.share_freed(queries.campaign_of(placement)):
        ordering.order_due(other, at=at)


def _move_start(placement: Placement, application: JobApplication, *, by: int | None, at: datetime) -> None:
    offer = offers.standing(application)
    if offer is not None and offer.now_starts_on != placement.starts_on:
        placement.starts_on = offer.now_starts_on
        moving.note(placement, "start_moved", by=by, at=at, words=f"To {day_in_words(offer.now_starts_on)}")
