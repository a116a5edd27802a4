"""Reading adverts again as their sources gave them, because the rules or tables have become better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers import overlaying
from portal.feeds.items import FeedItem
from portal.feeds.normalising import Refused, to_advert
from portal.vacancies.models import Advert, Vacancy
from portal.vacancies.reading import read
from portal.vacancies.storing import again, governs

PAGE = 100
_FIELDS = frozenset(field.name for field in fields(FeedItem))


def reread(
    *,
    source_id: int | None = None,
    vacancy_ids: Sequence[int] | None = None,
    at: datetime,
    progress: Callable[[int], None] = lambda done: None,
) -> Counter[str]:
    """Read every kept advert again, one source's, or those of some vacancies (no more than a question may name); says
    how many vacancies now stand in each status.

    Closed vacancies stay closed and overrulings stay; only adverts whose words are their vacancy's are read.
    Safe to repeat and to kill: each page of adverts is a transaction of its own.
    """
    overlaying.refresh()
    standing: Counter[str] = Counter()
    after, done = 0, 0
    while True:
        with transaction():
            page = _page(source_id, vacancy_ids, after)
            for advert in page:
                _reread(advert, standing, at=at)
            if not page:
                return standing
            after, done = page[-1].id, done + len(page)
        progress(done)


def _page(source_id: int | None, vacancy_ids: Sequence[int] | None, after: int) -> list[Advert]:
    query = (
        select(Advert)
        .join(Vacancy, Vacancy.id == Advert.vacancy_id)
        .where(Advert.id > after, Vacancy.status.in_(("live", "held", "counted")), Advert.missing_since.is_(None))
    )
    if source_id is not None:
        query = query.where(Advert.source_id == source_id)
    if vacancy_ids is not None:
        query = query.where(Advert.vacancy_id.in_(vacancy_ids))
    return list(db.session.scalars(query.order_by(Advert.id).limit(PAGE)))


def _reread(advert: Advert, standing: Counter[str], *, at: datetime) -> None:
    vacancy = advert.vacancy
    if vacancy is None or advert.outcome == "rejected" or not governs(advert, vacancy):
        return
    organisation = advert.source.organisation
    draft = to_advert(
        _item(advert),
        base=advert.source.address,
        publisher=str(advert.raw.get("publisher") or ""),
        source_employer=organisation or "",
    )
    if isinstance(draft, Refused):
        return
    reading = read(draft, now=vacancy.first_seen, source_organisation=organisation)
    again(advert, vacancy, reading, same_words=True, present=(), at=at)
    standing[vacancy.status] += 1


def _item(advert: Advert) -> FeedItem:
    kept: dict[str, Any] = {name: value for name, value in advert.raw.items() if name in _FIELDS}
    return FeedItem(**kept | {"address": advert.address, "locations": tuple(kept.get("locations", ()))})
