"""Atom."""

from portal.feeds.formats import syndication
from portal.feeds.items import FeedDocument

KIND = "atom"
NAME = "Atom"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items of an Atom document."""
    return syndication.read(body, address=address, content_type=content_type, kind=KIND)
