"""The hosted boards, each with an invented answer in its documented shape."""

import json

import pytest

from portal.feeds.detecting import detect
from portal.feeds.formats import table
from portal.feeds.items import FeedDocument, FeedItem


def read(kind: str, document: object, address: str = "https://board.example/") -> FeedDocument:
    body = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    found = detect(body, address=address)
    assert found.kind == kind, found.sentence
    return table.read(kind, body, address=address)


def test_greenhouse() -> None:
    job = {
        "id": 41, "title": "Security Analyst", "absolute_url": "https://boards.greenhouse.io/anybody/jobs/41", "requisition_id": "R-41",
        "company_name": "Any Body", "location": {"name": "Hybrid - Leeds"}, "first_published": "2026-11-20T09:00:00-05:00",
        "updated_at": "2026-11-21T09:00:00-05:00", "application_deadline": "2026-12-13", "departments": [{"name": "Digital"}],
        "content": "&lt;p&gt;Watch the &amp;amp; wires.&lt;/p&gt;", "offices": [{"name": "Everywhere", "location": "UK"}],
        "pay_input_ranges": [{"min_cents": 4500000, "max_cents": 5000000, "currency_type": "GBP", "title": "Annual salary"}],
        "metadata": [{"name": "Contract type", "value": "Permanent"}, {"name": "Grade", "value": "G7"}, {"name": "Empty", "value": None}],
    }  # fmt: skip
    (item,) = read("greenhouse", {"jobs": [job], "meta": {"total": 1}}).items
    assert item == FeedItem(
        key="41", reference="R-41", title="Security Analyst", address="https://boards.greenhouse.io/anybody/jobs/41",
        description="<p>Watch the &amp; wires.</p>", employer="Any Body", locations=("Hybrid - Leeds",),
        salary="£45,000 to £50,000 a year", posted="2026-11-20T09:00:00-05:00", closing="2026-12-13", category="Digital",
        contract="Permanent", extra={"Grade": "G7"},
    )  # fmt: skip


def test_greenhouse_takes_the_offices_where_no_place_is_shown() -> None:
    job = {
        "id": 1,
        "title": "Analyst",
        "absolute_url": "https://b.example/1",
        "offices": [{"name": "Leeds"}, {"name": "Hub", "location": "York, UK"}],
    }
    assert read("greenhouse", {"jobs": [job]}).items[0].locations == ("Leeds", "York, UK")


def test_lever() -> None:
    posting = {
        "id": "ab-1", "text": "Data Engineer", "hostedUrl": "https://jobs.lever.co/any-body/ab-1", "createdAt": 1795478400000, "workplaceType": "hybrid",
        "categories": {"commitment": "Full-time", "team": "Data", "location": "Leeds", "allLocations": ["Leeds", "Cardiff"]},
        "description": "<p>Pipelines.</p>", "lists": [{"text": "You will", "content": "<li>build</li>"}], "additional": "<p>Flexible.</p>",
        "salaryRange": {"min": 40000, "max": 45000, "currency": "GBP", "interval": "per-year-salary"},
    }  # fmt: skip
    whole = read("lever", [posting])
    (item,) = whole.items
    assert whole.publisher == "Any Body"
    assert (item.locations, item.salary, item.posted) == (
        ("Leeds", "Cardiff"),
        "£40,000 to £45,000 a year",
        "1795478400000",
    )
    assert item.description == "<p>Pipelines.</p>\n<h3>You will</h3><ul><li>build</li></ul>\n<p>Flexible.</p>"


def test_lever_without_pay_or_places_says_nothing_of_them() -> None:
    (item,) = read(
        "lever", [{"id": "1", "text": "Tester", "hostedUrl": "https://jobs.lever.co/x/1", "categories": {}}]
    ).items
    assert (item.salary, item.locations) == ("", ())


def test_ashby() -> None:
    job = {
        "id": "u-1", "title": "Platform Engineer", "location": "London", "secondaryLocations": [{"location": "Belfast"}], "department": "Engineering",
        "isListed": True, "isRemote": True, "jobUrl": "https://jobs.ashbyhq.com/any.body/u-1", "publishedAt": "2026-11-20T10:00:00.000+00:00",
        "employmentType": "FullTime", "descriptionHtml": "<p>Run it.</p>",
        "compensation": {"compensationTierSummary": "£60K – £70K", "scrapeableCompensationSalarySummary": "£60K - £70K"},
    }  # fmt: skip
    whole = read("ashby", {"jobs": [job, {**job, "id": "u-2", "isListed": False}]})
    (item,) = whole.items
    assert whole.publisher == "Any Body"
    assert (item.locations, item.salary, item.workplace) == (("London", "Belfast"), "£60K - £70K", "remote")


def test_workable() -> None:
    job = {
        "shortcode": "AB12", "code": "IT-9", "title": "Service Desk Analyst", "url": "https://apply.workable.com/j/AB12", "published_on": "2026-11-20",
        "city": "Leeds", "state": "England", "country": "United Kingdom", "department": "IT", "telecommuting": False, "employment_type": "Full-time",
        "locations": [{"city": "Leeds", "country": "United Kingdom"}, {"city": "Bradford", "country": "United Kingdom"}],
    }  # fmt: skip
    whole = read("workable", {"name": "Any Body", "jobs": [job]})
    (item,) = whole.items
    assert (whole.publisher, item.reference, item.employment_type) == ("Any Body", "IT-9", "Full-time")
    assert item.locations == ("Leeds, United Kingdom", "Bradford, United Kingdom")


def test_smartrecruiters_and_its_further_pages() -> None:
    posting = {
        "id": "7439", "uuid": "u-7", "name": "Infrastructure Engineer", "refNumber": "REF7", "releasedDate": "2026-11-20T09:00:00.000Z",
        "company": {"identifier": "AnyBody", "name": "Any Body"}, "location": {"city": "Leeds", "country": "gb", "fullLocation": "Leeds, United Kingdom", "hybrid": True},
        "typeOfEmployment": {"label": "Full-time"}, "customField": [{"fieldLabel": "Contract type", "valueLabel": "Fixed term"}],
        "jobAd": {"sections": {"jobDescription": {"text": "<p>Servers.</p>"}}},
    }  # fmt: skip
    address = "https://api.smartrecruiters.com/v1/companies/AnyBody/postings?limit=100"
    whole = read("smartrecruiters", {"offset": 0, "limit": 100, "totalFound": 250, "content": [posting]}, address)
    (item,) = whole.items
    assert item.address == "https://jobs.smartrecruiters.com/AnyBody/7439"
    assert (item.locations, item.workplace, item.contract, item.description) == (
        ("Leeds, United Kingdom",),
        "hybrid",
        "Fixed term",
        "<p>Servers.</p>",
    )
    assert [page.rpartition("?")[2] for page in whole.next_pages] == ["limit=100&offset=100", "limit=100&offset=200"]


def test_recruitee() -> None:
    offer = {
        "id": 5, "guid": "g5", "title": "Web Developer", "careers_url": "https://jobs.any.example/o/web", "company_name": "Any Body", "close_at": "2026-12-13 23:59:00 UTC",
        "locations": [{"name": "Leeds office"}, {"city": "York", "country": "United Kingdom"}], "location": "Leeds", "hybrid": True, "remote": False,
        "salary": {"min": "30000", "max": None, "period": "year", "currency": "GBP"}, "description": "<p>Build.</p>", "requirements": "<p>HTML.</p>",
        "published_at": "2026-11-20 09:00:00 UTC",
    }  # fmt: skip
    (item,) = read("recruitee", {"offers": [offer]}).items
    assert (item.locations, item.salary, item.workplace) == (
        ("Leeds office", "York, United Kingdom"),
        "£30,000 a year",
        "hybrid",
    )
    assert item.description == "<p>Build.</p>\n<p>HTML.</p>"


def test_personio() -> None:
    body = """<workzag-jobs><position><id>77</id><name>Test Lead</name><subcompany>Any Body</subcompany><office>Leeds</office>
      <additionalOffices><office>Bristol</office></additionalOffices><department>QA</department><schedule>full-time</schedule>
      <employmentType>permanent</employmentType><createdAt>2026-11-20T09:00:00+00:00</createdAt>
      <jobDescriptions><jobDescription><name>Your role</name><value><![CDATA[<p>Break things.</p>]]></value></jobDescription></jobDescriptions>
      </position></workzag-jobs>"""
    (item,) = read("personio", body, "https://anybody.jobs.personio.de/xml").items
    assert (item.address, item.locations) == ("https://anybody.jobs.personio.de/job/77", ("Leeds", "Bristol"))
    assert item.description == "<h3>Your role</h3><p>Break things.</p>"


def test_teamtailor_carries_a_posting_beside_each_item() -> None:
    posting = {
        "@type": "JobPosting",
        "title": "Scrum Master",
        "identifier": {"value": "99"},
        "jobLocation": {"address": {"addressLocality": "Leeds"}},
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Any Body Careers", "items": [
        {"id": "99", "title": "Scrum Master", "url": "https://any.teamtailor.com/jobs/99", "_jobposting": posting}]}  # fmt: skip
    (item,) = read("teamtailor", feed).items
    assert (item.key, item.address, item.locations) == ("99", "https://any.teamtailor.com/jobs/99", ("Leeds",))


def test_a_json_feed_with_its_publishers_own_facts_and_a_next_page() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Jobs at Anyborough Council", "next_url": "https://a.example/2", "items": [
        {"id": "1", "url": "https://a.example/1", "title": "GIS Officer", "content_html": "<p>Maps.</p>", "date_published": "2026-11-20",
         "authors": [{"name": "Anyborough Council"}], "tags": ["Digital"], "_vacancy": {"salary": "£31,000", "closingDate": "2026-12-13", "location": "Anyborough"}}]}  # fmt: skip
    whole = read("json_feed", feed)
    (item,) = whole.items
    assert (whole.publisher, whole.next_pages) == ("Anyborough Council", ("https://a.example/2",))
    assert (item.employer, item.salary, item.closing, item.locations) == (
        "Anyborough Council",
        "£31,000",
        "2026-12-13",
        ("Anyborough",),
    )


def test_adzuna_says_which_pay_is_its_own_guess() -> None:
    def result(n: int, predicted: str) -> dict[str, object]:
        return {"id": str(n), "title": "<strong>Data</strong> Analyst", "redirect_url": f"https://www.adzuna.co.uk/x/{n}", "created": "2026-11-20T09:00:00Z",
                "company": {"display_name": "Any Body"}, "location": {"display_name": "Leeds"}, "salary_min": 30000, "salary_max": 34000.5,
                "salary_is_predicted": predicted, "contract_time": "full_time", "category": {"label": "IT Jobs"}}  # fmt: skip

    whole = read("adzuna", {"count": 2, "results": [result(1, "0"), result(2, "1")]})
    assert [(item.salary, item.pay_is_guess) for item in whole.items] == [
        ("£30,000 to £34,000.50 a year", False),
        ("£30,000 to £34,000.50 a year", True),
    ]
    assert not whole.complete


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("greenhouse", {"jobs": [None, {"absolute_url": "https://x.example/1", "title": "A"}, 5]}),
        ("lever", [{"hostedUrl": "https://x.example", "text": "A", "categories": None}, "odd"]),
        ("ashby", {"jobs": [{"jobUrl": "https://x.example", "title": "A", "secondaryLocations": 7}, []]}),
        ("recruitee", {"offers": [{"careers_url": "https://x.example", "title": "A", "locations": "x"}, 1]}),
    ],
)
def test_odd_records_are_kept_as_unreadable(kind: str, document: object) -> None:
    whole = table.read(kind, json.dumps(document).encode(), address="https://b.example/")
    records = document if isinstance(document, list) else next(iter(document.values()))
    assert whole.entries == len(records)
    assert whole.unreadable
