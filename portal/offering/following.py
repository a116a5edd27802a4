"""What offers do when an application moves: the reserve list, and where its campaign stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from portal.applying.facts import ApplicationMoved
from portal.applying.models import JobApplication
from portal.applying.states import RESERVE
from portal.database.base import db
from portal.foundation import clock
from portal.offering import queries, reserving
from portal.offering.models import DECLINED, OPEN, ReservePlace
from portal.recruitment import moving
from portal.recruitment.campaign_states import OFFER, SELECTION
from portal.recruitment.models import Campaign


def follow(fact: ApplicationMoved) -> None:
    """Keep the reserve list and the campaign true to what was decided."""
    application = db.session.get_one(JobApplication, fact.application_id)
    at = clock.now()
    if fact.event == "hold_in_reserve":
        reserving.hold(application, at=at)
    elif fact.before == RESERVE:
        place = db.session.query(ReservePlace).filter_by(application_id=application.id).one_or_none()
        if place is not None:
            place.ended_at = at
    if fact.event == "withdraw":
        _decline_open(application, at=at)
    if application.state in queries.FILLING or fact.before in queries.FILLING:
        _move_campaign(application, at=at)


def _decline_open(application: JobApplication, *, at: datetime) -> None:
    """Whoever withdraws leaves an open offer unanswered: it is over. An accepted one stays as what was accepted."""
    offer = queries.standing(application)
    if offer is not None and offer.state == OPEN:
        offer.state, offer.ended_at, offer.because = DECLINED, at, "The candidate withdrew."


def _move_campaign(application: JobApplication, *, at: datetime) -> None:
    """A campaign is at its offers while somebody is offered a post or has taken it, and else in selection."""
    campaign = db.session.scalar(
        select(Campaign)
        .where(Campaign.posting_id == application.posting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if campaign is None or campaign.state not in (SELECTION, OFFER):
        return
    filling = db.session.scalar(
        select(func.count()).where(
            JobApplication.posting_id == application.posting_id, JobApplication.state.in_(queries.FILLING)
        )
    )
    if filling and campaign.state == SELECTION:
        moving.move(campaign, "make_offer", by=None, at=at)
    elif not filling and campaign.state == OFFER:
        moving.move(campaign, "select_again", by=None, at=at)
