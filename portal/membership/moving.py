"""Moving an application along its table, with the history that explains where it stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, update

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
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


def move(application: Application, event: str, *, by: int | None, at: datetime) -> None:
    """Move the application, or raise RuleBroken and change nothing. Of two at the same time one wins.

    What is written for the applicant to see names nobody but themselves: who answered and voted is not theirs to know.
    """
    before, round_ = application.state, application.round
    after, next_round = follow(before, round_, event)
    if before:
        _claim(application, before, round_, after, next_round)
    application.state, application.round = after, next_round
    db.session.add(
        Step(application_id=application.id, event=event, before=before, after=after, round=next_round, at=at, by_id=by)
    )
    record(
        _ACTS[event],
        by=by,
        subject=f"application:{application.reference}",
        about=application.person_id if by in (None, application.person_id) else None,
        facts={"class": application.klass, "state": after, "round": next_round},
    )


def _claim(application: Application, before: str, round_: int, after: str, next_round: int) -> None:
    done = db.session.execute(
        update(Application)
        .where(Application.id == application.id, Application.state == before, Application.round == round_)
        .values(state=after, round=next_round)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)
    if not done.rowcount:
        raise RuleBroken("This application has just been moved on by somebody else. Open it again to see where it is.")
