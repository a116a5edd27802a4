"""The NHS Jobs search interface, `/api/v1/search_xml`."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import local, text_of, words, xml_tree
from portal.feeds.items import FeedDocument, FeedItem, FormatError

KIND = "nhs_jobs"
NAME = "NHS Jobs search XML"
MAX_PAGES = 200


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Vacancies of one page of the search; `next_pages` are the pages after it."""
    root = xml_tree(text_of(body, content_type))
    if local(root) != "nhsJobs":
        raise FormatError("not_a_feed", f"The document is <{local(root)}>, not an NHS Jobs search.")
    records = [each for each in root if local(each) == "vacancyDetails"]
    following = _following(root, address)
    return document(KIND, records, _item, next_pages=following, complete=True)


def _fact(record: etree._Element, name: str) -> str:
    return words(next((each for each in record if local(each) == name), None))


def _item(record: etree._Element) -> FeedItem:
    places = [words(each) for each in record.iter() if local(each) == "location"]
    return FeedItem(
        key=_fact(record, "id"),
        reference=_fact(record, "reference"),
        title=_fact(record, "title"),
        address=_fact(record, "url"),
        description=_fact(record, "description"),
        employer=_fact(record, "employer"),
        locations=tuple(place for place in places if place),
        salary=_fact(record, "salary"),
        posted=_fact(record, "postDate"),
        closing=_fact(record, "closeDate"),
        contract=_fact(record, "type"),
    )


def _following(root: etree._Element, address: str) -> list[str]:
    total = _fact(root, "totalPages")
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    try:
        present, last = int(query.get("page", "1")), min(int(total or "1"), MAX_PAGES)
    except ValueError:
        return []
    return [
        urlunsplit(parts._replace(query=urlencode({**query, "page": page}))) for page in range(present + 1, last + 1)
    ]
