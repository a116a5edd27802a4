"""What standing opens: a vacancy for a visitor, a member, one who lapsed; feeds with a personal token."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.accounts import feed_tokens
from portal.accounts.models import FeedToken, Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds.examples import take_in_examples
from portal.foundation import clock
from portal.vacancies.models import Vacancy
from tests import people
from tests.conftest import MakeApp
from tests.membership import making

JSON = {"Accept": "application/json"}
CANARY = "canary-words-of-the-whole-text"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """A portal whose signposts are for members, with vacancies in it."""
    app = make_app(SIGNPOST_AUDIENCE="members")
    app.test_cli_runner().invoke(args=["setup"])
    with app.app_context():
        take_in_examples()
        with transaction():
            db.session.execute(update(Vacancy).values(description=f"<p>{CANARY}</p>"))
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    return app


@pytest.fixture
def vacancy(app: Flask) -> str:
    with app.app_context():
        found = db.session.scalars(select(Vacancy).where(Vacancy.status == "live", Vacancy.address != "")).first()
        assert found is not None
        return found.reference


@pytest.fixture
def member(app: Flask) -> int:
    person = people.make(app, "member@example.org")
    making.membership(app, person)
    return person


def see(client: FlaskClient, vacancy: str) -> tuple[bool, bool, bool]:
    """Whether the page shows the whole text, the signpost leads away, and JSON names the original address."""
    page = client.get(f"/vacancies/{vacancy}").text
    away = client.get(f"/go/{vacancy}").headers.get("Location", "")
    record = client.get(f"/vacancies/{vacancy}", headers=JSON).json
    return CANARY in page, not away.startswith("/"), bool(record.get("address")) and CANARY in json.dumps(record)


def test_a_visitor_reads_the_extract_and_is_told_how_to_join(app: Flask, vacancy: str) -> None:
    client = app.test_client()
    assert see(client, vacancy) == (False, False, False)
    page = client.get(f"/vacancies/{vacancy}").text
    assert 'href="/join"' in page and f"/sign-in?next=/vacancies/{vacancy}" in page
    assert "Similar vacancies" not in page
    posting = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert posting and CANARY not in posting[1]


def test_a_member_in_standing_reads_everything(app: Flask, vacancy: str, member: int) -> None:
    client = people.sign_in(app, member)
    assert see(client, vacancy) == (True, True, True)
    with app.app_context():
        references = db.session.scalars(select(Vacancy.reference).where(Vacancy.status == "live")).all()
    assert any("Similar vacancies" in client.get(f"/vacancies/{each}").text for each in references[:10])


def test_grace_still_opens_and_the_first_of_march_does_not(
    app: Flask, vacancy: str, member: int, tmp_path: Path
) -> None:
    client = people.sign_in(app, member)
    (tmp_path / "clock").write_text("2027-02-28T23:59:00+00:00")
    client = people.sign_in(app, member)
    with app.app_context(), transaction():
        db.session.execute(update(Vacancy).values(closes_at=None))
    assert see(client, vacancy) == (True, True, True)
    (tmp_path / "clock").write_text("2027-03-01T00:00:00+00:00")
    assert see(client, vacancy) == (False, False, False)


def test_the_day_is_londons_when_summer_time_begins_a_day_early_in_utc(
    app: Flask, vacancy: str, tmp_path: Path
) -> None:
    """A membership that ends with 30 June is in force until London's midnight, which is 23:00 in UTC."""
    person = people.make(app, "provider@example.org")
    making.membership(app, person, "provider", answers={"serving_until": "2027-06-30"}, on=date(2026, 11, 24))
    with app.app_context(), transaction():
        from portal.membership import queries, renewing

        row = queries.of_person(person)[0]
        renewing.offer(2027, on=date(2026, 11, 25), after=0, most=10)
        due = queries.due_for(row, 2027)
        assert due is not None
        due.paid_on = date(2026, 11, 25)
        db.session.execute(update(Vacancy).values(closes_at=None))
    (tmp_path / "clock").write_text("2027-06-30T22:59:00+00:00")
    client = people.sign_in(app, person)
    assert see(client, vacancy)[0] is True
    (tmp_path / "clock").write_text("2027-06-30T23:00:00+00:00")
    assert see(client, vacancy)[0] is False


def test_who_lapsed_meets_a_sentence_and_the_way_back_from_this_very_vacancy(app: Flask, vacancy: str) -> None:
    person = people.make(app, "lapsed@example.org")
    making.membership(app, person, on=date(2024, 5, 1))
    client = people.sign_in(app, person)
    assert see(client, vacancy) == (False, False, False)
    page = client.get(f"/vacancies/{vacancy}").text
    assert "Your membership lapsed on 28 February 2025." in page
    assert f'href="/account/membership?from={vacancy}"' in page


def test_who_has_not_paid_the_first_fee_is_told_so(app: Flask, vacancy: str) -> None:
    person = people.make(app, "new@example.org")
    making.membership(app, person, paid=False)
    client = people.sign_in(app, person)
    assert see(client, vacancy) == (False, False, False)
    assert "begins when your first fee is paid" in client.get(f"/vacancies/{vacancy}").text


def test_what_employers_post_here_is_open_to_all(app: Flask, vacancy: str) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(Vacancy).where(Vacancy.reference == vacancy).values(origin="posted"))
    assert see(app.test_client(), vacancy) == (True, True, True)
    found = app.test_client().get("/vacancies.json").json["results"]
    assert all((CANARY in json.dumps(row)) is (row["reference"] == vacancy) for row in found)


def token_of(app: Flask, person: int) -> str:
    with app.app_context(), transaction():
        return feed_tokens.make(person)


@pytest.mark.parametrize("shape", ["atom", "rss", "json"])
def test_a_token_puts_the_whole_texts_in_any_search_and_is_kept_by_nobody(app: Flask, member: int, shape: str) -> None:
    token = token_of(app, member)
    plain = app.test_client().get(f"/vacancies.{shape}?q=engineer")
    whole = app.test_client().get(f"/vacancies.{shape}?q=engineer&token={token}")
    assert CANARY not in plain.text and CANARY in whole.text
    assert whole.headers["Cache-Control"] == "no-store" and token not in whole.text
    if shape != "json":
        assert len(feedparser.parse(whole.data).entries) == len(feedparser.parse(plain.data).entries) > 0
    else:
        assert {name: whole.json[name] for name in ("total", "facets")} == {
            name: plain.json[name] for name in ("total", "facets")
        }


def test_a_token_keeps_only_its_hash_and_the_last_day_of_use(app: Flask, member: int, tmp_path: Path) -> None:
    token = token_of(app, member)
    app.test_client().get(f"/vacancies.atom?token={token}")
    with app.app_context():
        row = db.session.scalars(select(FeedToken)).one()
        assert row.used_on == date(2026, 11, 24) and token not in repr(vars(row))


def test_an_unknown_a_replaced_and_a_revoked_token_answer_404(app: Flask, member: int) -> None:
    first = token_of(app, member)
    second = token_of(app, member)
    client = app.test_client()
    statuses = [client.get(f"/vacancies.atom?token={each}").status_code for each in ("", "wrong", first, second)]
    assert statuses == [404, 404, 404, 200]
    with app.app_context(), transaction():
        feed_tokens.revoke(member)
    assert client.get(f"/vacancies.atom?token={second}").status_code == 404


def test_a_token_of_one_who_lapsed_shows_what_a_visitor_sees_and_says_why(app: Flask) -> None:
    person = people.make(app, "lapsed@example.org")
    making.membership(app, person, on=date(2024, 5, 1))
    found = app.test_client().get(f"/vacancies.json?token={token_of(app, person)}").json
    assert CANARY not in json.dumps(found)
    assert "Your membership lapsed" in found["notice"]


def test_a_token_of_a_closed_account_opens_nothing(app: Flask, member: int) -> None:
    token = token_of(app, member)
    with app.app_context(), transaction():
        db.session.get_one(Person, member).closed_at = clock.now()
    assert app.test_client().get(f"/vacancies.atom?token={token}").status_code == 404


def test_the_join_page_says_todays_fees_with_their_months(app: Flask, member: int) -> None:
    page = app.test_client().get("/join").text
    assert "this one included: 2 in 2026" in page
    for words in ("£96", "£16", "Very large", "5,000 staff or more", "250 to 999 staff", "/register"):
        assert words in page
    assert "You are a member in standing" in people.sign_in(app, member).get("/join").text


@pytest.mark.parametrize(
    ("held", "now", "sentence"),
    [
        (None, "2026-11-24", "Apply, and follow your application."),
        ({"paid": False}, "2026-11-24", "You are admitted. It begins when your first fee is paid."),
        ({}, "2026-11-24", "In force until 31 December 2026."),
        ({}, "2027-01-05", "Not renewed yet. It stays in force until 28 February 2027."),
        ({}, "2027-03-01", "Lapsed on 28 February 2027. You can come back."),
    ],
)
def test_the_account_says_in_a_sentence_how_one_stands(
    make_app: MakeApp, tmp_path: Path, held: dict[str, bool] | None, now: str, sentence: str
) -> None:
    app = make_app()
    app.test_cli_runner().invoke(args=["setup"])
    person = people.make(app, "robin@example.org")
    if held is not None:
        making.membership(app, person, **held)  # type: ignore[arg-type]
    (tmp_path / "clock").write_text(f"{now}T12:00:00+00:00")
    assert sentence in people.sign_in(app, person).get("/account").text
