"""What this room holds of a person: how their applications were scored, and how they scored those of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, select

from portal.applying.models import JobApplication
from portal.applying.personal import ABOUT_ANOTHER, DELIBERATION
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.selecting.models import Interest, Moderation, Sift, Unhiding


def _of_their_applications(column: Any) -> Callable[[Whom], ColumnElement[bool]]:
    return lambda whom: column.in_(select(JobApplication.id).where(JobApplication.person_id == whom.person_id))


HOLDINGS = (
    Holding(
        "How your applications were scored",
        Sift,
        _of_their_applications(Sift.application_id),
        exported=("round", "done_at"),
        withheld={
            A_NUMBER: ("id", "application_id"),
            WHO_ACTED: ("scorer_id",),
            DELIBERATION: ("scores", "evidence", "saved_at"),
        },
        blanked={"evidence": {}},
        kept={LINKS: ("id", "application_id", "scorer_id"), STATE: ("round", "scores", "saved_at", "done_at")},
    ),
    Holding(
        "How you scored applications of others",
        Sift,
        of(Sift.scorer_id),
        exported=("round", "saved_at", "done_at"),
        withheld={A_NUMBER: ("id", "application_id", "scorer_id"), ABOUT_ANOTHER: ("scores", "evidence")},
        kept={
            LINKS: ("id", "application_id", "scorer_id"),
            STATE: ("round", "saved_at", "done_at"),
            ABOUT_ANOTHER: ("scores", "evidence"),
        },
    ),
    Holding(
        "What was agreed on the scores of your applications",
        Moderation,
        _of_their_applications(Moderation.application_id),
        exported=("round", "at"),
        withheld={
            A_NUMBER: ("id", "application_id"),
            WHO_ACTED: ("by_id",),
            DELIBERATION: ("scores", "because"),
        },
        blanked={"because": ""},
        kept={LINKS: ("id", "application_id", "by_id"), STATE: ("round", "scores", "at")},
    ),
    Holding(
        "What you agreed on the scores of others",
        Moderation,
        of(Moderation.by_id),
        exported=("round", "at"),
        withheld={A_NUMBER: ("id", "application_id", "by_id"), ABOUT_ANOTHER: ("scores", "because")},
        kept={
            LINKS: ("id", "application_id", "by_id"),
            STATE: ("round", "at"),
            ABOUT_ANOTHER: ("scores", "because"),
        },
    ),
    Holding(
        "When somebody saw your name before the shortlist",
        Unhiding,
        _of_their_applications(Unhiding.application_id),
        exported=("at", "because"),
        withheld={A_NUMBER: ("id", "application_id"), WHO_ACTED: ("by_id",)},
        blanked={"because": ""},
        kept={LINKS: ("id", "application_id", "by_id"), STATE: ("at",)},
    ),
    Holding(
        "When you saw a name before the shortlist, and why",
        Unhiding,
        of(Unhiding.by_id),
        exported=("at", "because"),
        withheld={A_NUMBER: ("id", "application_id", "by_id")},
        kept={LINKS: ("id", "application_id", "by_id"), STATE: ("at", "because")},
    ),
    Holding(
        "That somebody who chooses said that they know you",
        Interest,
        _of_their_applications(Interest.application_id),
        exported=("at", "ended_at"),
        withheld={A_NUMBER: ("id", "application_id"), WHO_ACTED: ("person_id",), ABOUT_ANOTHER: ("note",)},
        blanked={"note": ""},
        kept={LINKS: ("id", "application_id", "person_id"), STATE: ("at", "ended_at")},
    ),
    Holding(
        "That you said you know a candidate",
        Interest,
        of(Interest.person_id),
        exported=("at", "note", "ended_at"),
        withheld={A_NUMBER: ("id", "application_id", "person_id")},
        blanked={"note": ""},
        kept={LINKS: ("id", "application_id", "person_id"), STATE: ("at", "ended_at")},
    ),
)
