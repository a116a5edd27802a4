"""What needs a second look: a vacancy's text before it is public, a price before it is set, an order that staff give up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect

from portal.billing import ordering, queries, terms
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from tests import people
from tests.billing import making
from tests.journeys.conftest import WIDE, Site
from tests.journeys.test_signed_in_pages import SMALL, keep, problems
from tests.posting import making as vacancies

NAME = "Approvingham Borough Council"
Look = Callable[[Page, str], None]


def looker(site: Site, faults: Callable[..., list[str]]) -> Look:
    def look(page: Page, who: str) -> None:
        path = page.url.removeprefix(site.base)
        assert problems(page, WIDE, faults) == [], path
        assert problems(page, SMALL, faults, shape=True) == [], path
        keep(page, who, path)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    return look


def organisation(app: Flask, *, owner: int) -> Organisation:
    """One that has a credit and wants the text of its vacancies approved."""
    organisation_id = making.organisation(app, owner=owner, name=NAME)
    with app.app_context(), transaction():
        terms.set_by_owner(organisation_id, limit_pence=None, approve_text=True, po_pattern="", by=owner)
    making.give_credits(app, organisation_id)
    with app.app_context():
        return db.session.get_one(Organisation, organisation_id)


def test_a_text_is_sent_back_approved_and_published_and_staff_look_twice_at_a_price_and_an_order(
    site: Site, open_page: Callable[..., Page], faults: Callable[..., list[str]]
) -> None:
    app, look = site.app, looker(site, faults)
    owner = making.person(app, "owner@approvingham.example", name="Ola Quinn")
    writer = making.person(app, "writer@approvingham.example", name="Wil Reed")
    people.make(app, "clerk@approvingham.example", given=("staff",), name="Sam Clerk")
    row = organisation(app, owner=owner)
    making.seat(app, row.id, writer, "recruiter")
    day = clock.today() + timedelta(days=14)
    reference = vacancies.posting(
        app,
        row,
        writer,
        employer={"advertise_as": NAME},
        closing={"closes_on": [str(day.day), str(day.month), str(day.year)], "interviews": ""},
    )
    home = f"/employer/{row.reference}"

    writing, boss = open_page("/about", javascript=False), open_page("/about")
    site.sign_in("writer@approvingham.example", writing)
    site.sign_in("owner@approvingham.example", boss)
    writing.goto(f"{home}/vacancies/{reference}")
    writing.get_by_role("button", name="Send it for approval").click()
    expect(writing.get_by_text("Its text waits for approval: Ola Quinn can give it")).to_be_visible()
    boss.goto(f"{home}/buying")
    look(boss, "approver")
    boss.goto("/employer/vacancies/approvals")
    look(boss, "approver")
    boss.get_by_role("link", name="Network Engineer").click()
    look(boss, "approver")
    boss.get_by_label("Or what should be changed?").fill("Name the team.")
    boss.get_by_role("button", name="Send it back").click()
    writing.goto(f"{home}/vacancies/{reference}")
    writing.get_by_role("button", name="Send it for approval").click()
    boss.goto(f"{home}/vacancies/{reference}/approve")
    boss.get_by_role("button", name="Approve the text").click()
    expect(boss.get_by_text("Nothing waits for you")).to_be_visible()
    writing.goto(f"{home}/vacancies/{reference}/publish")
    writing.get_by_label("Now").check()
    writing.locator("[name='way'][value='credit']").check()
    writing.get_by_role("button", name="Go on").click()
    expect(writing.get_by_text("It is published")).to_be_visible()
    look(writing_with_scripts(open_page, site, f"{home}/vacancies/{reference}"), "writer")

    quoted = making.order(app, row.id, owner, ("featured", 1))
    placed = making.placed(app, row.id, owner, way="card")
    with app.app_context(), transaction():
        ordering.quote(queries.for_staff(quoted), by=owner, at=clock.now())
    boss.goto(f"{home}/orders/{quoted}")
    expect(boss.get_by_role("link", name="Quote as PDF")).to_be_visible()
    look(boss, "approver")

    staff = open_page("/about")
    site.sign_in("clerk@approvingham.example", staff)
    for path in ("/staff/prices", "/staff/prices/featured", "/staff/prices/featured/product"):
        staff.goto(path)
        look(staff, "staff")
    staff.goto("/staff/prices/featured")
    begins = clock.today() + timedelta(days=60)
    staff.get_by_label("List price of one").fill("150")
    for place, part in enumerate((begins.day, begins.month, begins.year)):
        staff.locator("[name='from_date']").nth(place).fill(str(part))
    staff.get_by_role("button", name="See whom it concerns").click()
    expect(staff.get_by_role("row", name=NAME).first).to_be_visible()
    look(staff, "staff")
    staff.get_by_role("button", name="Set £150 from").click()
    staff.get_by_role("button", name="Withdraw").click()
    expect(staff.get_by_text("It is withdrawn")).to_be_visible()
    staff.goto(f"/staff/orders/{placed}")
    staff.get_by_role("link", name="Cancel the order").click()
    look(staff, "staff")
    staff.get_by_label("Why is it cancelled?").fill("Placed twice.")
    staff.get_by_role("button", name="Cancel the order").click()
    expect(staff.get_by_text("its buyer is told why")).to_be_visible()
    for path in ("/prices?advert=3&bundle_5=1&featured=1", "/prices"):
        staff.goto(path)
        look(staff, "prices")


def writing_with_scripts(open_page: Callable[..., Page], site: Site, path: str) -> Page:
    page = open_page("/about")
    site.sign_in("writer@approvingham.example", page)
    page.goto(path)
    return page
