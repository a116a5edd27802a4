"""The Adzuna search interface: `{"results": […]}`; pay that Adzuna worked out itself is marked as a guess."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.formats.pay_words import pay_in_words
from portal.feeds.items import FeedDocument, FeedItem

KIND = "adzuna"
NAME = "Adzuna search"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Results of one page; a search never claims to be complete."""
    return document(KIND, listed(json_document(text_of(body, content_type)), "results"), _item, complete=False)


def _item(result: dict[str, Any]) -> FeedItem:
    salary = pay_in_words(dig(result, "salary_min"), dig(result, "salary_max"), period="year")
    return FeedItem(
        key=dig(result, "id"),
        title=dig(result, "title"),
        address=dig(result, "redirect_url"),
        description=dig(result, "description"),
        employer=dig(result, "company.display_name"),
        locations=tuple(filter(None, [dig(result, "location.display_name")])),
        salary=salary,
        posted=dig(result, "created"),
        contract=dig(result, "contract_type"),
        pattern=dig(result, "contract_time"),
        category=dig(result, "category.label"),
        pay_is_guess=dig(result, "salary_is_predicted") in ("1", "true"),
    )
