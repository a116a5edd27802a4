"""JSON Feed 1.0 and 1.1, with the JobPosting that Teamtailor puts beside each item."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.formats.flattening import Record, flat
from portal.feeds.formats.job_posting import item_of_posting
from portal.feeds.formats.labelled_lines import publisher_in
from portal.feeds.formats.vendor_facts import with_facts
from portal.feeds.items import FeedDocument, FeedItem

KIND = "json_feed"
NAME = "JSON Feed"
OWN = {"id", "title", "url", "external_url", "content_html", "content_text", "summary", "date_published", "date_modified", "tags", "image", "banner_image", "language"}  # fmt: skip


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items of a JSON Feed; `next_url` is its next page."""
    whole = json_document(text_of(body, content_type))
    following = dig(whole, "next_url")
    return document(
        KIND,
        listed(whole, "items"),
        _item,
        title=dig(whole, "title"),
        publisher=publisher_in(dig(whole, "title")) or dig(whole, "title"),
        next_pages=[following] if following else [],
    )


def _item(record: dict[str, Any]) -> FeedItem:
    posting = record.get("_jobposting") or record.get("_job_posting")
    if isinstance(posting, dict):
        found = item_of_posting(posting, address=dig(record, "url"))
        return found if found.key else _with_key(found, dig(record, "id"))
    item = FeedItem(
        key=dig(record, "id"),
        title=dig(record, "title"),
        address=dig(record, "url") or dig(record, "external_url"),
        description=dig(record, "content_html") or dig(record, "content_text") or dig(record, "summary"),
        employer=dig(record, "authors.name") or dig(record, "author.name"),
        posted=dig(record, "date_published"),
        category=dig(record, "tags"),
    )
    return with_facts(
        item,
        {
            path: values
            for path, values in flat(Record(record)).items()
            if path not in OWN and not path.startswith(("authors.", "author."))
        },
    )


def _with_key(item: FeedItem, key: str) -> FeedItem:
    return replace(item, key=key)
