"""What this room holds of a person: that they were placed, what they did with placements, and their shares of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from portal.applying.models import JobApplication
from portal.applying.personal import ABOUT_ANOTHER
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.placing.models import Placement, PlacementShare, PlacementStep

THE_SOCIETYS = "what a client and the society agreed and owe each other for an appointment; part of their accounts"
_LINKS = ("id", "application_id", "offer_id", "campaign_id", "reported_by_id", "replacement_id")
_MONEY = (
    "basis",
    "figure",
    "remuneration",
    "remuneration_pence",
    "fee_pence",
    "fee_agreed_at",
    "plan",
    "schedule",
    "ticked",
    "remedy_percent",
    "remedy_pence",
    "remedy_because",
)
_OWN = ("reference", "starts_on", "salary_pence", "left_on", "begun_at")
_STATE = ("state", "reported_at", "reported_left_on", "updated_at")
_STEP_LINKS = ("id", "placement_id", "by_id")


def _theirs(whom: Whom) -> Any:
    return select(JobApplication.id).where(JobApplication.person_id == whom.person_id)


def _steps_of_theirs(whom: Whom) -> ColumnElement[bool]:
    return PlacementStep.placement_id.in_(select(Placement.id).where(Placement.application_id.in_(_theirs(whom))))


HOLDINGS = (
    Holding(
        "That you were placed",
        Placement,
        lambda whom: Placement.application_id.in_(_theirs(whom)),
        exported=(*_OWN, "left_because"),
        withheld={A_NUMBER: _LINKS, THE_SOCIETYS: (*_MONEY, *_STATE)},
        blanked={"left_because": ""},
        kept={LINKS: _LINKS, STATE: (*_OWN, *_STATE), THE_SOCIETYS: _MONEY},
    ),
    Holding(
        "Leavers that you reported",
        Placement,
        lambda whom: and_(Placement.reported_by_id == whom.person_id, Placement.application_id.not_in(_theirs(whom))),
        exported=("reported_at",),
        withheld={
            A_NUMBER: _LINKS,
            ABOUT_ANOTHER: (*_OWN, *_MONEY, "left_because", "state", "reported_left_on", "updated_at"),
        },
        kept={LINKS: _LINKS, STATE: (*_OWN, *_STATE), THE_SOCIETYS: _MONEY, ABOUT_ANOTHER: ("left_because",)},
    ),
    Holding(
        "What happened with your placement",
        PlacementStep,
        _steps_of_theirs,
        exported=("event", "at"),
        withheld={
            A_NUMBER: ("id", "placement_id"),
            WHO_ACTED: ("by_id",),
            THE_SOCIETYS: ("before", "after", "note"),
        },
        blanked={"note": ""},
        kept={LINKS: _STEP_LINKS, STATE: ("event", "before", "after", "at")},
    ),
    Holding(
        "What you did with placements of others",
        PlacementStep,
        lambda whom: and_(
            PlacementStep.by_id == whom.person_id,
            PlacementStep.placement_id.not_in(select(Placement.id).where(Placement.application_id.in_(_theirs(whom)))),
        ),
        exported=("event", "before", "after", "at"),
        withheld={A_NUMBER: _STEP_LINKS, ABOUT_ANOTHER: ("note",)},
        kept={LINKS: _STEP_LINKS, STATE: ("event", "before", "after", "at"), ABOUT_ANOTHER: ("note",)},
    ),
    Holding(
        "Your shares of placements",
        PlacementShare,
        of(PlacementShare.person_id),
        exported=("parts",),
        withheld={A_NUMBER: ("id", "placement_id", "person_id")},
        kept={LINKS: ("id", "placement_id", "person_id"), THE_SOCIETYS: ("parts",)},
    ),
)
