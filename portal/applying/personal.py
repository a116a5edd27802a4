"""What this room holds of a person: applications and all that was written about them, and whose applications they decided on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from portal.applying import leaving
from portal.applying.facts import ApplicationWithdrawn
from portal.applying.models import ApplicationMessage, ApplicationStep, ElsewhereApplication, JobApplication
from portal.applying.moving import move
from portal.applying.states import DISCARDED, KNOWN_AT_ONCE, MOVES, UNSENT, may
from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.foundation import clock
from portal.foundation.announcing import announce

_KNOWN = tuple({move.event for move in MOVES if move.who in KNOWN_AT_ONCE})
NOT_TOLD = "where it stands with those who choose: you are told each decision as it is meant for you, and find it below"
DELIBERATION = "what those who choose noted for each other, to be asked of whoever ran the recruitment"
ABOUT_ANOTHER = "the application of somebody else, which is theirs"
_OF_STEP = ("id", "application_id", "by_id")


def _of_their_applications(column: Any, *more: ColumnElement[bool]) -> Callable[[Whom], ColumnElement[bool]]:
    return lambda whom: and_(
        column.in_(select(JobApplication.id).where(JobApplication.person_id == whom.person_id)), *more
    )


def _decided_by(whom: Whom) -> ColumnElement[bool]:
    return and_(
        ApplicationStep.by_id == whom.person_id,
        ApplicationStep.application_id.not_in(
            select(JobApplication.id).where(JobApplication.person_id == whom.person_id)
        ),
    )


HOLDINGS = (
    Holding(
        "Your applications for jobs that are advertised here",
        JobApplication,
        of(JobApplication.person_id),
        exported=(
            "reference",
            "number",
            "answers",
            "equality",
            "created_at",
            "updated_at",
            "submitted_at",
            "warned_at",
        ),
        withheld={
            A_NUMBER: ("id", "posting_id", "person_id", "version", "copied_from_id"),
            NOT_TOLD: ("state",),
            "sealed, and shown to you unsealed on the application’s own page": ("adjustments",),
        },
        blanked={"answers": {}, "adjustments": "", "equality": {}},
        kept={
            LINKS: ("id", "posting_id", "person_id", "version", "copied_from_id"),
            STATE: ("reference", "number", "state", "created_at", "updated_at", "submitted_at", "warned_at"),
        },
    ),
    Holding(
        "What happened with your applications, as you were told",
        ApplicationStep,
        _of_their_applications(
            ApplicationStep.application_id,
            or_(ApplicationStep.told_at.is_not(None), ApplicationStep.event.in_(_KNOWN)),
        ),
        exported=("event", "before", "after", "at", "told_at", "told_words"),
        withheld={A_NUMBER: _OF_STEP, DELIBERATION: ("reason",)},
        blanked={"reason": "", "told_words": ""},
        kept={LINKS: _OF_STEP, STATE: ("event", "before", "after", "at", "told_at")},
    ),
    Holding(
        "What was decided on your applications and not told yet",
        ApplicationStep,
        _of_their_applications(
            ApplicationStep.application_id,
            and_(ApplicationStep.told_at.is_(None), ApplicationStep.event.not_in(_KNOWN)),
        ),
        exported=(),
        withheld={
            A_NUMBER: _OF_STEP,
            NOT_TOLD: ("event", "before", "after", "at", "told_at", "told_words"),
            DELIBERATION: ("reason",),
        },
        blanked={"reason": "", "told_words": ""},
        kept={LINKS: _OF_STEP, STATE: ("event", "before", "after", "at", "told_at")},
    ),
    Holding(
        "What you decided on applications of others",
        ApplicationStep,
        _decided_by,
        exported=("event", "at"),
        withheld={A_NUMBER: _OF_STEP, ABOUT_ANOTHER: ("before", "after", "reason", "told_at", "told_words")},
        kept={
            LINKS: _OF_STEP,
            STATE: ("event", "before", "after", "at", "told_at"),
            ABOUT_ANOTHER: ("reason", "told_words"),
        },
    ),
    Holding(
        "Messages about your applications",
        ApplicationMessage,
        _of_their_applications(ApplicationMessage.application_id),
        exported=("from_candidate", "body", "at", "read_at"),
        withheld={A_NUMBER: ("id", "application_id"), WHO_ACTED: ("author_id",)},
        blanked={"body": ""},
        kept={LINKS: ("id", "application_id", "author_id"), STATE: ("from_candidate", "at", "read_at")},
    ),
    Holding(
        "Messages that you wrote to candidates",
        ApplicationMessage,
        lambda whom: and_(ApplicationMessage.author_id == whom.person_id, ApplicationMessage.from_candidate.is_(False)),
        exported=("body", "at"),
        withheld={A_NUMBER: ("id", "application_id", "author_id"), ABOUT_ANOTHER: ("from_candidate", "read_at")},
        kept={
            LINKS: ("id", "application_id", "author_id"),
            STATE: ("from_candidate", "at", "read_at"),
            ABOUT_ANOTHER: ("body",),
        },
    ),
    Holding(
        "Applications that you made elsewhere, as you noted them",
        ElsewhereApplication,
        of(ElsewhereApplication.person_id),
        exported=("reference", "title", "employer", "state", "applied_on", "next_on", "note", "updated_at"),
        withheld={A_NUMBER: ("id", "person_id", "vacancy_id")},
        deleted=True,
    ),
)


def settle(whom: Whom) -> None:
    """Nothing of somebody who goes stays open: drafts are thrown away, and what was sent is withdrawn."""
    at = clock.now()
    for application in db.session.scalars(
        select(JobApplication).where(
            JobApplication.person_id == whom.person_id, JobApplication.state.not_in((DISCARDED, "withdrawn"))
        )
    ):
        if application.state in UNSENT and may(application.state, "discard"):
            leaving.discard(application, by=whom.person_id, at=at)
        elif may(application.state, "withdraw"):
            move(application, "withdraw", by=whom.person_id, at=at)
            announce(ApplicationWithdrawn(application.id, tells=False))
