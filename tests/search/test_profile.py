"""What a person looks for: kept for them alone, searched with, emptied at will."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.membership.models import Profile
from portal.membership.profiles import NOTHING, Wanted, of
from portal.search import wanted
from portal.search.forms import read_wish
from portal.vacancies.drafts import Clearance
from portal.vacancies.term_words import CLEARANCE
from tests.conftest import MakePerson, SignIn
from tests.people import post

ALL = {
    "families": ["data", "cyber_security"],
    "levels": ["senior", "lead_manager"],
    "places": "Leeds\r\n\r\n LS1 \r\nleeds",
    "pay": "£45,000",
    "workplaces": ["hybrid", "remote"],
    "clearance": ["SC"],
}
KEPT = Wanted(
    families=("data", "cyber_security"),
    levels=("senior", "lead_manager"),
    places=("Leeds", "LS1", "leeds"),
    wanted_pence=4_500_000,
    clearance=("SC",),
    workplaces=("hybrid", "remote"),
)


@pytest.fixture
def robin(make_person: MakePerson) -> int:
    return make_person("robin@example.org")


def kept(app: Flask, person_id: int) -> Wanted:
    with app.app_context():
        return of(person_id)


def say(client: FlaskClient, **fields: Any):
    return post(client, "/account/profile", **fields)


def test_what_is_said_is_kept_shown_again_and_told_on_the_first_page(app: Flask, robin: int, sign_in: SignIn) -> None:
    client = sign_in(robin)
    assert "Say it once" in client.get("/account").text
    assert say(client, **ALL).headers["Location"] == "/account/profile"
    assert kept(app, robin) == KEPT
    page = client.get("/account/profile").text
    assert "What you look for is kept." in page
    ticked = re.findall(r'value="(\w+)"[^>]*\bchecked', page)
    assert ticked == ["data", "cyber_security", "senior", "lead_manager", "remote", "hybrid", "SC"]
    assert 'value="45,000"' in page and "Leeds\nLS1\nleeds</textarea>" in page
    home = client.get("/account").text
    assert "Data and Cyber security; Senior and Lead or manager; Hybrid and Remote; near Leeds, LS1 and leeds" in home
    assert "from £45,000; holding SC." in home


def test_the_search_reads_back_exactly_what_was_meant(app: Flask, robin: int, sign_in: SignIn) -> None:
    client = sign_in(robin)
    say(client, **ALL | {"places": "Leeds\nYork"})
    links = re.findall(r'href="(/vacancies\?[^"]+)"[^>]*>([^<]+)<', client.get("/account/profile").text)
    assert [label for _, label in links] == [
        "Search with this near Leeds",
        "Search with this near York",
        "Search with this everywhere",
        "Only vacancies that ask for the clearance you hold",
    ]
    read = []
    for address, _ in links:
        with app.test_request_context(unescape(address)) as asked:
            wish = read_wish(asked.request.args)
            assert wish.errors == {}
            read.append((dict(wish.request.filters), wish.near_name, wish.request.pay_from))
    narrowing = {
        "family": ("cyber_security", "data"),
        "level": ("lead_manager", "senior"),
        "workplace": ("hybrid", "remote"),
    }
    assert read == [
        (narrowing, "Leeds", 45_000),
        (narrowing, "York", 45_000),
        (narrowing, "", 45_000),
        (narrowing | {"clearance": ("SC",)}, "", 45_000),
    ]
    assert client.get(unescape(links[0][0])).status_code == 200


def test_with_nothing_said_there_is_nothing_to_search_with(app: Flask, robin: int, sign_in: SignIn) -> None:
    page = sign_in(robin).get("/account/profile").text
    assert "Search with" not in page and "Empty it" not in page
    assert wanted.searches(NOTHING) == [] and wanted.in_words(NOTHING) == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"places": "Leds"}, "We do not know the place “Leds”. Did you mean"),
        ({"places": "Leeds\nXyzzyville"}, "We do not know the place “Xyzzyville”. Enter a town or a postcode."),
        ({"places": "Leeds\nYork\nBath\nHull\nRipon\nWells"}, "Enter at most 5 places; you have entered 6."),
        ({"pay": "lots"}, "Enter pay in whole pounds a year, like 45000."),
        ({"pay": "0"}, "Enter pay between £1 and £500,000 a year."),
        ({"pay": "600k"}, "Enter pay between £1 and £500,000 a year."),
        ({"families": ["gardening"]}, "Choose from the list under “Kind of work”."),
        ({"clearance": ["data"]}, "Choose from the list under “Clearance that you hold”."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence_and_changes_nothing(
    app: Flask, robin: int, sign_in: SignIn, fields: dict[str, Any], sentence: str
) -> None:
    client = sign_in(robin)
    say(client, **ALL)
    answer = say(client, **ALL | fields)
    assert answer.status_code == 200 and sentence in unescape(answer.text)
    assert "There is a problem" in answer.text and kept(app, robin) == KEPT


def test_it_is_emptied_after_a_question_or_by_unticking_everything(app: Flask, robin: int, sign_in: SignIn) -> None:
    client = sign_in(robin)
    assert client.get("/account/profile/empty").headers["Location"] == "/account/profile"
    say(client, **ALL)
    assert "holding SC" in client.get("/account/profile/empty").text and kept(app, robin) == KEPT
    assert post(client, "/account/profile/empty").headers["Location"] == "/account/profile"
    assert "We keep nothing of what you look for." in client.get("/account/profile").text
    say(client, pay="30000")
    assert kept(app, robin) == Wanted(wanted_pence=3_000_000)
    say(client, pay="")
    with app.app_context():
        assert db.session.scalars(select(Profile)).all() == []


def test_the_record_of_acts_that_staff_read_says_nothing_of_it(app: Flask, robin: int, sign_in: SignIn) -> None:
    client = sign_in(robin)
    say(client, **ALL)
    post(client, "/account/profile/empty")
    with app.app_context():
        assert db.session.scalars(select(AuditEntry)).all() == []


def test_the_form_offers_every_clearance_that_the_reader_finds() -> None:
    assert set(get_args(Clearance)) == {name for name, _ in CLEARANCE}
