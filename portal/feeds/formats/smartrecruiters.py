"""SmartRecruiters postings interface: `{"content": […], "totalFound": …}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.formats.labelled_lines import filled
from portal.feeds.items import FeedDocument, FeedItem

KIND = "smartrecruiters"
NAME = "SmartRecruiters postings"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Postings of the company; further pages by offset."""
    whole = json_document(text_of(body, content_type))
    return document(KIND, listed(whole, "content"), _item, next_pages=_following(whole, address))


def _item(posting: dict[str, Any]) -> FeedItem:
    place = dig(posting, "location.fullLocation") or ", ".join(
        filter(None, (dig(posting, f"location.{name}") for name in ("city", "region", "country")))
    )
    company = dig(posting, "company.identifier") or dig(posting, "company.name")
    public = f"https://jobs.smartrecruiters.com/{company}/{dig(posting, 'id')}" if company else ""
    sections = posting.get("jobAd", {}).get("sections", {}) if isinstance(posting.get("jobAd"), dict) else {}
    facts = {
        dig(each, "fieldLabel"): dig(each, "valueLabel")
        for each in posting.get("customField") or []
        if isinstance(each, dict)
    }
    item = FeedItem(
        key=dig(posting, "uuid") or dig(posting, "id"),
        reference=dig(posting, "refNumber"),
        title=dig(posting, "name"),
        address=dig(posting, "postingUrl") or dig(posting, "applyUrl") or public,
        description="\n".join(dig(section, "text") for section in sections.values()),
        employer=dig(posting, "company.name"),
        locations=(place,) if place else (),
        posted=dig(posting, "releasedDate"),
        employment_type=dig(posting, "typeOfEmployment.label"),
        category=dig(posting, "department.label") or dig(posting, "function.label"),
        workplace="remote" if dig(posting, "location.remote") else "hybrid" if dig(posting, "location.hybrid") else "",
    )
    return filled(item, {label: value for label, value in facts.items() if label and value})


def _following(whole: Any, address: str) -> list[str]:
    try:
        total, offset, limit = (
            int(dig(whole, "totalFound") or 0),
            int(dig(whole, "offset") or 0),
            int(dig(whole, "limit") or 0),
        )
    except ValueError:
        return []
    if not limit or offset + limit >= total:
        return []
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    return [
        urlunsplit(parts._replace(query=urlencode({**query, "offset": start, "limit": limit})))
        for start in range(offset + limit, min(total, 2000), limit)
    ]
