"""A visitor looks for a job: search, refine, open, follow; by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, WIDE, Site

Open = Callable[..., Page]


def first_reference(site: Site, query: str = "") -> str:
    return str(site.json(f"/vacancies?{query}")["results"][0]["reference"])


def signposted(site: Site, open_page: Open) -> Page:
    """The page of the first vacancy that was found elsewhere: one that an employer posted here may lead to no advert."""
    for each in site.json("/vacancies?")["results"]:
        page = open_page(f"/vacancies/{each['reference']}")
        if page.get_by_role("link", name="See the original advert").count():
            return page
    raise AssertionError("no vacancy of this page was found elsewhere")


def shown_total(page: Page) -> int:
    return int(page.locator("h1").inner_text().split(" ")[0].replace(",", "").replace("No", "0"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_search_refine_and_open(site: Site, open_page: Open, javascript: bool) -> None:
    page = open_page("/", javascript=javascript)
    page.get_by_label("Job, skill or employer").fill("engineer")
    page.get_by_role("button", name="Search").click()
    everything = shown_total(page)
    assert everything == site.json("/vacancies?q=engineer")["total"] > 1

    page.locator("summary", has_text="Sector").click()
    page.get_by_label("NHS and health").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert 0 < shown_total(page) < everything
    assert parse_qs(urlsplit(page.url).query)["sector"] == ["nhs"]

    shareable = page.url
    page.locator(".site-row a").first.click()
    expect(page.locator("dt", has_text="Employer")).to_be_visible()
    expect(page.locator("dt", has_text="Pay as stated")).to_be_visible()

    page.goto(shareable)
    page.get_by_role("link", name="Remove the filter NHS and health").click()
    assert shown_total(page) == everything


def test_the_signpost_leads_to_the_stored_address_and_is_counted(site: Site, open_page: Open) -> None:
    page = signposted(site, open_page)
    page.route(
        "https://*.example.org/**", lambda route: route.fulfill(body="the original advert", content_type="text/html")
    )
    page.get_by_role("link", name="See the original advert").click()
    page.wait_for_url("https://*.example.org/**")
    assert page.inner_text("body") == "the original advert"


def test_an_empty_search_offers_ways_on(open_page: Open) -> None:
    page = open_page("/vacancies?q=zzqxzzqx&sector=fire")
    assert page.locator("h1").inner_text().startswith("No vacancies")
    page.get_by_role("link", name="see all vacancies").click()
    assert shown_total(page) > 0


def test_a_nearly_right_word_is_put_right(open_page: Open) -> None:
    page = open_page("/vacancies?q=archtect")
    page.get_by_text("Did you mean").get_by_role("link").click()
    assert shown_total(page) > 0


def test_nothing_typed_is_lost_when_part_of_it_cannot_be_used(open_page: Open) -> None:
    page = open_page("/vacancies?q=engineer&near=Qqqville&pay_from=lots&sector=nhs")
    assert page.title().startswith("Error: ")
    expect(page.get_by_role("alert")).to_contain_text("Qqqville")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="We do not know the place").click()
    expect(page.get_by_label("Town or postcode")).to_be_focused()
    assert page.get_by_label("Town or postcode").input_value() == "Qqqville"
    assert page.get_by_label("Pay from").input_value() == "lots"
    assert page.get_by_label("Job, skill or employer").input_value() == "engineer"
    assert page.get_by_label("NHS and health").is_checked()


def test_pay_that_is_not_stated_is_offered_beside_a_pay_filter(site: Site, open_page: Open) -> None:
    page = open_page("/vacancies?pay_from=40000")
    notice = page.get_by_text("not state").first
    unstated = int(notice.inner_text().split(" ")[0])
    page.get_by_role("link", name="See them").click()
    assert shown_total(page) == unstated > 0


def test_results_stand_on_pages_that_can_be_turned(site: Site, open_page: Open) -> None:
    page = open_page("/vacancies")
    assert page.locator(".site-row").count() == 20
    first = page.locator(".site-row a").first.inner_text()
    page.get_by_role("link", name="Next page").click()
    assert page.locator(".site-row a").first.inner_text() != first
    expect(page.locator(".govuk-pagination__item--current")).to_have_text("2")


def test_coverage_names_its_holes(open_page: Open) -> None:
    page = open_page("/coverage")
    expect(page.locator("table").first).to_contain_text("Local government")
    page.get_by_role("link", name="Fire and rescue").click()
    page.get_by_role("link", name="Not covered").click()
    expect(page.locator("tbody tr").first).to_contain_text("Not covered")


@pytest.mark.parametrize(("path", "code"), [("/nowhere", "not_found"), ("/broken-on-purpose", "failed")])
def test_a_page_that_is_not_there_says_so_and_leads_back(open_page: Open, path: str, code: str) -> None:
    page = open_page(path)
    assert page.locator("body").get_attribute("data-error") == code
    page.get_by_role("link", name="Search all vacancies").click()
    assert shown_total(page) > 0


def test_by_keyboard_alone(open_page: Open) -> None:
    page = open_page("/vacancies")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Job, skill or employer")).to_be_focused()
    page.keyboard.type("architect")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=architect**")
    link = page.locator(".site-row a").first
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    box = link.bounding_box()
    assert box is not None and 0 <= box["y"] < WIDE["height"], "what has the focus is on the screen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/vacancies/*")


def test_on_a_phone_the_filters_are_one_closed_row_and_the_results_come_first(open_page: Open) -> None:
    page = open_page("/vacancies?q=engineer", viewport=PHONE, javascript=False)
    expect(page.get_by_label("Pay from")).to_be_hidden()
    result = page.locator(".site-row").first.bounding_box()
    assert result is not None and result["y"] < 2 * PHONE["height"]
    page.locator("summary", has_text="Filters").click()
    expect(page.get_by_label("Pay from")).to_be_visible()


def test_where_there_is_room_the_filters_stand_open(open_page: Open) -> None:
    page = open_page("/vacancies", javascript=False)
    expect(page.get_by_label("Pay from")).to_be_visible()
