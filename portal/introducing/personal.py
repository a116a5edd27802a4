"""What this room holds of a person: what they said to be found by, their consents, and who was told of them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.introducing.models import Approach, ApproachMessage, FoundConsent, FoundProfile, Introduction, KeptFrom

OF_ANOTHER = "what somebody else was told or answered, who is not to be known by it"
THE_SOCIETYS = "what a consultant wrote for the society; it goes with the member whom it was written to"
IN_THE_LOG = "that the society introduced somebody, and when, for which it must be able to answer; without a name"


def _to_them(whom: Whom) -> ColumnElement[bool]:
    return ApproachMessage.approach_id.in_(select(Approach.id).where(Approach.person_id == whom.person_id))


def _by_them(whom: Whom) -> ColumnElement[bool]:
    return (ApproachMessage.author_id == whom.person_id) & ApproachMessage.from_member.is_(False)


_SAID = (
    "families",
    "levels",
    "places",
    "miles",
    "workplaces",
    "least_pounds",
    "clearance",
    "patterns",
    "free_from",
    "shown_to_own",
    "updated_at",
)

HOLDINGS = (
    Holding(
        "What you said to be found by",
        FoundProfile,
        of(FoundProfile.person_id),
        exported=_SAID,
        withheld={A_NUMBER: ("person_id",)},
        deleted=True,
    ),
    Holding(
        "Employers that are not to find you",
        KeptFrom,
        of(KeptFrom.person_id),
        exported=("why", "name"),
        withheld={
            A_NUMBER: ("id", "person_id", "organisation_id"),
            "the same name in the forms in which it is compared": ("name_key", "organisation_key"),
        },
        deleted=True,
    ),
    Holding(
        "When you agreed to be found",
        FoundConsent,
        of(FoundConsent.person_id),
        exported=("given_at", "version", "words", "withdrawn_at", "asked_at"),
        withheld={A_NUMBER: ("id", "person_id")},
        deleted=True,
    ),
    Holding(
        "Messages between you and consultants who wrote to you",
        ApproachMessage,
        _to_them,
        exported=("from_member", "body", "at"),
        withheld={A_NUMBER: ("id", "approach_id"), WHO_ACTED: ("author_id",)},
        deleted=True,
    ),
    Holding(
        "What consultants wrote to you about a vacancy",
        Approach,
        of(Approach.person_id),
        exported=("reference", "called", "reasons", "words", "sent_at", "answer", "answered_at"),
        withheld={A_NUMBER: ("id", "campaign_id", "person_id"), WHO_ACTED: ("by_id",)},
        deleted=True,
    ),
    Holding(
        "Introductions of you",
        Introduction,
        of(Introduction.person_id),
        exported=("reference", "called", "version", "words", "at", "withdrawn_at"),
        withheld={A_NUMBER: ("id", "campaign_id", "person_id"), WHO_ACTED: ("to_id",)},
        blanked={"words": ""},
        kept={
            LINKS: ("id", "campaign_id", "person_id", "to_id"),
            IN_THE_LOG: ("reference", "called", "version", "at", "withdrawn_at"),
        },
    ),
    Holding(
        "Messages that you wrote to members as a consultant",
        Approach,
        of(Approach.by_id),
        exported=("words", "sent_at"),
        withheld={
            A_NUMBER: ("id", "reference", "campaign_id", "by_id"),
            OF_ANOTHER: ("person_id", "called", "reasons", "answer", "answered_at"),
        },
        kept={
            LINKS: ("id", "reference", "campaign_id", "person_id", "called", "by_id"),
            STATE: ("sent_at", "answer", "answered_at"),
            THE_SOCIETYS: ("words", "reasons"),
        },
    ),
    Holding(
        "What you wrote further to members as a consultant",
        ApproachMessage,
        _by_them,
        exported=("body", "at"),
        withheld={A_NUMBER: ("id", "approach_id", "author_id"), STATE: ("from_member",)},
        kept={LINKS: ("id", "approach_id", "author_id"), STATE: ("at", "from_member"), THE_SOCIETYS: ("body",)},
    ),
    Holding(
        "Introductions of members to you as a consultant",
        Introduction,
        of(Introduction.to_id),
        exported=("at", "withdrawn_at"),
        withheld={
            A_NUMBER: ("id", "reference", "campaign_id", "to_id"),
            OF_ANOTHER: ("person_id", "called", "version", "words"),
        },
        kept={
            LINKS: ("id", "reference", "campaign_id", "person_id", "called", "to_id"),
            STATE: ("at", "withdrawn_at"),
            "another person’s consent": ("version", "words"),
        },
    ),
)
