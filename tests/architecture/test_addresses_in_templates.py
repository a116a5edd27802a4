"""Links and forms of the templates lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
WRITTEN_OUT = re.compile(r"""(?:href|action)=["'](/[^"'?#{]*)[?#"']""")
"""An address that stands whole in a template; those that are put together are for the crawl of the journeys."""


def addresses() -> set[tuple[str, str]]:
    return {
        (address, str(path.relative_to(TEMPLATES)))
        for path in TEMPLATES.rglob("*.html")
        for address in WRITTEN_OUT.findall(path.read_text("utf-8"))
    }


def test_every_address_in_a_template_has_a_page(app: Flask) -> None:
    adapter = app.url_map.bind("127.0.0.1")
    written = addresses()
    assert len(written) > 50
    dead = []
    for address, template in sorted(written):
        try:
            methods = adapter.allowed_methods(address)
            adapter.match(address, method="GET" if "GET" in methods else methods[0] if methods else "GET")
        except HTTPException:
            dead.append(f"{template}: {address}")
    assert dead == []


@pytest.mark.parametrize("text", ['href="/no/such"', "action='/no/such?x=1'", 'href="/no/such#there"'])
def test_an_address_is_recognised_however_it_is_written(text: str) -> None:
    assert WRITTEN_OUT.findall(text) == ["/no/such"]
