"""Drawing on a reserve list: a later campaign of the same organisation, for the same role, asks those who agreed to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from portal.applying import bringing
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.applying.states import RESERVE
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.offering import queries, telling
from portal.offering.models import ReserveAsk, ReservePlace
from portal.posting.models import Posting
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.selecting.desks import Desk
from portal.vacancies.models import Vacancy

LONGEST = 2_000
ANSWERS = {"yes": "Said yes", "no": "Said no", "": "Asked, no answer yet"}


@dataclass(frozen=True, slots=True)
class InReserve:
    """Somebody whom a campaign may ask, or has asked: `answer` is empty before that."""

    application: str
    name: str
    interviewed_for: str
    until: date
    answer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody in reserve was asked, for themselves."""

    campaign: str
    title: str
    employer: str
    message: str
    answer: str
    is_open: bool


def draws(desk: Desk) -> bool:
    """Whether this desk may ask anybody now: a consultant's, while its campaign chooses."""
    return desk.kind == "consultant" and not desk.is_over and not desk.waits_for_closing


def in_reserve(desk: Desk, *, at: datetime) -> list[InReserve]:
    """Whom this campaign may ask, and whom it has asked, the first to leave the list first."""
    if not draws(desk) or desk.campaign is None:
        return []
    asked = {
        each.place_id: each
        for each in db.session.scalars(select(ReserveAsk).where(ReserveAsk.campaign_id == desk.campaign.id))
    }
    return [
        InReserve(
            application.reference,
            queries.name_of(application),
            vacancy.title,
            place.expires_on,
            ANSWERS[asked[place.id].answer] if place.id in asked else "",
        )
        for application, place, vacancy in _places(desk, at=at)
    ]


def ask(desk: Desk, reference: str, message: str, *, at: datetime) -> None:
    """Ask one of them, once. They are told that a question waits. Raises NotFound for anybody who may not be asked."""
    words = message.strip()
    application, place = whom(desk, reference, at=at)
    if not draws(desk) or desk.campaign is None:
        raise RuleBroken("Nobody can be asked now: the campaign is over, or has not closed yet.")
    if not words:
        raise RuleBroken("Write what you ask them.")
    if len(words) > LONGEST:
        raise RuleBroken(f"The message must be {LONGEST:,} characters or fewer.")
    db.session.refresh(place, with_for_update=True)
    if _ask_of(place, desk.campaign) is not None:
        raise RuleBroken("They have been asked already.")
    row = ReserveAsk(
        place_id=place.id,
        campaign_id=desk.campaign.id,
        message=words,
        asked_at=at,
        asked_by_id=desk.person_id,
        answer="",
    )
    db.session.add(row)
    record("offering.reserve_asked", by=desk.person_id, subject=subject_of(application))
    db.session.flush()
    telling.drawn_on(application, desk.job)


def whom(desk: Desk, reference: str, *, at: datetime) -> tuple[JobApplication, ReservePlace]:
    """One of those whom this desk's campaign may ask, with their place. Raises NotFound for anybody else."""
    for application, place, _ in _places(desk, at=at):
        if application.reference == tidy_reference(reference):
            return application, place
    raise NotFound("There is nobody of that kind in reserve.")


def asked_of(application: JobApplication) -> list[Asked]:
    """What they were asked, the newest first."""
    rows = db.session.execute(
        select(ReserveAsk, Campaign, Vacancy)
        .join(ReservePlace, ReservePlace.id == ReserveAsk.place_id)
        .join(Campaign, Campaign.id == ReserveAsk.campaign_id)
        .join(Posting, Posting.id == Campaign.posting_id)
        .join(Vacancy, Vacancy.id == Posting.vacancy_id)
        .where(ReservePlace.application_id == application.id)
        .order_by(ReserveAsk.id.desc())
    )
    return [
        Asked(
            campaign.reference,
            vacancy.title,
            vacancy.employer_name,
            row.message,
            row.answer,
            is_open=not row.answer and campaign.state not in OVER,
        )
        for row, campaign, vacancy in rows
    ]


def answer(application: JobApplication, campaign_reference: str, *, yes: bool, by: int, at: datetime) -> str:
    """Their own answer, once. With a yes they stand in that campaign among those who were interviewed; the reference of
    their application there, or nothing."""
    campaign = campaigns.for_staff(campaign_reference, locked=True)
    row = own_ask(application, campaign_reference, locked=True)
    if row.answer:
        raise RuleBroken("You have answered already.")
    if campaign.state in OVER:
        raise RuleBroken("That recruitment has ended meanwhile.")
    row.answer, row.answered_at = "yes" if yes else "no", at
    record("offering.reserve_answered", by=by, subject=subject_of(application), facts={"yes": yes})
    made = ""
    if yes:
        before = applications.job_of(application).vacancy.title
        posting = campaigns.posting_of(campaign)
        assert posting is not None
        made = bringing.bring(
            application,
            applications.job_of_posting(posting),
            by=by,
            asked_by=row.asked_by_id,
            because=f"From the reserve list of “{before}”, at their own word: interviewed there, and could have been appointed.",
            told=f"You were interviewed for “{before}” and could have been appointed, so you are considered here as you were there.",
            at=at,
        ).reference
    db.session.flush()
    telling.drawing_answered(campaign, yes=yes)
    return made


def own_ask(application: JobApplication, campaign_reference: str, *, locked: bool = False) -> ReserveAsk:
    """What this campaign asked of them. Raises NotFound where it asked nothing."""
    place = queries.place_of(application, locked=locked)
    row = _ask_of(place, campaigns.for_staff(campaign_reference)) if place is not None else None
    if row is None:
        raise NotFound("Nothing was asked of you.")
    return row


def _ask_of(place: ReservePlace, campaign: Campaign) -> ReserveAsk | None:
    return db.session.scalar(
        select(ReserveAsk).where(ReserveAsk.place_id == place.id, ReserveAsk.campaign_id == campaign.id)
    )


def _places(desk: Desk, *, at: datetime) -> list[tuple[JobApplication, ReservePlace, Vacancy]]:
    """Places of other vacancies of the same organisation for the same role, whose people agreed to be asked."""
    here, today = desk.job, at.astimezone(LONDON).date()
    role = Vacancy.title_key == here.vacancy.title_key
    if here.vacancy.role_name:
        role = or_(role, Vacancy.role_name == here.vacancy.role_name)
    rows = db.session.execute(
        select(JobApplication, ReservePlace, Vacancy)
        .join(ReservePlace, ReservePlace.application_id == JobApplication.id)
        .join(Posting, Posting.id == JobApplication.posting_id)
        .join(Vacancy, Vacancy.id == Posting.vacancy_id)
        .where(
            JobApplication.state == RESERVE,
            ReservePlace.may_ask.is_(True),
            ReservePlace.expires_on >= today,
            Posting.organisation_id == here.organisation.id,
            Posting.id != here.posting.id,
            role,
        )
        .order_by(ReservePlace.expires_on, ReservePlace.id)
    )
    return [(application, place, vacancy) for application, place, vacancy in rows]
