"""What vacancies do when their organisation becomes part of another."""

from __future__ import annotations

from sqlalchemy import select

from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.facts import EmployersMerged
from portal.foundation import clock
from portal.vacancies import changes
from portal.vacancies.models import Vacancy


def follow_merge(fact: EmployersMerged) -> None:
    """Be known as those of what the organisation became part of, closed ones too; the index hears of it.

    What an advert says of its employer (`employer_name`) stays as it was said. The next reading says the same, since
    by then the names are the other's (employers.overlaying).
    """
    into = employers.by_id(fact.into_id)
    keys = employers.keys_of([fact.into_id]).get(fact.into_id, [])
    if into.key is None:
        return
    now = clock.now()
    for vacancy in db.session.scalars(
        select(Vacancy).where(Vacancy.organisation_key.in_(keys), Vacancy.organisation_key != into.key)
    ).all():
        if vacancy.employer_key == vacancy.organisation_key:
            vacancy.employer_key = into.key
        vacancy.organisation, vacancy.organisation_key = into.name, into.key
        vacancy.updated_at = now
        changes.note_change(vacancy, at=now)
