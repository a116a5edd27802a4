"""Whatever an advert or a visitor writes is shown as text, on every output (faults F-17, F-18, W-04, W-15, W-16)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import html5lib
import pytest
from flask import Flask

NASTY = [
    "<script>alert(1)</script> Network Engineer",
    '"><img src=x onerror=alert(1)> Network Engineer',
    "{{7*7}} ${7*7} Network Engineer",
    "Network\u202e Engineer\u200b \u0007 </script><svg onload=alert(1)>",
    "Network Engineer ]]> &amp; &lt;b&gt;",
]
BODY = """<form action=https://evil.example><input name=a></form><iframe src=https://evil.example></iframe>
<svg><script>alert(1)</script></svg><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>
<p style="position:fixed">over</p><img src="https://evil.example/pixel.gif"><base href="https://evil.example/">
<meta http-equiv=refresh content="0;url=https://evil.example"><a href="javascript:alert(1)">bad</a><a href="data:text/html,x">data</a>
<a href="https://good.example/page">good</a><p>Routers, switches, firewalls and servers.</p>
<p>Contact Jo Bloggs on 01234 567890 or jo.bloggs@council.example for a chat.</p></script>"""
FORBIDDEN = {"iframe", "object", "embed", "math", "base", "style", "frame", "applet"}


@pytest.fixture
def stocked(app: Flask, tmp_path: Path) -> Flask:
    """A portal that took in a feed of hostile adverts."""
    items = "".join(
        f"<item><title>{escape(escape(title.replace(chr(7), '')))}</title><link>https://jobs.example.org/{number}</link><guid>{number}</guid>"
        f"<description>{escape('Employer: Leeds City Council <br>Location: Leeds<br>Salary: £40,000 <b onclick=x()>a year</b><br>Closing date: 13 December 2026<br>' + BODY)}"
        "</description></item>"
        for number, title in enumerate(NASTY)
    )
    path = tmp_path / "feed.xml"
    path.write_text(f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
    runner = app.test_cli_runner()
    result = runner.invoke(args=["feeds", "import", str(path), "--source", "Anytown <script>x</script>", "--json"])
    assert result.exit_code == 0, result.output
    runner.invoke(args=["search", "rebuild"])
    return app


def tree(page: str) -> Any:
    return html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(page)


def elements(page: str) -> Iterator[Any]:
    return (element for element in tree(page).iter() if isinstance(element.tag, str))


def assert_harmless(page: str) -> None:
    """No script but our own, no handler, no foreign picture or frame, no link but http, mail and our own paths."""
    for element in elements(page):
        name = element.tag.rpartition("}")[2]
        assert name not in FORBIDDEN, name
        assert not [key for key in element.attrib if str(key).lower().startswith("on") or key in ("style", "srcdoc")]
        if name == "script":
            assert element.get("nonce") or element.get("type") == "application/ld+json"
            if element.get("nonce"):
                assert "alert" not in (element.text or "")
        for key in ("src", "action"):
            assert not element.get(key) or str(element.get(key)).startswith("/")
        if name == "a" and "href" in element.attrib:
            assert re.match(r"https?://|/|#|mailto:", element.get("href", "")), element.get("href")
        if name == "link" and element.get("rel") in ("stylesheet", "icon"):
            assert element.get("href", "").startswith("/static/")


def references(app: Flask) -> list[str]:
    return [row["reference"] for row in app.test_client().get("/vacancies.json").json["results"]]


def test_the_hostile_adverts_became_vacancies(stocked: Flask) -> None:
    assert len(references(stocked)) >= 3


@pytest.mark.parametrize(
    "path", ["/", "/vacancies", "/vacancies?q=network+script", "/coverage", "/coverage/local_government"]
)
def test_lists_show_markup_as_text(stocked: Flask, path: str) -> None:
    page = stocked.test_client().get(path).text
    assert_harmless(page)
    assert "\u202e" not in page and "\u200b" not in page


def test_a_vacancy_shows_markup_as_text_and_keeps_only_safe_elements(stocked: Flask) -> None:
    for reference in references(stocked):
        page = stocked.test_client().get(f"/vacancies/{reference}").text
        assert_harmless(page)
        assert "evil.example" not in page
        for link in (each for each in elements(page) if each.get("href", "").startswith("https://good.example")):
            assert {"nofollow", "noopener"} <= set(link.get("rel", "").split())
        heading = next(each for each in elements(page) if each.tag == "h1")
        assert "49" not in "".join(heading.itertext())


def test_structured_data_cannot_break_out_and_names_nobody(stocked: Flask) -> None:
    for reference in references(stocked):
        page = stocked.test_client().get(f"/vacancies/{reference}").text
        block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert len(block) == 1 and "<" not in block[0]
        posting = json.loads(block[0])
        assert posting["@type"] == "JobPosting" and posting["hiringOrganization"]["name"]
        assert not re.search(r"Jo Bloggs|01234|@council", posting["description"])
        assert "firewalls" in posting["description"]


@pytest.mark.parametrize(("shape", "version"), [("atom", "atom10"), ("rss", "rss20")])
def test_feeds_are_sound_and_show_markup_as_text(stocked: Flask, shape: str, version: str) -> None:
    feed = feedparser.parse(stocked.test_client().get(f"/vacancies.{shape}").data, sanitize_html=False)
    assert not feed.bozo and feed.version == version and len(feed.entries) == len(references(stocked))
    for entry in feed.entries:
        assert "<script" not in entry.summary and "onerror" not in re.sub(r"&lt;.*?&gt;", "", entry.summary)
        assert entry.link.startswith("http://127.0.0.1:8000/vacancies/")


@pytest.mark.parametrize(
    "path",
    [
        "/vacancies?q={x}",
        "/vacancies?near={x}",
        "/vacancies?pay_from={x}",
        "/vacancies?sort={x}",
        "/vacancies?sector={x}",
        "/vacancies?employer_key={x}",
        "/nowhere/{x}",
        "/vacancies/{x}",
        "/coverage/{x}",
        "/coverage/nhs?show={x}",
    ],
)
def test_what_a_visitor_types_comes_back_as_text(app: Flask, path: str) -> None:
    for nasty in NASTY:
        answer = app.test_client().get(path.replace("{x}", quote(nasty, safe="")), headers={"Referer": nasty[:5]})
        assert answer.status_code in (200, 400, 404)
        assert_harmless(answer.text)
        assert "49 Network" not in answer.text


@pytest.mark.parametrize("path", ["/", "/vacancies", "/coverage", "/about", "/about/feeds", "/privacy", "/nowhere"])
def test_every_page_is_sound_and_asks_nobody_else(app: Flask, path: str, page_of: Callable[[str], str]) -> None:
    assert_harmless(page_of(path))


@pytest.fixture
def page_of(app: Flask) -> Callable[[str], str]:
    return lambda path: app.test_client().get(path).text
