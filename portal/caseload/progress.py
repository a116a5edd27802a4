"""How far a campaign is, as its client may know it: numbers by stage and never a person, days kept and missed, what waits
for the client, and what the client approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.accounts import queries as people
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import (
    INTERVIEW,
    LONGLISTED,
    NAMES,
    NOT_LONGLISTED,
    NOT_SHORTLISTED,
    SHORTLISTED,
    SUBMITTED,
    UNSENT,
    UNSUCCESSFUL,
    WITHDRAWN,
    is_past,
    must_be_told,
)
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.interviewing import after
from portal.recruitment import planning, reminding
from portal.recruitment.campaign_states import BEFORE, CANCELLED, OVER
from portal.recruitment.models import Campaign, CampaignStep
from portal.web import words

_SENT = tuple(each for each in NAMES if each not in UNSENT)
_LONGLIST = tuple(each for each in _SENT if each not in (SUBMITTED, NOT_LONGLISTED, WITHDRAWN))
_SHORTLIST = tuple(each for each in _LONGLIST if each not in (LONGLISTED, NOT_SHORTLISTED))
_INTERVIEW = tuple(each for each in _SHORTLIST if each != SHORTLISTED)
_OFFER = tuple(each for each in _INTERVIEW if each not in (INTERVIEW, UNSUCCESSFUL, "reserve"))
STAGES: Mapping[str, tuple[str, ...]] = {
    "Applications sent in": _SENT,
    "Came to the longlist": _LONGLIST,
    "Came to the shortlist": _SHORTLIST,
    "Invited to an interview": _INTERVIEW,
    "Offered the post": _OFFER,
    "Withdrew": (WITHDRAWN,),
}
"""Numbers that the client reads, and the states that count for each. Who withdrew counts as sent in and no further."""
OUTCOMES = ("leave_off_longlist", "leave_off_shortlist", "refuse", "hold_in_reserve", "offer", "offer_again")
"""What an applicant waits to hear; checks and a first day come after it."""
KEPT, MISSED, LATE, TO_COME = "kept", "missed", "late", "to come"
TAGS = {KEPT: "govuk-tag--green", MISSED: "govuk-tag--red", LATE: "govuk-tag--red", TO_COME: "govuk-tag--grey"}


@dataclass(frozen=True, slots=True)
class Day:
    """A planned day: whether it was kept, and when it was done."""

    words: str
    planned: date
    state: str
    tag: str
    done: date | None


@dataclass(frozen=True, slots=True)
class Approval:
    """What the client agreed to or decided: what, who and when."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What the client's page says beside the tasks."""

    stages: Sequence[tuple[str, int]]
    days: Sequence[Day]
    waits: Sequence[str]
    panel: Sequence[str]
    approvals: Sequence[Approval]


def progress_of(campaign: Campaign, *, at: datetime) -> Progress:
    """How far it is."""
    rows = db.session.execute(
        select(JobApplication.id, JobApplication.state).where(
            JobApplication.posting_id == campaign.posting_id, JobApplication.state.not_in(UNSENT)
        )
    ).all()
    states = [state for _, state in rows]
    steps: dict[int, list[ApplicationStep]] = {}
    for step in db.session.scalars(
        select(ApplicationStep)
        .join(JobApplication, JobApplication.id == ApplicationStep.application_id)
        .where(JobApplication.posting_id == campaign.posting_id, JobApplication.state.not_in(UNSENT))
        .order_by(ApplicationStep.id)
    ):
        steps.setdefault(step.application_id, []).append(step)
    return Progress(
        [(name, sum(1 for each in states if each in counted)) for name, counted in STAGES.items()]
        if campaign.state not in BEFORE
        else [],
        _days(campaign, states, steps, at=at),
        _waits(campaign),
        _panel_has(campaign, states, at=at),
        _approvals(campaign, steps),
    )


def _days(
    campaign: Campaign, states: Sequence[str], steps: Mapping[int, Sequence[ApplicationStep]], *, at: datetime
) -> list[Day]:
    every = [each for history in steps.values() for each in history]
    untold = any(each[-1].event in OUTCOMES and must_be_told(as_steps(each)) for each in steps.values())
    deciding = campaign.state not in (*BEFORE, "live")

    def newest(*events: str) -> date | None:
        return _day(max((each.at for each in every if each.event in events), default=None))

    nobody_waits = deciding and SUBMITTED not in states
    nobody_longlisted = nobody_waits and LONGLISTED not in states
    everybody_told = nobody_longlisted and not untold and not {SHORTLISTED, INTERVIEW} & set(states)
    done = {
        "longlist_on": newest("longlist", "leave_off_longlist") if nobody_waits else None,
        "shortlist_on": newest("shortlist", "leave_off_shortlist") if nobody_longlisted else None,
        "interviews_on": _day(after.first_held(campaign.posting_id, at=at)) if campaign.posting_id else None,
        "told_by": _day(max((each.told_at for each in every if each.told_at and each.event in OUTCOMES), default=None))
        if everybody_told
        else None,
    }
    today = at.astimezone(LONDON).date()
    found = []
    for name, says in planning.DAYS.items():
        planned = getattr(campaign, name)
        if planned is not None and campaign.state != CANCELLED:
            state = _state(planned, done[name], today=today, over=campaign.state in OVER)
            if state:
                found.append(Day(says, planned, state, TAGS[state], done[name]))
    return found


def _state(planned: date, done: date | None, *, today: date, over: bool) -> str:
    """Kept or missed once it is done; late while it is not. A day of a campaign that ended before it says nothing."""
    if done is not None:
        return KEPT if done <= planned else MISSED
    if over:
        return ""
    return LATE if planned < today else TO_COME


def _waits(campaign: Campaign) -> list[str]:
    """What waits for the client before applications come in, in sentences; it stands among the tasks too."""
    if campaign.state in OVER:
        return []
    found = []
    if reminding.waits_for(campaign) == reminding.TERMS:
        found.append("The terms wait for your agreement.")
    if reminding.waits_for(campaign) == reminding.ADVERT:
        found.append("The advert waits for your approval.")
    return found


def _panel_has(campaign: Campaign, states: Sequence[str], *, at: datetime) -> list[str]:
    """What waits for the client's panel, in sentences."""
    if campaign.state in OVER or campaign.posting_id is None:
        return []
    found = []
    interviewed = len(after.waiting([campaign.posting_id], at=at).get(campaign.posting_id, []))
    for number, says, due in (
        (states.count(LONGLISTED), "your panel’s shortlist", campaign.shortlist_on),
        (interviewed, "what your panel decides after the interviews", campaign.told_by),
    ):
        if number:
            by = f", by {words.day_in_words(due)}" if due else ""
            verb = "waits" if number == 1 else "wait"
            found.append(f"{words.counted(number, 'candidate')} {verb} for {says}{by}.")
    return found


def _approvals(campaign: Campaign, steps: Mapping[int, Sequence[ApplicationStep]]) -> list[Approval]:
    moves = db.session.execute(
        select(CampaignStep.event, CampaignStep.by_id, CampaignStep.at)
        .where(
            CampaignStep.campaign_id == campaign.id,
            CampaignStep.event.in_(("agree_terms", "approve_advert", "send_back")),
        )
        .order_by(CampaignStep.id)
    ).all()
    facts: list[tuple[str, int | None, datetime]] = []
    for event, by_id, at in moves:
        if event == "send_back":
            facts = [each for each in facts if not each[0].startswith("The advert")]
            continue
        facts.append(
            (f"The terms, version {campaign.terms_version}" if event == "agree_terms" else "The advert", by_id, at)
        )
    chosen = [
        [each for each in history if each.event == "shortlist"][-1]
        for history in steps.values()
        if is_past(as_steps(history), "shortlist")
    ]
    if chosen:
        last = max(chosen, key=lambda each: (each.at, each.id))
        facts.append((f"The shortlist: {words.counted(len(chosen), 'candidate')} put on it", last.by_id, last.at))
    names = people.names_of({by_id for _, by_id, _ in facts if by_id})
    return [Approval(what, names.get(by_id or 0, people.SOMEBODY), at) for what, by_id, at in facts]


def _day(at: datetime | None) -> date | None:
    return at.astimezone(LONDON).date() if at else None
