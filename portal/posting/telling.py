"""What the author of a vacancy is told when it moves without them."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.database.base import db
from portal.mail.posting import post
from portal.posting import queries
from portal.posting.models import Posting


def published(posting: Posting) -> None:
    """It is public now, on its day or because its order was settled."""
    _tell("published", posting)


def sent_back(posting: Posting, *, because: str) -> None:
    """It could not be published, and is a draft again; or, where it was public, it left search unpaid."""
    _tell("sent_back", posting, because=because)


def changes_kept_back(posting: Posting, *, because: str) -> None:
    """Changes of a live vacancy that waited for further weeks could not be published."""
    _tell("changes_kept_back", posting, because=because)


def _tell(template: str, posting: Posting, **facts: str) -> None:
    person = db.session.get(Person, posting.author_id) if posting.author_id else None
    if person is None or not person.is_usable or not person.email:
        return
    organisation = queries.organisation_of(posting)
    vacancy = queries.vacancy_of(posting)
    post(
        f"posting/mail/{template}.txt",
        to=person.email,
        person_id=person.id,
        name=person.name,
        title=posting.title,
        organisation=organisation.name,
        address=f"/employer/{organisation.reference}/vacancies/{posting.reference}",
        public=f"/vacancies/{vacancy.reference}" if vacancy else "",
        closes_at=posting.closes_at,
        **facts,
    )
