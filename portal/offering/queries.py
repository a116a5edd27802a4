"""Questions about offers, their checks and the reserve list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from portal.applying.models import JobApplication
from portal.applying.states import ACCEPTED as OFFER_ACCEPTED
from portal.applying.states import CONDITIONS_MET, OFFERED, RESERVE
from portal.applying.states import STARTED as HAS_STARTED
from portal.database.base import db
from portal.foundation.errors import NotFound
from portal.offering.check_kinds import ASKED, CLEAR, KINDS
from portal.offering.models import CHANGED, STANDING, Offer, OfferCheck, RefereeRequest, ReservePlace, StartChange
from portal.recruitment.models import Campaign
from portal.selecting.desks import Desk

FILLING = (OFFERED, OFFER_ACCEPTED, CONDITIONS_MET, HAS_STARTED)
"""Where a candidate stands who has been offered a post, and has not turned it down or lost it."""


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An offer that waits for its answer, for a consultant's queue."""

    campaign: str
    application: str
    title: str
    name: str
    answer_by: date
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A check that is not clear, for a consultant's queue; `since` is when it came to stand where it does."""

    campaign: str
    application: str
    title: str
    name: str
    check: str
    state: str
    due_on: date
    since: datetime


def offers_of(application: JobApplication) -> list[Offer]:
    """Every set of terms, the newest first."""
    return list(
        db.session.scalars(select(Offer).where(Offer.application_id == application.id).order_by(Offer.number.desc()))
    )


def newest(application: JobApplication) -> Offer | None:
    """The terms that count, or counted last; none where nothing was ever offered."""
    return db.session.scalar(
        select(Offer)
        .where(Offer.application_id == application.id, Offer.state != CHANGED)
        .order_by(Offer.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def standing(application: JobApplication) -> Offer | None:
    """The offer that is open or accepted."""
    return db.session.scalar(
        select(Offer)
        .where(Offer.application_id == application.id, Offer.state.in_(STANDING))
        .execution_options(populate_existing=True)
    )


def starts_of(offer: Offer) -> list[StartChange]:
    """How the start was moved, the first move first."""
    return list(
        db.session.scalars(select(StartChange).where(StartChange.offer_id == offer.id).order_by(StartChange.id))
    )


def checks_of(offer: Offer, *, locked: bool = False) -> list[OfferCheck]:
    """Its checks, in the order of the table of kinds."""
    statement = select(OfferCheck).where(OfferCheck.offer_id == offer.id)
    found = db.session.scalars(statement.with_for_update() if locked else statement)
    return sorted(found, key=lambda each: list(KINDS).index(each.kind))


def check_of(offer: Offer, kind: str, *, locked: bool = False) -> OfferCheck:
    """One of them. Raises NotFound."""
    statement = select(OfferCheck).where(OfferCheck.offer_id == offer.id, OfferCheck.kind == kind)
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound("There is no such check.")
    return found


def request_of(check: OfferCheck) -> RefereeRequest | None:
    """The asking of this check's referee by mail, where they were asked."""
    return db.session.scalar(
        select(RefereeRequest).where(RefereeRequest.check_id == check.id).execution_options(populate_existing=True)
    )


def requests_of(offer: Offer) -> dict[int, RefereeRequest]:
    """The referees of an offer that were asked by mail, by the number of the check."""
    rows = db.session.scalars(
        select(RefereeRequest)
        .join(OfferCheck, OfferCheck.id == RefereeRequest.check_id)
        .where(OfferCheck.offer_id == offer.id)
    )
    return {each.check_id: each for each in rows}


def unanswered_requests(
    *, asked_by: datetime, most: int, limit: int
) -> list[tuple[RefereeRequest, OfferCheck, JobApplication]]:
    """Referees who were asked until then, are still wanted, have not answered, and were reminded fewer times than `most`."""
    rows = db.session.execute(
        select(RefereeRequest, OfferCheck, JobApplication)
        .join(OfferCheck, OfferCheck.id == RefereeRequest.check_id)
        .join(Offer, Offer.id == OfferCheck.offer_id)
        .join(JobApplication, JobApplication.id == Offer.application_id)
        .where(
            RefereeRequest.answer == "",
            RefereeRequest.asked_at <= asked_by,
            RefereeRequest.reminded < most,
            OfferCheck.state == ASKED,
            Offer.state == "accepted",
            JobApplication.state == OFFER_ACCEPTED,
        )
        .order_by(RefereeRequest.id)
        .limit(limit)
        .with_for_update(of=RefereeRequest)
    )
    return [(request, check, application) for request, check, application in rows]


def unclear(offer: Offer) -> list[OfferCheck]:
    """Those that are not clear yet."""
    return [each for each in checks_of(offer) if each.state != CLEAR]


def of_desk(desk: Desk) -> list[tuple[JobApplication, Offer]]:
    """Everybody of this vacancy who was ever offered it, with the terms that count, by number."""
    newest_of = (
        select(func.max(Offer.number))
        .where(Offer.application_id == JobApplication.id, Offer.state != CHANGED)
        .correlate(JobApplication)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(JobApplication, Offer)
        .join(Offer, Offer.application_id == JobApplication.id)
        .where(desk.sees(), Offer.number == newest_of)
        .order_by(JobApplication.number)
    )
    return [(application, offer) for application, offer in rows]


def number_filling(posting_id: int, *, but: int) -> int:
    """How many others have been offered a post of this vacancy, and have not turned it down or lost it."""
    statement = select(func.count()).where(
        JobApplication.posting_id == posting_id, JobApplication.state.in_(FILLING), JobApplication.id != but
    )
    return db.session.scalar(statement) or 0


def reserve_of(desk: Desk) -> list[tuple[JobApplication, ReservePlace]]:
    """Who stands on the reserve list of this vacancy, the first to end first."""
    rows = db.session.execute(
        select(JobApplication, ReservePlace)
        .join(ReservePlace, ReservePlace.application_id == JobApplication.id)
        .where(desk.sees(), JobApplication.state == RESERVE)
        .order_by(ReservePlace.expires_on, JobApplication.number)
    )
    return [(application, place) for application, place in rows]


def place_of(application: JobApplication, *, locked: bool = False) -> ReservePlace | None:
    """Their place on the reserve list, while they have one."""
    if application.state != RESERVE:
        return None
    statement = select(ReservePlace).where(ReservePlace.application_id == application.id)
    return db.session.scalar(statement.with_for_update() if locked else statement)


def open_offers(person_id: int) -> list[OpenOffer]:
    """Offers of the campaigns that this person runs which wait for an answer, the first to be answered first."""
    rows = db.session.execute(
        select(Offer, JobApplication, Campaign)
        .join(JobApplication, JobApplication.id == Offer.application_id)
        .join(Campaign, Campaign.posting_id == JobApplication.posting_id)
        .where(_run_by(person_id), JobApplication.state == OFFERED, Offer.state == "open")
        .order_by(Offer.answer_by, Offer.id)
    )
    return [
        OpenOffer(
            campaign.reference,
            application.reference,
            campaign.title,
            name_of(application),
            offer.answer_by,
            offer.made_at,
        )
        for offer, application, campaign in rows
    ]


def open_checks(person_id: int) -> list[OpenCheck]:
    """Checks that are not clear, of accepted offers of the campaigns that this person runs, the first due first."""
    rows = db.session.execute(
        select(OfferCheck, JobApplication, Campaign)
        .join(Offer, Offer.id == OfferCheck.offer_id)
        .join(JobApplication, JobApplication.id == Offer.application_id)
        .join(Campaign, Campaign.posting_id == JobApplication.posting_id)
        .where(
            _run_by(person_id),
            JobApplication.state == OFFER_ACCEPTED,
            Offer.state == "accepted",
            OfferCheck.state != CLEAR,
        )
        .order_by(OfferCheck.due_on, OfferCheck.id)
    )
    return [
        OpenCheck(
            campaign.reference,
            application.reference,
            campaign.title,
            name_of(application),
            KINDS[check.kind].name,
            check.state,
            check.due_on,
            check.changed_at,
        )
        for check, application, campaign in rows
    ]


def unanswered(*, by: date, limit: int) -> Sequence[tuple[Offer, JobApplication]]:
    """Open offers that are to be answered by this day at the latest, and of which nobody was reminded."""
    rows = db.session.execute(
        select(Offer, JobApplication)
        .join(JobApplication, JobApplication.id == Offer.application_id)
        .where(
            Offer.state == "open",
            JobApplication.state == OFFERED,
            Offer.answer_by <= by,
            Offer.reminded_at.is_(None),
        )
        .order_by(Offer.id)
        .limit(limit)
        .with_for_update(of=Offer)
    )
    return [(offer, application) for offer, application in rows]


def name_of(application: JobApplication) -> str:
    """Whose it is. Only for those who may know: names are never hidden after the shortlist."""
    return str((application.answers.get("contact") or {}).get("name", "")) or f"Application {application.number}"


def _run_by(person_id: int) -> ColumnElement[bool]:
    return or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id)
