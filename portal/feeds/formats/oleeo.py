"""Oleeo (tal.net) boards: Atom with `Label:Value` lines in XHTML, or RSS with `itemprop` spans."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from portal.feeds.formats import syndication
from portal.feeds.formats.labelled_lines import NOTHING, filled, labelled
from portal.feeds.items import FeedDocument, FeedItem

KIND = "oleeo"
NAME = "Oleeo vacancy feed"
_SPAN = re.compile(r"<span[^>]*itemprop=[\"']([\w -]+)[\"'][^>]*>(.*?)</span>", re.IGNORECASE | re.DOTALL)


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items with their labelled facts in the fields."""
    whole = syndication.read(body, address=address, content_type=content_type, kind=KIND)
    return replace(whole, items=tuple(_understood(item) for item in whole.items))


def _understood(item: FeedItem) -> FeedItem:
    spans = {
        _label(name): _value(value)
        for name, value in _SPAN.findall(item.description)
        if _value(value).lower() not in NOTHING
    }
    facts = spans or labelled(item.description)
    return filled(item, facts)


def _label(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", name).capitalize()


def _value(inner: str) -> str:
    return html.unescape(html.unescape(re.sub(r"<[^>]+>", " ", inner))).strip()
