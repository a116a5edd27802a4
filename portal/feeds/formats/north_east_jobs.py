"""North East Jobs RSS: the description ends in `Contract Type: …|Working Pattern: …|Salary: …|Advert End Date: …|`."""

from __future__ import annotations

import re
from dataclasses import replace

from portal.feeds.formats import syndication
from portal.feeds.formats.labelled_lines import filled, labelled
from portal.feeds.items import FeedDocument, FeedItem
from portal.foundation.markup import plain_text

KIND = "north_east_jobs"
NAME = "North East Jobs RSS"
_TAIL = re.compile(r"\s*\bContract Type\s*:", re.IGNORECASE)
_TIME_TWICE = re.compile(r"(\d{2}/\d{2}/\d{4} \d{2}:\d{2}) \d{2}:\d{2}$")


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items with the tail's facts in the fields, employer and place from what stands before it."""
    whole = syndication.read(body, address=address, content_type=content_type, kind=KIND)
    return replace(whole, items=tuple(_understood(item) for item in whole.items))


def _understood(item: FeedItem) -> FeedItem:
    text = plain_text(item.description)
    tail = _TAIL.search(text)
    if tail is None:
        return item
    head = text[: tail.start()].strip().rstrip(".")
    facts = labelled(text[tail.start() :], separator="|")
    if "Advert End Date" in facts:
        facts["Advert End Date"] = _TIME_TWICE.sub(r"\1", facts["Advert End Date"])
    employer, _, place = head.partition(",")
    place = re.sub(r"\s*\(deriv[^)]*\)?…?|,?\s*United K[a-z]*…?$", "", place).strip(" ,…")
    known = replace(
        item, employer=item.employer or employer.strip(), locations=item.locations or ((place,) if place else ())
    )
    return filled(known, facts)
