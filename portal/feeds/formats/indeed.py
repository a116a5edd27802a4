"""Indeed-style XML: `<source><job>` with one element a field."""

from __future__ import annotations

from lxml import etree

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import local, text_of, words, xml_tree
from portal.feeds.formats.flattening import Record, flat
from portal.feeds.formats.mapped import machine_date
from portal.feeds.formats.vendor_facts import with_facts
from portal.feeds.items import FeedDocument, FeedItem, FormatError
from portal.feeds.naming import folded

KIND = "indeed"
NAME = "Indeed-style XML"
OWN = {"title", "url", "link", "description", "company", "streetaddress", "city", "location", "state", "region", "county"} | {
    "postalcode", "postcode", "country", "salary", "date", "expirationdate", "jobtype", "category", "remotetype", "referencenumber", "postedat", "jobreference",
}  # fmt: skip


def read(body: bytes, *, address: str, content_type: str = "") -> FeedDocument:
    """Items of the file; raises FormatError when there is no `<job>` with a title."""
    root = xml_tree(text_of(body, content_type))
    jobs = [each for each in root.iter() if local(each) == "job"]
    if not jobs and local(root) != "source":
        raise FormatError("not_a_feed", "The document has no <job> entries.")
    publisher = words(next((each for each in root if local(each) == "publisher"), None))
    return document(KIND, jobs, _item, publisher=publisher)


def _item(job: etree._Element) -> FeedItem:
    facts = {folded(local(each)): words(each) for each in job if len(each) == 0}

    def first(*names: str) -> str:
        return next((facts[name] for name in names if facts.get(name)), "")

    town = first("streetaddress"), first("city") or first("location"), first("state", "region", "county")
    place = ", ".join(dict.fromkeys(filter(None, (*town, first("postalcode", "postcode", "zip"), first("country")))))
    item = FeedItem(
        key=first("referencenumber", "jobreference", "requisitionid", "guid", "id"),
        title=first("title", "jobtitle"),
        address=first("url", "link", "joburl"),
        description=first("description", "jobdescription", "body"),
        employer=first("company", "companyname", "employer"),
        locations=(place,) if place else (),
        salary=first("salary"),
        posted=machine_date(first("date", "postedat", "dateposted", "pubdate")),
        closing=machine_date(first("expirationdate", "closingdate", "expirydate", "validthrough")),
        employment_type=first("jobtype", "employmenttype"),
        category=first("category"),
        workplace=first("remotetype"),
        reference=first("referencenumber", "jobreference"),
    )
    rest = {path: values for path, values in flat(Record(job)).items() if folded(path) not in OWN}
    return with_facts(item, rest)
