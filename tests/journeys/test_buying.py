"""An employer fills the basket, places the order, pays by the test card, and spends what was bought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from tests.journeys import employers
from tests.journeys.conftest import Site
from tests.journeys.test_signed_in_pages import SMALL, keep, problems

BUYER = "owner@example.org"


def test_an_owner_buys_a_bundle_by_card_and_spends_of_it(
    site: Site, open_page: Callable[..., Page], faults: Callable[..., list[str]]
) -> None:
    page = open_page("/about")
    site.sign_in(BUYER, page)

    def look() -> None:
        path = page.url.removeprefix(site.base)
        assert problems(page, {"width": 1280, "height": 900}, faults) == [], path
        assert problems(page, SMALL, faults, shape=True) == [], path
        keep(page, "buyer", path)

    page.goto("/employer")
    page.get_by_role("link", name="Leeds City Council").first.click()
    home = page.url

    def balance() -> int:
        page.goto(f"{home}/credits")
        told = page.locator("main strong", has_text="left").first.inner_text()
        return int(told.split()[0]) if told[0].isdigit() else 0

    before = balance()
    page.goto(home)
    page.get_by_role("link", name="Orders and credits").click()
    page.goto(f"{page.url}/choose")
    page.get_by_label("Five adverts").fill("1")
    page.get_by_role("button", name="Put into the basket").click()
    look()
    page.get_by_role("link", name="Check it and place it").click()
    page.get_by_label("Card", exact=True).check()
    look()
    page.get_by_role("button", name="Place the order").click()
    order = page.url
    look()
    page.get_by_role("button", name="by card").click()
    look()
    page.get_by_role("button", name="Pay").click()
    assert "/pay/test-card/" in page.url
    page.get_by_label("card number").fill("4000 0000 0000 0002")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_text("Your card was declined").first).to_be_visible()
    look()
    page.get_by_label("card number").fill("4242 4242 4242 4242")
    page.get_by_role("button", name="Pay").click()
    assert page.url.startswith(order)
    look()
    page.goto(order)
    expect(page.get_by_text("Payment received").first).to_be_visible()
    look()
    assert balance() == before + 5

    employer = replace(employers.employer(site, "leeds-city-council"), people={"owner": BUYER})
    page.goto(employers.draft(site, employer, "owner", "Telephony Engineer") + "/publish")
    page.get_by_label("Now", exact=True).check()
    page.get_by_label("With one of your").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("It is published, and enters search within a minute.")).to_be_visible()
    assert balance() == before + 4
