"""Asking adverts' own pages whether they are still there, where no list says so any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from portal.config import Settings
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds.gathering import Gatherer
from portal.feeds.polling import gatherer
from portal.foundation import clock
from portal.jobs.leasing import alone
from portal.vacancies.closing import note_page, pages_to_ask
from portal.vacancies.models import Source

AT_ONCE = 8
MOST = 80
"""Pages asked in one go, so that none of it takes long and no host is asked for much."""


def ask_pages(settings: Settings) -> int:
    """Ask some pages, politely and by robots.txt; says how many vacancies closed. Raises AlreadyHeld."""
    with alone("feeds.ask_pages"):
        asks = gatherer(settings)
        source_ids = db.session.scalars(select(Source.id).where(Source.address.startswith("http"))).all()
        pages = pages_to_ask(source_ids, now=clock.now(), limit=MOST)
        db.session.rollback()
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking") as pool:
            statuses = list(pool.map(lambda page: _status(asks, page[1]), pages))
        at, closed = clock.now(), 0
        with transaction():
            for (advert_id, _), status in zip(pages, statuses, strict=True):
                closed += note_page(advert_id, status=status, at=at)
        return closed


def _status(asks: Gatherer, address: str) -> int | None:
    """What the page answers; None when it may not be asked, or does not answer."""
    return asks.look(address, is_page=True).status
