"""A member's own feed addresses: shown once, made anew, stopped; of no use to anybody else, who is told so."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import feed_tokens
from portal.accounts.models import FeedToken
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds.examples import take_in_examples
from tests import people
from tests.conftest import MakeApp
from tests.membership import making
from tests.people import post
from tests.races import at_once

SEARCH = "q=engineer&near=Leeds&within=50&sector=nhs&sector=local_government"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    app = make_app(SIGNPOST_AUDIENCE="members")
    app.test_cli_runner().invoke(args=["setup"])
    return app


@pytest.fixture
def member(app: Flask) -> int:
    person = people.make(app, "member@example.org")
    making.membership(app, person)
    return person


def addresses(page: str) -> list[str]:
    """The paths of the addresses that the page offers to copy."""
    return [unescape(each) for each in re.findall(r'readonly value="https?://[^/"]+(/[^"]+)"', page)]


def test_a_member_makes_addresses_of_the_search_they_come_from_and_each_answers(app: Flask, member: int) -> None:
    with app.app_context():
        take_in_examples()
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    client = people.sign_in(app, member)
    found = re.search(r'href="(/account/feeds[^"]*)"', client.get(f"/vacancies?{SEARCH}").text)
    assert found
    page = client.get(unescape(found[1]))
    assert "You come from" in page.text and "Make my feed addresses" in page.text
    action = re.search(r'action="(/account/feeds/new[^"]*)"', page.text)
    assert action
    made = post(client, unescape(action[1]), form_at=unescape(found[1]))
    assert made.status_code == 200 and made.headers["Cache-Control"] == "no-store"
    offered = addresses(made.text)
    assert [each.split("?")[0] for each in offered] == ["/vacancies.atom", "/vacancies.rss", "/vacancies.json"] * 2
    token = offered[0].rpartition("token=")[2]
    assert all(each.endswith(f"token={token}") for each in offered)
    assert all(f"&{part}&" in f"&{offered[0].partition('?')[2]}&" for part in SEARCH.split("&"))
    assert [app.test_client().get(each).status_code for each in offered] == [200] * 6
    later = client.get("/account/feeds").text
    assert token not in later and "Last used" in later and "24 November 2026" in later


def test_a_new_key_is_made_only_after_being_told_that_the_old_one_stops(app: Flask, member: int) -> None:
    client = people.sign_in(app, member)
    first = addresses(post(client, "/account/feeds/new", form_at="/account/feeds").text)[0]
    told = client.get("/account/feeds/new").text
    assert "will stop working" in told and 'href="/account/feeds"' in told
    assert app.test_client().get(first).status_code == 200, "being told changes nothing"
    second = addresses(post(client, "/account/feeds/new").text)[0]
    assert [app.test_client().get(each).status_code for each in (first, second)] == [404, 200]


def test_addresses_are_stopped_after_a_question(app: Flask, member: int) -> None:
    client = people.sign_in(app, member)
    made = addresses(post(client, "/account/feeds/new", form_at="/account/feeds").text)[0]
    assert "stop working" in client.get("/account/feeds/revoke").text
    assert app.test_client().get(made).status_code == 200
    answer = post(client, "/account/feeds/revoke")
    assert answer.headers["Location"] == "/account/feeds"
    assert app.test_client().get(made).status_code == 404
    page = client.get("/account/feeds").text
    assert "have stopped working" in page and "Make my feed addresses" in page
    assert client.get("/account/feeds/revoke").headers["Location"] == "/account/feeds"
    with app.app_context():
        acts = select(AuditEntry.action).where(AuditEntry.action.like("accounts.feed%")).order_by(AuditEntry.id)
        assert list(db.session.scalars(acts)) == ["accounts.feed_token_made", "accounts.feed_token_revoked"]


def test_who_is_no_member_is_told_what_would_make_it_useful_and_can_make_none(app: Flask) -> None:
    never, lapsed = people.make(app, "never@example.org"), people.make(app, "lapsed@example.org")
    making.membership(app, lapsed, on=date(2024, 5, 1))
    for person, words, way in (
        (never, "come with membership", "/join"),
        (lapsed, "lapsed on 28 February 2025", "/account/membership"),
    ):
        client = people.sign_in(app, person)
        page = client.get("/account/feeds").text
        assert words in page and f'href="{way}' in page and "Make my feed addresses" not in page
        answer = post(client, "/account/feeds/new", form_at="/account/close")
        assert answer.headers["Location"] == "/account/feeds"
        assert "Nothing was made." in client.get("/account/feeds").text
    with app.app_context():
        assert db.session.scalars(select(FeedToken)).all() == []


def test_who_lapsed_since_still_sees_the_key_and_can_stop_it_but_not_make_another(
    app: Flask, member: int, tmp_path: Path
) -> None:
    client = people.sign_in(app, member)
    post(client, "/account/feeds/new", form_at="/account/feeds")
    (tmp_path / "clock").write_text("2027-03-01T09:00:00+00:00")
    client = people.sign_in(app, member)
    page = client.get("/account/feeds").text
    assert "24 November 2026" in page and "Not yet" in page and "Make" not in page.replace("Made", "")
    assert client.get("/account/feeds/new").headers["Location"] == "/account/feeds"
    assert post(client, "/account/feeds/revoke").status_code == 302
    assert "Your key" not in client.get("/account/feeds").text


def test_where_everybody_reads_everything_nobody_needs_a_key(make_app: MakeApp) -> None:
    app = make_app(SIGNPOST_AUDIENCE="everyone")
    app.test_cli_runner().invoke(args=["setup"])
    page = people.sign_in(app, people.make(app, "robin@example.org")).get("/account/feeds").text
    assert (
        "You need no address of your own" in page
        and "membership" not in page.partition("<h1")[2].partition("</main>")[0]
    )


def test_of_keys_made_at_once_one_counts(app_on_either: Flask) -> None:
    person = people.make(app_on_either, "member@example.org")

    def make() -> str:
        with transaction():
            return feed_tokens.make(person)

    made = at_once(app_on_either, make)
    with app_on_either.app_context():
        assert [feed_tokens.holder(str(each)) for each in made].count(person) == 1
    assert all(isinstance(each, str) for each in made)
