"""Facts that a publisher writes as `Label: value` inside a description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from portal.feeds.items import FeedItem
from portal.foundation.markup import plain_text

_LINE = re.compile(r"^\s*[-*•]?\s*([A-Z][A-Za-z /()&'-]{2,40}?)\s*:\s*(\S.*)$")
FIELDS: Mapping[str, str] = {
    "salary": "salary",
    "salary range": "salary",
    "pay": "salary",
    "salary details": "salary",
    "pay range": "salary",
    "closing date": "closing",
    "advert end date": "closing",
    "closing": "closing",
    "close date": "closing",
    "closing date and time": "closing",
    "apply by": "closing",
    "deadline": "closing",
    "application deadline": "closing",
    "location": "locations",
    "locations": "locations",
    "town": "locations",
    "city": "locations",
    "city/town": "locations",
    "contract type": "contract",
    "contract": "contract",
    "working pattern": "pattern",
    "hours": "pattern",
    "working hours": "pattern",
    "employment type": "employment_type",
    "job type": "employment_type",
    "employer": "employer",
    "organisation": "employer",
    "organization": "employer",
    "company": "employer",
    "vacancy id": "reference",
    "reference": "reference",
    "job reference": "reference",
    "reference number": "reference",
    "job ref": "reference",
    "role type": "category",
    "category": "category",
    "job category": "category",
    "profession": "category",
    "vacancy title": "title",
}
NOTHING = {"", "item not found", "n/a", "none", "null", "please see advert text", "-"}


def labelled(text: str, *, separator: str = "\n") -> dict[str, str]:
    """Label to value for every `Label: value` line, the first of a label winning."""
    found: dict[str, str] = {}
    for line in plain_text(text).split(separator):
        match = _LINE.match(line)
        if match and match.group(2).strip().lower() not in NOTHING:
            found.setdefault(match.group(1).strip(), match.group(2).strip())
    return found


def filled(item: FeedItem, facts: Mapping[str, str]) -> FeedItem:
    """The item with its empty fields filled from labelled facts; those without a field are kept as extra."""
    changes: dict[str, object] = {}
    extra = dict(item.extra)
    for label, value in facts.items():
        field = FIELDS.get(label.lower())
        if field is None:
            extra.setdefault(label[:60], value[:2000])
        elif not getattr(item, field) and field not in changes:
            changes[field] = (value,) if field == "locations" else value
    return replace(item, extra=extra, **changes)  # type: ignore[arg-type]
