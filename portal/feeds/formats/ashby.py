"""Ashby posting interface: `{"jobs": […]}`."""

from __future__ import annotations

from typing import Any

from portal.feeds.formats.boards import account_in, document
from portal.feeds.formats.bytes_reading import dig, json_document, listed, text_of
from portal.feeds.items import FeedDocument, FeedItem

KIND = "ashby"
NAME = "Ashby board"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Jobs of the board that are listed; their addresses name whose it is."""
    jobs = listed(json_document(text_of(body, content_type)), "jobs")
    shown = [job for job in jobs if not (isinstance(job, dict) and job.get("isListed") is False)]
    publisher = account_in(r"jobs\.ashbyhq\.com/([\w.%-]+)", shown, "jobUrl")
    return document(KIND, shown, _item, publisher=publisher)


def _item(job: dict[str, Any]) -> FeedItem:
    places = [dig(job, "location"), *(dig(each, "location") for each in job.get("secondaryLocations") or [])]
    return FeedItem(
        key=dig(job, "id"),
        title=dig(job, "title"),
        address=dig(job, "jobUrl") or dig(job, "applyUrl"),
        description=dig(job, "descriptionHtml") or dig(job, "descriptionPlain"),
        locations=tuple(filter(None, places)),
        salary=dig(job, "compensation.scrapeableCompensationSalarySummary")
        or dig(job, "compensation.compensationTierSummary"),
        posted=dig(job, "publishedAt"),
        closing=dig(job, "applicationDeadline"),
        employment_type=dig(job, "employmentType"),
        workplace=dig(job, "workplaceType") or ("remote" if job.get("isRemote") else ""),
        category=dig(job, "department"),
    )
