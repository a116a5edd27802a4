import json

import pytest

from portal.feeds.formats import job_posting
from portal.feeds.items import FeedItem, FormatError

HERE = "https://jobs.anyborough.example/vacancy/7"
POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Network &amp; Telephony Engineer",
    "identifier": {"@type": "PropertyValue", "name": "Anyborough", "value": "AB-7"},
    "description": "<p>Keep the lines up.</p>",
    "datePosted": "2026-11-20",
    "validThrough": "2026-12-13T23:59",
    "employmentType": ["FULL_TIME", "TEMPORARY"],
    "hiringOrganization": {"@type": "Organization", "name": "Anyborough Council"},
    "jobLocation": [
        {"@type": "Place", "address": {"addressLocality": "Anyborough", "postalCode": "AB1 2CD"}},
        {"@type": "Place", "address": "Depot, Otherham"},
    ],
    "jobLocationType": "TELECOMMUTE",
    "baseSalary": {"currency": "GBP", "value": {"minValue": 31586, "maxValue": "34314.50", "unitText": "YEAR"}},
    "workHours": "37 a week",
}


def page(*scripts: str, body: str = "") -> bytes:
    inner = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<!doctype html><html><head>{inner}</head><body>{body}</body></html>".encode()


def only(body: bytes) -> FeedItem:
    whole = job_posting.read(body, address=HERE)
    assert whole.entries == len(whole.items) == 1
    return whole.items[0]


def test_a_posting_in_full() -> None:
    assert only(page(json.dumps(POSTING))) == FeedItem(
        key="AB-7",
        reference="AB-7",
        title="Network & Telephony Engineer",
        address=HERE,
        description="<p>Keep the lines up.</p>",
        employer="Anyborough Council",
        locations=("Anyborough, AB1 2CD", "Depot, Otherham"),
        salary="£31,586 to £34,314.50 a year",
        posted="2026-11-20",
        closing="2026-12-13T23:59",
        employment_type="FULL_TIME; TEMPORARY",
        workplace="remote",
        extra={"Hours": "37 a week"},
    )


@pytest.mark.parametrize(
    "script",
    [
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, POSTING]}),
        json.dumps([{"@type": "BreadcrumbList"}, POSTING]),
        json.dumps({"@type": "WebPage", "mainEntity": POSTING}),
        f"<!-- {json.dumps(POSTING)} -->",
        f"//<![CDATA[\n{json.dumps(POSTING)}\n//]]>",
        json.dumps(POSTING)[:-1] + ",}",
        json.dumps(POSTING).replace("Keep the lines", "Keep\nthe lines"),
        json.dumps({**POSTING, "@type": ["JobPosting", "Thing"]}),
    ],
)
def test_however_the_script_wraps_it(script: str) -> None:
    assert only(page(script)).key == "AB-7"


def test_one_script_that_cannot_be_read_does_not_hide_another() -> None:
    assert only(page("{ broken", json.dumps(POSTING))).key == "AB-7"


MICRODATA = """<div itemscope itemtype="http://schema.org/JobPosting">
  <h1 itemprop="title">Database Administrator</h1><a itemprop="url" href="/vacancy/8">More</a>
  <span itemprop="hiringOrganization" itemscope itemtype="http://schema.org/Organization"><b itemprop="name">Otherham Council</b></span>
  <div itemprop="jobLocation" itemscope itemtype="http://schema.org/Place"><p itemprop="address" itemscope>
     <span itemprop="addressLocality">Otherham</span> <span itemprop="postalCode">OT1 1AA</span></p></div>
  <time itemprop="datePosted" datetime="2026-11-20">20 November</time><meta itemprop="validThrough" content="2026-12-04">
  <div itemprop="description"><p>Mind the <b>tables</b>.</p></div></div>"""


def test_microdata_and_rdfa_say_the_same() -> None:
    rdfa = MICRODATA.replace("itemprop=", "property=").replace("itemscope itemtype=\"http://schema.org/", 'typeof="').replace("itemscope", 'typeof="PostalAddress"')  # fmt: skip
    for body in (MICRODATA, rdfa):
        item = only(page(body=body))
        assert (item.title, item.employer, item.locations) == (
            "Database Administrator",
            "Otherham Council",
            ("Otherham, OT1 1AA",),
        )
        assert (item.address, item.posted, item.closing) == (
            "https://jobs.anyborough.example/vacancy/8",
            "2026-11-20",
            "2026-12-04",
        )
        assert "<b>tables</b>" in item.description


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        ("£30,000 - £35,000", "£30,000 - £35,000"),
        (
            {"value": {"value": "Band 6 £37,338 to £44,962 a year", "unitText": "YEAR"}},
            "Band 6 £37,338 to £44,962 a year",
        ),
        ({"currency": "GBP", "value": 28000}, "£28,000"),
        ({"currency": "GBP", "value": {"value": 14.5, "unitText": "HOUR"}}, "£14.50 an hour"),
        ({"currency": "GBP", "minValue": 400, "maxValue": 450, "unitText": "DAY"}, "£400 to £450 a day"),
        ({"currency": "GBP", "value": {"minValue": 0, "maxValue": 0, "unitText": "YEAR"}}, ""),
        (None, ""),
    ],
)
def test_pay_in_every_shape(salary: object, expected: str) -> None:
    assert only(page(json.dumps({**POSTING, "baseSalary": salary}))).salary == expected


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        ("Otherham Council", "Otherham Council"),
        ([{"name": "Digital"}, {"name": "Otherham Council"}], "Digital"),
        ({"legalName": "Otherham Borough Council"}, "Otherham Borough Council"),
        ({"parentOrganization": {"name": "NHS Otherham"}}, "NHS Otherham"),
        ({}, ""),
    ],
)
def test_the_employer_in_every_shape(organisation: object, expected: str) -> None:
    assert only(page(json.dumps({**POSTING, "hiringOrganization": organisation}))).employer == expected


def test_an_interface_of_postings_names_its_next_page() -> None:
    body = json.dumps({"data": [{**POSTING, "url": f"{HERE}/{n}"} for n in range(3)], "links": {"next": "/api?page=2"}})
    whole = job_posting.read(body.encode(), address="https://schools.example/api?page=1")
    assert len(whole.items) == 3
    assert whole.next_pages == ("https://schools.example/api?page=2",)


def test_a_list_of_advert_pages_is_followed_and_a_list_of_others_is_not() -> None:
    def listing(path: str) -> bytes:
        elements = [{"@type": "ListItem", "position": n, "url": f"/{path}/{n}"} for n in range(3)]
        return page(json.dumps({"@type": "ItemList", "itemListElement": elements}))

    found = job_posting.read(listing("vacancy"), address="https://x.example/")
    assert found.next_pages == tuple(f"https://x.example/vacancy/{n}" for n in range(3))
    with pytest.raises(FormatError):
        job_posting.read(listing("sofas"), address="https://x.example/")
