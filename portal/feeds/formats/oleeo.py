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


_HOST = re.compile(r"https?://([a-z0-9-]+)\.tal\.net/", re.IGNORECASE)
TENANTS = {"justicejobs": "Ministry of Justice", "policescotland": "Police Scotland"}
"""Whose a site is where its name does not say so plainly."""


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items with their labelled facts in the fields. The site's name says whose jobs they are, where no entry does."""
    whole = syndication.read(body, address=address, content_type=content_type, kind=KIND)
    items = tuple(_understood(item) for item in whole.items)
    return replace(whole, items=items, publisher=whole.publisher or _tenant(address, items))


def _tenant(address: str, items: tuple[FeedItem, ...]) -> str:
    """`Anytown` for anytown.tal.net, or for anytown-careers.tal.net."""
    host = next(
        (found for where in (address, *(item.address for item in items[:1])) if (found := _HOST.match(where))), None
    )
    if host is None:
        return ""
    name = host.group(1).lower()
    plain = re.sub(r"-?(?:jobs|careers|recruitment|vacancies)$", "", name).replace("-", " ").strip()
    return TENANTS.get(name) or plain.title()


def _understood(item: FeedItem) -> FeedItem:
    spans = {
        _label(name): _value(value)
        for name, value in _SPAN.findall(item.description)
        if _value(value).lower() not in NOTHING
    }
    if not spans:
        return filled(item, labelled(item.description))
    body = spans.pop("Job description", "")
    known = filled(item, spans)
    return replace(known, description=body, title=item.title or spans.get("Job title", "")) if body else known


def _label(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", name).capitalize()


def _value(inner: str) -> str:
    return html.unescape(html.unescape(re.sub(r"<[^>]+>", " ", inner))).strip()
