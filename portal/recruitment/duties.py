"""Something that a consultant has to do, as every room says it that knows of such things; the queue asks them all.

A room that has something to say gives a `Source`: a function of the `Load`, in a number of questions to the database
that does not grow with the campaigns. It is joined to the others by one line in portal/doors.py (`DUTIES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import func, or_, select

from portal.applying.models import JobApplication
from portal.applying.states import UNSENT
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation.clock import london_instant
from portal.posting.models import Posting
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign, CampaignStep
from portal.web.seams import Seam


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the queue. `campaign` is its reference, `whom` whom it is about or who waits, `since` when it began to
    wait. `address` is the page where it is done, named by `act`; where one press does it (`posts`), it is posted to."""

    campaign: str
    title: str
    whom: str
    what: str
    since: datetime
    act: str
    address: str
    due: datetime | None = None
    posts: bool = False
    note: str = ""

    def is_late(self, *, at: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.due is not None and self.due <= at


@dataclass(frozen=True, slots=True)
class Running:
    """A campaign that the person runs, with its client's name and the client's vacancy that it fills."""

    campaign: Campaign
    client: str
    posting: Posting | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many applications stand in a state, and since when the one stands there that waits longest."""

    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """What a consultant carries at this time: the campaigns that are not over, by number and by their vacancy; when
    something last happened to each; and how many applications stand where. `ended` are those that are over."""

    person_id: int
    at: datetime
    running: Mapping[int, Running] = field(default_factory=dict)
    last: Mapping[tuple[int, str], datetime] = field(default_factory=dict)
    standing: Mapping[tuple[int, str], Waiting] = field(default_factory=dict)
    ended: Mapping[int, Running] = field(default_factory=dict)

    @property
    def by_any_posting(self) -> dict[int, Running]:
        """By vacancy, with campaigns that are over: what is owed to a candidate does not end with the campaign."""
        both = (*self.ended.values(), *self.running.values())
        return {each.posting.id: each for each in both if each.posting is not None}

    def waits(self, running: Running, *states: str) -> Waiting | None:
        """Who stands in one of these states, together; None where nobody does."""
        if running.posting is None:
            return None
        found = [each for state in states if (each := self.standing.get((running.posting.id, state)))]
        return Waiting(sum(each.number for each in found), min(each.since for each in found)) if found else None


Source = Callable[[Load], Iterable[Duty]]
SOURCES: Seam[[Load], Duty] = Seam("duties")
"""Everybody who knows of something that a consultant has to do."""


def load_of(person_id: int, *, at: datetime) -> Load:
    """What this consultant carries, in three questions."""
    rows = db.session.execute(
        select(Campaign, Organisation.name, Posting)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .outerjoin(Posting, Posting.id == Campaign.posting_id)
        .where(or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id))
        .order_by(Campaign.id)
    )
    carried = {campaign.id: Running(campaign, client, posting) for campaign, client, posting in rows}
    running = {key: each for key, each in carried.items() if each.campaign.state not in OVER}
    steps = db.session.execute(
        select(CampaignStep.campaign_id, CampaignStep.event, func.max(CampaignStep.at))
        .where(CampaignStep.campaign_id.in_(running))
        .group_by(CampaignStep.campaign_id, CampaignStep.event)
    )
    postings = [each.posting.id for each in running.values() if each.posting is not None]
    states = db.session.execute(
        select(JobApplication.posting_id, JobApplication.state, func.count(), func.min(JobApplication.updated_at))
        .where(JobApplication.posting_id.in_(postings), JobApplication.state.not_in(UNSENT))
        .group_by(JobApplication.posting_id, JobApplication.state)
    )
    return Load(
        person_id,
        at,
        running,
        {(campaign, event): since for campaign, event, since in steps},
        {(posting, state): Waiting(number, since) for posting, state, number, since in states},
        {key: each for key, each in carried.items() if key not in running},
    )


def end_of(day: date | None) -> datetime | None:
    """The last minute of a planned day: what is due on it is late the day after."""
    return london_instant(day, time(23, 59)) if day else None
