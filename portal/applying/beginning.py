"""Beginning an application: one for each person and vacancy, with what stays the same taken over from the last one sent."""

from __future__ import annotations

from datetime import datetime

from portal.accounts.models import Person
from portal.applying import moving, queries
from portal.applying.answers.whole import COPIED
from portal.applying.models import JobApplication
from portal.applying.queries import Job
from portal.applying.states import DISCARDED
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.posting.states import WITHDRAWN
from portal.web.words import long_time


def begin(job: Job, *, by: Person, at: datetime) -> JobApplication:
    """The person's application for this vacancy: the one that there is, or a new draft. Raises RuleBroken once it is closed."""
    found = queries.theirs(by.id, job.posting.id)
    if found is not None and found.state != DISCARDED:
        return found
    if not job.is_open(at=at):
        raise RuleBroken(closed_sentence(job))
    if found is not None:
        return _begin_again(found, by=by, at=at)
    made = JobApplication(
        reference=new_reference(),
        posting_id=job.posting.id,
        person_id=by.id,
        answers={},
        adjustments="",
        equality={},
        version=0,
        created_at=at,
        updated_at=at,
    )
    _take_over(made, by)
    moving.begin(made, by=by.id, at=at)
    return made


def closed_sentence(job: Job) -> str:
    """What is said to who comes too late."""
    closes_at = job.vacancy.closes_at
    if (early := job.ended_early_at) is not None:
        ended = "withdrew" if job.posting.state == WITHDRAWN else "closed"
        return f"The employer {ended} this vacancy early, at {long_time(early)}. Nothing can be sent any more."
    when = f" at {long_time(closes_at)}" if closes_at and job.posting.ended_at is None else ""
    return f"Applications for this vacancy closed{when}. Nothing can be sent any more."


def _begin_again(found: JobApplication, *, by: Person, at: datetime) -> JobApplication:
    """Who threw a draft away may think better of it: the same row, empty, with its history."""
    moving.move(found, "begin_again", by=by.id, at=at)
    _take_over(found, by)
    return found


def _take_over(application: JobApplication, person: Person) -> None:
    last = queries.last_sent(person.id)
    application.answers = {"contact": {"name": person.name}}
    if last is not None:
        application.answers |= {key: last.answers[key] for key in COPIED if last.answers.get(key)}
        application.copied_from_id = last.id
    db.session.flush()
