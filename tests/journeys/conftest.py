"""The whole site over the example feeds, served on a free loopback port, and a real browser to use it with."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import make_server

from portal.accounts.models import Person
from portal.app import create_app
from portal.config import Settings
from portal.database.base import db
from portal.examples import making
from portal.feeds.examples import take_in_examples
from tests import people

PHONE = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
SHAPE = ["target-size", "scrollable-region-focusable", "link-in-text-block", "aria-hidden-focus", "bypass", "skip-link"]
"""The rules of axe whose answer may hang on the width of the window."""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Site:
    """A running site: its address and its application."""

    base: str
    app: Flask

    def json(self, path: str) -> Any:
        return self.app.test_client().get(path, headers={"Accept": "application/json"}).json

    def person_id(self, email: str) -> int:
        with self.app.app_context():
            return db.session.scalars(select(Person.id).where(Person.email_key == email)).one()

    def sign_in(self, email: str, page: Page) -> None:
        """Give the browser the cookie of this person's session; signing in by hand is a journey of its own."""
        client = people.sign_in(self.app, self.person_id(email))
        cookie = client.get_cookie("session")
        assert cookie is not None
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.base}])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """The browser of the machine; none is ever downloaded."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = chromium()
    if path is None:
        sentence = "Chromium is not installed; install it with: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return {"executable_path": path, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    app = create_app(
        Settings.from_environment(
            {"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(folder), "SIGNPOST_AUDIENCE": "everyone"}
        )
    )
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    result = app.test_cli_runner().invoke(args=["setup"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        take_in_examples()
        making.make_once(app.config["SETTINGS"])
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert result.exit_code == 0, result.output

    @app.get("/broken-on-purpose")
    def broken() -> str:
        raise RuntimeError("broken on purpose")

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join(5)


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens addresses of the site; anything that a page loads from elsewhere, or that its policy forbids, fails the test."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    refusals: list[str] = []

    def open_it(path: str, *, viewport: dict[str, int] = WIDE, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.base,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(site.base) else strangers.append(request.url))
        page.on("console", lambda line: refusals.append(line.text) if "Content Security Policy" in line.text else None)
        page.on("pageerror", lambda problem: refusals.append(str(problem)))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [url for url in strangers if "example.org" not in url] == []
    assert refusals == []


@pytest.fixture(scope="session")
def faults() -> Callable[..., list[str]]:
    """What axe finds on a page, each fault with its first places; with `shape` only what hangs on the width."""
    axe = Axe()

    def find(page: Page, *, shape: bool = False) -> list[str]:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(axe.axe_script)
        only = {"type": "rule", "values": SHAPE} if shape else {"type": "tag", "values": STANDARDS}
        wanted = {"runOnly": only, "resultTypes": ["violations"]}
        found = page.evaluate("wanted => axe.run(wanted).then(found => found.violations)", wanted)
        return [f"{fault['id']}: {fault['help']} {[node['target'] for node in fault['nodes'][:3]]}" for fault in found]

    return find
