"""Staff clear a queue by keyboard alone, and take a decision back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.vacancies.models import LikelyPair, Vacancy
from tests import people
from tests.journeys.conftest import PHONE, WIDE, Site

expect.set_options(timeout=20_000)
PAGES = (
    "/staff", "/staff/vacancies/held", "/staff/vacancies", "/staff/vacancies/pairs", "/staff/sources", "/staff/sources/add",
    "/staff/people/reason", "/staff/people", "/staff/reports", "/staff/jobs", "/complain",
)  # fmt: skip


@pytest.fixture
def staff(site: Site, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens pages as a member of staff who has said why they look at people."""
    person_id = people.make(site.app, f"staff{clock.now().timestamp()}@example.org", given=("staff",), name="Sam Staff")
    client = people.sign_in(site.app, person_id)
    people.post(client, "/staff/people/reason", reason="asked")
    cookie = client.get_cookie("session")
    assert cookie

    def open_it(path: str, **how: object) -> Page:
        page = open_page("/healthz", **how)
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.base}])
        page.goto(path)
        return page

    return open_it


def hold(site: Site, number: int) -> list[str]:
    """So many vacancies that wait for a decision, longer than all others; their titles."""
    titles = [f"Held post {new_reference()}" for _ in range(number)]
    with site.app.app_context(), transaction():
        for left in db.session.scalars(select(Vacancy).where(Vacancy.title.startswith("Held post"))):
            left.status = "counted"
        for each, title in enumerate(titles):
            db.session.add(
                Vacancy(
                    reference=new_reference(), status="held", title=title, employer_name="Leeds City Council",
                    description="<p>You look after our systems.</p>", ict_decision="borderline", public_sector="yes",
                    automatic={"ict_decision": "borderline", "public_sector": "yes"}, evidence={"ict": ["title: systems"]},
                    first_seen=clock.now().replace(year=2020, minute=0, second=each), last_seen=clock.now(), updated_at=clock.now(),
                )
            )  # fmt: skip
    return titles


def status_of(site: Site, title: str) -> str:
    with site.app.app_context():
        return db.session.scalar(select(Vacancy.status).where(Vacancy.title == title).order_by(Vacancy.id.desc())) or ""


def test_a_queue_is_cleared_by_keyboard(site: Site, staff: Callable[..., Page]) -> None:
    first, second, third = hold(site, 3)
    page = staff("/staff/vacancies/held")
    expect(page.locator("h1")).to_have_text(first)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.keyboard.press("y")
    expect(page.locator("h1")).to_have_text(second)
    assert status_of(site, first) == "live"
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text(first)
    assert status_of(site, first) == "held"
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text(second)
    page.keyboard.press("s")
    expect(page.locator("h1")).to_have_text(third)
    page.keyboard.press("y")
    expect(page.get_by_role("alert")).to_contain_text(f"“{third}”: live.")
    assert [status_of(site, each) for each in (first, second, third)] == ["counted", "held", "live"]


def test_keys_rest_while_somebody_writes_and_can_be_turned_off(site: Site, staff: Callable[..., Page]) -> None:
    (only,) = hold(site, 1)
    page = staff("/staff/vacancies/held")
    expect(page.locator("h1")).to_have_text(only)
    page.locator("#because").press_sequentially("yes, says the manager")
    expect(page.locator("h1")).to_have_text(only)
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn the keys off").click()
    page.locator("h1").click()
    page.keyboard.press("y")
    page.evaluate("document.title")
    assert status_of(site, only) == "held" and page.locator("h1").inner_text() == only
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("alert")).to_contain_text("live.")


def test_a_pair_is_decided_by_key_and_undone(site: Site, staff: Callable[..., Page]) -> None:
    with site.app.app_context(), transaction():
        first, second = db.session.scalars(select(Vacancy.id).where(Vacancy.status == "live").order_by(Vacancy.id).limit(2)).all()  # fmt: skip
        db.session.add(LikelyPair(first_id=first, second_id=second, likeness=0.9, evidence=["titles alike"], found_at=clock.now()))  # fmt: skip
    page = staff("/staff/vacancies/pairs")
    page.keyboard.press("n")
    expect(page.get_by_role("alert")).to_contain_text("two different jobs")
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text("Are these the same job?")


def test_without_javascript_the_buttons_decide(site: Site, staff: Callable[..., Page]) -> None:
    (only,) = hold(site, 1)
    page = staff("/staff/vacancies/held", javascript=False)
    assert page.locator("#keys").is_hidden()
    page.get_by_role("button", name="No").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert status_of(site, only) == "counted"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_staff_is_at_home_everywhere(
    site: Site,
    staff: Callable[..., Page],
    faults: Callable[[Page], list[str]],
    path: str,
    viewport: dict[str, int],
) -> None:
    page = staff(path, viewport=viewport)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert faults(page) == []
    assert page.locator("h1").count() == 1
