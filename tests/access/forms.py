"""The forms that pages show, filled in as somebody would, and the same database for each sending."""

from __future__ import annotations

import itertools
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from portal.database.base import db

FILLED = {
    "email": "somebody.new@example.org", "number": "7", "password": "a long new password 7", "tel": "+44 20 7946 0000", "date": "2026-11-24",
}  # fmt: skip
WORDS = "Words that are long enough to be a reason."


@dataclass(frozen=True, slots=True)
class Form:
    """One form with every field filled in."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.fields)


def forms_of(client: FlaskClient, page: str) -> Iterator[Form]:
    """The forms that this page sends by POST, but for the one that signs out."""
    answer = client.get(page)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return
    for form in html.fromstring(answer.text).iter("form"):
        action = form.get("action") or page
        if (form.get("method") or "get").lower() == "post" and action != "/sign-out":
            yield Form(page, action, tuple(_filled(form)))


def _filled(form: Any) -> Iterator[tuple[str, str]]:
    chosen: set[str] = set()
    for control in form.iter("input", "select", "textarea", "button"):
        name, kind = control.get("name"), (control.get("type") or "text").lower()
        if not name or name == "csrf_token" or (kind in ("submit", "button", "file") and control.tag != "button"):
            continue
        if kind in ("radio", "button", "submit") and name in chosen:
            continue
        chosen.add(name)
        if control.tag == "select":
            values = [each.get("value") or "" for each in control.iter("option")]
            yield name, next((each for each in values if each), "")
        elif control.tag == "textarea":
            yield name, (control.text or "").strip() or WORDS
        elif kind in ("hidden", "checkbox", "radio") or control.tag == "button":
            yield name, control.get("value") or ("y" if kind == "checkbox" else "")
        else:
            yield name, control.get("value") or FILLED.get(kind, WORDS if kind == "text" else "")


class Snapshot:
    """The database as it is now, to go back to."""

    def __init__(self, app: Flask, path: Path) -> None:
        self._app, self._path, self._kept = app, path, sqlite3.connect(":memory:")
        with self._opened() as live:
            live.backup(self._kept)

    def restore(self) -> None:
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()
        with self._opened() as live:
            self._kept.backup(live)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        live = sqlite3.connect(self._path)
        try:
            yield live
        finally:
            live.close()


@contextmanager
def the_same_chance() -> Iterator[None]:
    """References and tokens come out alike each time, so that two sendings can be compared row by row."""
    count = itertools.count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "choice", lambda options: options[next(count) % len(options)])
        patch.setattr(secrets, "randbelow", lambda most: next(count) % most)
        patch.setattr(secrets, "token_urlsafe", lambda size=32: f"token-{next(count):040}")
        patch.setattr(secrets, "token_hex", lambda size=16: f"{next(count):0{size * 2}x}")
        patch.setattr(secrets, "token_bytes", lambda size=32: next(count).to_bytes(size, "big"))
        yield
