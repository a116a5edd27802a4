"""Documents that mean no good, fetched, read, taken in and shown (faults.md, F-08 to F-10, F-16 to F-21)."""

import csv
import io
import json
import time

import html5lib
import pytest
from defusedxml import ElementTree

from portal.database.base import db
from portal.feeds.items import FeedItem
from portal.feeds.normalising import to_advert
from portal.vacancies.drafts import Advert as AdvertDraft
from portal.vacancies.models import Advert, Vacancy
from tests.feeds.documents import item, rss


@pytest.fixture
def adverts(polled):
    """The adverts as stored, by title."""

    def stored() -> dict[str, Advert]:
        with polled.app_context():
            rows = db.session.query(Advert).all()
            db.session.expunge_all()
            return {row.title: row for row in rows}

    return stored


# F-08: what XML can be made to do


def doctype(declarations: str, title: str = "&x;") -> str:
    return f'<?xml version="1.0"?><!DOCTYPE rss [{declarations}]>{rss(item(1, title=title))}'


LAUGHS = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("kind", ["rss", "atom", "indeed", "nhs_jobs", "mapped"])
@pytest.mark.parametrize(
    "body",
    [
        doctype(LAUGHS, "&l9;"),
        doctype(f'<!ENTITY x "{"A" * 50_000}">', "&x;" * 2_000),
        doctype('<!ENTITY x SYSTEM "file:///etc/hostname">'),
        doctype('<!ENTITY x SYSTEM "CANARY">'),
        doctype('<!ENTITY % p SYSTEM "CANARY"> %p;'),
        '<!DOCTYPE rss SYSTEM "CANARY">' + rss(item(1, title="Data Engineer &x;")),
        '<!doctype rss public "-//X//DTD" "CANARY">' + rss(item(1)),
    ],
    ids=["laughs", "quadratic", "file", "entity", "parameter", "DTD", "public"],
)
def test_a_document_that_declares_entities_is_refused(hostile, canary, add, look, live, kind: str, body: str) -> None:
    add("/feed", kind)
    hostile.answers["/feed"] = body.replace("CANARY", canary.address("/evil.dtd"))
    started = time.monotonic()
    (found,) = look()
    assert (found["error"], found["items"], live()) == ("forbidden_dtd", 0, [])
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "start",
    [
        '<?xml-stylesheet type="text/xsl" href="CANARY"?>',
        "<!-- <!ENTITY x SYSTEM 'CANARY'> -->",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CANARY"/>',
    ],
)
def test_nothing_that_a_document_points_at_is_opened(hostile, canary, add, look, start: str) -> None:
    add()
    inside = start.replace("CANARY", canary.address("/x"))
    body = rss(inside, item(1)) if inside.startswith("<xi") else inside + rss(item(1))
    hostile.answers["/feed"] = body
    assert look()[0]["error"] in (None, "forbidden_dtd", "not_a_feed")


def test_an_xinclude_of_a_file_brings_none_of_it(hostile, add, look, adverts) -> None:
    add()
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    hostile.answers["/feed"] = rss(item(1).replace("</title>", f" {include}</title>"))
    look()
    assert "root:" not in json.dumps([advert.raw for advert in adverts().values()])


# F-09, F-10: what costs too much


@pytest.mark.parametrize(
    "body",
    [
        rss(f"<item><title>A</title><author>a@{'a.' * 16_000}!</author></item>" * 20),
        "<rss><channel>" + "<a>" * 5_000,
        "<rss><channel>" + "<a>" * 20_000 + "</a>" * 20_000 + "</channel></rss>",
        rss(f"<item><title>A</title><description><![CDATA[{'<a ' * 40_000}]]></description></item>"),
        "[" * 100_000,
        '{"a":' * 50_000,
        "<!" * 200_000,
        "<![CDATA[" * 50_000,
    ],
    ids=["author", "deep", "deeper", "open tags", "JSON lists", "JSON objects", "declarations", "CDATA"],
)
def test_a_document_made_to_cost_costs_little_or_is_refused(hostile, add, look, polled, body: str) -> None:
    add()
    hostile.answers["/feed"] = body
    started = time.monotonic()
    (found,) = look()
    assert time.monotonic() - started < 15
    assert found["error"] in (None, "parse_limit", "not_a_feed", "suspect", "forbidden_dtd")
    assert found["items"] == sum(
        found[part] for part in ("new", "changed", "unchanged", "folded", "counted", "held", "rejected")
    )


@pytest.mark.slow
def test_of_too_many_entries_the_first_two_thousand_are_taken(hostile, add, look, polled) -> None:
    add()
    entries = (item(number, title=f"Solicitor {number}") for number in range(2_500))
    hostile.answers["/feed"] = rss(*entries)
    (found,) = look()
    assert (found["items"], found["rejected"], found["error"]) == (2_500, 500, None)
    shown = json.loads(polled.test_cli_runner().invoke(args=["feeds", "show", "1", "--json"]).output)
    assert "beyond the first 2,000" in json.dumps(shown)


def test_texts_too_long_to_keep_are_cut(hostile, add, look, adverts) -> None:
    add()
    long_title, categories = "Network Engineer " + "x" * 100_000, "<category>c</category>" * 10_000
    big = item(1).replace("<description>", f"{categories}<description>{'word ' * 200_000}")
    hostile.answers["/feed"] = rss(item(2, title=long_title), big)
    (found,) = look()
    assert (found["items"], found["error"]) == (2, None)
    for advert in adverts().values():
        assert len(advert.title) <= 300
        assert len(json.dumps(advert.raw)) < 300_000


def test_a_document_larger_than_the_limit_is_refused_whole(hostile, polled, add, look) -> None:
    polled.allow(fetch_max_bytes=100_000)
    add()
    hostile.answers["/feed"] = rss(*(item(number) for number in range(1_000)))
    assert look()[0]["error"] == "too_large"


# F-16: dates that cannot be


@pytest.mark.parametrize(
    "posted", ["Fri, 01 Jan 2999 00:00:00 GMT", "9" * 20, "Tue, 24 Nov 2026 09:00:00 +9999", "31 Nov 2026"]
)
def test_a_posting_date_in_the_future_pins_nothing_to_the_top(hostile, add, look, polled, posted: str) -> None:
    add()
    hostile.answers["/feed"] = rss(item(1).replace("<description>", f"<pubDate>{posted}</pubDate><description>"))
    assert look()[0]["new"] == 1
    with polled.app_context():
        vacancy = db.session.query(Vacancy).one()
        assert vacancy.posted_at is None or vacancy.posted_at <= vacancy.first_seen


@pytest.mark.parametrize("closing", ["13/12/2999", "01/01/1970", "01/11/2025"])
def test_an_impossible_closing_date_is_not_live_for_ever(hostile, add, look, live, polled, closing: str) -> None:
    add()
    posted = "<pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate><description>"
    hostile.answers["/feed"] = rss(item(1, closing=closing).replace("<description>", posted))
    look()
    with polled.app_context():
        assert db.session.query(Vacancy).one().status in ("held", "closed")
    assert live() == []


@pytest.mark.parametrize("closing", ["31 Nov", "soon", "00/00/0000", "9" * 30, "13/13/2026"])
def test_a_closing_date_that_cannot_be_read_is_no_date(hostile, add, look, polled, closing: str) -> None:
    add()
    hostile.answers["/feed"] = rss(item(1, closing=closing))
    assert look()[0]["items"] == 1
    with polled.app_context():
        vacancy = db.session.query(Vacancy).one()
        assert vacancy.closes_at is None or vacancy.status == "held"


# F-17, F-18: markup where text belongs, and markup that does more than show


EVIL = [
    "&lt;script&gt;alert(1)&lt;/script&gt; Network Engineer",
    '"&gt;&lt;img src=x onerror=alert(1)&gt; Network Engineer',
    "{{7*7}} ${7*7} &lt;%= 7*7 %&gt; Network Engineer",
    "Network &#x202e;reenignE&#x200b; Engineer&#x2066;",
    "&lt;svg onload=alert(1)&gt; Network Engineer &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
]
FORBIDDEN = {
    "script",
    "img",
    "svg",
    "math",
    "iframe",
    "form",
    "object",
    "embed",
    "base",
    "meta",
    "style",
    "link",
    "input",
}
DESCRIPTION = (
    "<p>Keep the network running.</p><form action='https://evil.example'><input name=p></form><iframe src='https://evil.example'></iframe>"
    "<svg><script>alert(1)</script></svg><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>"
    "<p style='position:fixed;inset:0'>over</p><img src='https://evil.example/pixel.gif'><base href='https://evil.example/'>"
    "<meta http-equiv=refresh content='0;url=https://evil.example'><a href='javascript:alert(1)'>x</a><a href='data:text/html,x'>y</a>"
    "<a href='https://example.org/apply' onclick=alert(1)>apply</a>" + "<b>" * 1_000
)


@pytest.fixture
def hostile_vacancies(hostile, add, look, live, polled):
    add()
    hostile.answers["/feed"] = rss(
        *(
            item(number, title=evil)
            .replace("£40,000", f"{evil} £40,000")
            .replace(
                "<description>",
                f"<category>{evil}</category><location>{evil}</location><description>",
            )
            for number, evil in enumerate(EVIL)
        ),
        item(8, title="Cyber Security Analyst").replace("<description>", f"<author>{EVIL[1]}</author><description>"),
        item(9, title="Service Desk Analyst").replace("</description>", f"<![CDATA[{DESCRIPTION}]]></description>"),
    )
    look()
    assert polled.test_cli_runner().invoke(args=["search", "sync"]).exit_code == 0
    with polled.app_context():
        return [row.reference for row in db.session.query(Vacancy).where(Vacancy.status == "live")]


def texts_and_tags(markup: str):
    document = html5lib.parse(markup, namespaceHTMLElements=False)
    return document.iter()


def test_no_page_and_no_machine_format_carries_what_a_feed_slipped_in(hostile_vacancies, polled) -> None:
    assert len(hostile_vacancies) >= 3
    client = polled.test_client()
    pages = ["/vacancies", *(f"/vacancies/{reference}" for reference in hostile_vacancies)]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        for element in texts_and_tags(text):
            if not isinstance(element.tag, str):
                continue
            assert not [name for name in element.attrib if name.lower().startswith("on")], address
            assert not str(element.get("href", "")).lower().startswith(("javascript:", "data:text"))
            assert "evil.example" not in "".join(str(value) for value in element.attrib.values())
            if element.tag in ("script", "style"):
                assert (
                    "alert(1)" not in (element.text or "").replace("\\u003c", "<")
                    or element.get("type") == "application/ld+json"
                )
        assert not {"\u202e", "\u200b", "\u2066", "\x00"} & set(text)
    for address in ("/vacancies.rss", "/vacancies.atom"):
        feed = client.get(address).get_data()
        ElementTree.fromstring(feed)
        assert b"<script" not in feed
    titles = [each["title"] for each in json.loads(client.get("/vacancies.json").get_data())["results"]]
    assert "{{7*7}} ${7*7} <%= 7*7 %> Network Engineer" in titles


def test_nothing_stored_hides_its_direction_or_its_width(hostile_vacancies, polled) -> None:
    with polled.app_context():
        for vacancy in db.session.query(Vacancy).all():
            words = f"{vacancy.title}{vacancy.employer_name}{vacancy.description}{vacancy.pay_stated}{vacancy.excerpt}"
            assert not {"\u202e", "\u200b", "\u2066", "\x00"} & set(words)


def test_a_description_keeps_paragraphs_and_safe_links_and_nothing_else(hostile_vacancies, polled) -> None:
    with polled.app_context():
        description = db.session.query(Vacancy).where(Vacancy.title == "Service Desk Analyst").one().description
    tags = {
        element.tag for element in texts_and_tags(f"<!doctype html><body>{description}") if isinstance(element.tag, str)
    }
    assert not tags & (FORBIDDEN - {"meta"})
    assert "evil.example" not in description
    assert 'rel="nofollow noopener noreferrer"' in description
    assert "Keep the network running." in description


def test_an_exported_csv_or_json_line_is_one_line(hostile_vacancies, polled) -> None:
    lines = polled.test_cli_runner().invoke(args=["vacancies", "export"]).stdout.splitlines()
    assert all(json.loads(line)["reference"] for line in lines)
    assert len(list(csv.reader(io.StringIO("\n".join(lines))))) == len(lines)


@pytest.mark.parametrize(
    "description",
    ["<a " * 60_000, "&lt;p" * 40_000, "<ul><li>" * 25_000, "<b>" * 60_000, "<a><b><i><u>" * 16_000, "<" * 200_000],
    ids=["open tags", "escaped", "lists", "bold", "mixed", "angles"],
)
def test_a_description_of_nothing_but_tags_is_cleaned_in_no_time(description: str) -> None:
    started = time.process_time()
    made = to_advert(FeedItem(title="Engineer", address="https://x.example/1", description=description), base="")
    assert isinstance(made, AdvertDraft)
    assert made.description.count("<") - made.description.count("<br>") < 5_000
    assert time.process_time() - started < 3


# F-19: where links lead


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        ("javascript:alert(1)", "rejected"),
        ("data:text/html,x", "rejected"),
        ("ftp://jobs.example.org/1", "rejected"),
        ("https://good.example@evil.example/", "rejected"),
        ("https://jobs.example.org/" + "a" * 2_100, "rejected"),
        ("https://jobs.example.org/a b", "new"),
        ("//jobs.example.org/1", "new"),
        ("/vacancy/1", "new"),
        ("https://exämple.example/1", "new"),
    ],
)
def test_only_links_that_can_be_followed_safely_are_signposts(
    hostile, add, look, live, link: str, outcome: str
) -> None:
    add()
    hostile.answers["/feed"] = rss(item(1, link=link))
    assert look()[0][outcome] == 1
    for vacancy in live():
        address = vacancy["sources"][0]["address"]
        assert address.startswith(("http://", "https://"))
        assert address.isascii()


def test_an_entry_without_a_link_is_kept_as_rejected_with_the_reason(hostile, add, look, adverts) -> None:
    add()
    hostile.answers["/feed"] = rss(item(1).replace("<link>https://jobs.example.org/1</link>", ""))
    assert look()[0]["rejected"] == 1
    assert "address" in next(iter(adverts().values())).reason


# F-20: encodings


WORDS = rss(item(1, title="Café Network Engineer – £40k"))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (WORDS.encode("utf-16"), "application/rss+xml"),
        (f'<?xml version="1.0" encoding="utf-8"?>{WORDS}'.encode("utf-16"), "application/rss+xml"),
        (f'<?xml version="1.0" encoding="utf-8"?>{WORDS}'.encode("cp1252"), "application/rss+xml"),
        (WORDS.encode("utf-8-sig"), "application/rss+xml; charset=iso-8859-1"),
        (f'<?xml version="1.0" encoding="iso-8859-1"?>{WORDS}'.encode("cp1252"), "text/xml"),
        (f'<?xml version="1.0" encoding="nonsense"?>{WORDS}'.encode(), "text/xml"),
        (WORDS.encode("utf-16-le"), "application/rss+xml"),
    ],
    ids=[
        "UTF-16",
        "UTF-16 called UTF-8",
        "Windows called UTF-8",
        "BOM and wrong header",
        "Windows called Latin",
        "nonsense",
        "no BOM",
    ],
)
def test_the_pound_and_the_dash_survive(hostile, add, look, live, body: bytes, content_type: str) -> None:
    add()
    hostile.answers["/feed"] = lambda wire, _: wire.answer(body, Content_Type=content_type)
    assert look()[0]["new"] == 1
    assert live()[0]["title"] == "Café Network Engineer – £40k"
    assert "£40,000" in live()[0]["pay"]["stated"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis"])
def test_an_encoding_that_is_declared_is_read(hostile, add, look, live, encoding: str) -> None:
    add()
    body = f'<?xml version="1.0" encoding="{encoding}"?>{rss(item(1).replace("£", "GBP "))}'.encode(encoding)
    hostile.answers["/feed"] = body
    assert (look()[0]["new"], live()[0]["title"]) == (1, "Service Desk Analyst")


def test_bytes_that_are_nothing_are_a_clear_error_or_a_text(hostile, add, look) -> None:
    add()
    hostile.answers["/feed"] = (
        b"<rss version='2.0'><channel>" + bytes(range(128, 256)) + item(1).encode() + b"</channel></rss>"
    )
    assert look()[0]["error"] in (None, "not_a_feed")


# F-21: tracking


def test_an_address_is_shown_without_what_follows_people_about(hostile, add, look, live) -> None:
    add()
    tracked = (
        "https://jobs.example.org/1?utm_source=a&amp;utm_medium=b&amp;fbclid=c&amp;gclid=d&amp;id=7&amp;mc_eid=e#top"
    )
    hostile.answers["/feed"] = rss(item(1, link=tracked))
    look()
    assert live()[0]["sources"][0]["address"].startswith("https://jobs.example.org/1?id=7")
