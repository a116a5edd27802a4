"""What this room holds of a person: offers to them with the checks that followed, and what they did with those of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.personal import ABOUT_ANOTHER, DELIBERATION, NOT_TOLD
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom
from portal.offering.models import Offer, OfferCheck, RefereeRequest, ReserveAsk, ReservePlace, StartChange

TERMS = ("number", "post", "salary_pence", "hours", "starts_on", "now_starts_on", "conditions", "answer_by")
THE_EMPLOYERS = "the terms that an employer offered, kept as evidence of a fair recruitment"
IN_CONFIDENCE = "a reference that its writer gave in confidence (Data Protection Act 2018, Schedule 2, paragraph 24)"
THEIR_ADDRESS = "the address of somebody else"
_REFERENCE = ("capacity", "since", "until", "again", "text")
_REFEREE_LINKS = ("id", "check_id", "asked_by_id")
_REFEREE_STATE = ("asked_at", "reminded", "answer", "answered_at", "may_show")
_REFERENCE_GONE: Mapping[str, Any] = {
    "email_key": "",
    "capacity": "",
    "since": None,
    "until": None,
    "again": None,
    "text": "",
}
_ASK_LINKS = ("id", "place_id", "campaign_id", "asked_by_id")
_OFFER_LINKS = ("id", "application_id", "made_by_id")
_OFFER_STATE = ("state", "made_at", "reminded_at", "ended_at")
_CHECK_LINKS = ("id", "offer_id", "owner_id", "changed_by_id")
_CHECK_STATE = ("kind", "due_on", "state", "changed_at", "consent_asked_at", "consented_at")


def _theirs(whom: Whom) -> Any:
    return select(JobApplication.id).where(JobApplication.person_id == whom.person_id)


def _offers(whom: Whom) -> Any:
    return select(Offer.id).where(Offer.application_id.in_(_theirs(whom)))


def _places(whom: Whom) -> Any:
    return select(ReservePlace.id).where(ReservePlace.application_id.in_(_theirs(whom)))


def _told_at() -> Any:
    """When the candidate was told of the offer to which these terms belong; nothing where they were not."""
    return (
        select(ApplicationStep.told_at)
        .where(
            ApplicationStep.application_id == Offer.application_id,
            ApplicationStep.event.in_(("offer", "offer_again")),
            ApplicationStep.at <= Offer.made_at,
        )
        .order_by(ApplicationStep.id.desc())
        .limit(1)
        .correlate(Offer)
        .scalar_subquery()
    )


def _of_their_offers(column: Any) -> Callable[[Whom], ColumnElement[bool]]:
    return lambda whom: column.in_(_offers(whom))


def _made_to_others(whom: Whom) -> ColumnElement[bool]:
    return and_(Offer.made_by_id == whom.person_id, Offer.application_id.not_in(_theirs(whom)))


def _checked_of_others(whom: Whom) -> ColumnElement[bool]:
    acted = or_(OfferCheck.owner_id == whom.person_id, OfferCheck.changed_by_id == whom.person_id)
    return and_(acted, OfferCheck.offer_id.not_in(_offers(whom)))


def _about_them(whom: Whom) -> ColumnElement[bool]:
    """Referees who were asked about the person."""
    found: ColumnElement[bool] = RefereeRequest.check_id.in_(
        select(OfferCheck.id).where(OfferCheck.offer_id.in_(_offers(whom)))
    )
    return found


def _asked_of_them(whom: Whom) -> ColumnElement[bool]:
    """Where the person, with or without an account, is the referee."""
    return and_(
        RefereeRequest.email_key != "", RefereeRequest.email_key.in_(sorted(whom.addresses)), ~_about_them(whom)
    )


HOLDINGS = (
    Holding(
        "Offers that were made to you",
        Offer,
        lambda whom: and_(Offer.application_id.in_(_theirs(whom)), _told_at().is_not(None)),
        exported=(*TERMS, "made_at", "reminded_at"),
        withheld={
            A_NUMBER: ("id", "application_id"),
            WHO_ACTED: ("made_by_id",),
            NOT_TOLD: ("state", "ended_at"),
            DELIBERATION: ("because",),
        },
        blanked={"because": "", "conditions": "", "hours": ""},
        kept={
            LINKS: _OFFER_LINKS,
            STATE: _OFFER_STATE,
            THE_EMPLOYERS: ("number", "post", "salary_pence", "starts_on", "now_starts_on", "answer_by"),
        },
    ),
    Holding(
        "Offers that were prepared for you and not told yet",
        Offer,
        lambda whom: and_(Offer.application_id.in_(_theirs(whom)), _told_at().is_(None)),
        exported=(),
        withheld={
            A_NUMBER: ("id", "application_id"),
            WHO_ACTED: ("made_by_id",),
            NOT_TOLD: (*TERMS, *_OFFER_STATE),
            DELIBERATION: ("because",),
        },
        blanked={"because": "", "conditions": "", "hours": ""},
        kept={
            LINKS: _OFFER_LINKS,
            STATE: _OFFER_STATE,
            THE_EMPLOYERS: ("number", "post", "salary_pence", "starts_on", "now_starts_on", "answer_by"),
        },
    ),
    Holding(
        "Offers that you made to others",
        Offer,
        _made_to_others,
        exported=("made_at",),
        withheld={
            A_NUMBER: _OFFER_LINKS,
            ABOUT_ANOTHER: (*TERMS, "state", "reminded_at", "ended_at", "because"),
        },
        kept={LINKS: _OFFER_LINKS, STATE: _OFFER_STATE, ABOUT_ANOTHER: (*TERMS, "because")},
    ),
    Holding(
        "How your start was moved",
        StartChange,
        _of_their_offers(StartChange.offer_id),
        exported=("before", "after", "at"),
        withheld={A_NUMBER: ("id", "offer_id"), WHO_ACTED: ("by_id",), DELIBERATION: ("because",)},
        blanked={"because": ""},
        kept={LINKS: ("id", "offer_id", "by_id"), STATE: ("before", "after", "at")},
    ),
    Holding(
        "Starts of others that you moved",
        StartChange,
        lambda whom: and_(StartChange.by_id == whom.person_id, StartChange.offer_id.not_in(_offers(whom))),
        exported=("at",),
        withheld={A_NUMBER: ("id", "offer_id", "by_id"), ABOUT_ANOTHER: ("before", "after", "because")},
        kept={LINKS: ("id", "offer_id", "by_id"), STATE: ("before", "after", "at"), ABOUT_ANOTHER: ("because",)},
    ),
    Holding(
        "Checks before your start",
        OfferCheck,
        _of_their_offers(OfferCheck.offer_id),
        exported=_CHECK_STATE,
        withheld={
            A_NUMBER: ("id", "offer_id"),
            WHO_ACTED: ("owner_id", "changed_by_id"),
            DELIBERATION: ("note",),
        },
        blanked={"note": ""},
        kept={LINKS: _CHECK_LINKS, STATE: _CHECK_STATE},
    ),
    Holding(
        "Checks of others that you saw to",
        OfferCheck,
        _checked_of_others,
        exported=("changed_at",),
        withheld={
            A_NUMBER: _CHECK_LINKS,
            ABOUT_ANOTHER: ("kind", "due_on", "state", "note", "consent_asked_at", "consented_at"),
        },
        kept={LINKS: _CHECK_LINKS, STATE: _CHECK_STATE, ABOUT_ANOTHER: ("note",)},
    ),
    Holding(
        "References about you that you may read",
        RefereeRequest,
        lambda whom: and_(_about_them(whom), RefereeRequest.may_show.is_(True)),
        exported=(*_REFEREE_STATE, *_REFERENCE),
        withheld={A_NUMBER: ("id", "check_id"), WHO_ACTED: ("asked_by_id",), THEIR_ADDRESS: ("email_key",)},
        blanked=_REFERENCE_GONE,
        kept={LINKS: _REFEREE_LINKS, STATE: _REFEREE_STATE},
    ),
    Holding(
        "Other referees who were asked about you",
        RefereeRequest,
        lambda whom: and_(_about_them(whom), RefereeRequest.may_show.is_(False)),
        exported=_REFEREE_STATE,
        withheld={
            A_NUMBER: ("id", "check_id"),
            WHO_ACTED: ("asked_by_id",),
            THEIR_ADDRESS: ("email_key",),
            IN_CONFIDENCE: _REFERENCE,
        },
        blanked=_REFERENCE_GONE,
        kept={LINKS: _REFEREE_LINKS, STATE: _REFEREE_STATE},
    ),
    Holding(
        "References that you were asked for",
        RefereeRequest,
        _asked_of_them,
        exported=("asked_at", "reminded", "answered_at", "capacity", "since", "until", "may_show"),
        withheld={
            A_NUMBER: ("id", "check_id"),
            WHO_ACTED: ("asked_by_id",),
            "your address once more, in the form in which addresses are compared": ("email_key",),
            ABOUT_ANOTHER: ("answer", "again", "text"),
        },
        blanked={"email_key": ""},
        kept={LINKS: _REFEREE_LINKS, STATE: _REFEREE_STATE, ABOUT_ANOTHER: _REFERENCE},
    ),
    Holding(
        "Referees whom you wrote to",
        RefereeRequest,
        lambda whom: and_(RefereeRequest.asked_by_id == whom.person_id, ~_about_them(whom)),
        exported=("asked_at",),
        withheld={
            A_NUMBER: _REFEREE_LINKS,
            ABOUT_ANOTHER: ("email_key", "reminded", "answer", "answered_at", "may_show", *_REFERENCE),
        },
        kept={LINKS: _REFEREE_LINKS, STATE: _REFEREE_STATE, ABOUT_ANOTHER: ("email_key", *_REFERENCE)},
    ),
    Holding(
        "Your places on reserve lists",
        ReservePlace,
        lambda whom: ReservePlace.application_id.in_(_theirs(whom)),
        exported=("since", "expires_on", "may_ask", "may_ask_since", "ended_at"),
        withheld={A_NUMBER: ("id", "application_id")},
        blanked={"may_ask": False},
        kept={LINKS: ("id", "application_id"), STATE: ("since", "expires_on", "may_ask_since", "ended_at")},
    ),
    Holding(
        "What later recruitments asked you, and your answers",
        ReserveAsk,
        lambda whom: ReserveAsk.place_id.in_(_places(whom)),
        exported=("message", "asked_at", "answer", "answered_at"),
        withheld={A_NUMBER: ("id", "place_id", "campaign_id"), WHO_ACTED: ("asked_by_id",)},
        blanked={"message": ""},
        kept={LINKS: _ASK_LINKS, STATE: ("asked_at", "answer", "answered_at")},
    ),
    Holding(
        "What you asked people on reserve lists",
        ReserveAsk,
        lambda whom: and_(ReserveAsk.asked_by_id == whom.person_id, ReserveAsk.place_id.not_in(_places(whom))),
        exported=("message", "asked_at"),
        withheld={A_NUMBER: _ASK_LINKS, ABOUT_ANOTHER: ("answer", "answered_at")},
        kept={LINKS: _ASK_LINKS, STATE: ("asked_at", "answer", "answered_at"), ABOUT_ANOTHER: ("message",)},
    ),
)
