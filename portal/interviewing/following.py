"""What interviews do when a candidate withdraws, and when a campaign is over."""

from __future__ import annotations

from sqlalchemy import select

from portal.applying.facts import ApplicationWithdrawn
from portal.applying.models import JobApplication
from portal.applying.states import INTERVIEW
from portal.database.base import db
from portal.foundation import clock
from portal.interviewing import knowing, moving, queries, schedule, telling
from portal.interviewing.models import Interview
from portal.interviewing.queries import Held
from portal.interviewing.states import BOOKED, TO_COME
from portal.recruitment import queries as campaigns
from portal.recruitment.facts import CampaignEnded


def end_with_application(fact: ApplicationWithdrawn) -> None:
    """Free the times of somebody who withdrew; those who arrange and hold their interviews are told."""
    application = db.session.get_one(JobApplication, fact.application_id)
    for held in queries.of_application(application.id):
        _end(held, "The candidate withdrew.", to_candidate="You withdrew your application.", tells=fact.tells)


def end_with_campaign(fact: CampaignEnded) -> None:
    """Nobody comes to an interview for a recruitment that is over."""
    campaign = campaigns.by_id(fact.campaign_id)
    if campaign.posting_id is None:
        return
    words = "The recruitment has ended."
    for held in queries.held_of([each.id for each in schedule.rounds_of(campaign.posting_id)]):
        _end(held, words, to_candidate=words, tells=True)


def end_outdated(*, limit: int = 500) -> int:
    """End what is to come of candidates who have been told another outcome meanwhile; how many interviews those were. It
    waits for the telling, so that nobody learns of a decision by their interview."""
    rows = db.session.scalars(
        select(Interview.reference)
        .join(JobApplication, JobApplication.id == Interview.application_id)
        .where(Interview.state.in_(TO_COME), JobApplication.state != INTERVIEW)
        .order_by(Interview.id)
        .limit(limit)
    ).all()
    due = [held for held in map(queries.by_reference, rows) if not knowing.is_told(held.application)]
    words = "Your application has gone on without this interview."
    return sum(_end(each, "The candidate was told an outcome.", to_candidate=words, tells=True) for each in due)


def _end(held: Held, because: str, *, to_candidate: str, tells: bool) -> bool:
    at = clock.now()
    interview = db.session.scalars(
        select(Interview)
        .where(Interview.id == held.interview.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    was_fixed = interview.state == BOOKED
    if interview.state not in TO_COME or (was_fixed and interview.starts_at and interview.starts_at <= at):
        return False
    moving.move(interview, "end", by=None, at=at, note=because, because=to_candidate, slot_id=None)
    now = Held(interview, held.round, held.application)
    telling.cancelled(now, because=because, by=None, was_fixed=was_fixed, tells=False)
    if tells:
        telling.end_for_candidate(now, because=to_candidate, was_fixed=was_fixed)
    return True
