"""What a vacancy's page says to somebody who has applied for it, or begun to: a seam that its room asks (vacancies.beside)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts import guards
from portal.applying import presenting, queries
from portal.applying.states import TO_CANDIDATES
from portal.foundation import clock
from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import applies_here
from portal.web.seams import Part


@dataclass(frozen=True, slots=True)
class Mine:
    """The reader's own application: where it stands as they know it, and its page."""

    sentence: str
    address: str


def parts_of(vacancy: Vacancy) -> Sequence[Part]:
    """The reader's own application, where there is one; nothing for anybody else."""
    person = guards.person_if_any()
    application = queries.of_vacancy(person.id, vacancy.id) if person and applies_here(vacancy) else None
    if application is None:
        return ()
    job = queries.job_of(application)
    state = queries.seen_state(application, job, steps=queries.steps_of(application), at=clock.now())
    return (Part("applying/_mine.html", Mine(TO_CANDIDATES[state], presenting.address_of(application))),)
