"""Lever postings interface: a list of postings."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.items import FeedDocument, FeedItem

KIND = "lever"
NAME = "Lever postings"
UNITS = {
    "per-year-salary": "a year",
    "per-hour-wage": "an hour",
    "per-day-wage": "a day",
    "per-month-salary": "a month",
}


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Postings of the account."""
    return document(KIND, listed(json_document(text_of(body, content_type)), "data", "postings"), _item)


def _item(posting: dict[str, Any]) -> FeedItem:
    places = posting.get("categories", {}).get("allLocations") or [dig(posting, "categories.location")]
    parts = [dig(posting, "description") or dig(posting, "descriptionPlain")]
    parts += [f"<h3>{dig(each, 'text')}</h3><ul>{dig(each, 'content')}</ul>" for each in posting.get("lists") or []]
    parts.append(dig(posting, "additional"))
    return FeedItem(
        key=dig(posting, "id"),
        title=dig(posting, "text"),
        address=dig(posting, "hostedUrl"),
        description="\n".join(filter(None, parts)),
        locations=tuple(str(place) for place in places if place),
        salary=_salary(posting.get("salaryRange")),
        posted=dig(posting, "createdAt"),
        employment_type=dig(posting, "categories.commitment"),
        workplace=dig(posting, "workplaceType"),
        category=dig(posting, "categories.team"),
    )


def _salary(given: Any) -> str:
    if not isinstance(given, dict):
        return ""
    sign = "£" if dig(given, "currency") in ("", "GBP") else dig(given, "currency") + " "
    return f"{sign}{dig(given, 'min')} to {sign}{dig(given, 'max')} {UNITS.get(dig(given, 'interval'), '')}".strip()
