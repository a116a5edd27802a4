"""Personio XML: `<workzag-jobs><position>`."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import local, text_of, words, xml_tree
from portal.feeds.items import FeedDocument, FeedItem, FormatError

KIND = "personio"
NAME = "Personio XML"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Positions of the career site; an advert's address is made from the site's and the position's number."""
    root = xml_tree(text_of(body, content_type))
    if local(root) != "workzag-jobs":
        raise FormatError("not_a_feed", f"The document is <{local(root)}>, not a Personio list.")
    host = urlsplit(address).hostname or ""
    return document(KIND, [each for each in root if local(each) == "position"], lambda position: _item(position, host))


def _item(position: etree._Element, host: str) -> FeedItem:
    facts = {local(each): words(each) for each in position if len(each) == 0}
    offices = [words(each) for each in position.iter() if local(each) == "office"]
    parts = [
        f"<h3>{words(_part(each, 'name'))}</h3>{words(_part(each, 'value'))}"
        for each in position.iter()
        if local(each) == "jobDescription"
    ]
    number = facts.get("id", "")
    return FeedItem(
        key=number,
        title=facts.get("name", ""),
        address=f"https://{host}/job/{number}" if host and number else "",
        description="\n".join(parts),
        employer=facts.get("subcompany", ""),
        locations=tuple(dict.fromkeys(filter(None, offices))),
        posted=facts.get("createdAt", ""),
        employment_type=facts.get("employmentType", ""),
        pattern=facts.get("schedule", ""),
        category=facts.get("department", "") or facts.get("recruitingCategory", ""),
    )


def _part(element: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in element if local(each) == name), None)
