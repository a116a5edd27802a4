"""A member of the panel who forgot their password comes back by mail, and the second factor still stands in the way."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from portal.examples.cast import PASSWORD, SECOND_FACTOR
from portal.foundation import clock
from tests.accounts.mailbox import link, mails
from tests.journeys.conftest import Site

NEW = "seven lanterns by the harbour"


@pytest.mark.parametrize(
    ("javascript", "who"), [(True, "assessor3"), (False, "assessor4")], ids=["with-script", "without-script"]
)
def test_a_password_is_recovered_and_the_code_is_still_asked(
    site: Site, open_page: Callable[..., Page], javascript: bool, who: str
) -> None:
    email = f"{who}@example.org"
    page = open_page("/sign-in", javascript=javascript)
    page.get_by_role("link", name="forgotten").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send the link").click()
    page.goto(link(mails(site.app, "recover", email)[-1]))
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_role("button", name="Set the password").click()

    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("body")).to_contain_text("The e-mail address or the password is not right")
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code", exact=True).fill("000000")
    page.locator("main").get_by_role("button").click()
    expect(page.locator("body")).to_contain_text("This code is not right")
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(SECOND_FACTOR).at(clock.now()))
    page.locator("main").get_by_role("button").click()
    page.goto("/assessor")
    expect(page.locator("h1")).to_have_text("Applications for the panel")
