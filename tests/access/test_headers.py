"""What every answer at every address carries, whoever asks (W-05, A-12)."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.access.conftest import browser
from tests.access.walking import asked_of, read
from tests.access.world import World

pytestmark = pytest.mark.slow

ALWAYS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin"}
THIRD_PARTY = re.compile(r'(?:src|href|action)="(?:https?:)?//(?!127\.0\.0\.1)[^"]*"')


@pytest.mark.parametrize("actor", ["visitor", "stranger", "owner_a", "assessor", "staff"])
def test_every_address_carries_the_headers_and_what_is_a_persons_own_reaches_no_cache(
    society: Flask, world: World, actor: str
) -> None:
    client, wrong = browser(society, world, actor), []
    for each in asked_of(society, world, actor):
        if each.method != "GET" and each.opens:
            continue
        answer = client.open(each.address, method=each.method)
        headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
        wrong += [f"{each} lacks {name}" for name, value in ALWAYS.items() if headers.get(name) != value]
        if "frame-ancestors 'none'" not in policy or "unsafe-" in policy:
            wrong.append(f"{each} has the policy {policy}")
        if answer.mimetype == "text/html" and not re.search(r"script-src 'nonce-[\w-]{20,}'", policy):
            wrong.append(f"{each} has no nonce")
        secret = bool(each.access.secret)
        if headers.get("Referrer-Policy") != ("no-referrer" if secret else "strict-origin-when-cross-origin"):
            wrong.append(f"{each} has the referrer policy {headers.get('Referrer-Policy')}")
        private = (
            secret or answer.status_code >= 400 or (actor != "visitor" and not each.address.startswith("/static/"))
        )
        if private and "no-store" not in headers.get("Cache-Control", ""):
            wrong.append(f"{each} may be kept: {headers.get('Cache-Control')}")
        if secret and THIRD_PARTY.search(read(answer)):
            wrong.append(f"{each} links to {THIRD_PARTY.findall(read(answer))}")
        if (
            actor == "visitor"
            and answer.headers.getlist("Set-Cookie")
            and "csrf_token" not in read(answer)
            and answer.status_code < 300
        ):
            wrong.append(f"{each} sets a cookie without need")
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/staff/nowhere", 404), ("/boom", 500), ("/static/nowhere.css", 404)]
)
def test_faults_and_what_is_not_there_carry_them_too(society: Flask, world: World, path: str, status: int) -> None:
    @society.get("/boom")
    def boom() -> str:
        raise ValueError("boom")

    for actor in ("visitor", "staff"):
        answer = browser(society, world, actor).get(path)
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert re.search(r"script-src 'nonce-[\w-]{20,}'", answer.headers["Content-Security-Policy"])
        assert answer.headers["Cache-Control"] == "no-store"
