"""Greenhouse job board interface: `{"jobs": […]}`."""

from __future__ import annotations

import html
from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.formats.labelled_lines import filled
from portal.feeds.formats.pay_words import pay_in_words
from portal.feeds.items import FeedDocument, FeedItem

KIND = "greenhouse"
NAME = "Greenhouse board"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Jobs of the board."""
    return document(KIND, listed(json_document(text_of(body, content_type)), "jobs"), _item)


def _item(job: dict[str, Any]) -> FeedItem:
    facts = {
        dig(each, "name"): dig(each, "value")
        for each in job.get("metadata") or []
        if isinstance(each, dict) and dig(each, "value")
    }
    item = FeedItem(
        key=dig(job, "id"),
        reference=dig(job, "requisition_id"),
        title=dig(job, "title"),
        address=dig(job, "absolute_url"),
        description=html.unescape(dig(job, "content")),
        employer=dig(job, "company_name"),
        locations=_places(job),
        salary=_salary(job),
        posted=dig(job, "first_published") or dig(job, "updated_at"),
        closing=dig(job, "application_deadline"),
        category=dig(job, "departments.name"),
    )
    return filled(item, facts)


def _places(job: dict[str, Any]) -> tuple[str, ...]:
    """The place shown; the offices only where it says nothing, because they are often the whole firm's."""
    shown = dig(job, "location.name")
    offices = [dig(each, "location") or dig(each, "name") for each in job.get("offices") or []]
    return (shown,) if shown else tuple(filter(None, offices))


def _salary(job: dict[str, Any]) -> str:
    """The first of the pay ranges, which come in cents or pence."""
    ranges = [each for each in job.get("pay_input_ranges") or [] if isinstance(each, dict)]
    if not ranges:
        return ""
    low, high = (str(int(dig(ranges[0], name)) / 100) if dig(ranges[0], name).isdigit() else "" for name in ("min_cents", "max_cents"))  # fmt: skip
    return pay_in_words(low, high, currency=dig(ranges[0], "currency_type"), period=dig(ranges[0], "title"))
