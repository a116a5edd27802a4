"""Teamtailor: a JSON Feed 1.1 whose items carry a JobPosting."""

from __future__ import annotations

from dataclasses import replace

from portal.feeds.formats import json_feed
from portal.feeds.items import FeedDocument

KIND = "teamtailor"
NAME = "Teamtailor feed"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Jobs of the career site."""
    return replace(json_feed.read(body, address=address, content_type=content_type), kind=KIND)
