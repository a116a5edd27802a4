"""Counting how often a posted vacancy is seen and its signpost followed: by day and kind of place, and nobody named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from portal.database.base import db
from portal.vacancies.models import VisitDay

What = Literal["seen", "followed"]
SOURCES: Mapping[str, str] = {
    "search": "Search on this site",
    "site": "Other pages of this site",
    "engine": "Web search engines",
    "social": "Social networks",
    "elsewhere": "Other sites",
    "direct": "Direct, mail and feeds",
}
_ENGINE = re.compile(r"(?:^|\.)(?:google|bing|duckduckgo|yahoo|ecosia|qwant|startpage|baidu|yandex|brave|kagi)\.")
_SOCIAL = re.compile(
    r"(?:^|\.)(?:linkedin|facebook|twitter|reddit|instagram|mastodon|threads|youtube)\.|^(?:t\.co|lnkd\.in|x\.com|bsky\.app)$"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """How often people came on one day from one kind of place, to see or to follow."""

    day: date
    what: str
    source: str
    people: int


def source_of(referrer: str, *, own_host: str, via: str = "") -> str:
    """What kind of place a reader comes from. `via` is what the page that leads here says of itself, if it is known."""
    if via in SOURCES:
        return via
    try:
        parts = urlsplit(referrer)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "direct"
    if not host:
        return "direct"
    if host == own_host:
        return "search" if parts.path in ("/", "/vacancies") else "site"
    return "engine" if _ENGINE.search(host) else "social" if _SOCIAL.search(host) else "elsewhere"


def record(vacancy_id: int, *, what: What, source: str, day: date, bot: bool) -> None:
    """Count one visit, however many come at once."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    column = "bots" if bot else "people"
    one = insert(VisitDay).values(
        vacancy_id=vacancy_id, day=day, what=what, source=source, people=int(not bot), bots=int(bot)
    )
    more = {column: getattr(VisitDay, column) + 1}
    db.session.execute(one.on_conflict_do_update(index_elements=["vacancy_id", "day", "what", "source"], set_=more))


def visits_of(vacancy_id: int) -> list[Visit]:
    """Everything that was counted of people, the oldest day first."""
    rows = db.session.execute(
        select(VisitDay.day, VisitDay.what, VisitDay.source, VisitDay.people)
        .where(VisitDay.vacancy_id == vacancy_id, VisitDay.people > 0)
        .order_by(VisitDay.day)
    )
    return [Visit(row.day, row.what, row.source, row.people) for row in rows]
