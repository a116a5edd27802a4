"""Workable widget interface: `{"name": …, "jobs": […]}`."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.items import FeedDocument, FeedItem

KIND = "workable"
NAME = "Workable board"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Jobs of the account; its name is the publisher."""
    whole = json_document(text_of(body, content_type))
    return document(KIND, listed(whole, "jobs", "results"), _item, publisher=dig(whole, "name"))


def _item(job: dict[str, Any]) -> FeedItem:
    place = ", ".join(filter(None, (dig(job, name) for name in ("city", "state", "country")))) or dig(
        job, "location.location_str"
    )
    several = [
        ", ".join(filter(None, (dig(each, name) for name in ("city", "region", "country"))))
        for each in job.get("locations") or []
        if isinstance(each, dict)
    ]
    places = several if len(several) > 1 else [place]
    return FeedItem(
        key=dig(job, "shortcode") or dig(job, "id"),
        reference=dig(job, "code"),
        title=dig(job, "title"),
        address=dig(job, "url") or dig(job, "shortlink") or dig(job, "application_url"),
        description=dig(job, "description"),
        locations=tuple(dict.fromkeys(filter(None, places))),
        posted=dig(job, "published_on") or dig(job, "created_at"),
        employment_type=dig(job, "employment_type"),
        workplace="remote" if job.get("telecommuting") else dig(job, "workplace_type"),
        category=dig(job, "department") or dig(job, "function"),
    )
