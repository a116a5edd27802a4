"""Whether an offer follows what the panel decided: whom it chose, then the reserve list in its order. Another offer needs a
reason, which is kept with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.queries import last_word, steps_of
from portal.applying.states import INTERVIEW, RESERVE, is_chosen
from portal.database.base import db
from portal.offering import queries
from portal.offering.models import ReservePlace
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.selecting import ranking
from portal.selecting.desks import Desk

NOT_CHOSEN = {
    "consultant": "The panel has not chosen them for the post.",
    "employer": "It is not decided that they are to be appointed.",
}
OUT_OF_TURN = "Somebody else comes first on the reserve list."
TICK = {
    "consultant": "The client agreed to this without its panel",
    "employer": "I offer it without that decision",
}
"""What is ticked for an offer that does not follow the choice, by whose desk it is made at."""


def strays(desk: Desk, application: JobApplication, *, at: datetime) -> str:
    """Why an offer would not follow what was decided, in a sentence; empty where it does. What was declined can be offered
    again: its first offer followed, or had its reason."""
    if application.state == INTERVIEW and not is_chosen(steps_of(application)):
        return NOT_CHOSEN[desk.kind]
    if application.state == RESERVE and any(
        first.id != application.id for first, _ in reserve_in_order(desk, at=at)[:1]
    ):
        return OUT_OF_TURN
    return ""


def reserve_in_order(desk: Desk, *, at: datetime) -> list[tuple[JobApplication, ReservePlace]]:
    """The reserve list in the order in which it is offered the post: by merit at the interview, then, for those whose
    scores do not count, since when they are on it."""
    held = queries.reserve_of(desk)
    places = ranking.order_among(desk, [application for application, _ in held], "interview", at=at)
    ranks = {each.application.id: each.rank for each in places}

    def key(line: tuple[JobApplication, ReservePlace]) -> tuple[bool, int, datetime, int]:
        application, place = line
        return not ranks[application.id], ranks[application.id], place.since, application.number or 0

    return sorted(held, key=key)


def chosen_and_not_offered(person_id: int) -> list[tuple[Campaign, JobApplication, datetime]]:
    """Whom the panels of this person's campaigns chose, and to whom nothing is offered yet, with when they were chosen."""
    rows = db.session.execute(
        select(Campaign, JobApplication, ApplicationStep.at)
        .join(JobApplication, JobApplication.posting_id == Campaign.posting_id)
        .join(ApplicationStep, ApplicationStep.id == last_word())
        .where(
            or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id),
            Campaign.state.not_in(OVER),
            JobApplication.state == INTERVIEW,
            ApplicationStep.event == "appoint",
        )
        .order_by(ApplicationStep.id)
    )
    return [(campaign, application, at) for campaign, application, at in rows]
