"""An employer writes a vacancy without scripts, publishes it with a credit, finds it in search, and withdraws it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote_plus

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.database.base import db
from portal.employers.models import Organisation
from portal.foundation import clock
from tests.billing.making import give_credits
from tests.journeys.conftest import WIDE, Site
from tests.journeys.test_signed_in_pages import SMALL, keep, problems
from tests.posting import making

WRITER, EMPLOYER = "owner@example.org", "Leeds City Council"
TITLE = "Wireless Network Engineer (Libraries)"


def answers() -> dict[str, dict[str, object]]:
    """What is typed: everything, with a word that advice is given on, and a closing date two weeks from now."""
    day = clock.today() + timedelta(days=14)
    return making.answers(
        role={"title": TITLE},
        closing={"closes_on": [str(day.day), str(day.month), str(day.year)], "interviews": ""},
        applying={"link": "https://jobs.leeds.gov.uk/libraries/wireless"},
        description={"text": f"{making.ANSWERS['description']['text']}\n\nWe want a dominant, competitive ninja."},
    )


def give_a_credit(app: Flask) -> None:
    with app.app_context():
        organisation_id = db.session.scalars(select(Organisation.id).where(Organisation.name == EMPLOYER)).one()
    give_credits(app, organisation_id)


def fill(page: Page, typed: dict[str, object]) -> None:
    """Put answers into the fields of a section: boxes and radios by their values, the rest by their names."""
    for name, value in typed.items():
        fields = page.locator(f"form [name='{name}']")
        kind = fields.first.get_attribute("type")
        if kind in ("checkbox", "radio"):
            for each in value if isinstance(value, list) else [value] if value else []:
                page.locator(f"form [name='{name}'][value='{each}']").check()
        elif isinstance(value, list):
            for place, part in enumerate(value):
                fields.nth(place).fill(part)
        elif page.locator(f"form select[name='{name}']").count():
            fields.first.select_option(str(value))
        else:
            fields.first.fill(str(value))


def test_an_employer_writes_publishes_and_withdraws_a_vacancy(
    site: Site, open_page: Callable[..., Page], faults: Callable[..., list[str]]
) -> None:
    give_a_credit(site.app)
    page, looking = open_page("/about", javascript=False), open_page("/about")
    site.sign_in(WRITER, page)
    site.sign_in(WRITER, looking)

    def look() -> None:
        """The same page with scripts, at two widths."""
        path = page.url.removeprefix(site.base)
        looking.goto(path)
        assert problems(looking, WIDE, faults) == [], path
        assert problems(looking, SMALL, faults, shape=True) == [], path
        keep(looking, "writer", path)

    page.goto("/employer")
    page.get_by_role("link", name=EMPLOYER).first.click()
    page.goto(f"{page.url}/vacancies")
    page.get_by_role("button", name="Write a vacancy").click()
    page.get_by_label("Job title").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    written, passed = answers(), list[str]()
    if "/sections/" in page.url:
        page.goto(page.url.partition("/sections/")[0])
    mine = page.url
    look()
    page.get_by_role("button", name="Go on with the next section").click()
    while "/sections/" in page.url:
        section = page.url.rpartition("/")[2]
        assert section not in passed, page.locator(".govuk-error-summary").all_inner_texts()
        passed.append(section)
        fill(page, written[section])
        page.get_by_role("button", name="Save and continue").click()
        here = page.url
        page.goto(f"{mine}/sections/{section}")
        look()
        page.goto(here)
    assert {"pay", "closing", "description"} <= set(passed)
    for section in sorted(set(written) - set(passed)):
        page.goto(f"{mine}/sections/{section}")
        look()
        fill(page, written[section])
        page.get_by_role("button", name="Save and continue").click()
        assert "/sections/" + section not in page.url, page.locator(".govuk-error-summary").all_inner_texts()

    page.goto(f"{mine}/checks")
    expect(page.get_by_text("This is advice. You can publish as it is.")).to_be_visible()
    expect(page.get_by_text("ninja").first).to_be_visible()
    look()
    page.get_by_role("button", name="See its page before it is public").click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()
    look()
    expect(open_page(f"/vacancies?q={quote_plus(TITLE)}").get_by_role("link", name=TITLE)).to_have_count(0)

    page.goto(f"{mine}/checks")
    page.get_by_role("button", name="Publish it").click()
    look()
    page.get_by_label("Now", exact=True).check()
    page.get_by_label("With one of your").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("It is published, and enters search within a minute.")).to_be_visible()
    assert page.url == mine
    look()
    making.in_step(site.app)
    visitor = open_page(f"/vacancies?q={quote_plus('wireless libraries')}", javascript=False)
    visitor.get_by_role("link", name=TITLE).click()
    public = visitor.url
    expect(visitor.get_by_text("£38,626").first).to_be_visible()
    page.goto(f"{mine}/numbers")
    look()

    for act in ("extend", "feature", "close", "copy"):
        page.goto(f"{mine}/{act}")
        look()
    page.goto(mine)
    page.get_by_role("link", name="Withdraw it").click()
    page.get_by_label("The post is no longer funded").check()
    look()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("It is withdrawn.")).to_be_visible()
    look()
    making.in_step(site.app)
    assert TITLE not in open_page(f"/vacancies?q={quote_plus('wireless libraries')}").locator("main").inner_text()
    visitor.goto(public)
    expect(visitor.get_by_text("the post is no longer funded").first).to_be_visible()
