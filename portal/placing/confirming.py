"""Taking a confirmed placement back to its checks, and confirming it again."""

from __future__ import annotations

from datetime import datetime

from portal.applying.models import JobApplication
from portal.applying.states import CONDITIONS_MET
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.placing import moving
from portal.placing.models import Placement


def reopen(placement: Placement, *, because: str, by: int, at: datetime) -> None:
    """A check is open again: nobody starts before it is confirmed once more."""
    reason = because.strip()
    if not reason:
        raise RuleBroken("Say which check is open again, and why.")
    moving.move(placement, "reopen_checks", by=by, at=at, note=reason)


def confirm(placement: Placement, *, by: int, at: datetime) -> None:
    """The check is done after all. The conditions of the offer have to be met."""
    application = db.session.get_one(JobApplication, placement.application_id)
    if application.state != CONDITIONS_MET:
        raise RuleBroken("The conditions of the offer are not met yet: clear its checks first.")
    moving.move(placement, "confirm", by=by, at=at)
