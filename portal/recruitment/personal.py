"""What this room holds of a person: who ran, saw, moved and noted what, and who was asked on to a panel."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.foundation import clock
from portal.recruitment import assigning
from portal.recruitment.models import (
    Campaign,
    CampaignContact,
    CampaignNote,
    CampaignStep,
    PanelMember,
)

THE_CLIENTS = "what a client and its consultant agreed and wrote of a recruitment; to be corrected there"
THE_SOCIETYS = "a note of the society about a recruitment; it is kept as long as the recruitment"
_STATE = (
    "reference",
    "service",
    "order_reference",
    "bought_as",
    "state",
    "posts",
    "names_hidden",
    "percent_parts",
    "fee_plan",
    "fee_pence",
    "terms_version",
    "terms_agreed_at",
    "frozen_at",
    "longlist_on",
    "shortlist_on",
    "interviews_on",
    "told_by",
    "questions_until",
    "ended_at",
    "begun_at",
    "updated_at",
)
_WORDS = ("title", "wanted", "details", "remuneration", "terms_text", "ended_because")
_LINKS = (
    "id",
    "organisation_id",
    "posting_id",
    "consultant_id",
    "deputy_id",
    "terms_agreed_by_id",
    "begun_by_id",
)
_OURS = ("approved_mark",)


def _of_campaign(whom: Whom) -> ColumnElement[bool]:
    columns = (Campaign.consultant_id, Campaign.deputy_id, Campaign.begun_by_id, Campaign.terms_agreed_by_id)
    return or_(*(column == whom.person_id for column in columns))


def _of_panel(whom: Whom) -> ColumnElement[bool]:
    return or_(PanelMember.person_id == whom.person_id, PanelMember.email_key.in_(whom.addresses))


HOLDINGS = (
    Holding(
        "Recruitment campaigns that you began, ran or agreed to",
        Campaign,
        _of_campaign,
        exported=(*_WORDS, *_STATE),
        withheld={A_NUMBER: _LINKS, "how the portal works it off": _OURS},
        kept={THE_CLIENTS: _WORDS, LINKS: _LINKS, STATE: (*_STATE, *_OURS)},
    ),
    Holding(
        "What you did with a recruitment campaign",
        CampaignStep,
        of(CampaignStep.by_id),
        exported=("event", "before", "after", "at", "note"),
        withheld={A_NUMBER: ("id", "campaign_id", "by_id")},
        kept={
            LINKS: ("id", "campaign_id", "by_id"),
            STATE: ("event", "before", "after", "at"),
            THE_CLIENTS: ("note",),
        },
    ),
    Holding(
        "Recruitment campaigns that you see for your organisation",
        CampaignContact,
        of(CampaignContact.person_id),
        exported=("added_at",),
        withheld={A_NUMBER: ("id", "campaign_id", "person_id"), WHO_ACTED: ("added_by_id",)},
        deleted=True,
    ),
    Holding(
        "Panels that you were invited to or are on",
        PanelMember,
        _of_panel,
        exported=("name", "email", "is_chair", "invited_at", "taken_up_at", "removed_at"),
        withheld={
            A_NUMBER: ("id", "reference", "campaign_id", "person_id"),
            "the same address in the form in which it is compared": ("email_key",),
            WHO_ACTED: ("invited_by_id",),
        },
        blanked={"name": "", "email": "", "email_key": ""},
        kept={
            LINKS: ("id", "reference", "campaign_id", "person_id", "invited_by_id"),
            STATE: ("is_chair", "invited_at", "taken_up_at", "removed_at"),
        },
    ),
    Holding(
        "Notes that you wrote of a recruitment campaign",
        CampaignNote,
        of(CampaignNote.by_id),
        exported=("at", "text"),
        withheld={A_NUMBER: ("id", "campaign_id", "by_id")},
        kept={LINKS: ("id", "campaign_id", "by_id"), STATE: ("at",), THE_SOCIETYS: ("text",)},
    ),
)


def settle(whom: Whom) -> None:
    """Give the campaigns that the person ran to the deputy, or back to the queue."""
    assigning.let_go(whom.person_id, at=clock.now())
