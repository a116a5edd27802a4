"""Every public page, wide and on a narrow phone: axe finds nothing, nothing scrolls sideways, nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE, WIDE, Site

PAGES = {
    "home": "/",
    "search": "/vacancies",
    "refined": "/vacancies?q=engineer&near=Leeds&within=50&sector=local_government&pay_from=30000&closing=14",
    "second page": "/vacancies?page=2&sort=closing",
    "problems": "/vacancies?near=Qqqville&pay_from=lots",
    "empty": "/vacancies?q=zzqxzzqx&sector=fire",
    "vacancy": "",
    "coverage": "/coverage",
    "sector": "/coverage/local_government?show=missing",
    "about": "/about",
    "owners of feeds": "/about/feeds",
    "prices": "/prices",
    "what it comes to": "/prices?advert=10&bundle_5=2",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "cookies": "/cookies",
    "not found": "/nowhere",
    "failed": "/broken-on-purpose",
}


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_at_home_everywhere(
    site: Site,
    open_page: Callable[..., Page],
    faults: Callable[[Page], list[str]],
    name: str,
    viewport: dict[str, int],
) -> None:
    path = PAGES[name] or f"/vacancies/{site.json('/vacancies')['results'][0]['reference']}"
    page = open_page(path, viewport=viewport)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]
    assert faults(page) == []
    assert page.locator("h1").count() == 1
    assert page.locator("[style]").count() == 0
