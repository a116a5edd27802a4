"""Somebody applies here for a job; its employer reads, scores, decides and tells; they read what they were told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.posting import publishing
from tests.billing import making
from tests.documents.making import pdf
from tests.journeys.conftest import Site
from tests.journeys.test_approving import looker
from tests.posting import making as vacancies

NAME = "Applyingham Borough Council"


def advert(site: Site, owner: int) -> tuple[str, str, str]:
    """A live vacancy that takes applications here: its organisation, itself with the employer, and its public page."""
    organisation_id = making.organisation(site.app, owner=owner, name=NAME)
    with site.app.app_context():
        row = db.session.get_one(Organisation, organisation_id)
    day = clock.today() + timedelta(days=14)
    reference = vacancies.posting(
        site.app,
        row,
        owner,
        employer={"advertise_as": NAME},
        applying={"way": "here", "here_words": "250", "here_cv": "may"},
        closing={"closes_on": [str(day.day), str(day.month), str(day.year)], "interviews": ""},
    )
    vacancies.bought(site.app, reference)
    with site.app.app_context(), transaction():
        public = publishing.publish(vacancies.find(reference), by=owner, at=clock.now()).reference
    return row.reference, reference, public


@pytest.mark.parametrize("javascript", [False, True], ids=["plain", "with JavaScript"])
def test_an_application_from_the_vacancy_to_the_answer(
    site: Site,
    open_page: Callable[..., Page],
    faults: Callable[..., list[str]],
    tmp_path: Path,
    javascript: bool,
) -> None:
    # axe runs as a script of the page and would never answer where scripts are off.
    look: Callable[[Page, str], object] = looker(site, faults) if javascript else lambda _page, _who: None
    mark = "js" if javascript else "plain"
    owner = making.person(site.app, f"owner-{mark}@applyingham.example", name="Ola Quinn")
    making.person(site.app, f"candidate-{mark}@applyingham.example", name="Cass Rowan")
    organisation, posting, public = advert(site, owner)
    candidate, boss = open_page("/about", javascript=javascript), open_page("/about", javascript=javascript)
    site.sign_in(f"candidate-{mark}@applyingham.example", candidate)
    site.sign_in(f"owner-{mark}@applyingham.example", boss)

    candidate.goto(f"/vacancies/{public}")
    candidate.get_by_role("link", name="Apply here").click()
    look(candidate, "candidate")
    candidate.get_by_role("button", name="Start now").click()
    look(candidate, "candidate")
    go_on = candidate.get_by_role("button", name="Save and continue")
    candidate.get_by_role("link", name="How to reach you").click()
    go_on.click()
    candidate.get_by_label("Yes, without any limit").check()
    go_on.click()
    candidate.get_by_role("button", name="Add what you did").click()
    candidate.get_by_label("Work, paid or voluntary").check()
    candidate.get_by_label("Job title, or name of the course").fill("Network Officer")
    candidate.get_by_label("Employer, or where you studied").fill("Wakefield Council")
    candidate.get_by_label("From (month and year)").fill("March 2019")
    candidate.get_by_label("It goes on now").check()
    candidate.get_by_role("button", name="Save", exact=True).click()
    look(candidate, "candidate")
    go_on.click()
    candidate.get_by_label("Experience of running routed networks").fill("I ran the network of 90 sites.")
    go_on.click()
    expect(candidate.get_by_role("link", name="Say how you meet essential criterion 2.")).to_be_visible()
    look(candidate, "candidate")
    candidate.get_by_label("Knowledge of firewalls").fill("I moved us to new firewalls.")
    go_on.click()
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf())
    candidate.locator("input[type=file]").set_input_files(file)
    candidate.get_by_role("button", name="Add it").click()
    expect(candidate.get_by_text("cv.pdf").first).to_be_visible()
    look(candidate, "candidate")
    candidate.get_by_role("button", name="Save and continue").click()
    go_on.click()
    candidate.get_by_label("No", exact=True).check()
    go_on.click()
    look(candidate, "candidate")
    go_on.click()
    candidate.get_by_label("No", exact=True).check()
    candidate.get_by_label("What I wrote is true and complete as far as I know").check()
    go_on.click()
    candidate.get_by_role("button", name="Check and send").click()
    look(candidate, "candidate")
    candidate.get_by_role("button", name="Send the application").click()
    expect(candidate.get_by_role("heading", name="Application sent")).to_be_visible()
    look(candidate, "candidate")

    boss.goto(f"/employer/{organisation}/vacancies/{posting}")
    boss.get_by_role("link", name="Applications: 1 was sent").click()
    look(boss, "chooser")
    boss.get_by_role("link", name="Application 1").click()
    look(boss, "chooser")
    boss.get_by_role("link", name="Score it").click()
    look(boss, "chooser")
    for select in boss.locator("select").all():
        select.select_option("5")
    for evidence in boss.locator("textarea").all():
        evidence.fill("The second example.")
    boss.get_by_role("button", name="Hand my scores in").click()
    boss.get_by_label("Leave off the longlist").check()
    boss.get_by_label("Why?").fill("Others were stronger on networks.")
    boss.get_by_role("button", name="Decide").click()
    expect(boss.get_by_text("It is decided. The candidate is not told yet.")).to_be_visible()
    candidate.goto("/account/job-applications")
    expect(candidate.get_by_text("Sent in")).to_be_visible()
    boss.goto(f"/employer/{organisation}/vacancies/{posting}/applications/tell")
    look(boss, "chooser")
    boss.get_by_role("button", name="See every message").click()
    expect(boss.get_by_text("Dear Cass Rowan")).to_be_visible()
    look(boss, "chooser")
    boss.get_by_role("button", name="Tell 1 person").click()
    expect(boss.get_by_text("One person is told.")).to_be_visible()

    candidate.goto("/account/job-applications")
    candidate.get_by_role("link", name="Network Engineer").click()
    expect(candidate.get_by_text("It was not taken further this time")).to_be_visible()
    expect(candidate.get_by_text("stronger on networks")).to_have_count(0)
    look(candidate, "candidate")
