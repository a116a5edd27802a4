"""What this room holds of a person: who wrote, moved and changed an employer's vacancies, and what they wrote in them."""

from __future__ import annotations

from portal.database.holding import A_NUMBER, LINKS, STATE, Holding, of
from portal.posting.models import Posting, PostingHand, PostingPurchase, PostingStep, PostingVersion

THE_EMPLOYERS = "a vacancy of the organisation, which wrote and published it; to be corrected there"
_STATE = (
    "reference",
    "state",
    "publish_at",
    "published_at",
    "closes_at",
    "weeks",
    "shown_until",
    "ended_at",
    "ended_because",
    "created_at",
    "updated_at",
    "approval_asked_at",
)
_LINKS = (
    "id",
    "organisation_id",
    "author_id",
    "copied_from_id",
    "vacancy_id",
    "updated_by_id",
)
_OURS = ("approved_mark", "revision", "again", "order_reference", "wishes")

HOLDINGS = (
    Holding(
        "Vacancies that you began for an organisation",
        Posting,
        of(Posting.author_id),
        exported=("title", "on_behalf_of", "answers", "ended_note", *_STATE),
        withheld={A_NUMBER: _LINKS, "how the portal works it off": _OURS},
        kept={
            THE_EMPLOYERS: ("title", "on_behalf_of", "answers", "ended_note"),
            LINKS: _LINKS,
            STATE: (*_STATE, *_OURS),
        },
    ),
    Holding(
        "What you did with an organisation’s vacancies",
        PostingStep,
        of(PostingStep.by_id),
        exported=("event", "before", "after", "at", "note"),
        withheld={A_NUMBER: ("id", "posting_id", "by_id")},
        kept={
            LINKS: ("id", "posting_id", "by_id"),
            STATE: ("event", "before", "after", "at"),
            THE_EMPLOYERS: ("note",),
        },
    ),
    Holding(
        "Texts of an organisation’s vacancies that you published",
        PostingVersion,
        of(PostingVersion.by_id),
        exported=("number", "at", "answers", "changes"),
        withheld={A_NUMBER: ("id", "posting_id", "by_id")},
        kept={LINKS: ("id", "posting_id", "by_id"), STATE: ("number", "at"), THE_EMPLOYERS: ("answers", "changes")},
    ),
    Holding(
        "What you bought for an organisation’s vacancies",
        PostingPurchase,
        of(PostingPurchase.by_id),
        exported=("kind", "weeks", "at"),
        withheld={A_NUMBER: ("id", "posting_id", "subject", "by_id")},
        kept={LINKS: ("id", "posting_id", "by_id", "subject"), STATE: ("kind", "weeks", "at")},
    ),
    Holding(
        "Texts of an organisation’s vacancies in which you wrote, and to which nobody has agreed yet",
        PostingHand,
        of(PostingHand.person_id),
        exported=("at",),
        withheld={A_NUMBER: ("id", "posting_id", "person_id")},
        deleted=True,
    ),
)
