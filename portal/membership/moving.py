"""Moving an application along its table, with the history that explains where it stands."""

from __future__ import annotations

from datetime import datetime

from portal.audit.recording import record
from portal.database.base import db
from portal.database.claiming import claim
from portal.membership.models import Application, Step
from portal.membership.states import follow

_ACTS = {
    "begin": "membership.application_begun",
    "ask_endorser": "membership.applied",
    "submit": "membership.applied",
    "withdraw": "membership.application_withdrawn",
    "endorse": "membership.endorsement_answered",
    "decline_to_endorse": "membership.endorsement_answered",
    "stop_waiting": "membership.endorsement_ran_out",
    "approve": "membership.application_approved",
    "decline": "membership.application_declined",
    "appeal": "membership.appealed",
}


def begin(application: Application, *, by: int, at: datetime) -> None:
    """Write a new application with the first step of its history."""
    application.state, application.round = follow("", 1, "begin")
    db.session.add(application)
    db.session.flush()
    _note(application, "begin", "", by=by, at=at)


def move(application: Application, event: str, *, by: int | None, at: datetime) -> None:
    """Move the application, or raise RuleBroken and change nothing. Of two at the same time one wins."""
    before = application.state
    after, round_ = follow(before, application.round, event)
    claim(application, "This application", expecting=("state", "round"), state=after, round=round_)
    _note(application, event, before, by=by, at=at)


def _note(application: Application, event: str, before: str, *, by: int | None, at: datetime) -> None:
    """The step of the history, and the entry of the record.

    What is about the applicant names nobody but themselves: who answered and voted is not theirs to know.
    """
    state, round_ = application.state, application.round
    db.session.add(
        Step(application_id=application.id, event=event, before=before, after=state, round=round_, at=at, by_id=by)
    )
    record(
        _ACTS[event],
        by=by,
        subject=f"application:{application.reference}",
        about=application.person_id if by in (None, application.person_id) else None,
        facts={"class": application.klass, "state": state, "round": round_},
    )
