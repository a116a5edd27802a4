"""A link scanner may follow every address there is: nothing changes but the days of the signpost (W-02)."""

import hashlib
import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from portal.access import ACCESS
from portal.access.meaning import ANYONE
from portal.database.base import db
from portal.vacancies.models import Vacancy
from tests.conftest import MakeApp

HOST = "http://127.0.0.1:8000"
MOST = 400
COUNTED = ("signpost_days", "vacancy_visits")
FOR_LARGE_SITES = {"search.sitemap_part"}


@pytest.fixture
def with_examples(make_app: MakeApp) -> Flask:
    app = make_app(PORTAL_SEARCH_RATE="off")
    assert app.test_cli_runner().invoke(args=["setup", "--with-examples"]).exit_code == 0
    return app


def rows(app: Flask) -> dict[str, list[str]]:
    """The hash of every row of every table."""
    with app.app_context():
        found = {
            name: sorted(
                hashlib.sha256(repr(tuple(row)).encode()).hexdigest() for row in db.session.execute(select(table))
            )
            for name, table in db.metadata.tables.items()
        }
        db.session.rollback()
    return found


def public(app: Flask) -> list[Rule]:
    """The pages that anyone may open who has no link from a mail; those behind doors are walked in tests/access."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and ACCESS[rule.endpoint].who == ANYONE and not ACCESS[rule.endpoint].secret
    ]


def posted_here(app: Flask) -> list[str]:
    with app.app_context():
        chosen = select(Vacancy.reference).where(Vacancy.origin == "posted", Vacancy.status == "live")
        return [f"/vacancies/{reference}" for reference in db.session.scalars(chosen)]


def crawl(app: Flask) -> dict[str, int]:
    """How often each endpoint was asked, beginning with every address without a parameter and following every link.

    Vacancies that are posted here come first: they alone lead to applying and asking, and search shows few of them among
    the many that are signposted.
    """
    waiting = posted_here(app) + [rule.rule for rule in public(app) if not rule.arguments]
    open_to_all = {rule.endpoint for rule in public(app)}
    seen, asked = set(waiting), dict[str, int]()
    client = app.test_client()
    while waiting and len(seen) < 5_000 and sum(asked.values()) < MOST:
        address = waiting.pop(0)
        endpoint = app.url_map.bind("127.0.0.1").match(urlsplit(address).path)[0]
        if endpoint not in open_to_all:
            continue
        asked[endpoint] = asked.get(endpoint, 0) + 1
        if asked[endpoint] > 60:
            continue
        answer = client.get(address, base_url=HOST, headers={"User-Agent": "Mozilla/5.0"})
        assert answer.status_code < 400, address
        written = answer.mimetype in ("text/html", "application/xml", "text/xml")
        found = re.findall(r'(?:href|action|src)="([^"]*)"|<loc>([^<]*)', answer.text) if written else []
        for link in (urldefrag(urljoin(HOST + address, unescape(link or location))).url for link, location in found):
            if link.startswith(HOST + "/") and link not in seen:
                seen.add(link)
                waiting.append(link.removeprefix(HOST))
    return asked


@pytest.mark.slow
def test_following_every_link_changes_nothing_but_the_counts_of_days(with_examples: Flask) -> None:
    before = rows(with_examples)
    asked = crawl(with_examples)
    after = rows(with_examples)
    for each in COUNTED:
        assert after.pop(each) != before.pop(each)
    assert after == before
    assert before["vacancies"] and before["fetches"]
    every = {rule.endpoint for rule in public(with_examples)}
    assert every - set(asked) <= FOR_LARGE_SITES
