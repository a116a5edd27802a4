"""Recruitee offers interface: `{"offers": […]}`."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.formats.pay_words import pay_in_words
from portal.feeds.items import FeedDocument, FeedItem

KIND = "recruitee"
NAME = "Recruitee offers"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Offers of the career site."""
    return document(KIND, listed(json_document(text_of(body, content_type)), "offers"), _item)


def _item(offer: dict[str, Any]) -> FeedItem:
    workplace = next((name for name in ("remote", "hybrid", "on_site") if offer.get(name) is True), "")
    return FeedItem(
        key=dig(offer, "guid") or dig(offer, "id"),
        title=dig(offer, "title"),
        address=dig(offer, "careers_url"),
        description="\n".join(filter(None, [dig(offer, "description"), dig(offer, "requirements")])),
        employer=dig(offer, "company_name"),
        locations=_places(offer),
        salary=_salary(offer.get("salary")),
        posted=dig(offer, "published_at") or dig(offer, "created_at"),
        closing=dig(offer, "close_at"),
        employment_type=dig(offer, "employment_type_code"),
        category=dig(offer, "department"),
        workplace=workplace.replace("on_site", "onsite"),
    )


def _salary(given: Any) -> str:
    if not isinstance(given, dict):
        return ""
    period = dig(given, "period") or "year"
    return pay_in_words(dig(given, "min"), dig(given, "max"), currency=dig(given, "currency"), period=period)


def _places(offer: dict[str, Any]) -> tuple[str, ...]:
    several = [
        dig(each, "name") or ", ".join(filter(None, (dig(each, name) for name in ("city", "state", "country"))))
        for each in offer.get("locations") or []
        if isinstance(each, dict)
    ]
    one = dig(offer, "location") or ", ".join(filter(None, (dig(offer, name) for name in ("city", "country"))))
    return tuple(dict.fromkeys(filter(None, several if len(several) > 1 else [one])))
