"""RSS 0.9x, 1.0, 2.0 and Atom: lxml where the document is well formed, feedparser where it is not."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import CDATA, local, mended, refuse_dtd, strict_tree, text_of, words, xml_tree
from portal.feeds.formats.flattening import Record, flat
from portal.feeds.formats.labelled_lines import publisher_in
from portal.feeds.formats.vendor_facts import with_facts
from portal.feeds.items import FeedDocument, FeedItem, FormatError, Unreadable

XML = "{http://www.w3.org/XML/1998/namespace}"
MARKUP = {"div", "p", "ul", "ol", "table", "body", "html", "span", "section", "article", "br", "b", "strong", "dl"}
ROOTS = {"rss", "RDF", "feed", "channel"}
LONG_AUTHOR = re.compile(
    r"<(author|dc:creator|itunes:author|managingEditor|webMaster)\b([^>]*)>[^<]{200,}", re.IGNORECASE
)
ILL_FORMED = "The feed is not well-formed XML; what could be read was read."
CUT_OFF = "The document was cut off within this entry."
KNOWN = {
    "title",
    "link",
    "description",
    "summary",
    "content",
    "encoded",
    "guid",
    "id",
    "pubDate",
    "published",
    "updated",
    "date",
    "author",
    "creator",
    "category",
    "location",
    "comments",
    "source",
    "enclosure",
}
"""Elements with a field of their own; any other leaf element is kept as a labelled fact."""


def read(body: bytes, *, address: str, content_type: str = "", kind: str = "rss") -> FeedDocument:
    """Items of any RSS or Atom document; raises FormatError not_a_feed or forbidden_dtd."""
    text = text_of(body, content_type)
    if not text.strip():
        raise FormatError("not_a_feed", "The answer was empty.")
    refuse_dtd(text)
    if re.match(r"\s*(?:<!doctype html|<html)", text[:500], re.IGNORECASE):
        raise FormatError("not_a_feed", "The answer is a web page, not a feed.")
    root = strict_tree(_undeclared(text))
    if root is not None:
        return _of_tree(root, address, kind)
    repaired = _repaired(text)
    if repaired is None:
        return _loosely(text, address, kind)
    whole = _of_tree(repaired, address, kind)
    return replace(whole, warnings=(*whole.warnings, ILL_FORMED))


def _of_tree(root: etree._Element, address: str, kind: str) -> FeedDocument:
    if local(root) not in ROOTS:
        raise FormatError("not_a_feed", f"The document is <{local(root)}>, not an RSS or Atom feed.")
    entries = [each for each in root.iter() if local(each) in ("item", "entry")]
    base = _base(root, address)
    channel = next((each for each in root if local(each) == "channel"), root)
    title = words(_child(channel, "title"))
    publisher = words(_child(channel, "publisher")) or words(_child(channel, "creator")) or publisher_in(title)
    following = [
        urljoin(address, link.get("href", ""))
        for holder in {root, channel}
        for link in holder
        if local(link) == "link" and link.get("rel") == "next" and link.get("href")
    ]
    return document(
        kind,
        entries,
        lambda entry: _item(entry, base),
        title=title,
        publisher=publisher,
        next_pages=following[:1],
    )


def _repaired(text: str) -> etree._Element | None:
    """The tree of a whole document with small faults (an HTML entity, a bare `&`, a tag closed in another case).

    None where repairing would lose entries, or where the document stops before its end: feedparser reads those.
    """
    if not re.search(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*-->\s*)?$", text[-2000:], re.IGNORECASE):
        return None
    repaired = mended(_undeclared(text))
    root = strict_tree(repaired)
    if root is None:
        try:
            root = xml_tree(repaired)
        except FormatError:
            return None
        opened = len(re.findall(r"<(?:\w+:)?(?:item|entry)\b", CDATA.sub("", repaired)))
        if opened == 0 or opened != sum(1 for each in root.iter() if local(each) in ("item", "entry")):
            return None
    return root if local(root) in ROOTS else None


def _undeclared(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff \t\r\n")).lstrip()


def _base(root: etree._Element, address: str) -> str:
    base = root.get(f"{XML}base")
    if base:
        return urljoin(address, str(base))
    link = next(
        (each for each in root.iter() if local(each) == "link" and (each.text or "").strip().startswith("http")), None
    )
    return address or ((link.text or "").strip() if link is not None else "")


def _child(element: etree._Element, *names: str) -> etree._Element | None:
    return next((each for each in element if local(each) in names), None)


def _texts(entry: etree._Element, name: str) -> list[str]:
    return [words(each) for each in entry if local(each) == name]


def _item(entry: etree._Element, base: str) -> FeedItem:
    here = urljoin(base, entry.get(f"{XML}base") or "")
    bodies = [
        text
        for name in ("encoded", "content", "description", "summary")
        for text in _bodies(entry, name)
        if text.strip()
    ]
    key = words(_child(entry, "guid", "id")) or entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "")
    extra = {
        local(each): words(each)
        for each in entry
        if len(each) == 0 and local(each) not in KNOWN and (each.text or "").strip()
    }
    categories = [each.get("term") or (each.text or "") for each in entry if local(each) == "category"]
    item = FeedItem(
        key=key,
        title=words(_child(entry, "title")),
        address=_link(entry, here, key),
        description=max(bodies, key=len, default=""),
        employer=_author(entry),
        locations=tuple(filter(None, _texts(entry, "location"))),
        posted=words(_child(entry, "pubDate", "published", "date", "updated")),
        category="; ".join(filter(None, (each.strip() for each in categories[:20]))),
    )
    return _with_vendor_facts(_with_extra(item, extra), entry)


def _bodies(entry: etree._Element, name: str) -> list[str]:
    """The texts of these elements, but for those that hold a vendor's own record instead of markup."""
    return [words(each) for each in entry if local(each) == name and not _vendor_records(each)]


def _with_extra(item: FeedItem, extra: dict[str, str]) -> FeedItem:
    """The publisher's own elements put in the fields that their names mean; the rest kept as labelled facts."""
    return with_facts(item, {name: [((), text)] for name, text in extra.items()}) if extra else item


def _with_vendor_facts(item: FeedItem, entry: etree._Element) -> FeedItem:
    for element in entry:
        for record in _vendor_records(element):
            item = with_facts(item, flat(Record(record)))
    return item


def _vendor_records(element: etree._Element) -> list[etree._Element]:
    """Elements inside an entry's element that are a record of facts and not markup, as some vendors put in content."""
    if local(element) in ("author", "source", "link", "contributor") or len(element) == 0:
        return []
    if local(element) not in ("content", "description", "summary", "encoded"):
        return [element] if all(len(child) == 0 for child in element) and len(element) > 1 else []
    return [
        child
        for child in element
        if len(child) > 2 and local(child).lower() not in MARKUP and "xhtml" not in str(child.tag)
    ]


def _author(entry: etree._Element) -> str:
    found = _child(entry, "creator", "author")
    if found is None:
        return ""
    name = _child(found, "name")
    text = words(name) if name is not None else (found.text or "").strip()
    return "" if "@" in text else text[:300]


def _link(entry: etree._Element, base: str, key: str) -> str:
    links = [each for each in entry if local(each) == "link"]
    alternate = [each for each in links if each.get("rel", "alternate") == "alternate"]
    for link in alternate + links:
        address = (link.get("href") or link.text or "").strip()
        if address:
            return urljoin(base, str(address))
    return key if key.startswith(("http://", "https://")) else ""


def _loosely(text: str, address: str, kind: str) -> FeedDocument:
    """Ill-formed documents: feedparser repairs what it can. Its dates, sanitiser and address rules are not used."""
    guarded = LONG_AUTHOR.sub(r"<\1\2>", text)
    if not re.search(r"<(?:rss|feed|rdf:RDF|channel|item|entry)\b", guarded[:20_000], re.IGNORECASE):
        raise FormatError("not_a_feed", "The document is neither RSS nor Atom.")
    if re.search(r"(?:<[a-z][^>]*>\s*){200}", guarded[:200_000], re.IGNORECASE):
        raise FormatError("parse_limit", "The document is nested too deeply.")
    parsed = feedparser.parse(io.BytesIO(guarded.encode("utf-8")), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version and not parsed.entries:
        raise FormatError("not_a_feed", "The document is neither RSS nor Atom.")
    whole = re.search(r"</(?:rss|feed|rdf:RDF)\s*>\s*$", guarded[-500:], re.IGNORECASE) is not None
    warnings = [ILL_FORMED]
    entries = list(parsed.entries)
    half = entries.pop() if entries and not whole and _ends_inside_entry(guarded) else None
    found = document(
        kind,
        entries,
        lambda entry: _loose_item(entry, address),
        title=str(parsed.feed.get("title", "")),
        complete=whole,
        warnings=warnings if whole else [*warnings, "The feed seems to have been cut off."],
    )
    if half is None:
        return found
    return replace(found, unreadable=(*found.unreadable, Unreadable(CUT_OFF, str(half.get("title", ""))[:500])))


def _ends_inside_entry(text: str) -> bool:
    """Whether the document stops within an entry, so that its last one is half of what the source has."""
    opened = max(text.rfind("<item"), text.rfind("<entry"))
    return opened > max(text.rfind("</item"), text.rfind("</entry"))


def _loose_item(entry: Any, address: str) -> FeedItem:
    bodies = [str(each.get("value", "")) for each in entry.get("content", [])] + [str(entry.get("summary", ""))]
    key = str(entry.get("id", ""))
    author = str(entry.get("author", ""))
    return FeedItem(
        key=key,
        title=str(entry.get("title", "")),
        address=urljoin(address, str(entry.get("link", "") or (key if key.startswith("http") else ""))),
        description=max(bodies, key=len),
        employer="" if "@" in author else author[:300],
        posted=str(entry.get("published") or entry.get("updated") or ""),
        category="; ".join(str(each.get("term") or "") for each in entry.get("tags", [])[:20]),
    )


def records(text: str, name: str) -> list[etree._Element]:
    """Every element of this local name in an XML document."""
    return [each for each in xml_tree(text).iter() if local(each) == name]
