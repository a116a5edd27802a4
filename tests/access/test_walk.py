"""Every address, every method, every kind of person, every foreign id: exactly the table of access (A-01, A-03, W-02)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal import access as table
from portal.access import ACCESS
from portal.access.owning import OWN
from portal.accounts import guards
from portal.database.base import db
from portal.database.transaction import transaction
from tests.access.conftest import Watch, browser, rows
from tests.access.walking import SECOND_FACTOR, SIGN_IN, Asked, asked_of_rule, wrongly_let_in, wrongly_shown
from tests.access.world import ACTORS, World

pytestmark = pytest.mark.slow

OPEN_TO_NOBODY: dict[str, str] = {
    "consultant.desk.finish": "for a campaign that has closed; the little society's waits for its client",
    "search.sitemap_part": "for sites of more than ten thousand vacancies",
    "consultant.campaigns.begin": "for the organisation that was found in the search before",
    "employer.claims.ask": "for the organisation that was chosen in the search before",
    "staff.seats.merge": "for the two organisations that were chosen on the page before",
}
"""Pages that the little society cannot open, and why."""


@pytest.mark.parametrize("actor", ACTORS)
def test_what_may_not_be_seen_is_not_seen_and_nothing_changes(
    society: Flask, world: World, watch: Watch, actor: str
) -> None:
    client, before = browser(society, world, actor), rows(society)
    assert list(wrongly_let_in(society, world, watch, actor, client)) == []
    assert rows(society) == before


@pytest.mark.parametrize("actor", ACTORS)
def test_every_page_shows_only_what_its_reader_may_know_and_reading_writes_nothing(
    society: Flask, world: World, watch: Watch, actor: str
) -> None:
    client, before = browser(society, world, actor), rows(society)
    assert list(wrongly_shown(society, world, watch, actor, client)) == []
    after = rows(society)
    assert {name for name in before if after[name] != before[name]} <= {"signpost_days", "vacancy_visits"}


def test_whoever_may_open_an_address_can(society: Flask, world: World) -> None:
    """The walk would find nothing if its samples opened no page at all."""
    browsers = {actor: browser(society, world, actor) for actor in ACTORS}
    closed = []
    for rule in society.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or ACCESS[rule.endpoint].secret or rule.endpoint in OPEN_TO_NOBODY:
            continue
        asked = [each for actor in ACTORS for each in asked_of_rule(rule, world, actor) if each.opens]
        if not any(_opens(browsers[each.actor], each) for each in asked):
            closed.append(f"{rule.rule}: give tests/access/world.py a thing in the state that this page is for")
    assert not closed, "\n".join(closed)


def _opens(client: FlaskClient, asked: Asked) -> bool:
    answer = client.get(asked.address)
    away = (SIGN_IN, SECOND_FACTOR)
    return answer.status_code < 400 and not answer.headers.get("Location", "").startswith(away)


@pytest.fixture
def holes(society: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four mistakes that views have been known to make."""

    @society.get("/account/applications/<reference>/papers")
    def without_ownership(reference: str) -> str:
        guards.current_person()
        return str(
            db.session.execute(
                text("SELECT statement FROM membership_applications WHERE reference = :r"), {"r": reference}
            ).scalar()
        )

    @society.post("/staff/people/<reference>/wipe")
    def without_door(reference: str) -> str:
        with transaction():
            db.session.execute(text("DELETE FROM profiles"))
        return reference

    @society.get("/account/list")
    def of_everybody() -> str:
        if guards.person_if_any() is None:
            guards.current_person()
        return " ".join(db.session.scalars(text("SELECT name FROM people")))

    @society.get("/account/touch")
    def writes_when_read() -> str:
        with transaction():
            db.session.execute(text("UPDATE profiles SET places = '[]'"))
        return ""

    made = {
        "without_ownership": OWN,
        "without_door": replace(ACCESS["signing_in.sign_out"], who=("staff",)),
        "of_everybody": OWN,
        "writes_when_read": OWN,
    }
    monkeypatch.setattr(table, "ACCESS", {**ACCESS, **made})
    monkeypatch.setattr("tests.access.walking.ACCESS", {**ACCESS, **made})


@pytest.mark.usefixtures("holes")
def test_the_walk_finds_the_mistakes_that_views_make(society: Flask, world: World, watch: Watch) -> None:
    client = browser(society, world, "member_b")
    let_in = list(wrongly_let_in(society, world, watch, "member_b", client))
    address = "/account/applications/PPLCTNNA/papers"
    assert f"member_b: GET {address} answered 200" in let_in
    assert f"member_b: GET {address} shows CanaryStatementA" in let_in
    assert "member_b: POST /staff/people/" in " ".join(let_in) and "wrote profiles" in " ".join(let_in)
    shown = list(wrongly_shown(society, world, watch, "member_b", client))
    assert "member_b: GET /account/list shows CanaryMemberA" in shown
    assert "member_b: GET /account/list shows CanaryMemberB" not in shown
    assert "member_b: GET /account/touch wrote profiles" in shown
