"""Forms: nothing without their token, nothing beyond their fields, nothing of somebody else's (W-01, A-06, A-03)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.access import ACCESS
from portal.database.base import db
from tests.access.conftest import Watch, browser, rows
from tests.access.forms import Form, Snapshot, forms_of, the_same_chance
from tests.access.test_tricks import unsafe
from tests.access.walking import asked_of
from tests.access.world import ACTORS, World
from tests.people import csrf_of

pytestmark = pytest.mark.slow

OURS = "http://127.0.0.1:8000"
NOT_COMPARED = {"password_hash", "totp_secret", "took_ms", "code_hash"}
"""Salted anew each time."""


def attacks(client: FlaskClient, foreign_token: str) -> dict[str, dict[str, Any]]:
    """Ways to send a form that must not count, each with what the request carries."""
    token = csrf_of(client, "/about")
    return {
        "no token": {"data": {"reason": "x"}},
        "an empty token": {"data": {"csrf_token": ""}},
        "another session's token": {"data": {"csrf_token": foreign_token}},
        "another session's token in a header": {"data": {}, "headers": {"X-CSRFToken": foreign_token}},
        "JSON as text": {"data": json.dumps({"csrf_token": token}), "content_type": "text/plain"},
        "JSON": {"json": {"csrf_token": token}},
        "another site": {"data": {"csrf_token": token}, "headers": {"Origin": "https://evil.example"}},
        "a site of no name": {"data": {"csrf_token": token}, "headers": {"Origin": "null"}},
        "another site's frame": {
            "data": {"csrf_token": token},
            "headers": {"Origin": OURS, "Sec-Fetch-Site": "cross-site"},
        },
    }


def test_nothing_unsafe_is_done_without_the_token_of_a_form_of_this_session(
    society: Flask, world: World, watch: Watch
) -> None:
    society.config["WTF_CSRF_ENABLED"] = True
    before, wrong = rows(society), []
    browsers = {actor: browser(society, world, actor) for actor in ACTORS}
    foreign_token = csrf_of(browser(society, world, "owner_b"), "/about")
    ways = {actor: attacks(client, foreign_token) for actor, client in browsers.items() if actor != "visitor"}
    ways["visitor"] = attacks(_visitor_with_token(browsers["visitor"]), foreign_token)
    tried = 0
    for rule, each in unsafe(society, world):
        if ACCESS[rule.endpoint].without_token:
            continue
        tried += 1
        for name, how in ways[each.actor].items():
            watch.begin()
            answer = browsers[each.actor].open(each.address, method=each.method, base_url=OURS, **how)
            if answer.status_code not in (400, 403):
                wrong.append(f"{each} with {name} answered {answer.status_code}")
            if watch.written:
                wrong.append(f"{each} with {name} wrote {watch.written}")
    assert wrong == []
    assert tried >= 2 and rows(society) == before


def _visitor_with_token(client: FlaskClient) -> FlaskClient:
    token = csrf_of(client, "/sign-in")
    original = client.get

    class Page:
        text = f'name="csrf_token" value="{token}"'

    client.get = lambda path, *a, **k: Page() if path == "/about" else original(path, *a, **k)  # type: ignore[assignment,method-assign]
    return client


def test_a_token_is_worth_nothing_after_signing_out(society: Flask, world: World, watch: Watch) -> None:
    society.config["WTF_CSRF_ENABLED"] = True
    wrong = []
    for actor in ("owner_a", "staff", "assessor"):
        client = browser(society, world, actor)
        token = csrf_of(client, "/about")
        assert client.post("/sign-out", data={"csrf_token": token}).status_code == 302
        for rule, each in unsafe(society, world):
            if ACCESS[rule.endpoint].without_token:
                continue
            watch.begin()
            answer = client.open(each.address, method=each.method, data={"csrf_token": token})
            if answer.status_code not in (400, 403) or watch.written:
                wrong.append(f"{each} answered {answer.status_code} and wrote {watch.written}")
    assert wrong == []


def extras(world: World) -> dict[str, str]:
    """What people add to a form in the hope that somebody takes a whole form for a row."""
    person, organisation = str(world.people["member_b"]), str(world.organisations["B"])
    return {
        "role": "staff", "roles": "staff", "is_staff": "1", "staff": "true", "admin": "1", "organisation_id": organisation, "org_id": organisation,
        "employer_id": organisation, "person_id": person, "user_id": person, "owner_id": person, "by": person, "id": "1",
        "reference": "CHSNBYME", "state": "approved", "status": "live", "round": "2", "confirmed_at": "2020-01-01T00:00:00Z",
        "email_confirmed_at": "2020-01-01T00:00:00Z", "totp_confirmed_at": "2020-01-01T00:00:00Z", "verified": "1", "confirmed": "1",
        "endorsed": "true", "answer": "endorsed", "agrees": "1", "pence": "0", "fee_pence": "0", "price": "0", "credits": "999",
        "paid_on": "2020-01-01", "payment_reference": "mine", "waived_because": "me", "ended_on": "", "klass": "organisation",
        "tier": "small", "qualifies": "1", "key": "mine", "merged_into_id": organisation, "parent_id": organisation, "erased_at": "",
        "decided_by_id": person, "decided_at": "2020-01-01T00:00:00Z", "second_factor_at": "2020-01-01T00:00:00Z",
    }  # fmt: skip


def sendable(society: Flask, world: World, actor: str) -> list[Form]:
    """Every form that this actor meets on the pages that are open to them, each address once."""
    client, found = browser(society, world, actor), dict[str, Form]()
    for each in asked_of(society, world, actor):
        if each.method == "GET" and each.opens and not each.is_foreign:
            for form in forms_of(client, each.address):
                found.setdefault(form.action, form)
    return list(found.values())


@pytest.mark.parametrize(
    "actor", ["visitor", "stranger", "member_a", "owner_a", "head_a", "assessor", "consultant", "staff"]
)
def test_a_form_takes_its_own_fields_and_no_other(society: Flask, world: World, tmp_path: Path, actor: str) -> None:
    more = extras(world)
    forms = sendable(society, world, actor)
    client = browser(society, world, actor)
    cookies = dict(client._cookies)

    def again() -> FlaskClient:
        """The browser as it was: some forms end the session (closing the account)."""
        client._cookies.clear()
        client._cookies.update(cookies)
        return client

    before = Snapshot(society, tmp_path / "data" / "db" / "portal.sqlite3")
    wrong = []
    for form in forms:
        plainly, status = sent(
            society, before, lambda form=form: again().post(form.action, data=MultiDict(form.fields))
        )
        added = [(name, value) for name, value in more.items() if name not in form.names]
        with_more, other = sent(
            society,
            before,
            lambda form=form, added=added: again().post(form.action, data=MultiDict([*form.fields, *added])),
        )
        if changed := {table for table in plainly if plainly[table] != with_more[table]}:
            wrong.append(f"{actor}: {form.action} (on {form.page}) wrote more into {', '.join(sorted(changed))}")
        if max(status, other) >= 500 or status != other:
            wrong.append(f"{actor}: {form.action} (on {form.page}) answered {status}, and with more {other}")
        _, third = sent(
            society, before, lambda form=form: again().post(form.action, json={**dict(form.fields), **more})
        )
        if third >= 500:
            wrong.append(f"{actor}: {form.action} answered {third} to JSON")
    assert wrong == []


def sent(app: Flask, before: Snapshot, send: Callable[[], Any]) -> tuple[dict[str, list[Any]], int]:
    """Every row there is after sending this to the database as it was before, and what was answered."""
    before.restore()
    with the_same_chance():
        status = send().status_code
    return contents(app), status


def contents(app: Flask) -> dict[str, list[Any]]:
    with app.app_context():
        found = {}
        for name, table in db.metadata.tables.items():
            columns = [column for column in table.columns if column.name not in NOT_COMPARED]
            found[name] = sorted(repr(tuple(row)) for row in db.session.execute(select(*columns)))
        db.session.rollback()
    return found


@pytest.mark.parametrize("actor", ["member_a", "owner_a", "head_a"])
def test_a_form_that_names_another_ones_thing_changes_nothing_of_theirs(
    society: Flask, world: World, tmp_path: Path, actor: str
) -> None:
    swaps = {}
    for of_kind in world.samples.values():
        for mine in (each for each in of_kind if each.side == "A"):
            swaps[mine.value] = next((theirs.value for theirs in of_kind if theirs.side == "B"), mine.value)
    client, wrong = browser(society, world, actor), []
    forms = sendable(society, world, actor)
    before = Snapshot(society, tmp_path / "data" / "db" / "portal.sqlite3")
    was = belonging(society, world, "b")
    for form in forms:
        foreign = [(name, swaps.get(value, value)) for name, value in form.fields]
        before.restore()
        status = client.post(form.action, data=MultiDict(foreign)).status_code
        if status >= 500:
            wrong.append(f"{actor}: {form.action} answered {status}")
        if belonging(society, world, "b") != was:
            wrong.append(f"{actor}: {form.action} (on {form.page}) changed what is B's")
    assert wrong == []


def belonging(app: Flask, world: World, side: str) -> dict[str, list[str]]:
    """The rows that hang on people or the organisation of this side, but for who merely did something to them."""
    people = {world.people[who] for who in world.people if who.endswith(f"_{side}")}
    organisations = {world.organisations[side.upper()]}
    found = {}
    with app.app_context():
        for name, table in db.metadata.tables.items():
            ids = {"people": people, "organisations": organisations}
            keys = [
                (column, ids[key.column.table.name])
                for column in table.columns
                for key in column.foreign_keys
                if key.column.table.name in ids and not column.name.endswith("by_id")
            ]
            keys += [(table.c.id, ids[name])] if name in ids else []
            if keys and name not in ("attempts", "sign_ins", "audit_entries"):
                chosen = select(table).where(db.or_(*(column.in_(values) for column, values in keys)))
                found[name] = sorted(repr(tuple(row)) for row in db.session.execute(chosen))
        db.session.rollback()
    return found
