"""RSS in all its versions."""

from portal.feeds.formats import syndication
from portal.feeds.items import FeedDocument

KIND = "rss"
NAME = "RSS 0.9x, 1.0, 2.0"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items of an RSS document."""
    return syndication.read(body, address=address, content_type=content_type, kind=KIND)
