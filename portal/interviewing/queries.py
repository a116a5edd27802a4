"""Questions about interviews: of those who arrange and hold them by their desk, of candidates by their own application."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from portal.accounts import queries as accounts
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import INTERVIEW, RESERVE, UNSUCCESSFUL, Step, seen
from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep, SlotAnswer
from portal.interviewing.states import ATTENDED, BOOKED, INVITED, UNSUITED
from portal.interviewing.times import london_day
from portal.recruitment import panels
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign, PanelMember
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk

_NO_ROUND, _NO_SLOT, _NONE = "There is no such round.", "There is no such time.", "There is no such interview."


@dataclass(frozen=True, slots=True)
class Held:
    """One candidate's interview with its round, the application that it is about, and its time where it has one."""

    interview: Interview
    round: InterviewRound
    application: JobApplication
    slot: InterviewSlot | None = None


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


def is_told(application: JobApplication) -> bool:
    """Whether the candidate knows of an interview: a time must never be how they learn of it."""
    return seen(applications.steps_of(application)) == INTERVIEW


def require_told(application: JobApplication) -> None:
    """Raise RuleBroken for whoever is not invited to an interview, or has not been told that they are."""
    if application.state != INTERVIEW:
        raise RuleBroken(f"Application {application.number} does not stand at “Interview”.")
    if not is_told(application):
        raise RuleBroken(
            f"The candidate of application {application.number} has not been told of it yet. Do that first."
        )


def require_unchanged(held: Held, seen: str) -> None:
    """Raise RuleBroken where the interview has changed since the page was opened that `seen` comes from."""
    if seen and seen != str(held.interview.sequence):
        raise RuleBroken("This interview was changed since you opened the page. See how it stands now, and try again.")


def rounds_of(posting_id: int, *, locked: bool = False) -> list[InterviewRound]:
    """The rounds of a vacancy in their order."""
    statement = (
        select(InterviewRound)
        .where(InterviewRound.posting_id == posting_id, InterviewRound.removed_at.is_(None))
        .order_by(InterviewRound.number)
    )
    return list(db.session.scalars(_for_change(statement) if locked else statement))


def round_of(desk: Desk, reference: str, *, locked: bool = False) -> InterviewRound:
    """A round of the desk's vacancy. Raises NotFound."""
    for each in rounds_of(desk.job.posting.id, locked=locked):
        if each.reference == tidy_reference(reference):
            return each
    raise NotFound(_NO_ROUND)


def slots_of(round_ids: Collection[int]) -> list[InterviewSlot]:
    """The times of these rounds, the earliest first."""
    return list(
        db.session.scalars(
            select(InterviewSlot)
            .where(InterviewSlot.round_id.in_(round_ids), InterviewSlot.removed_at.is_(None))
            .order_by(InterviewSlot.starts_at, InterviewSlot.room, InterviewSlot.id)
        )
    )


def slot_of(round_: InterviewRound, reference: str, *, locked: bool = False) -> InterviewSlot:
    """A time of this round. Raises NotFound. Held until the transaction ends where it is `locked`."""
    statement = select(InterviewSlot).where(
        InterviewSlot.round_id == round_.id,
        InterviewSlot.reference == tidy_reference(reference),
        InterviewSlot.removed_at.is_(None),
    )
    found = db.session.scalar(_for_change(statement) if locked else statement)
    if found is None:
        raise NotFound(_NO_SLOT)
    return found


def taken_in(slot_ids: Collection[int]) -> Mapping[int, Interview]:
    """Whose these times are."""
    rows = db.session.scalars(select(Interview).where(Interview.slot_id.in_(slot_ids)))
    return {each.slot_id: each for each in rows if each.slot_id is not None}


def free_slots(round_: InterviewRound, *, after: datetime) -> list[InterviewSlot]:
    """Times of the round that nobody has and that begin later."""
    slots = [each for each in slots_of([round_.id]) if each.starts_at > after]
    taken = taken_in([each.id for each in slots])
    return [each for each in slots if each.id not in taken]


def answers_of(slot_ids: Collection[int]) -> Mapping[int, list[SlotAnswer]]:
    """What the panel said of these times."""
    found: dict[int, list[SlotAnswer]] = {}
    for each in db.session.scalars(select(SlotAnswer).where(SlotAnswer.slot_id.in_(slot_ids)).order_by(SlotAnswer.id)):
        found.setdefault(each.slot_id, []).append(each)
    return found


def interviewers_of(round_: InterviewRound) -> list[PanelMember]:
    """The members of the client's panel who hold this round; nobody where no campaign fills the vacancy."""
    campaign = campaigns.of_posting(round_.posting_id)
    joined = [each for each in panels.of(campaign) if each.person_id and each.taken_up_at] if campaign else []
    return [each for each in joined if not round_.interviewers or each.reference in round_.interviewers]


def names_of_interviewers(round_: InterviewRound) -> dict[int, str]:
    """The same by name: the one of their account, which they chose themselves."""
    ids = [each.person_id for each in interviewers_of(round_) if each.person_id]
    names = accounts.names_of(set(ids))
    return {each: names.get(each, accounts.SOMEBODY) for each in ids}


def held_of(round_ids: Iterable[int]) -> list[Held]:
    """Every interview of these rounds, those that have a time first, by it."""
    rows = db.session.execute(_held().where(Interview.round_id.in_(list(round_ids)))).all()
    found = [Held(*row) for row in rows]
    return sorted(
        found, key=lambda it: (it.slot is None, it.interview.starts_at or it.interview.updated_at, it.interview.id)
    )


def interview_of(desk: Desk, reference: str, *, locked: bool = False) -> Held:
    """An interview that the desk may see. Raises NotFound. `locked` holds the application, then the interview."""
    statement = _held().where(desk.sees(), Interview.reference == tidy_reference(reference))
    return _one(statement, locked=locked)


def own(person_id: int, application: str, reference: str, *, locked: bool = False) -> Held:
    """An interview of the person's own application. Raises NotFound."""
    mine = applications.own(person_id, application, locked=locked)
    return _one(
        _held().where(JobApplication.id == mine.id, Interview.reference == tidy_reference(reference)), locked=locked
    )


def of_application(application_id: int) -> list[Held]:
    """The interviews of an application in the order of the rounds."""
    rows = db.session.execute(_held().where(JobApplication.id == application_id).order_by(InterviewRound.number)).all()
    return [Held(*row) for row in rows]


def by_reference(reference: str) -> Held:
    """Any interview, for what is made of it in the background. Raises NotFound."""
    return _one(_held().where(Interview.reference == tidy_reference(reference)), locked=False)


def steps_of(interview: Interview) -> Sequence[InterviewStep]:
    """What happened to it, the oldest first."""
    return db.session.scalars(
        select(InterviewStep).where(InterviewStep.interview_id == interview.id).order_by(InterviewStep.id)
    ).all()


def today_and_coming(consultant_id: int) -> list[Coming]:
    """Interviews of today and later in every campaign that the person runs, the earliest first; those of today stay
    until somebody has said whether the candidate came."""
    return _fixed(consultant_id, Interview.starts_at >= _midnight(clock.now()))


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


def _midnight(at: datetime) -> datetime:
    """When the London day of this instant began."""
    return clock.london_instant(london_day(at), time(0))


def _fixed(consultant_id: int, when: ColumnElement[bool]) -> list[Coming]:
    today = london_day(clock.now())
    rows = db.session.execute(
        _of_campaigns(consultant_id)
        .where(Interview.state == BOOKED, when, Campaign.state.not_in(OVER))
        .order_by(Interview.starts_at, Interview.id)
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
            is_today=london_day(interview.starts_at) == today,
        )
        for interview, round_, application, campaign, client in rows
        if interview.starts_at and interview.ends_at
    ]


def feedback_owed(consultant_id: int) -> list[Owed]:
    """Whoever came, was not chosen or is held in reserve, and waits for feedback, the longest waiting first."""
    rows = db.session.execute(
        _of_campaigns(consultant_id)
        .where(Interview.state == ATTENDED, JobApplication.state.in_((UNSUCCESSFUL, RESERVE)))
        .order_by(Interview.starts_at, Interview.id)
    ).all()
    newest = {application.id: interview.id for interview, _round, application, _campaign, _client in rows}
    answered = {application.id for interview, _r, application, _c, _o in rows if interview.feedback_told_at}
    histories = chosen.steps_of_many(list(newest))
    return [
        Owed(
            interview=interview.reference,
            campaign=campaign.reference,
            title=campaign.title,
            client=client,
            number=application.number,
            name=name_in(application),
            held_at=interview.starts_at,
            may_be_told=_knows(application, as_steps(histories.get(application.id, []))),
            written=bool(interview.feedback),
        )
        for interview, _round, application, campaign, client in rows
        if interview.starts_at and newest[application.id] == interview.id and application.id not in answered
    ]


def is_owed_feedback(held: Held) -> bool:
    """Whether this is the last interview to which somebody came who was not chosen after it, and none was answered."""
    if held.application.state not in (UNSUCCESSFUL, RESERVE):
        return False
    came = [each.interview for each in of_application(held.application.id) if each.interview.state == ATTENDED]
    came.sort(key=lambda each: (each.starts_at or each.updated_at, each.id))
    return bool(came) and came[-1].id == held.interview.id and not any(each.feedback_told_at for each in came)


def knows_outcome(application: JobApplication) -> bool:
    """Whether the candidate has been told what came of the interview, so that feedback tells them nothing sooner."""
    return _knows(application, applications.steps_of(application))


def _knows(application: JobApplication, steps: Sequence[Step]) -> bool:
    return bool(steps) and seen(steps) == application.state != INTERVIEW


def name_in(application: JobApplication) -> str:
    """The candidate's name; interviews come after the shortlist, from which on it is shown to those who choose."""
    return str((application.answers.get("contact") or {}).get("name", ""))


def _of_campaigns(consultant_id: int) -> Select[Interview, InterviewRound, JobApplication, Campaign, str]:
    return (
        select(Interview, InterviewRound, JobApplication, Campaign, Organisation.name)
        .join(InterviewRound, InterviewRound.id == Interview.round_id)
        .join(JobApplication, JobApplication.id == Interview.application_id)
        .join(Campaign, Campaign.posting_id == InterviewRound.posting_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .where(or_(Campaign.consultant_id == consultant_id, Campaign.deputy_id == consultant_id))
    )


def _held() -> Select[Interview, InterviewRound, JobApplication, InterviewSlot]:
    return (
        select(Interview, InterviewRound, JobApplication, InterviewSlot)
        .join(InterviewRound, InterviewRound.id == Interview.round_id)
        .join(JobApplication, JobApplication.id == Interview.application_id)
        .outerjoin(InterviewSlot, InterviewSlot.id == Interview.slot_id)
    )


def _one(statement: Select[Interview, InterviewRound, JobApplication, InterviewSlot], *, locked: bool) -> Held:
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NotFound(_NONE)
    held = Held(*found)
    if not locked:
        return held
    application, interview = held.application, held.interview
    db.session.scalars(_for_change(select(JobApplication).where(JobApplication.id == application.id))).one()
    db.session.scalars(_for_change(select(Interview).where(Interview.id == interview.id))).one()
    slot = db.session.get(InterviewSlot, interview.slot_id) if interview.slot_id else None
    return Held(interview, held.round, application, slot)


def _for_change(statement: Any) -> Any:
    return statement.with_for_update().execution_options(populate_existing=True)
