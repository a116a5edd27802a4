"""Every page that a kind of person reaches from home: axe finds nothing, nothing scrolls sideways, no script fails.

With SHOTS=folder each page is also kept as a picture, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import WIDE, Site

SMALL = {"width": 375, "height": 740}
MOST_OF_A_KIND, MOST = 2, 70
HOMES = {
    "member": ("/account", "/vacancies"),
    "lapsed": ("/account",),
    "applicant": ("/account",),
    "newcomer": ("/account", "/employer"),
    "head": ("/account", "/employer"),
    "owner": ("/account", "/employer"),
    "assessor": ("/assessor",),
    "consultant": ("/consultant",),
    "staff": ("/staff",),
}
WITHOUT_PAGE = ("format=csv", "/download", "/go/", ".atom", ".rss", ".json", ".xml", ".csv")


@pytest.mark.slow
@pytest.mark.parametrize("who", HOMES)
def test_every_page_from_home_is_in_order(
    site: Site, open_page: Callable[..., Page], faults: Callable[[Page], list[str]], who: str
) -> None:
    page = open_page("/about")
    site.sign_in(f"{who}@example.org", page)
    wrong: dict[str, list[str]] = {}
    for path in visited(site, page, HOMES[who]):
        found = [
            f"{viewport['width']}: {problem}"
            for viewport in (WIDE, SMALL)
            for problem in problems(page, viewport, faults)
        ]
        if found:
            wrong[path] = found
        keep(page, who, path)
    assert wrong == {}


def visited(site: Site, page: Page, homes: tuple[str, ...]):
    """Open page after page, the homes first, each view at most twice; gives the path while its page is open."""
    waiting, seen, kinds = list(homes), set(homes), dict[str, int]()
    adapter = site.app.url_map.bind("127.0.0.1")
    for _ in range(MOST):
        if not waiting:
            return
        path = waiting.pop(0)
        endpoint = str(adapter.match(urlsplit(path).path, method="GET")[0])
        if kinds.get(endpoint, 0) >= MOST_OF_A_KIND:
            continue
        kinds[endpoint] = kinds.get(endpoint, 0) + 1
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, f"{path} answered {answer and answer.status}"
        yield path
        doors = {f"/{urlsplit(home).path.split('/')[1]}" for home in homes}
        for address in page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)"):
            parts = urlsplit(address)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            is_ours = address.startswith(site.base) and any(f"/{parts.path.split('/')[1]}" == door for door in doors)
            if is_ours and path not in seen and not any(part in path for part in WITHOUT_PAGE):
                seen.add(path)
                waiting.append(path)


def problems(page: Page, viewport: dict[str, int], faults: Callable[[Page], list[str]]) -> list[str]:
    page.set_viewport_size(viewport)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    width = page.evaluate("document.documentElement.scrollWidth")
    found = faults(page)
    if width > viewport["width"]:
        found.append(f"it is {width} wide")
    if page.locator("h1").count() != 1:
        found.append("it has not one h1")
    return found


def keep(page: Page, who: str, path: str) -> None:
    if folder := os.environ.get("SHOTS"):
        name = path.strip("/").replace("/", "_").replace("?", "-")[:60]
        for viewport in (WIDE, SMALL):
            page.set_viewport_size(viewport)
            page.screenshot(path=Path(folder) / f"{who}-{name}-{viewport['width']}.png", full_page=True)
