"""Reminding the client, or its panel, of what waits for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.accounts import queries as people
from portal.applying.models import JobApplication
from portal.applying.states import INTERVIEW, LONGLISTED
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.recruitment import agreeing, contacts, moving, panels, telling
from portal.recruitment.campaign_states import DRAFTED, ENQUIRY, OFFER, SELECTION
from portal.recruitment.models import Campaign, CampaignStep

PAUSE = timedelta(hours=20)
"""Between two reminders: one a day, and the next may come a little earlier in the day."""
TERMS, ADVERT, PANEL = "terms", "advert", "panel"


def waits_for(campaign: Campaign) -> str:
    """What waits for the client: its terms, its advert, its panel's choice; empty where nothing does."""
    if campaign.state == ENQUIRY:
        return TERMS if not agreeing.missing(campaign) else ""
    if campaign.state == DRAFTED:
        return ADVERT
    if campaign.state in (SELECTION, OFFER) and _with_the_panel(campaign):
        return PANEL
    return ""


def remind(campaign: Campaign, *, by: int, at: datetime) -> str:
    """Remind them by mail; what of. Raises RuleBroken where nothing waits, or they were reminded less than a day ago."""
    what = waits_for(campaign)
    recipients(campaign, what)
    last = db.session.scalar(
        select(func.max(CampaignStep.at)).where(CampaignStep.campaign_id == campaign.id, CampaignStep.event == "remind")
    )
    if last is not None and last > at - PAUSE:
        raise RuleBroken("They were reminded less than a day ago. Remind them again tomorrow, or call.")
    if what == PANEL:
        telling.remind_panel(campaign, [each for each in panels.of(campaign) if each.taken_up_at is not None])
    else:
        telling.remind_client(campaign, what)
    moving.note(campaign, "remind", by=by, at=at)
    return what


def recipients(campaign: Campaign, what: str) -> list[str]:
    """The names of whom a reminder of this goes to. Raises RuleBroken where there is nobody, or nothing to remind of."""
    if not what:
        raise RuleBroken("Nothing waits for the client any more.")
    if what != PANEL:
        return [each.name for each in contacts.of(campaign)] or ["The organisation’s owners"]
    ids = [each.person_id for each in panels.of(campaign) if each.taken_up_at is not None and each.person_id]
    if not ids:
        raise RuleBroken("Nobody has joined the panel yet, so there is nobody to remind. Call the client.")
    names = people.names_of(set(ids))
    return [names.get(each, people.SOMEBODY) for each in ids]


def _with_the_panel(campaign: Campaign) -> bool:
    statement = select(JobApplication.id).where(
        JobApplication.posting_id == campaign.posting_id, JobApplication.state.in_((LONGLISTED, INTERVIEW))
    )
    return db.session.scalar(statement.limit(1)) is not None
