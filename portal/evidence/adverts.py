"""The advert in every version that was public, as words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.accounts import queries as accounts
from portal.employers.models import Organisation
from portal.foundation.markup import plain_text
from portal.posting import publishing
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.vacancies.models import Vacancy
from portal.web.words import long_time


@dataclass(frozen=True, slots=True)
class Version:
    """One version: from when, by whom, what changed, and all its words; `file` is what its file is called."""

    number: int
    at: datetime
    by: str
    changes: tuple[str, ...]
    words: str

    @property
    def file(self) -> str:
        return f"version-{self.number}"


def of(organisation: Organisation, posting: Posting) -> list[Version]:
    """The oldest first."""
    rows = postings.versions(posting)
    names = accounts.names_of({each.by_id for each in rows if each.by_id})
    return [
        Version(
            each.number,
            each.at,
            names.get(each.by_id or 0, accounts.SOMEBODY) if each.by_id else "The portal",
            tuple(str(change) for change in each.changes),
            _words(publishing.drawn(organisation, each.answers, at=each.at)),
        )
        for each in rows
    ]


def _words(drawn: Vacancy) -> str:
    facts = (
        drawn.title,
        drawn.employer_name,
        f"Pay: {drawn.pay_stated}" if drawn.pay_stated else "",
        f"Closes at {long_time(drawn.closes_at)}" if drawn.closes_at else "",
        f"Places: {', '.join(str(each['name']) for each in drawn.places)}" if drawn.places else "",
    )
    return "\n".join((*filter(None, facts), "", plain_text(drawn.description)))
