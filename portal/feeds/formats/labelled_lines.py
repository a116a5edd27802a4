"""Facts that a publisher writes as `Label: value` inside a description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from portal.feeds.items import FeedItem
from portal.feeds.naming import meanings
from portal.foundation.markup import plain_text

_LINE = re.compile(r"^\s*[-*•]?\s*([A-Z][A-Za-z /()&'-]{2,40}?)\s*:\s*(\S.*)$")
FIELDS: Mapping[str, str] = {
    "town": "locations",
    "city": "locations",
    "city/town": "locations",
    "post code": "locations",
    "vacancy id": "reference",
    "pay": "salary",
    "salary and benefits": "salary",
    "role type": "category",
}
"""Labels that mean another field here than as the name of an element; any other is looked up in `naming`."""
NOT_LABELS = {"title", "address", "key", "description", "salary_min", "salary_max", "salary_currency", "salary_period"}
_OWN = re.compile(
    r"\b(?:council|nhs|trust|university|college|police|constabulary|fire (?:and|&) rescue|government|department for|ministry of|agency|"
    r"authority|housing|association|borough|academy|health board|school|assembly|parliament)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:rss|atom|news)? ?feeds?\b|\b(?:latest|current|all|new|our|live|open|search|external|internal|recent)\b|\b(?:job|career|vacanc|recruit|opportunit|opening|posting)\w*\b"
    r"|\b(?:work (?:for|with) us|board|listings?|results|page|website)\b|\bwelcome to\b",
    re.IGNORECASE,
)
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
        field = field_of(label)
        if field is None or not hasattr(item, field):
            extra.setdefault(label[:60], value[:2000])
        elif not getattr(item, field) and field not in changes:
            changes[field] = (value,) if field == "locations" else value
    return replace(item, extra=extra, **changes)  # type: ignore[arg-type]


def field_of(label: str) -> str | None:
    """The field that a printed label means, or None: only facts, never the title's or the description's own place."""
    known = FIELDS.get(label.lower())
    if known:
        return known
    found = meanings(label)
    field = max(found, key=lambda each: found[each], default=None)
    if field is None or found[field] < 8 or field in NOT_LABELS:
        return "title" if label.lower() == "vacancy title" else None
    return field


def publisher_in(title: str) -> str:
    """The public body that a feed's title names ("Latest vacancies - Anytown Council"), or ''."""
    named = re.sub(r"\s+", " ", _ABOUT.sub(" ", plain_text(title)))
    named = re.sub(
        r"^(?:\W|\b(?:at|in|with|for|from|the|of|and)\b)+|(?:\W|\b(?:at|in|with|for|from|of|and)\b)+$",
        "",
        named.strip(),
    )
    parts = [part.strip() for part in re.split(r"\s[-–|:]\s|\||»", named) if _OWN.search(part)]
    return parts[0][:200] if len(parts) == 1 and len(parts[0].split()) > 1 else ""
