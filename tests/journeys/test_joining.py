"""People and organisations join: a corporate seat up to opening a signpost, an organisation that invites, a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from portal.foundation import clock
from tests import people
from tests.accounts.mailbox import link, mails
from tests.journeys.conftest import PHONE, Site
from tests.membership.making import membership

Open = Callable[..., Page]
PASSWORD = "seven lanterns by the harbour"
NAMES = {"Wakefield": "Wakefield Metropolitan District Council", "Doncaster": "City of Doncaster Council"}


@pytest.fixture(autouse=True)
def members_only(site: Site) -> Iterator[None]:
    """The signpost is for members in standing, as in production."""
    before = site.app.config["SETTINGS"]
    site.app.config["SETTINGS"] = replace(before, signpost_audience="members")
    yield
    site.app.config["SETTINGS"] = before


@pytest.fixture
def signpost(site: Site) -> str:
    """A live vacancy that was found elsewhere."""
    return next(
        f"/vacancies/{each['reference']}"
        for each in site.json("/vacancies?per_page=50")["results"]
        if each.get("origin") != "posted"
    )


def lapsed_member(site: Site, name: str) -> str:
    """Somebody who was a member two years ago and has paid nothing since; their address."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person_id = people.make(site.app, email, name=name)
    membership(site.app, person_id, on=clock.today().replace(year=clock.today().year - 2, day=1))
    return email


def register(site: Site, page: Page, email: str, name: str) -> None:
    """Create an account and confirm its address."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.goto(link(mails(site.app, "confirm", email)[-1]))
    page.get_by_role("button", name="Confirm and sign in").click()


def apply_for_a_seat(page: Page) -> str:
    """From the form's first page to its last; the address of the application."""
    page.goto("/account/membership/apply")
    page.get_by_label("Corporate seat").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the organisation").fill("Leeds City")
    page.locator("main").get_by_role("button", name="Search").click()
    page.get_by_label("Leeds City Council").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Job title").fill("Network manager")
    page.get_by_role("button", name="Save and come back later").click()
    page.locator("main").get_by_role("link", name="Corporate seat").click()
    page.get_by_role("button", name="Go on with your answers").click()
    expect(page.get_by_label("Job title")).to_have_value("Network manager")
    page.locator("textarea[name=statement]").fill("I run a network of 200 schools and want to learn from others.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the application in").click()
    expect(page.locator("main")).to_contain_text("Waiting for your Head of Profession")
    return page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_corporate_seat_is_endorsed_voted_in_and_opens_a_signpost(
    site: Site, open_page: Open, signpost: str, javascript: bool
) -> None:
    name, email = ("Nell Ashworth", "nell@example.org") if javascript else ("Noor Bell", "noor@example.org")
    page = open_page(signpost, javascript=javascript)
    expect(page.get_by_role("link", name="See the original advert")).to_have_count(0)
    page.get_by_role("link", name="See what membership gives").click()
    page.goto("/register")
    register(site, page, email, name)
    application = apply_for_a_seat(page)

    head = open_page(link(mails(site.app, "endorse", "head@example.org")[-1]), javascript=javascript)
    expect(head.locator("h1")).to_have_text(f"Do you endorse {name}?")
    head.get_by_label("Yes, I endorse it").check()
    head.get_by_role("button", name="Send my answer").click()

    agree(site, open_page, name, javascript=javascript)
    page.goto(application)
    expect(page.locator("main")).to_contain_text("Approved")
    record_the_fee(site, open_page, name)

    page.goto(signpost)
    follow_the_signpost(page)


def agree(site: Site, open_page: Open, who: str, *, javascript: bool) -> None:
    """Two of the panel vote for the application."""
    for assessor in ("assessor2@example.org", "assessor3@example.org"):
        judge = open_page("/healthz", javascript=javascript)
        site.sign_in(assessor, judge)
        judge.goto("/assessor")
        judge.get_by_role("link", name=who).click()
        judge.get_by_label("Yes, I agree to it").check()
        judge.locator("textarea[name=reason]").fill("They do what our members do.")
        judge.get_by_role("button", name="Vote").click()
        expect(judge.locator("body")).to_contain_text("Your vote is kept")


def record_the_fee(site: Site, open_page: Open, name: str) -> None:
    """Staff note that the fee that is open has arrived."""
    staff = open_page("/healthz")
    site.sign_in("staff@example.org", staff)
    staff.goto(f"/staff/memberships?q={name}")
    staff.locator("main").get_by_role("link", name=name).first.click()
    staff.get_by_role("link", name="Record a payment").first.click()
    today = clock.today()
    for part, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        staff.get_by_label(part, exact=True).fill(str(number))
    staff.locator("input[name=reference]").fill("BACS 4711")
    staff.get_by_role("button", name="Record the payment").click()
    expect(staff.locator("main")).to_contain_text("In force")


def follow_the_signpost(page: Page) -> None:
    """It leads away to the original advert."""
    page.route(
        "https://*.example.org/**", lambda route: route.fulfill(body="the original advert", content_type="text/html")
    )
    page.get_by_role("link", name="See the original advert").click()
    page.wait_for_url("https://*.example.org/**")
    assert page.inner_text("body") == "the original advert"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_lapsed_member_meets_the_way_back_at_the_vacancy_and_returns(
    site: Site, open_page: Open, signpost: str, javascript: bool
) -> None:
    name = "Lena Script" if javascript else "Leo Plain"
    lapsed = lapsed_member(site, name)
    page = open_page("/healthz", viewport=PHONE, javascript=javascript)
    site.sign_in(lapsed, page)
    page.goto(signpost)
    expect(page.get_by_role("link", name="See the original advert")).to_have_count(0)
    page.locator(".govuk-inset-text").get_by_role("link", name="Come back as a member").click()
    expect(page.locator("main")).to_contain_text("Lapsed")
    page.get_by_role("button", name="Come back").click()
    expect(page.locator("main")).to_contain_text("is due for")
    record_the_fee(site, open_page, name)
    page.reload()
    expect(page.locator("main")).to_contain_text("In force")
    page.get_by_role("link", name="Back to the vacancy you were on").click()
    follow_the_signpost(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_an_organisation_joins_and_invites_a_colleague(site: Site, open_page: Open, javascript: bool) -> None:
    town = "Wakefield" if javascript else "Doncaster"
    domain = f"{town.lower()}.gov.uk"
    owner, colleague = f"head.of.it@{domain}", f"recruiter@{domain}"
    page = open_page("/register", javascript=javascript)
    register(site, page, owner, "Orla Quinn")
    page.goto("/employer")
    page.get_by_role("button", name="Find your organisation").click()
    page.get_by_label("Name of the organisation").fill(town)
    page.locator("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name=NAMES[town]).click()
    page.get_by_role("button", name="Act for this organisation").click()
    expect(page.locator("main")).to_contain_text(town)
    organisation = page.url

    page.get_by_role("link", name="People").first.click()
    page.locator("main").get_by_text("Invite a colleague").first.click()
    page.get_by_label("E-mail address").fill(colleague)
    page.get_by_label("Recruiter").check()
    page.get_by_role("button", name="Send the invitation").click()
    guest = open_page(link(mails(site.app, to=colleague)[-1]), javascript=javascript)
    guest.locator("main").get_by_role("link", name="create an account").click()
    register(site, guest, colleague, "Rob Tate")
    guest.goto(link(mails(site.app, to=colleague)[0]))
    guest.get_by_role("button", name="Accept the invitation").click()
    expect(guest.locator("main")).to_contain_text(town)

    page.goto(organisation)
    page.goto(organisation + "/membership")
    page.get_by_role("button", name="Apply to join").click()
    page.locator("input[name=staff_count]").fill("2400")
    page.locator("textarea[name=statement]").fill("We run our own data centre.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Send the application in").click()
    expect(page.locator("main")).to_contain_text("The membership panel considers the application.")
    agree(site, open_page, NAMES[town], javascript=javascript)
    page.goto(organisation + "/membership")
    record_the_fee(site, open_page, NAMES[town])
    page.reload()
    expect(page.locator("main")).to_contain_text("In force")
    expect(page.locator("main")).to_contain_text("Discount on recruitment")
