"""schema.org JobPosting: JSON-LD, microdata or RDFa inside a web page, or as a document of its own (the Teaching Vacancies API)."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import dig, spelt, text_of
from portal.feeds.formats.job_links import OF_JOBS, job_links
from portal.feeds.formats.microdata import scope
from portal.feeds.formats.pay_words import pay_in_words
from portal.feeds.items import FeedDocument, FeedItem, FormatError

KIND = "job_posting"
NAME = "Web page with schema.org JobPosting"
MAX_LINKS = 500
_CONTROL = re.compile(r"[\x00-\x1f]")
_WRAPPED = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_LAST_COMMA = re.compile(r",\s*([}\]])")


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Every JobPosting of the page. `next_pages` are the job pages that an ItemList, a sitemap or the page's own links
    lead to, or what the API's paging names."""
    text = text_of(body, content_type)
    things = list(_things(text))
    postings = [each for each in things if _is(each, "JobPosting")]
    pages = [page for each in things for page in _linked(each, address)]
    if not postings and not pages and text.lstrip("\ufeff \t\r\n")[:1] == "<":
        pages = job_links(text, address)
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
    if stripped[:1] in ("{", "["):
        return _told(stripped)
    tree = LexborHTMLParser(text)
    found: list[Any] = []
    for node in tree.css('script[type*="ld+json"]'):
        found += _told(node.text(strip=False))
    if not any(_is(thing, "JobPosting") for thing in found):
        found += [scope(node) for node in tree.css('[itemtype*="schema.org/JobPosting"], [typeof*="JobPosting"]')]
    return found


def _told(source: str) -> list[Any]:
    """The things that a script's JSON names. Sites wrap it in comments, escape it, and leave commas at ends."""
    plain = _CONTROL.sub(" ", _WRAPPED.sub("", source)).strip()
    for attempt in (plain, _LAST_COMMA.sub(r"\1", plain), html.unescape(plain)):
        try:
            whole = json.loads(attempt)
        except (ValueError, RecursionError):
            continue
        found: list[Any] = []
        _collect(whole, found, depth=0)
        return found
    return []


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
    jobs = [link for link in links if OF_JOBS.search(link)]
    return links if len(jobs) * 2 > len(links) or OF_JOBS.search(address) else []


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
        employer=html.unescape(_employer(posting.get("hiringOrganization"))),
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


def _employer(given: Any) -> str:
    """The name; of several organisations the first, and the parent of one that is only a department of it."""
    if isinstance(given, list):
        return next((name for each in given if (name := _employer(each))), "")
    if isinstance(given, dict):
        return dig(given, "name") or dig(given, "legalName") or dig(given, "parentOrganization.name")
    return spelt(given)


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
        return _priced(spelt(value), "", base, {})
    printed = spelt(value.get("value"))
    if printed and not re.fullmatch(r"[\d.,\s]+", printed):
        return printed
    low, high = spelt(value.get("minValue")), spelt(value.get("maxValue"))
    return _priced(low or printed, high, base, value)


def _priced(low: str, high: str, base: dict[str, Any], value: dict[str, Any]) -> str:
    currency = spelt(base.get("currency")) or spelt(value.get("currency"))
    return pay_in_words(
        low, high, currency=currency, period=spelt(value.get("unitText")) or spelt(base.get("unitText"))
    )
