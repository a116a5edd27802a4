"""schema.org JobPosting: JSON-LD inside a web page, or as a document of its own (the Teaching Vacancies API)."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, spelt, text_of
from portal.feeds.items import FeedDocument, FeedItem, FormatError

KIND = "job_posting"
NAME = "Web page with schema.org JobPosting"
UNITS = {"YEAR": "a year", "MONTH": "a month", "WEEK": "a week", "DAY": "a day", "HOUR": "an hour"}
MAX_LINKS = 500
_CONTROL = re.compile(r"[\x00-\x1f]")


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Every JobPosting of the page; `next_pages` are the adverts that an ItemList or the API's paging names."""
    text = text_of(body, content_type)
    things = list(_things(text))
    postings = [each for each in things if _is(each, "JobPosting")]
    pages = [page for each in things for page in _linked(each, address)]
    if not postings and not pages:
        raise FormatError("not_a_feed", "The page has no JobPosting data.")
    return document(
        KIND,
        postings,
        lambda posting: item_of_posting(posting, address=address if len(postings) == 1 else ""),
        next_pages=list(dict.fromkeys(pages))[:MAX_LINKS],
        complete=len(postings) != 1 or bool(pages),
    )


def _things(text: str) -> list[Any]:
    stripped = text.lstrip("\ufeff \t\r\n")
    sources = (
        [stripped]
        if stripped[:1] in "{["
        else [node.text(strip=False) for node in LexborHTMLParser(text).css('script[type*="ld+json"]')]
    )
    found: list[Any] = []
    for source in sources:
        try:
            whole = json.loads(_CONTROL.sub(" ", source))
        except (ValueError, RecursionError):
            continue
        _collect(whole, found, depth=0)
    return found


def _collect(value: Any, found: list[Any], *, depth: int) -> None:
    if depth > 6:
        return
    if isinstance(value, list):
        for each in value[:5000]:
            _collect(each, found, depth=depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "links" in value:
            found.append(value)
        for name in ("@graph", "data", "jobs", "results", "items", "itemListElement", "item", "mainEntity"):
            if isinstance(value.get(name), list | dict):
                _collect(value[name], found, depth=depth + 1)


def _is(thing: Any, kind: str) -> bool:
    types = thing.get("@type") if isinstance(thing, dict) else None
    return kind in ([types] if isinstance(types, str) else types or [])


def _linked(thing: dict[str, Any], address: str) -> list[str]:
    following = dig(thing, "links.next")
    if following:
        return [urljoin(address, following)]
    if not _is(thing, "ItemList"):
        return []
    links = []
    for element in thing.get("itemListElement") or []:
        if isinstance(element, dict) and not _is(element.get("item"), "JobPosting"):
            link = dig(element, "url") or dig(element, "item.url") or dig(element, "item.@id") or dig(element, "item")
            if link:
                links.append(urljoin(address, link))
    return links


def item_of_posting(posting: dict[str, Any], *, address: str = "") -> FeedItem:
    """One JobPosting. Its printed salary text is preferred to figures that sites guess."""
    identifier = posting.get("identifier")
    key = dig(identifier, "value") if isinstance(identifier, dict) else spelt(identifier)
    link = dig(posting, "url") or address or dig(posting, "mainEntityOfPage") or dig(posting, "@id")
    return FeedItem(
        key=key or dig(posting, "@id"),
        title=html.unescape(dig(posting, "title") or dig(posting, "name")),
        address=urljoin(address, link),
        description=_description(posting),
        employer=html.unescape(dig(posting, "hiringOrganization.name") or spelt(posting.get("hiringOrganization"))),
        locations=_locations(posting),
        salary=html.unescape(_salary(posting)),
        posted=dig(posting, "datePosted"),
        closing=dig(posting, "validThrough"),
        employment_type=dig(posting, "employmentType"),
        workplace="remote" if "TELECOMMUTE" in dig(posting, "jobLocationType").upper() else "",
        category=dig(posting, "industry") or dig(posting, "occupationalCategory"),
        reference=key,
        extra={
            name: value
            for name, value in (
                ("Hours", dig(posting, "workHours")),
                ("Job role", dig(posting, "jobRole")),
            )
            if value
        },
    )


def _description(posting: dict[str, Any]) -> str:
    parts = [dig(posting, name) for name in ("description", "responsibilities", "qualifications", "skills")]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _locations(posting: dict[str, Any]) -> tuple[str, ...]:
    places = posting.get("jobLocation")
    found = []
    for place in (places if isinstance(places, list) else [places])[:50]:
        if isinstance(place, str):
            found.append(place)
        elif isinstance(place, dict):
            where = place.get("address", place)
            if isinstance(where, str):
                found.append(where)
            elif isinstance(where, dict):
                parts = [
                    spelt(where.get(name))
                    for name in ("streetAddress", "addressLocality", "addressRegion", "postalCode")
                ]
                found.append(", ".join(dict.fromkeys(part for part in parts if part)))
    return tuple(dict.fromkeys(html.unescape(place).strip() for place in found if place))


def _salary(posting: dict[str, Any]) -> str:
    base = posting.get("baseSalary", posting.get("salary"))
    if not isinstance(base, dict):
        return spelt(base)
    value = base.get("value", base)
    if not isinstance(value, dict):
        return _priced(spelt(value), spelt(base.get("unitText")), spelt(base.get("currency")))
    printed = spelt(value.get("value"))
    if printed and not re.fullmatch(r"[\d.,\s]+", printed):
        return printed
    low, high = spelt(value.get("minValue")), spelt(value.get("maxValue"))
    figure = f"{low} to {high}" if low and high and low != high else low or high or printed
    return _priced(figure, spelt(value.get("unitText")) or spelt(base.get("unitText")), spelt(base.get("currency")))


def _priced(figure: str, unit: str, currency: str) -> str:
    if not figure or not re.fullmatch(r"[\d.,]+(?: to [\d.,]+)?", figure):
        return figure
    sign = "£" if currency in ("", "GBP") else f"{currency} "
    amounts = " to ".join(sign + amount for amount in figure.split(" to "))
    return f"{amounts} {UNITS.get(unit.upper(), '')}".strip()
