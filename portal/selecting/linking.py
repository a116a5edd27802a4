"""The way from an employer's page of a vacancy to its applications: a seam that the posting room asks (posting.received)."""

from __future__ import annotations

from flask import url_for

from portal.employers.models import Organisation
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.recruitment import queries as campaigns
from portal.selecting import queries
from portal.vacancies.presenting import applies_here
from portal.web.words import counted


def read_at(organisation: Organisation, posting: Posting) -> tuple[str, str]:
    """To the applications themselves; to nothing where people apply elsewhere, or where a consultant reads them."""
    vacancy = postings.vacancy_of(posting)
    if vacancy is None or not applies_here(vacancy) or campaigns.of_posting(posting.id) is not None:
        return "", ""
    number = queries.number_sent(posting.id)
    address = url_for("employer.employer_desk.index", reference=organisation.reference, posting=posting.reference)
    return f"Applications: {counted(number, 'was sent', 'were sent')}", address
