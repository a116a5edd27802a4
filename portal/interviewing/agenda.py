"""A consultant’s agenda: what the interviews of all their campaigns ask of them, today and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from portal.applying.models import JobApplication
from portal.applying.states import RESERVE, UNSUCCESSFUL
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.interviewing.knowing import knows_from
from portal.interviewing.models import Interview, InterviewRound
from portal.interviewing.queries import name_in
from portal.interviewing.states import ATTENDED, BOOKED, INVITED, UNSUITED
from portal.interviewing.times import london_day
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.selecting import queries as chosen


@dataclass(frozen=True, slots=True)
class Coming:
    """A line of a consultant's day: an interview that is fixed, of one of their campaigns. `is_today` is by London's day."""

    interview: str
    campaign: str
    title: str
    client: str
    round: str
    way: str
    number: int | None
    name: str
    starts_at: datetime
    ends_at: datetime
    is_today: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A candidate whom none of the times suits, with what they wrote; or, without a word, one who did not choose in time."""

    interview: str
    campaign: str
    title: str
    client: str
    round: str
    number: int | None
    name: str
    said: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who came to an interview, was not chosen after it, and has had no feedback. `may_be_told` once they know
    the outcome; `written` where the words wait to be told."""

    interview: str
    campaign: str
    title: str
    client: str
    number: int | None
    name: str
    held_at: datetime
    may_be_told: bool
    written: bool


_BOOKED = (Interview.state == BOOKED, Campaign.state.not_in(OVER))


def today_and_coming(consultant_id: int) -> list[Coming]:
    """Interviews of today and later in every campaign that the person runs, the earliest first; those of today stay
    until somebody has said whether the candidate came."""
    return _fixed(consultant_id, Interview.starts_at >= _midnight(clock.now()))


def today(consultant_id: int) -> list[Coming]:
    """Of these the interviews of today."""
    return _fixed(consultant_id, _is_today(clock.now()))


def number_today(consultant_id: int) -> int:
    """How many those are, for the menu of every page."""
    statement = _of_campaigns(consultant_id).where(*_BOOKED, _is_today(clock.now()))
    return db.session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def unmarked(consultant_id: int) -> list[Coming]:
    """Interviews of earlier days of which nobody has said yet whether the candidate came, the longest ago first."""
    return _fixed(consultant_id, Interview.starts_at < _midnight(clock.now()))


def waiting_for_a_time(consultant_id: int) -> list[Asking]:
    """Candidates whom no time suits, and those who have let the day for choosing pass, in every campaign that the person
    runs, the longest waiting first."""
    rows = db.session.execute(
        _of_campaigns(consultant_id)
        .where(
            or_(
                Interview.state == UNSUITED,
                (Interview.state == INVITED) & (InterviewRound.choose_by < clock.now()),
            ),
            Campaign.state.not_in(OVER),
        )
        .order_by(Interview.updated_at, Interview.id)
    ).all()
    return [
        Asking(
            interview=interview.reference,
            campaign=campaign.reference,
            title=campaign.title,
            client=client,
            round=round_.name,
            number=application.number,
            name=name_in(application),
            said=interview.said,
            since=interview.updated_at if interview.state == UNSUITED else round_.choose_by,
        )
        for interview, round_, application, campaign, client in rows
    ]


def feedback_owed(consultant_id: int) -> list[Owed]:
    """Whoever came, was not chosen or is held in reserve, and waits for feedback, the longest waiting first."""
    # A list, not an EXISTS for each row: SQLite would look that one up by its state, and read half of all interviews each time.
    answered = select(Interview.application_id).where(
        Interview.state == ATTENDED, Interview.feedback_told_at.is_not(None)
    )
    rows = db.session.execute(
        _of_campaigns(consultant_id)
        .where(Interview.state == ATTENDED, JobApplication.state.in_((UNSUCCESSFUL, RESERVE)))
        .where(Interview.application_id.not_in(answered))
        .order_by(Interview.starts_at, Interview.id)
    ).all()
    newest = {application.id: interview.id for interview, _round, application, _campaign, _client in rows}
    histories = chosen.histories_of_many(newest)
    return [
        Owed(
            interview=interview.reference,
            campaign=campaign.reference,
            title=campaign.title,
            client=client,
            number=application.number,
            name=name_in(application),
            held_at=interview.starts_at,
            may_be_told=knows_from(application, histories.get(application.id, [])),
            written=bool(interview.feedback),
        )
        for interview, _round, application, campaign, client in rows
        if interview.starts_at and newest[application.id] == interview.id
    ]


def _fixed(consultant_id: int, when: ColumnElement[bool]) -> list[Coming]:
    on = london_day(clock.now())
    rows = db.session.execute(
        _of_campaigns(consultant_id).where(*_BOOKED, when).order_by(Interview.starts_at, Interview.id)
    ).all()
    return [
        Coming(
            interview=interview.reference,
            campaign=campaign.reference,
            title=campaign.title,
            client=client,
            round=round_.name,
            way=round_.way,
            number=application.number,
            name=name_in(application),
            starts_at=interview.starts_at,
            ends_at=interview.ends_at,
            is_today=london_day(interview.starts_at) == on,
        )
        for interview, round_, application, campaign, client in rows
        if interview.starts_at and interview.ends_at
    ]


def _is_today(at: datetime) -> ColumnElement[bool]:
    return (Interview.starts_at >= _midnight(at)) & (Interview.starts_at < _midnight(at, days=1))


def _midnight(at: datetime, *, days: int = 0) -> datetime:
    """When the London day of this instant began, or one so many days later."""
    return clock.london_instant(london_day(at) + timedelta(days=days), time(0))


def _of_campaigns(consultant_id: int) -> Select[Interview, InterviewRound, JobApplication, Campaign, str]:
    return (
        select(Interview, InterviewRound, JobApplication, Campaign, Organisation.name)
        .join(InterviewRound, InterviewRound.id == Interview.round_id)
        .join(JobApplication, JobApplication.id == Interview.application_id)
        .join(Campaign, Campaign.posting_id == InterviewRound.posting_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(or_(Campaign.consultant_id == consultant_id, Campaign.deputy_id == consultant_id))
    )
