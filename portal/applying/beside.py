"""What a vacancy's page says to somebody who has applied for it, or begun to: a seam that its room asks (vacancies.joined)."""

from __future__ import annotations

from collections.abc import Sequence

from portal.accounts import guards
from portal.applying import presenting, queries
from portal.applying.states import DRAFT, SUBMITTED
from portal.foundation import clock
from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import applies_here
from portal.web import words
from portal.web.seams import Way


def mine(vacancy: Vacancy) -> Sequence[Way]:
    """The reader's own application, where it stands as they know it; nothing for anybody else."""
    person = guards.person_if_any()
    application = queries.of_vacancy(person.id, vacancy.id) if person and applies_here(vacancy) else None
    if application is None:
        return ()
    job = queries.job_of(application)
    state = queries.seen_state(application, job, steps=queries.steps_of(application), at=clock.now())
    says = "Go on with your application" if state == DRAFT else "Go to your application"
    note = "You have begun to apply. Nothing is sent yet." if state == DRAFT else presenting.sentence_of(state, job)
    if application.submitted_at is not None:
        sent = f"You applied on {words.short_day(application.submitted_at)}."
        note = sent if state == SUBMITTED else f"{sent} {note}"
    return (Way(says, presenting.address_of(application), note),)
