"""Lever postings interface: a list of postings."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import account_in, document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.formats.pay_words import pay_in_words
from portal.feeds.items import FeedDocument, FeedItem

KIND = "lever"
NAME = "Lever postings"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Postings of the account, which their addresses name."""
    postings = listed(json_document(text_of(body, content_type)), "data", "postings")
    publisher = account_in(r"jobs(?:\.eu)?\.lever\.co/([\w.-]+)", postings, "hostedUrl")
    return document(KIND, postings, _item, publisher=publisher)


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
        salary=_salary(posting),
        posted=dig(posting, "createdAt"),
        employment_type=dig(posting, "categories.commitment"),
        workplace=dig(posting, "workplaceType"),
        category=dig(posting, "categories.team"),
    )


def _salary(posting: dict[str, Any]) -> str:
    given = posting.get("salaryRange")
    if not isinstance(given, dict):
        return dig(posting, "salaryDescriptionPlain")
    return pay_in_words(
        dig(given, "min"), dig(given, "max"), currency=dig(given, "currency"), period=dig(given, "interval")
    )
