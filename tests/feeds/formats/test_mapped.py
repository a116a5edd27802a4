"""Unknown lists of vacancies, invented, in the shapes that vendors and open-data pages use."""

import json

import pytest

from portal.feeds.detecting import detect
from portal.feeds.formats import mapped
from portal.feeds.formats.mapped import machine_date
from portal.feeds.items import FeedItem

ADDRESS = "https://vendor.example/feed"


def read(document: object) -> tuple[FeedItem, ...]:
    body = document if isinstance(document, bytes) else _bytes(document)
    found = detect(body, address=ADDRESS)
    assert found.kind == "mapped", found.sentence
    whole = mapped.read(body, address=ADDRESS, mapping=found.mapping)
    assert whole.entries == len(whole.items) + len(whole.unreadable) + whole.cut
    return whole.items


def _bytes(document: object) -> bytes:
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def test_a_vendors_xml_list() -> None:
    items = read(
        """<?xml version="1.0"?><vacancies>
        <vacancy><vacancyRef>WS-101</vacancyRef><vacancyTitle>Network Engineer</vacancyTitle>
          <directorate>Digital Services</directorate><organisation>Westshire County Council</organisation>
          <workLocation>County Hall, Westford</workLocation><salaryText>£38,626 - £42,708 per annum</salaryText>
          <closingDate>13/12/2026</closingDate><publishedDate>24/11/2026</publishedDate>
          <contractType>Permanent</contractType><workingPattern>Full time</workingPattern>
          <applyUrl>https://jobs.westshire.example/apply/101</applyUrl><detailUrl>https://jobs.westshire.example/101</detailUrl>
          <fullDescription><![CDATA[<p>Look after the county's <b>switches</b> and firewalls, day and night.</p>]]></fullDescription></vacancy>
        <vacancy><vacancyRef>WS-102</vacancyRef><vacancyTitle>Data Analyst</vacancyTitle>
          <directorate>Adults</directorate><organisation>Westshire County Council</organisation>
          <workLocation>Eastwick</workLocation><salaryText>Grade 9</salaryText>
          <closingDate>14/12/2026</closingDate><publishedDate>24/11/2026</publishedDate>
          <contractType>Fixed term</contractType><workingPattern>Part time</workingPattern>
          <applyUrl>https://jobs.westshire.example/apply/102</applyUrl><detailUrl>https://jobs.westshire.example/102</detailUrl>
          <fullDescription>&lt;p&gt;Make sense of figures about care.&lt;/p&gt;</fullDescription></vacancy>
        </vacancies>"""
    )
    assert items[0] == FeedItem(
        key="WS-101",
        reference="WS-101",
        title="Network Engineer",
        address="https://jobs.westshire.example/101",
        description="<p>Look after the county's <b>switches</b> and firewalls, day and night.</p>",
        employer="Westshire County Council",
        locations=("County Hall, Westford",),
        salary="£38,626 - £42,708 per annum",
        posted="24/11/2026",
        closing="13/12/2026",
        contract="Permanent",
        pattern="Full time",
        extra={"directorate": "Digital Services", "applyUrl": "https://jobs.westshire.example/apply/101"},
    )
    assert items[1].description == "<p>Make sense of figures about care.</p>"


def test_namespaces_attributes_and_places_in_a_list() -> None:
    items = read(
        """<v:feed xmlns:v="urn:vendor"><v:jobs>
        <v:job id="7001" closes="2026-12-13T23:59:00" posted="2026-11-20" href="/jobs/7001">
          <v:heading>Service Desk Analyst</v:heading><v:employer name="Northshire Fire and Rescue Service"/>
          <v:places><v:place><v:town>Northford</v:town><v:postcode>NF1 2AB</v:postcode></v:place>
                    <v:place><v:town>Millby</v:town><v:postcode>NF9 9ZZ</v:postcode></v:place></v:places>
          <v:salary min="27000" max="29500.50" currency="GBP" period="annum"/></v:job>
        <v:job id="7002" closes="2026-12-20T12:00:00" posted="2026-11-21" href="/jobs/7002">
          <v:heading>Control Room Systems Officer</v:heading><v:employer name="Northshire Fire and Rescue Service"/>
          <v:places><v:place><v:town>Northford</v:town><v:postcode>NF1 2AB</v:postcode></v:place></v:places>
          <v:salary min="31000" max="31000" currency="GBP" period="annum"/></v:job>
        </v:jobs></v:feed>"""
    )
    first, second = items
    assert (first.key, first.title, first.employer) == (
        "7001",
        "Service Desk Analyst",
        "Northshire Fire and Rescue Service",
    )
    assert first.address == "https://vendor.example/jobs/7001"
    assert first.locations == ("Northford, NF1 2AB", "Millby, NF9 9ZZ")
    assert first.salary == "£27,000 to £29,500.50 a year"
    assert second.salary == "£31,000 a year"
    assert (first.closing, first.posted) == ("2026-12-13T23:59:00", "2026-11-20")


def test_a_graphql_answer_with_edges_and_nodes() -> None:
    def node(number: int, name: str) -> dict[str, object]:
        return {
            "node": {
                "id": f"gid-{number}",
                "title": name,
                "slug": f"role-{number}",
                "publicUrl": f"https://careers.trust.example/role/{number}",
                "organisation": {"name": "Eastvale NHS Trust", "id": 4},
                "location": {"city": "Eastvale", "county": "Vale", "country": "United Kingdom"},
                "salary": {"from": 43742, "to": 50056, "currency": "GBP", "interval": "YEAR"},
                "closesAt": 1797206340000,
                "publishedAt": 1795478400,
                "isRemote": False,
            }
        }

    items = read({"data": {"viewer": {"jobs": {"edges": [node(1, "Clinical Systems Lead"), node(2, "Porter")]}}}})
    assert items[0].title == "Clinical Systems Lead"
    assert items[0].employer == "Eastvale NHS Trust"
    assert items[0].locations == ("Eastvale, Vale, United Kingdom",)
    assert items[0].salary == "£43,742 to £50,056 a year"
    assert items[0].closing == "2026-12-13T23:59:00+00:00"
    assert items[0].posted == "2026-11-24T00:00:00+00:00"
    assert items[0].workplace == ""
    assert items[0].address == "https://careers.trust.example/role/1"


def test_records_keyed_by_id_in_an_object() -> None:
    items = read(
        {
            "count": 2,
            "jobs": {
                "8812": {
                    "name": "Systems Administrator",
                    "link": "/v/8812",
                    "town": "Hillport",
                    "deadline": "2026-12-01",
                },
                "8813": {"name": "Web Developer", "link": "/v/8813", "town": "Baymouth", "deadline": "2026-12-02"},
            },
        }
    )
    assert [(item.key, item.title, item.address, item.locations, item.closing) for item in items] == [
        ("8812", "Systems Administrator", "https://vendor.example/v/8812", ("Hillport",), "2026-12-01"),
        ("8813", "Web Developer", "https://vendor.example/v/8813", ("Baymouth",), "2026-12-02"),
    ]


def test_a_document_of_one_record() -> None:
    body = {"vacancy": {"reference": "A1", "jobTitle": "ICT Trainer", "employer": {"name": "Lowmoor College"},
            "closing_date": "2026-12-05", "pay": "£30,000", "url": "https://lowmoor.example/a1"}}  # fmt: skip
    (item,) = read(body)
    assert (item.title, item.employer, item.salary) == ("ICT Trainer", "Lowmoor College", "£30,000")


def test_jobs_within_their_employers_take_the_employers_name() -> None:
    items = read(
        {
            "councils": [
                {"name": "Anyborough Council", "vacancies": [{"title": "GIS Officer", "url": "https://a.example/1", "closes": "2026-12-01"}]},
                {"name": "Otherham Council", "vacancies": [{"title": "IT Manager", "url": "https://o.example/2", "closes": "2026-12-01"}]},
            ]
        }
    )  # fmt: skip
    assert [(item.title, item.employer) for item in items] == [
        ("GIS Officer", "Anyborough Council"),
        ("IT Manager", "Otherham Council"),
    ]


def test_fields_carried_as_label_and_value() -> None:
    as_json = {
        "results": [
            {"id": n, "fields": [
                {"label": "Job title", "value": title}, {"label": "Closing date", "value": "13 December 2026"},
                {"label": "Salary", "value": "£41,000"}, {"label": "Location", "value": "Leaford"}],
             "url": f"https://f.example/{n}"}
            for n, title in ((1, "Security Architect"), (2, "Data Engineer"))
        ]
    }  # fmt: skip
    as_xml = (
        "<results>"
        + "".join(
            f'<row><field name="Job title">{title}</field><field name="Closing date">13 December 2026</field>'
            f'<field name="Salary">£41,000</field><field name="Location">Leaford</field><field name="URL">https://f.example/{n}</field></row>'
            for n, title in ((1, "Security Architect"), (2, "Data Engineer"))
        )
        + "</results>"
    )
    for document in (as_json, as_xml):
        first = read(document)[0]
        assert (first.title, first.closing, first.salary, first.locations, first.address) == (
            "Security Architect",
            "13 December 2026",
            "£41,000",
            ("Leaford",),
            "https://f.example/1",
        )


TABLE = [
    ("Post Title", "Department", "Salary From", "Salary To", "Closing Date", "Base", "Link"),
    ("Infrastructure Engineer", "Digital", "39,513", "44,428", "13/12/2026", "Guildhall, Marport", "https://m.example/1"),
    ("Refuse Driver", "Waste", "25,000", "26,000", "06/12/2026", "Depot, Marport", "https://m.example/2"),
]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_separated_values(delimiter: str) -> None:
    def quoted(value: str) -> str:
        return f'"{value}"' if "," in value else value

    text = "\ufeff" + "\r\n".join(delimiter.join(map(quoted, row)) for row in TABLE)
    items = read(text)
    assert [item.title for item in items] == ["Infrastructure Engineer", "Refuse Driver"]
    assert items[0].salary == "£39,513 to £44,428"
    assert items[0].locations == ("Guildhall, Marport",)
    assert (items[0].closing, items[0].address) == ("13/12/2026", "https://m.example/1")


def test_columns_beside_rows_and_json_lines() -> None:
    rows = [list(row) for row in TABLE[1:]]
    assert [item.title for item in read({"columns": list(TABLE[0]), "rows": rows})] == [
        "Infrastructure Engineer",
        "Refuse Driver",
    ]
    lines = "\n".join(json.dumps(dict(zip(TABLE[0], row, strict=True))) for row in TABLE[1:])
    assert [item.title for item in read(lines)] == ["Infrastructure Engineer", "Refuse Driver"]


def test_names_that_say_nothing_are_read_by_their_values() -> None:
    items = read(
        {
            "ResultSet": [
                {"c1": f"Senior Software Developer {n}", "c2": f"https://x.example/job/{n}", "c3": "£50,000 - £55,000 a year",
                 "c4": "Town Hall, Leaford LE1 1AA", "c5": "You will build services for residents. " * 8}
                for n in range(4)
            ]
        }
    )  # fmt: skip
    assert (items[1].title, items[1].address) == ("Senior Software Developer 1", "https://x.example/job/1")
    assert items[1].salary == "£50,000 - £55,000 a year"
    assert items[1].locations == ("Town Hall, Leaford LE1 1AA",)
    assert items[1].description.startswith("You will build")


def test_a_pages_own_data_is_read() -> None:
    data = {"props": {"pageProps": {"searchResults": {"jobs": [
        {"jobTitle": "Business Analyst", "employerName": "Marport Council", "jobUrl": "/jobs/5", "salaryText": "£36,000", "closingDate": "2026-12-13"},
        {"jobTitle": "Planner", "employerName": "Marport Council", "jobUrl": "/jobs/6", "salaryText": "£35,000", "closingDate": "2026-12-14"},
    ]}}}}  # fmt: skip
    page = f'<!doctype html><html><body><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></body></html>'
    items = read(page)
    assert [(item.title, item.address) for item in items] == [
        ("Business Analyst", "https://vendor.example/jobs/5"),
        ("Planner", "https://vendor.example/jobs/6"),
    ]


def test_switches_become_words_and_guessed_pay_is_marked() -> None:
    items = read(
        [
            {"title": "DevOps Engineer", "url": "https://s.example/1", "remote": True, "permanent": "yes", "salary_min": 50000, "salary_is_predicted": "1"},
            {"title": "Test Analyst", "url": "https://s.example/2", "remote": False, "permanent": "no", "salary_min": 0, "salary_is_predicted": "0"},
        ]
    )  # fmt: skip
    assert (items[0].workplace, items[0].contract, items[0].salary, items[0].pay_is_guess) == (
        "remote",
        "permanent",
        "£50,000",
        True,
    )
    assert (items[1].workplace, items[1].contract, items[1].salary, items[1].pay_is_guess) == ("", "", "", False)


def test_the_start_of_a_job_is_not_when_it_was_posted() -> None:
    items = read(
        [
            {"jobTitle": f"Teacher of Computing {n}", "advertUrl": f"https://t.example/{n}", "startDate": "2027-01-04", "expiresAt": "2026-12-01"}
            for n in range(3)
        ]
    )  # fmt: skip
    assert {item.posted for item in items} == {""}
    assert {item.closing for item in items} == {"2026-12-01"}


def test_several_long_texts_are_one_description() -> None:
    (item, _) = read(
        [
            {"title": "Solutions Architect", "url": f"https://d.example/{n}", "description": "About the team and its work. " * 4,
             "responsibilities": "You will draw and decide. " * 4, "howToApply": "Send a statement of up to 750 words by noon. " * 2}
            for n in (1, 2)
        ]
    )  # fmt: skip
    assert item.description.count("\n") == 2
    assert "draw and decide" in item.description
    assert "750 words" in item.description


def test_an_entry_that_is_no_record_is_kept_as_unreadable() -> None:
    body = _bytes({"jobs": [{"title": "Analyst", "url": "https://u.example/1", "salary": "£30,000"}, None, "odd"]})
    whole = mapped.read(body, address=ADDRESS)
    assert (whole.entries, len(whole.items), len(whole.unreadable)) == (3, 1, 2)


NOT_VACANCIES = {
    "a staff directory": {"staff": [
        {"name": "Ada Field", "jobTitle": "Network Engineer", "email": "ada@w.example", "phone": "01632 960001"},
        {"name": "Bo Hill", "jobTitle": "IT Manager", "email": "bo@w.example", "phone": "01632 960002"}]},
    "people without a name that says so": {"data": [
        {"name": "Ada Field", "job_title": "Network Engineer", "department": "Digital", "email": "ada@w.example"},
        {"name": "Bo Hill", "job_title": "IT Manager", "department": "Digital", "email": "bo@w.example"}]},
    "the weather": {"list": [{"dt": 1795478400, "main": {"temp": 280.3}, "weather": [{"main": "Rain", "description": "light rain"}]}] * 2},
    "news": {"articles": [
        {"title": "Council opens new library", "url": "https://n.example/1", "publishedAt": "2026-11-24T09:00:00Z", "author": "A Writer",
         "content": "The library in Leaford opened on Monday. " * 8},
        {"title": "Manager of the year named", "url": "https://n.example/2", "publishedAt": "2026-11-23T09:00:00Z", "author": "B Writer",
         "content": "The prize went to a manager. " * 8}]},
    "events": {"items": [
        {"title": "Winter fair", "location": "Market Square", "startDate": "2026-12-01", "endDate": "2026-12-02", "url": "https://e.example/1"},
        {"title": "Carol concert", "location": "Minster", "startDate": "2026-12-03", "endDate": "2026-12-03", "url": "https://e.example/2"}]},
    "tenders": {"notices": [
        {"title": "Provision of cleaning", "buyer": "Leaford Council", "closingDate": "2026-12-01", "value": 40000, "url": "https://c.example/1"},
        {"title": "Supply of laptops", "buyer": "Leaford Council", "closingDate": "2026-12-02", "value": 90000, "url": "https://c.example/2"}]},
    "products": [{"name": "Desk", "price": "£120", "url": "https://p.example/1"}, {"name": "Chair", "price": "£60", "url": "https://p.example/2"}],
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_VACANCIES)
def test_what_is_no_list_of_vacancies_is_not_taken_for_one(what: str) -> None:
    found = detect(_bytes(NOT_VACANCIES[what]), address=ADDRESS)
    assert found.kind is None
    assert "vacancies" in found.sentence


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("20261213", "2026-12-13"),
        ("20261213T2359Z", "2026-12-13T23:59Z"),
        ("/Date(1797206340000)/", "2026-12-13T23:59:00+00:00"),
        ("1797206340", "2026-12-13T23:59:00+00:00"),
        ("1797206340000", "2026-12-13T23:59:00+00:00"),
        ("1797206340.25", "2026-12-13T23:59:00+00:00"),
        ("13/12/2026 23:59", "13/12/2026 23:59"),
        ("", ""),
    ],
)
def test_machine_dates(printed: str, expected: str) -> None:
    assert machine_date(printed) == expected


def test_a_place_is_said_with_its_town_and_a_page_is_preferred_to_a_form() -> None:
    items = read(
        {
            "JobFeed": [
                {"JobDesc": f"Cyber Security Engineer {n}", "Site": {"Name": "Headquarters", "Town": "Northford", "PostCode": "NF1 1AA"},
                 "SalaryDesc": "Band 6", "legalEmployer": "Northshire Police", "ViewJob": f"https://j.example/view/{n}", "ApplyUrl": f"https://j.example/apply/{n}"}
                for n in (1, 2)
            ]
        }
    )  # fmt: skip
    assert items[0].locations == ("Headquarters, Northford, NF1 1AA",)
    assert (items[0].salary, items[0].employer, items[0].address) == (
        "Band 6",
        "Northshire Police",
        "https://j.example/view/1",
    )
