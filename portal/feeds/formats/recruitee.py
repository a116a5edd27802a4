"""Recruitee offers interface: `{"offers": […]}`."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.items import FeedDocument, FeedItem

KIND = "recruitee"
NAME = "Recruitee offers"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Offers of the career site."""
    return document(KIND, listed(json_document(text_of(body, content_type)), "offers"), _item)


def _item(offer: dict[str, Any]) -> FeedItem:
    place = dig(offer, "location") or ", ".join(filter(None, (dig(offer, name) for name in ("city", "country"))))
    workplace = next((name for name in ("remote", "hybrid", "on_site") if offer.get(name) is True), "")
    return FeedItem(
        key=dig(offer, "guid") or dig(offer, "id"),
        title=dig(offer, "title"),
        address=dig(offer, "careers_url"),
        description="\n".join(filter(None, [dig(offer, "description"), dig(offer, "requirements")])),
        employer=dig(offer, "company_name"),
        locations=(place,) if place else (),
        salary=_salary(offer.get("salary")),
        posted=dig(offer, "published_at") or dig(offer, "created_at"),
        closing=dig(offer, "close_at"),
        employment_type=dig(offer, "employment_type_code"),
        category=dig(offer, "department"),
        workplace=workplace.replace("on_site", "onsite"),
    )


def _salary(given: Any) -> str:
    if not isinstance(given, dict) or not (dig(given, "min") or dig(given, "max")):
        return ""
    sign = "£" if dig(given, "currency") in ("", "GBP") else dig(given, "currency") + " "
    amounts = " to ".join(sign + amount for amount in filter(None, (dig(given, "min"), dig(given, "max"))))
    return f"{amounts} a {dig(given, 'period') or 'year'}"
