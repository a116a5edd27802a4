"""The same search for machines: Atom, RSS and JSON, unchanged byte for byte while nothing changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as Xml

from portal.search.presenting import heading_of, pay_of
from portal.search.rows import ResultRow
from portal.search.searching import Results
from portal.search.typed import SearchForm
from portal.vacancies import queries
from portal.web import words

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
ENTRIES = 50
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Xml.register_namespace("atom", ATOM)
Xml.register_namespace("content", CONTENT)


def newest_change(results: Results) -> datetime:
    """When anything in the feed last changed; the epoch for an empty one, so that it too stays the same."""
    return max((vacancy.updated_at for vacancy in results.rows), default=datetime(1970, 1, 1, tzinfo=UTC))


def as_atom(
    form: SearchForm, results: Results, *, base: str, site: str, society: str, texts: Mapping[str, str]
) -> bytes:
    """An Atom feed of a page of results; an entry's id is the vacancy's address, which never changes.

    `texts` are the full texts that the reader may see, by reference.
    """
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _say(feed, "title", f"{heading_of(form, results.page.total)} – {site}")
    _say(feed, "id", base + form.address())
    _say(feed, "updated", _iso(newest_change(results)))
    Xml.SubElement(
        feed, "link", {"rel": "self", "type": "application/atom+xml", "href": base + form.address("/vacancies.atom")}
    )
    Xml.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": base + form.address()})
    if results.page.page < results.page.pages:
        Xml.SubElement(
            feed, "link", {"rel": "next", "href": base + form.address("/vacancies.atom", page=results.page.page + 1)}
        )
    _say(Xml.SubElement(feed, "author"), "name", society)
    for vacancy in results.rows:
        entry = Xml.SubElement(feed, "entry")
        _say(entry, "title", vacancy.title)
        _say(entry, "id", _address(vacancy, base))
        Xml.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _address(vacancy, base)})
        _say(entry, "published", _iso(vacancy.first_seen))
        _say(entry, "updated", _iso(vacancy.updated_at))
        _say(entry, "summary", summary_of(vacancy))
        if text := texts.get(vacancy.reference):
            _say(entry, "content", text).set("type", "html")
        for term in filter(None, (vacancy.sector, vacancy.role_family)):
            Xml.SubElement(entry, "category", {"term": term, "label": words.name_of(term)})
    return _bytes(feed)


def as_rss(form: SearchForm, results: Results, *, base: str, site: str, texts: Mapping[str, str]) -> bytes:
    """An RSS 2.0 feed of a page of results; `texts` are the full texts that the reader may see, by reference."""
    rss = Xml.Element("rss", {"version": "2.0"})
    channel = Xml.SubElement(rss, "channel")
    _say(channel, "title", f"{heading_of(form, results.page.total)} – {site}")
    _say(channel, "link", base + form.address())
    _say(channel, "description", "Public-sector digital and IT vacancies in the United Kingdom")
    _say(channel, "language", "en-GB")
    _say(channel, "lastBuildDate", format_datetime(newest_change(results)))
    Xml.SubElement(
        channel,
        f"{{{ATOM}}}link",
        {"rel": "self", "type": "application/rss+xml", "href": base + form.address("/vacancies.rss")},
    )
    for vacancy in results.rows:
        item = Xml.SubElement(channel, "item")
        _say(item, "title", escape(vacancy.title) if "<" in vacancy.title else vacancy.title)
        _say(item, "link", _address(vacancy, base))
        _say(item, "guid", _address(vacancy, base)).set("isPermaLink", "true")
        _say(item, "pubDate", format_datetime(vacancy.first_seen))
        # Readers of RSS take a description for HTML, so plain text goes in escaped once more.
        _say(item, "description", escape(summary_of(vacancy)))
        if text := texts.get(vacancy.reference):
            _say(item, f"{{{CONTENT}}}encoded", text)
        for term in filter(None, (vacancy.sector, vacancy.role_family)):
            _say(item, "category", words.name_of(term))
    return _bytes(rss)


def as_json(form: SearchForm, results: Results, *, whole: bool) -> dict[str, Any]:
    """The contract's JSON of a search; `problems` names the fields that could not be used and were left out.

    `whole` is with what only members in standing see.
    """
    page = results.page
    return {
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "suggestion": page.suggestion,
        "unstated": page.unstated,
        "wider": [{"within": miles, "total": count} for miles, count in page.wider],
        "notice": results.notice,
        "problems": form.problems,
        "results": queries.records_for([row.reference for row in results.rows], whole=whole),
        "facets": {name: {count.value: count.count for count in counts} for name, counts in page.facets.items()},
    }


def summary_of(vacancy: ResultRow) -> str:
    """Employer, place, pay and closing time in a line, then the beginning of the advert; plain text."""
    places = words.listed(list(vacancy.places), most=3)
    closes = f"Closes at {words.long_time(vacancy.closes_at)}" if vacancy.closes_at else "No closing date stated"
    facts = ". ".join(filter(None, (vacancy.employer_name, places, pay_of(vacancy), closes)))
    return f"{facts}. {vacancy.excerpt}".strip()


def _say(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    element = Xml.SubElement(parent, name)
    element.text = _NOT_XML.sub("", text)
    return element


def _address(vacancy: ResultRow, base: str) -> str:
    return f"{base}/vacancies/{vacancy.reference}"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _bytes(root: Xml.Element) -> bytes:
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))
