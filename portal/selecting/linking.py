"""What the posting room asks about a vacancy's applications, and the way from its page to them (posting.received)."""

from __future__ import annotations

from flask import url_for

from portal.employers.models import Organisation
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.posting.received import Receiving
from portal.recruitment import queries as campaigns
from portal.selecting import queries, taken
from portal.vacancies.presenting import applies_here
from portal.web.words import counted


def _link_of(organisation: Organisation, posting: Posting) -> tuple[str, str]:
    """To the applications themselves; to nothing where people apply elsewhere, or where a consultant reads them."""
    vacancy = postings.vacancy_of(posting)
    if vacancy is None or not applies_here(vacancy) or campaigns.of_posting(posting.id) is not None:
        return "", ""
    number = _number_sent(posting)
    address = url_for("employer.employer_desk.index", reference=organisation.reference, posting=posting.reference)
    filled = taken.says(posting, taken.posts_of(posting))
    return f"Applications: {counted(number, 'was sent', 'were sent')}{'; ' if filled else ''}{filled}", address


def _number_sent(posting: Posting) -> int:
    return queries.number_sent(posting.id)


RECEIVING = Receiving(number_sent=_number_sent, link_of=_link_of)
