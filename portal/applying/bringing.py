"""Bringing somebody who was interviewed for a vacancy into a later one, at their own word: with a whole history, like everybody's."""

from __future__ import annotations

from datetime import datetime

from portal.applying import moving, queries
from portal.applying.answers.whole import COPIED
from portal.applying.models import JobApplication
from portal.applying.queries import Job, newest_version
from portal.applying.submitting import hold, next_number
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference

PATH = ("longlist", "shortlist", "invite")


def bring(
    before: JobApplication, job: Job, *, by: int, asked_by: int | None, because: str, told: str, at: datetime
) -> JobApplication:
    """An application of the same person for `job`, that stands where those stand who were interviewed.

    `because` is kept with each decision, and `told` is what the person reads. What they wrote on the criteria of the other
    vacancy is not taken over: it answers other criteria.
    """
    hold(job.posting)
    if before.person_id is None or queries.theirs(before.person_id, job.posting.id) is not None:
        raise RuleBroken("There is an application of theirs for this vacancy already.")
    made = JobApplication(
        reference=new_reference(),
        posting_id=job.posting.id,
        person_id=before.person_id,
        answers={key: before.answers[key] for key in ("contact", *COPIED) if before.answers.get(key)},
        adjustments="",
        equality={},
        version=newest_version(job.posting),
        copied_from_id=before.id,
        created_at=at,
        updated_at=at,
    )
    moving.begin(made, by=by, at=at)
    moving.move(made, "submit", by=by, at=at)
    made.submitted_at, made.number = at, next_number(job.posting.id)
    for event in PATH:
        step = moving.move(made, event, by=asked_by, at=at, reason=because)
    step.told_at, step.told_words = at, told
    db.session.flush()
    return made
