"""One whole recruitment, from the client's enquiry to the credit note for somebody who left early.

It has a site of its own with a clock that stands still: a campaign takes months, and no other journey is to see them.
What other journeys show is done by verbs: writing the advert, filling in applications, scoring the further candidates.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from re import Pattern
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from portal.database.base import db
from portal.foundation import clock
from portal.posting import tending as posting_tending
from portal.recruitment import queries as campaigns
from portal.recruitment import tending as campaign_tending
from portal.recruitment.models import Campaign
from tests import people
from tests.applying import making as applications
from tests.billing.making import settle
from tests.employers import acting
from tests.journeys.conftest import Site
from tests.journeys.test_approving import Look, looker
from tests.posting import making as vacancies
from tests.selecting import making as selecting
from tests.selecting.making import Scene

TITLE = "Network Engineer"
ORDER = re.compile("^Order [A-Z0-9]{8}$")
PEOPLE = {
    "client": ("pat@leeds.gov.uk", "Pat Moor", ()),
    "consultant": ("cora@society.example", "Cora Field", ("consultant",)),
    "deputy": ("dan@society.example", "Dan Moss", ("consultant",)),
    "chair": ("chair@leeds.gov.uk", "Chris Chair", ()),
    "member": ("panel@leeds.gov.uk", "Pru Panel", ()),
    "staff": ("sam@society.example", "Sam Staff", ("staff",)),
}
"""Everybody but the candidates: address, name, and what the society lets them do."""


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join(5)


@dataclass
class Journey:
    """The people of a campaign, each with a browser of their own, and the site's clock."""

    site: Site
    open_page: Callable[..., Page]
    look_at: Look
    clock: Path
    ids: dict[str, int]
    home: str
    """Where the client's pages are."""
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def app(self) -> Flask:
        return self.site.app

    def as_(self, who: str, path: str = "") -> Page:
        """This person's browser, at this address."""
        if who not in self.pages:
            self.pages[who] = self.open_page("/about")
            self._sign_in(who)
        if path:
            self.pages[who].goto(path)
        return self.pages[who]

    def look(self, who: str) -> None:
        self.look_at(self.pages[who], who)

    def turn_to(self, when: str) -> None:
        """Let it be this time, at which everybody signs in anew."""
        self.clock.write_text(f"{when}+00:00")
        for who in self.pages:
            self._sign_in(who)

    def _sign_in(self, who: str) -> None:
        address = PEOPLE[who][0] if who in PEOPLE else f"{who}@example.org"
        self.site.sign_in(address, self.pages[who])


@pytest.fixture
def journey(site: Site, open_page: Callable[..., Page], faults: Callable[..., list[str]], tmp_path: Path) -> Journey:
    ids = {who: people.make(site.app, mail, name=name, given=given) for who, (mail, name, given) in PEOPLE.items()}
    row = acting.organisation(site.app)
    acting.seat(site.app, row, ids["client"], "owner")
    return Journey(site, open_page, looker(site, faults), tmp_path / "clock", ids, f"/employer/{row.reference}")


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str | Pattern[str]) -> None:
    """A link, also one that looks like a button."""
    page.locator("main a", has_text=name).first.click()


def type_day(page: Page, name: str, day: date) -> None:
    for place, part in enumerate((day.day, day.month, day.year)):
        page.locator(f"[name='{name}']").nth(place).fill(str(part))


def says(page: Page, words: str) -> None:
    expect(page.locator("body")).to_contain_text(words)


def test_a_campaign_from_the_enquiry_to_the_guarantee_credit(journey: Journey) -> None:
    reference = ask_and_agree(journey)
    advertise(journey, reference)
    scene = apply(journey, reference)
    choose(journey, scene)
    interview(journey, scene)
    placement = appoint(journey, scene)
    invoice(journey, scene, placement)
    credit(journey, placement)


def ask_and_agree(on: Journey) -> str:
    """The client asks, a consultant takes it and names the fee, the client agrees to the terms; the campaign."""
    client = on.as_("client", f"{on.home}/campaigns")
    follow(client, "Ask for a consultant")
    client.get_by_label("Which job is to be filled?").fill(TITLE)
    client.get_by_label("How many posts?").fill("1")
    client.get_by_label("When are they wanted?").fill("To start in March")
    client.get_by_label("Full recruitment for a percentage of the pay").check()
    on.look("client")
    press(client, "Send the enquiry")
    says(client, "It waits for a consultant to take it.")

    consultant = on.as_("consultant", "/consultant")
    press(consultant, "Take it")
    follow(consultant, "Set the fee")
    consultant.get_by_label("Per cent of the first year’s pay").fill("18")
    press(consultant, "Set the fee")
    says(consultant, "the client is asked to agree to the terms")
    with on.app.app_context():
        reference = db.session.query(Campaign.reference).scalar()

    client.goto(f"{on.home}/campaigns/{reference}")
    follow(client, "Read the terms and agree to them")
    says(client, "18 per cent")
    on.look("client")
    press(client, "Agree to the terms")
    says(client, "The consultant writes the advert.")
    on.look("client")
    return str(reference)


def advertise(on: Journey, reference: str) -> None:
    """Deputy, panel and advert; the client approves it, and it is published."""
    home = f"/consultant/campaigns/{reference}"
    on.turn_to("2026-11-25T09:00")
    consultant = on.as_("consultant", f"{home}/assign")
    consultant.get_by_label("Deputy").select_option("Dan Moss")
    press(consultant, "Change it")
    consultant.goto(f"{home}/people")
    for who, is_chair in (("chair", True), ("member", False)):
        mail, name, _ = PEOPLE[who]
        consultant.get_by_label("Name", exact=True).fill(name)
        consultant.get_by_label("E-mail address", exact=True).fill(mail)
        consultant.get_by_label("They chair the panel").set_checked(is_chair)
        press(consultant, "Invite them")
        press(on.as_(who, "/employer/panels"), f"Join the panel for {TITLE}")
    on.look("consultant")

    with on.app.app_context():
        client = campaigns.organisation_of(campaigns.for_staff(reference))
    vacancies.posting(on.app, client, on.ids["consultant"], **applications.HERE)
    consultant.goto(home)
    follow(consultant, "Write the advert")
    consultant.get_by_label(TITLE).check()
    press(consultant, "Go on")
    on.look("consultant")
    press(consultant, "Send it to the client for approval")
    boss = on.as_("client", f"{on.home}/campaigns/{reference}")
    follow(boss, "Read the advert and approve it")
    on.look("client")
    press(boss, "Approve the advert")
    consultant.goto(f"{home}/plan")
    days = {
        "longlist_on": date(2026, 12, 15),
        "shortlist_on": date(2026, 12, 18),
        "interviews_on": date(2027, 1, 6),
        "told_by": date(2027, 1, 15),
    }
    for name, day in days.items():
        type_day(consultant, name, day)
    on.look("consultant")
    press(consultant, "Save")
    follow(consultant, "Publish the advert")
    press(consultant, "Publish it")
    says(consultant, "It is published")
    on.look("consultant")
    follow(consultant, "See its public page")
    says(consultant, "Apply here")


def apply(on: Journey, reference: str) -> Scene:
    """Three people apply, and the vacancy closes."""
    on.turn_to("2026-11-30T18:00")
    with on.app.app_context():
        row = campaigns.for_staff(reference)
        posting, client = campaigns.posting_of(row), campaigns.organisation_of(row)
        assert posting is not None
        posted, leeds = posting.reference, client.reference
    public = on.as_("client", f"{on.home}/campaigns/{reference}").get_by_role("link", name="See its public page")
    vacancy = str(public.get_attribute("href")).rpartition("/")[2]
    sent = tuple(selecting.applied(on.app, vacancy, place) for place in range(3))
    on.turn_to("2026-12-14T09:00")
    with on.app.app_context():
        posting_tending.close_passed(at=clock.now())
        campaign_tending.close_passed(at=clock.now())
    ids = on.ids
    return Scene(
        campaign=reference,
        posting=posted,
        vacancy=vacancy,
        client=leeds,
        owner=ids["client"],
        consultant=ids["consultant"],
        deputy=ids["deputy"],
        chair=ids["chair"],
        member=ids["member"],
        sent=sent,
    )


def score(page: Page, *scores: int) -> None:
    """Fill the open form in, and hand it in."""
    for select, given in zip(page.locator("main select").all(), scores, strict=True):
        select.select_option(str(given))
    for evidence in page.locator("main textarea").all():
        evidence.fill("What they did in their last post.")


def choose(on: Journey, scene: Scene) -> None:
    """Consultant and deputy longlist by themselves, the panel shortlists, and everybody hears."""
    desk, panel = f"/consultant/campaigns/{scene.campaign}/applications", f"/employer/panels/{scene.campaign}"
    consultant, deputy = on.as_("consultant", desk), on.as_("deputy", desk)
    on.look("consultant")
    follow(consultant, "Application 1")
    expect(consultant.get_by_text("Robin Hall")).to_have_count(0)
    follow(consultant, "Score it")
    on.look("consultant")
    score(consultant, 6, 5, 4)
    press(consultant, "Hand my scores in")
    expect(consultant.get_by_text("What they did in their last post.")).to_have_count(0)
    follow(deputy, "Application 1")
    follow(deputy, "Score it")
    score(deputy, 6, 4, 4)
    press(deputy, "Hand my scores in")
    says(deputy, "What they did in their last post.")
    on.look("deputy")
    follow(deputy, "Agree on the scores that count")
    deputy.locator("main select[name='score_E2']").select_option("5")
    deputy.get_by_label("How did you agree?").fill("The second firewall was theirs too.")
    on.look("deputy")
    press(deputy, "Keep the scores that count")
    says(deputy, "Agreed: The second firewall was theirs too.")
    for person in (scene.consultant, scene.deputy):
        selecting.score(on.app, scene, person, scene.sent[1], 5, 5, 4)
        selecting.score(on.app, scene, person, scene.sent[2], 2, 3, 4)

    consultant.goto(f"{desk}/merit/longlist")
    on.look("consultant")
    decide(consultant, "Put on the longlist", "Meets the essential criteria.", scene.sent[:2])
    consultant.goto(f"{desk}/merit/longlist")
    decide(consultant, "Leave off the longlist", "Falls short of essential criterion 1.", scene.sent[2:])
    tell(on, scene, "1 person", must_look=True, says_first="its candidate reads it")
    candidate = on.as_("candidate2", f"/account/job-applications/{scene.sent[2]}")
    says(candidate, "It was not taken further this time")

    on.turn_to("2026-12-17T10:00")
    chair = on.as_("chair", panel)
    on.look("chair")
    follow(chair, "Read and score the applications")
    on.look("chair")
    follow(chair, "Application 1")
    follow(chair, "Score it")
    score(chair, 6, 6, 4)
    press(chair, "Hand my scores in")
    selecting.score(on.app, scene, scene.member, scene.sent[0], 6, 6, 4)
    for person in (scene.chair, scene.member):
        selecting.score(on.app, scene, person, scene.sent[1], 4, 4, 4)
    chair.goto(f"{panel}/applications/merit/shortlist")
    on.look("chair")
    decide(chair, "Put on the shortlist", "We want to meet both.", scene.sent[:2])
    chair.goto(f"{panel}/applications/board")
    says(chair, "Robin Hall")
    consultant.goto(f"{desk}/board")
    on.look("consultant")
    decide(consultant, "Invite to an interview", "As the panel asked.", scene.sent[:2])
    tell(on, scene, "2 people")
    candidate = on.as_("candidate0", f"/account/job-applications/{scene.sent[0]}")
    says(candidate, "You are invited to an interview")
    on.look("candidate0")


def decide(page: Page, event: str, because: str, chosen: tuple[str, ...]) -> None:
    """On an order of merit or a board: about these applications."""
    for reference in chosen:
        page.locator(f"main input[value='{reference}']").check()
    page.get_by_label("What do you decide about those that you chose?").select_option(event)
    press(page, "Go on to the reason")
    page.get_by_label("Why?").fill(because)
    press(page, "Decide")


def tell(on: Journey, scene: Scene, whom: str, *, must_look: bool = False, says_first: str = "Dear ") -> None:
    """Whoever waits to be told of a decision is, after their messages were looked at."""
    consultant = on.as_("consultant", f"/consultant/campaigns/{scene.campaign}/applications/tell")
    if must_look:
        on.look("consultant")
    press(consultant, "See every message")
    says(consultant, says_first)
    if must_look:
        on.look("consultant")
    press(consultant, f"Tell {whom}")


def interview(on: Journey, scene: Scene) -> None:
    """A round with times; a candidate chooses one; they come."""
    consultant = on.as_("consultant", f"/consultant/campaigns/{scene.campaign}/interviews")
    follow(consultant, "Make the first round")
    consultant.get_by_label("What is the round called?").fill("First interview")
    consultant.get_by_label("In person").check()
    consultant.get_by_label("Address", exact=True).fill("Civic Hall, Calverley Street, Leeds LS1 1UR")
    consultant.get_by_label("What should candidates prepare or bring?").fill("Bring a drawing of a network.")
    type_day(consultant, "choose_by", date(2027, 1, 4))
    on.look("consultant")
    press(consultant, "Save the round")
    type_day(consultant, "day", date(2027, 1, 6))
    consultant.get_by_label("The first one begins at").fill("10am")
    consultant.get_by_label("The last one ends at").fill("1pm")
    on.look("consultant")
    press(consultant, "Add")
    says(consultant, "are added")
    panel = on.as_("member", f"/employer/panels/{scene.campaign}/interviews")
    follow(panel, "Say when you can come")
    on.look("member")
    press(panel, "Save")
    follow(consultant, "Invite candidates")
    on.look("consultant")
    for reference in scene.sent[:2]:
        consultant.locator(f"main input[value='{reference}']").check()
    press(consultant, "Invite them")
    on.look("consultant")

    for place in (0, 1):
        candidate = on.as_(f"candidate{place}", f"/account/job-applications/{scene.sent[place]}")
        follow(candidate, "Choose a time")
        candidate.locator("main input[type=radio]").first.check()
        if place == 0:
            on.look("candidate0")
        press(candidate, "Take this time")
        says(candidate, "Put it in your calendar")
    on.look("candidate0")
    robin = on.as_("candidate0")
    with robin.expect_download() as file:
        follow(robin, "Put it in your calendar")
    assert "DTSTART:20270106T100000Z" in Path(file.value.path()).read_text()

    on.turn_to("2027-01-06T15:00")
    consultant.goto("/consultant/interviews")
    on.look("consultant")
    for name in ("Robin Hall", "Ada Quill"):
        consultant.goto(f"/consultant/campaigns/{scene.campaign}/interviews")
        follow(consultant, name)
        follow(consultant, "Say whether they came")
        consultant.get_by_label("Yes, they came").check()
        press(consultant, "Save")
    on.look("consultant")


def appoint(on: Journey, scene: Scene) -> str:
    """Robin is chosen by the panel, offered the post and accepts, Ada stays in reserve, the checks are done, the campaign ends; the placement."""
    on.turn_to("2027-01-08T10:00")
    desk, offers = (f"/consultant/campaigns/{scene.campaign}/{page}" for page in ("applications", "offers"))
    chair = on.as_("chair", f"/employer/panels/{scene.campaign}/applications/{scene.sent[0]}")
    chair.get_by_label("Appoint them").check()
    chair.get_by_label("Why?").fill("The strongest of the two, on both essential criteria.")
    on.look("chair")
    chair.get_by_label("Decide without agreed scores").check()
    press(chair, "Decide")
    says(chair, "Chosen for the post by the panel.")
    on.look("chair")
    chair.goto(f"/employer/panels/{scene.campaign}/applications/{scene.sent[1]}")
    chair.get_by_label("Put on the reserve list").check()
    chair.get_by_label("Decide without agreed scores").check()
    chair.get_by_label("Why?").fill("Could have been appointed: a close second.")
    press(chair, "Decide")
    consultant = on.as_("consultant", f"{desk}/{scene.sent[0]}")
    follow(consultant, "Offer")
    consultant.get_by_label("Salary for a year, in pounds").fill("42,000")
    consultant.get_by_label("Hours", exact=True).fill("37 hours a week")
    type_day(consultant, "starts_on", date(2027, 3, 1))
    type_day(consultant, "answer_by", date(2027, 1, 18))
    on.look("consultant")
    press(consultant, "Offer")
    tell(on, scene, "2 people")

    robin = on.as_("candidate0", f"/account/job-applications/{scene.sent[0]}")
    on.look("candidate0")
    follow(robin, "Read the offer and answer it")
    says(robin, "£42,000 a year")
    on.look("candidate0")
    robin.get_by_label("I have read these terms and accept them").check()
    press(robin, "Accept the offer")
    says(robin, "Checks before you start")
    on.look("candidate0")

    consultant.goto("/consultant")
    says(consultant, "£7,560 of the fee fell due")
    on.look("consultant")
    consultant.goto(f"{offers}/{scene.sent[0]}")
    on.look("consultant")
    on.turn_to("2027-01-25T10:00")
    names = [each.inner_text() for each in consultant.locator("main table th[scope=row] > a").all()]
    assert names
    for name in names:
        consultant.goto(f"{offers}/{scene.sent[0]}")
        follow(consultant, name)
        consultant.get_by_label("Clear", exact=True).check()
        press(consultant, "Keep it")
    follow(consultant, "The conditions are met")
    press(consultant, "They are met")
    tell(on, scene, "1 person")
    robin.goto(f"/account/job-applications/{scene.sent[0]}")
    says(robin, "The checks are done, and the offer is firm.")

    consultant.goto(desk)
    follow(consultant, "End the campaign")
    says(consultant, "The post is taken.")
    on.look("consultant")
    press(consultant, "End it")
    consultant.goto(f"/consultant/campaigns/{scene.campaign}")
    says(consultant, "Filled")
    on.look("consultant")
    consultant.goto("/consultant/placements")
    on.look("consultant")
    follow(consultant, "Robin Hall")
    return consultant.url.rpartition("/")[2]


def invoice(on: Journey, scene: Scene, placement: str) -> None:
    """The fee is settled and ordered, staff put it on account, the client pays, Robin starts."""
    consultant = on.as_("consultant", f"/consultant/placements/{placement}")
    follow(consultant, "Settle the fee")
    on.look("consultant")
    press(consultant, "Settle it")
    says(consultant, "£7,560")
    staff = on.as_("staff", "/staff/placements")
    on.look("staff")
    follow(staff, "Robin Hall")
    follow(staff, "Put it on account")
    for name, words in {
        "contact": "Pat Moor",
        "bill_to": "Accounts payable",
        "bill_address": "Civic Hall\nLeeds",
        "bill_email": "accounts@leeds.gov.uk",
        "po_number": "LCC-2027-0042",
    }.items():
        staff.locator(f"main [name='{name}']").fill(words)
    on.look("staff")
    press(staff, "Put it on account")
    says(staff, "On account, to be paid")
    client = on.as_("client", f"{on.home}/placements/{placement}")
    follow(client, ORDER)
    order = client.url.rpartition("/")[2]
    follow(client, "VAT invoice")
    says(client, "LCC-2027-0042")
    on.look("client")
    on.turn_to("2027-02-15T10:00")
    settle(on.app, order)

    on.turn_to("2027-03-01T16:00")
    consultant.goto(f"/consultant/campaigns/{scene.campaign}/offers/{scene.sent[0]}")
    follow(consultant, "They have started")
    press(consultant, "They have started")
    on.as_("candidate0", f"/account/job-applications/{scene.sent[0]}")
    on.look("candidate0")


def credit(on: Journey, placement: str) -> None:
    """The client reports that Robin has left, the consultant gives the credit in one step, the client reads the note."""
    on.turn_to("2027-04-14T09:00")
    client = on.as_("client", f"{on.home}/placements/{placement}")
    follow(client, "Say that they have left")
    type_day(client, "left_on", date(2027, 4, 12))
    client.get_by_label("Why did they leave?").fill("Took a post nearer home.")
    on.look("client")
    press(client, "Tell the consultant")
    says(client, "comes back to you")

    consultant = on.as_("consultant", "/consultant")
    on.look("consultant")
    follow(consultant, "Note their last day")
    says(consultant, "Took a post nearer home.")
    consultant.get_by_label("Why did they leave?").fill("Another post, as the client says.")
    on.look("consultant")
    press(consultant, "Keep the date")
    for words in ("The client told us within 7 days", "Every invoice for the fee", "not made redundant"):
        consultant.get_by_label(words).check()
    press(consultant, "Work it out")
    says(consultant, "£3,780 without VAT")
    on.look("consultant")
    press(consultant, "Give £3,780 back, with a credit note")
    says(consultant, "The credit note is issued")
    on.look("consultant")

    client.goto(f"{on.home}/placements/{placement}")
    says(client, "£3,780 without VAT, credit note")
    on.look("client")
    follow(client, ORDER)
    on.look("client")
    client.goto(f"{on.home}/placements/{placement}")
    follow(client, "CN-")
    says(client, "£4,536")
    on.look("client")
    staff = on.as_("staff", "/staff/placements")
    says(staff, "£3,780 without VAT")
