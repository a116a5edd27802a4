"""Every page that a kind of person reaches from home: axe finds nothing, nothing scrolls sideways, no script fails.

With SHOTS=folder each page is also kept as a picture, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from tests.journeys.conftest import WIDE, Site

SMALL = {"width": 375, "height": 740}
MOST_OF_A_KIND, MOST = 2, 70
HOMES = {
    "member": ("/account", "/vacancies"),
    "lapsed": ("/account", "/account/membership"),
    "applicant": ("/account", "/account/membership"),
    "newcomer": ("/account", "/employer"),
    "head": ("/account", "/employer"),
    "owner": ("/account", "/employer"),
    "assessor": ("/assessor",),
    "consultant": ("/consultant", "/consultant/leads"),
    "staff": ("/staff",),
}
"""Where each kind of person begins. Of /account everybody but the member looks only at what is named here and below
it, for its other pages are the same for all."""
NOT_OURS = "/go/"
"""It leads to another site."""


@pytest.mark.slow
@pytest.mark.parametrize("who", HOMES)
def test_every_page_from_home_is_in_order(
    site: Site, open_page: Callable[..., Page], faults: Callable[..., list[str]], who: str
) -> None:
    page = open_page("/about")
    site.sign_in(f"{who}@example.org", page)
    folders = tuple(home for home in HOMES[who] if home != "/account" or who == "member")
    wrong: dict[str, list[str]] = {}
    for path, trouble in visited(site, page, HOMES[who], folders):
        found = [trouble] if trouble else [*problems(page, WIDE, faults), *problems(page, SMALL, faults, shape=True)]
        if found:
            wrong[path] = found
        keep(page, who, path)
    assert wrong == {}


def visited(site: Site, page: Page, homes: tuple[str, ...], folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Open page after page, the homes first, each view at most twice; gives each while it is open, and what is wrong
    with its address."""
    waiting, kinds = dict.fromkeys(homes, ""), dict[str, int]()
    seen = set(homes)
    adapter = site.app.url_map.bind("127.0.0.1")
    for _ in range(MOST):
        if not waiting:
            return
        path = next(iter(waiting))
        found_on = waiting.pop(path)
        try:
            endpoint = str(adapter.match(urlsplit(path).path, method="GET")[0])
        except HTTPException as refusal:
            yield path, f"no page has this address, which stands on {found_on} ({refusal.code})"
            continue
        if kinds.get(endpoint, 0) >= MOST_OF_A_KIND:
            continue
        kinds[endpoint] = kinds.get(endpoint, 0) + 1
        answer = page.request.get(path)
        if answer.status != 200:
            yield path, f"it answers {answer.status}, and stands on {found_on}"
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(path)
        yield path, ""
        for address in page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)"):
            parts = urlsplit(address)
            is_ours = address.startswith(site.base) and f"{parts.path}/".startswith(
                tuple(f"{each}/" for each in folders)
            )
            to = parts.path + (f"?{parts.query}" if parts.query else "")
            if is_ours and to not in seen and NOT_OURS not in to:
                seen.add(to)
                waiting[to] = path


def problems(
    page: Page, viewport: dict[str, int], faults: Callable[..., list[str]], *, shape: bool = False
) -> list[str]:
    """What is wrong with the page at this width; `shape` leaves out what is the same at every width."""
    page.wait_for_load_state()  # a click returns when the next page begins, which has no elements yet
    page.set_viewport_size(viewport)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    width = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{viewport['width']}: {each}" for each in faults(page, shape=shape)]
    if width > viewport["width"]:
        found.append(f"{viewport['width']}: it is {width} wide")
    if not shape and page.locator("h1").count() != 1:
        found.append("it has not one h1")
    return found


def keep(page: Page, who: str, path: str) -> None:
    if folder := os.environ.get("SHOTS"):
        name = path.strip("/").replace("/", "_").replace("?", "-")[:60]
        for viewport in (WIDE, SMALL):
            page.set_viewport_size(viewport)
            page.screenshot(path=Path(folder) / f"{who}-{name}-{viewport['width']}.png", full_page=True)
