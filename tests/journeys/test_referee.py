"""A referee answers on a phone without scripts, and the consultant reads it beside the check and keeps a file of a call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from portal.accounts.models import Person
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.foundation import clock
from portal.mail.models import Message
from portal.offering import asking_referees
from portal.selecting.desks import Desk
from tests.documents import making as files
from tests.journeys.conftest import PHONE, WIDE, Site
from tests.offering import making
from tests.selecting import making as scenes

KIND = "reference_first"


def link_of(site: Site) -> str:
    with site.app.app_context():
        row = db.session.query(Message).filter_by(kind="offering/mail/reference_asked").one()
        return next(word[word.index("/referee/") :] for word in row.body.split() if "/referee/" in word)


def test_a_reference_is_given_and_read(
    site: Site, open_page: Callable[..., Page], faults: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    scene = scenes.scene(site.app)
    application = making.accepted(site.app, scene)

    def ask(desk: Desk, row: JobApplication) -> None:
        asking_referees.ask_consent(desk, row, KIND, at=clock.now())
        asking_referees.consent(row, KIND, by=row.person_id or 0, at=clock.now())
        asking_referees.ask(desk, row, KIND, at=clock.now())

    making.at_desk(site.app, scene, application, ask)

    def sound(page: Page, name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert faults(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name

    with site.app.app_context():
        email = db.session.get_one(Person, scene.consultant).email_key or ""
    for viewport in (PHONE, WIDE):
        sound(open_page(link_of(site), viewport=viewport), f"form {viewport['width']}")
    sound(open_page(f"{link_of(site)}/none", viewport=PHONE), "none")
    page = open_page(link_of(site), viewport=PHONE, javascript=False)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("How do you know them?").fill("I was her line manager, as Head of Infrastructure")
    page.get_by_label("From (month and year)").fill("March 2019")
    page.get_by_label("We still work together").check()
    page.get_by_role("group", name="Would you employ them").get_by_label("Yes").check()
    page.get_by_label("Your reference").fill(
        "She rebuilt our network without a day of rest for it.\n\nI would have her back."
    )
    page.get_by_label("Yes, they may read it").check()
    page.get_by_label("What I have written is true").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Check what you wrote").wait_for()
    page.screenshot(path=tmp_path / "check.png", full_page=True)
    page.get_by_role("button", name="Change something").click()
    assert page.get_by_label("We still work together").is_checked()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the reference").click()
    page.get_by_role("heading", name="Thank you").wait_for()

    seen = open_page(link_of(site))
    assert "You have answered already" in seen.content()
    sound(seen, "void")
    site.sign_in(email, seen)
    seen.goto(f"/consultant/campaigns/{scene.campaign}/offers/{application}")
    assert "She rebuilt our network" in seen.content()
    sound(seen, "desk")
    seen.goto(f"/consultant/campaigns/{scene.campaign}/log/note?about=application:{scene.sent[0]}")
    seen.get_by_label("Note").fill("The licence came by post.")
    seen.get_by_role("button", name="Keep the note").click()
    seen.get_by_role("link", name="Add a file").click()
    seen.get_by_label("Add a file").set_input_files(
        {"name": "Licence of the candidate.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}
    )
    seen.get_by_role("button", name="Add the file").click()
    sound(seen, "files")
    seen.goto(f"/consultant/campaigns/{scene.campaign}/log")
    assert "Licence of the candidate.pdf" in seen.content()
    sound(seen, "log")
