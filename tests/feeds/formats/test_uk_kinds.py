"""The publishers with a shape of their own: NHS Jobs, Oleeo, North East Jobs, Indeed-style files."""

import pytest

from portal.feeds.detecting import detect
from portal.feeds.formats import table
from portal.feeds.items import FeedDocument


def read(kind: str, text: str, address: str) -> FeedDocument:
    assert detect(text.encode(), address=address).kind == kind
    return table.read(kind, text.encode(), address=address)


def test_nhs_jobs_with_several_places_and_further_pages() -> None:
    text = """<nhsJobs><totalPages>3</totalPages><totalResults>201</totalResults><vacancyDetails><id>C1-26-0001</id><reference>123-IT</reference>
      <title>Clinical Systems Analyst</title><description>Look after the record system.</description><employer>Eastvale NHS Trust</employer>
      <type>Permanent</type><salary>£38682.00 to £46580.00</salary><closeDate>2026-12-13</closeDate><postDate>2026-11-20T14:47:26.356776913</postDate>
      <url>https://beta.jobs.example/candidate/jobadvert/C1</url><locations><location>Eastvale, EV1 1AA</location><location>Westvale, WV1 1AA</location></locations>
      </vacancyDetails></nhsJobs>"""
    whole = read("nhs_jobs", text, "https://www.jobs.example/api/v1/search_xml?limit=100")
    (item,) = whole.items
    assert item.locations == ("Eastvale, EV1 1AA", "Westvale, WV1 1AA")
    assert (item.salary, item.closing, item.posted, item.contract) == (
        "£38682.00 to £46580.00",
        "2026-12-13",
        "2026-11-20T14:47:26.356776913",
        "Permanent",
    )
    assert [page.rpartition("?")[2] for page in whole.next_pages] == ["limit=100&page=2", "limit=100&page=3"]


OLEEO = """<feed xmlns="http://www.w3.org/2005/Atom"><title>External Opportunities</title><author><name>Supplier - Body</name></author>
  <entry><id>{host}/vx/mobile-0/appcentre-1/brand-2/candidate/so/pm/1/pl/3/opp/13-Analyst/en-GB</id>
  <link rel="alternate" href="{host}/vx/mobile-0/appcentre-1/brand-2/candidate/so/pm/1/pl/3/opp/13-Analyst/en-GB"/><title>13 - Performance Analyst</title>
  <published>2026-11-20T00:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Vacancy Title:13 - Performance Analyst<br/>
  Vacancy Id:13<br/>Role Type:Digital<br/>Salary:£31,000 - £35,000<br/>Location:Leeds, York<br/>Closing Date:13 Dec 2026 23:55 GMT<br/></div></content></entry></feed>"""


@pytest.mark.parametrize(
    ("tenant", "whose"),
    [
        ("justicejobs", "Ministry of Justice"),
        ("anytown", "Anytown"),
        ("anytown-careers", "Anytown"),
        ("northshirejobs", "Northshire"),
    ],
)
def test_oleeo_lines_and_whose_site_it_is(tenant: str, whose: str) -> None:
    host = f"https://{tenant}.tal.net"
    whole = read("oleeo", OLEEO.format(host=host), f"{host}/candidate/jobboard/vacancy/3/feed")
    (item,) = whole.items
    assert whole.publisher == whose
    assert (item.salary, item.locations, item.closing) == (
        "£31,000 - £35,000",
        ("Leeds, York",),
        "13 Dec 2026 23:55 GMT",
    )
    assert (item.reference, item.category) == ("13", "Digital")


def test_oleeo_rss_with_spans() -> None:
    spans = "".join(
        f'&lt;span itemprop="{name}"&gt;{value}&lt;/span&gt;'
        for name, value in (
            ("job_title", "IT Trainer &amp;amp;amp; Coach"),
            ("salary_range", "£28,000"),
            ("closing_date", "13/12/2026"),
            ("organisation", "Anytown Council"),
            ("contract_type", "Item not found"),
            ("directorate", "Corporate"),
        )
    )
    text = f"<rss version='2.0'><channel><item><title>IT Trainer</title><link>https://anytown.tal.net/opp/5</link><description>{spans}</description></item></channel></rss>"
    (item,) = read("oleeo", text, "https://anytown.tal.net/feed").items
    assert (item.salary, item.closing, item.employer, item.contract) == ("£28,000", "13/12/2026", "Anytown Council", "")
    assert item.extra["Directorate"] == "Corporate"


def test_north_east_jobs_tail() -> None:
    description = (
        "Anytown Council, Civic Centre, Anytown, United Kingdom. Contract Type: Permanent|Working Pattern: Full time|"
        "Salary: £31,000 - £34,000|Advert End Date: 13/12/2026 12:00|"
    )
    text = f"<rss version='2.0'><channel><item><title>Network Engineer</title><link>https://ne.example/?jid=5</link><pubDate>20/11/2026</pubDate><description>{description}</description></item></channel></rss>"
    (item,) = read("north_east_jobs", text, "https://www.northeastjobs.org.uk/RSSJobs.aspx").items
    assert (item.employer, item.locations) == ("Anytown Council", ("Civic Centre, Anytown",))
    assert (item.contract, item.pattern, item.salary, item.closing) == (
        "Permanent",
        "Full time",
        "£31,000 - £34,000",
        "13/12/2026 12:00",
    )


@pytest.mark.parametrize(
    "names",
    [
        {
            "date": "date",
            "referencenumber": "referencenumber",
            "company": "company",
            "jobtype": "jobtype",
            "expirationdate": "expirationdate",
        },
        {
            "date": "posted_at",
            "referencenumber": "job_reference",
            "company": "company",
            "jobtype": "job_type",
            "expirationdate": "valid_through",
        },
        {
            "date": "publishDate",
            "referencenumber": "referenceNumber",
            "company": "employerName",
            "jobtype": "employmentType",
            "expirationdate": "closing_date",
        },
    ],
)
def test_indeed_style_files_by_any_vendors_names(names: dict[str, str]) -> None:
    def part(name: str, value: str) -> str:
        return f"<{names.get(name, name)}><![CDATA[ {value} ]]></{names.get(name, name)}>"

    inner = "".join(
        part(*each)
        for each in (
            ("title", "Web Developer"), ("date", "2026-11-20"), ("referencenumber", "W-1"), ("url", "https://v.example/1"), ("company", "Any Body"),
            ("city", "Leeds"), ("country", "GB"), ("description", "<p>Build.</p>"), ("salary", ""), ("jobtype", "fulltime"), ("expirationdate", "2026-12-13"),
        )
    )  # fmt: skip
    (item,) = read(
        "indeed", f"<source><publisher>V</publisher><jobs><job>{inner}</job></jobs></source>", "https://v.example/"
    ).items
    assert (item.title, item.address, item.employer, item.reference) == (
        "Web Developer",
        "https://v.example/1",
        "Any Body",
        "W-1",
    )
    assert (item.posted, item.closing, item.employment_type) == ("2026-11-20", "2026-12-13", "fulltime")
    assert (item.locations, item.salary) == (("Leeds, GB",), "")
