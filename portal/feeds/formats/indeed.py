"""Indeed-style XML: `<source><job>` with one element a field."""

from __future__ import annotations

from lxml import etree

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import local, text_of, words, xml_tree
from portal.feeds.items import FeedDocument, FeedItem, FormatError

KIND = "indeed"
NAME = "Indeed-style XML"


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items of the file; raises FormatError when there is no `<job>` with a title."""
    root = xml_tree(text_of(body, content_type))
    jobs = [each for each in root.iter() if local(each) == "job"]
    if not jobs and local(root) != "source":
        raise FormatError("not_a_feed", "The document has no <job> entries.")
    publisher = words(next((each for each in root if local(each) == "publisher"), None))
    return document(KIND, jobs, _item, publisher=publisher)


def _item(job: etree._Element) -> FeedItem:
    facts = {local(each).lower(): words(each) for each in job if len(each) == 0}
    place = ", ".join(
        filter(None, (facts.get(name, "") for name in ("streetaddress", "city", "state", "postalcode", "country")))
    )
    return FeedItem(
        key=facts.get("referencenumber", "") or facts.get("requisitionid", ""),
        title=facts.get("title", ""),
        address=facts.get("url", ""),
        description=facts.get("description", ""),
        employer=facts.get("company", ""),
        locations=(place or facts.get("location", ""),) if place or facts.get("location") else (),
        salary=facts.get("salary", ""),
        posted=facts.get("date", ""),
        closing=facts.get("expirationdate", "") or facts.get("closingdate", ""),
        employment_type=facts.get("jobtype", ""),
        category=facts.get("category", ""),
        workplace=facts.get("remotetype", ""),
        reference=facts.get("referencenumber", ""),
    )
