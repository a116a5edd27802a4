"""What the author of a vacancy is told when it moves without them."""

from __future__ import annotations

from collections.abc import Sequence

from portal.accounts.models import Person
from portal.accounts.writing_to import write_to
from portal.database.base import db
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


def ask_for_approval(posting: Posting, approvers: Sequence[int], *, by: int) -> None:
    """To everybody who may agree to the text: one of them suffices."""
    asker = db.session.get(Person, by)
    for each in approvers:
        _tell("approval_asked", posting, to=each, asker=asker.name if asker else "A colleague")


def text_approved(posting: Posting, *, to: int | None) -> None:
    """To whoever asked."""
    _tell("text_approved", posting, to=to)


def text_sent_back(posting: Posting, *, to: int | None, because: str) -> None:
    """To whoever asked, with what should be changed."""
    _tell("text_sent_back", posting, to=to, because=because)


def _tell(template: str, posting: Posting, *, to: int | None = None, **facts: str) -> None:
    """To this person, or else to who began it."""
    organisation = queries.organisation_of(posting)
    vacancy = queries.vacancy_of(posting)
    write_to(
        to or posting.author_id,
        f"posting/mail/{template}.txt",
        title=posting.title,
        organisation=organisation.name,
        address=f"/employer/{organisation.reference}/vacancies/{posting.reference}",
        public=f"/vacancies/{vacancy.reference}" if vacancy else "",
        closes_at=posting.closes_at,
        **facts,
    )
