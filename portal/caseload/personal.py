"""What this room holds of a person: what consultants noted about them, and what they noted about others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from portal.applying.models import JobApplication
from portal.applying.personal import ABOUT_ANOTHER
from portal.caseload import attaching
from portal.caseload.models import (
    CampaignComment,
    ConsultantTarget,
    FollowUp,
    LogEntry,
    MessageText,
    MessageTextVersion,
)
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.documents import personal as documents
from portal.documents.models import Document
from portal.recruitment.personal import THE_CLIENTS


def _about(model: Any) -> Callable[[Whom], ColumnElement[bool]]:
    """Rows about the person: their application, or them as a person of a client."""
    return lambda whom: or_(
        model.contact_id == whom.person_id,
        model.application_id.in_(select(JobApplication.id).where(JobApplication.person_id == whom.person_id)),
    )


FOR_THE_SOCIETY = "what a consultant wrote for the society’s work, in a text that has fields in place of people"
OF_ANOTHER = "the target of somebody else, which is theirs"
OTHERS = "what the other side did with it, which is theirs"
_ENTRY_LINKS = ("id", "reference", "campaign_id", "application_id", "contact_id")
_PLANNED_LINKS = ("id", "reference", "campaign_id", "application_id", "contact_id")


def _files_about(whom: Whom) -> ColumnElement[bool]:
    return attaching.of_entries(_about(LogEntry)(whom))


def files_of(whom: Whom) -> Iterator[tuple[str, Path]]:
    """The files of notes and calls about the person, which they are given with the words."""
    return documents.files_where(_files_about(whom)) if whom.person_id else iter(())


def delete_files(whom: Whom) -> None:
    """Take them off the disk, while it is still known which they are."""
    if whom.person_id:
        documents.delete_where(_files_about(whom))


HOLDINGS = (
    Holding(
        "Files that consultants kept with notes about you",
        Document,
        _files_about,
        exported=("original_name", "media_type", "size_bytes", "state", "reason", "uploaded_at", "decided_at"),
        withheld={
            A_NUMBER: ("id", "subject"),
            WHO_ACTED: ("owner_id",),
            documents.HOW_KEPT: ("reference", *documents.OURS),
        },
        deleted=True,
    ),
    Holding(
        "What consultants noted about you, and calls with you",
        LogEntry,
        _about(LogEntry),
        exported=("kind", "on", "at", "direction", "whom", "text"),
        withheld={A_NUMBER: _ENTRY_LINKS, WHO_ACTED: ("by_id",)},
        deleted=True,
    ),
    Holding(
        "Notes and calls that you kept as a consultant",
        LogEntry,
        of(LogEntry.by_id),
        exported=("kind", "on", "at", "direction"),
        withheld={A_NUMBER: (*_ENTRY_LINKS, "by_id"), ABOUT_ANOTHER: ("whom", "text")},
        kept={
            LINKS: (*_ENTRY_LINKS, "by_id"),
            STATE: ("kind", "on", "at", "direction"),
            ABOUT_ANOTHER: ("whom", "text"),
        },
    ),
    Holding(
        "Comments that you wrote on a recruitment campaign",
        CampaignComment,
        of(CampaignComment.by_id),
        exported=("from_client", "at", "text"),
        withheld={A_NUMBER: ("id", "campaign_id", "by_id"), OTHERS: ("answered_at",)},
        kept={
            LINKS: ("id", "campaign_id", "by_id"),
            STATE: ("from_client", "at", "answered_at"),
            THE_CLIENTS: ("text",),
        },
    ),
    Holding(
        "Texts for messages that you keep as a consultant",
        MessageText,
        of(MessageText.owner_id),
        exported=("reference", "used_for", "name", "retired_at"),
        withheld={A_NUMBER: ("id", "owner_id")},
        kept={
            LINKS: ("id", "owner_id"),
            STATE: ("reference", "used_for", "retired_at"),
            FOR_THE_SOCIETY: ("name",),
        },
    ),
    Holding(
        "What you wrote in texts for messages",
        MessageTextVersion,
        of(MessageTextVersion.by_id),
        exported=("number", "body", "at"),
        withheld={A_NUMBER: ("id", "text_id", "by_id")},
        kept={LINKS: ("id", "text_id", "by_id"), STATE: ("number", "at"), FOR_THE_SOCIETY: ("body",)},
    ),
    Holding(
        "What was aimed at in a month by you as a consultant",
        ConsultantTarget,
        of(ConsultantTarget.consultant_id),
        exported=("month", "placements", "fees_pence", "set_at"),
        withheld={A_NUMBER: ("id", "consultant_id"), WHO_ACTED: ("set_by_id",)},
        deleted=True,
    ),
    Holding(
        "Targets that you set for consultants",
        ConsultantTarget,
        of(ConsultantTarget.set_by_id),
        exported=("month", "set_at"),
        withheld={A_NUMBER: ("id", "consultant_id", "set_by_id"), OF_ANOTHER: ("placements", "fees_pence")},
        kept={
            LINKS: ("id", "consultant_id", "set_by_id"),
            STATE: ("month", "placements", "fees_pence", "set_at"),
        },
    ),
    Holding(
        "What consultants planned to come back to you about",
        FollowUp,
        _about(FollowUp),
        exported=("due_on", "text", "made_at", "done_at"),
        withheld={A_NUMBER: _PLANNED_LINKS, WHO_ACTED: ("by_id", "done_by_id")},
        deleted=True,
    ),
    Holding(
        "What you planned to follow up, or did, as a consultant",
        FollowUp,
        lambda whom: or_(FollowUp.by_id == whom.person_id, FollowUp.done_by_id == whom.person_id),
        exported=("due_on", "made_at", "done_at"),
        withheld={A_NUMBER: (*_PLANNED_LINKS, "by_id", "done_by_id"), ABOUT_ANOTHER: ("text",)},
        kept={
            LINKS: (*_PLANNED_LINKS, "by_id", "done_by_id"),
            STATE: ("due_on", "made_at", "done_at"),
            ABOUT_ANOTHER: ("text",),
        },
    ),
)
