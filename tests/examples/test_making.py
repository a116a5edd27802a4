"""Example people: made once, able to sign in, standing as their words say, and never in production."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Person, PersonRole
from portal.accounts.registering import add_person
from portal.accounts.signing_in import check_password
from portal.applying import states as application_states
from portal.applying.models import ApplicationStep, JobApplication
from portal.billing import books, credits, trusting
from portal.billing.dues import orders_by_due
from portal.billing.models import LedgerEntry, Order
from portal.config import Settings
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.organisations import of_body
from portal.examples import cast, crowd, introductions, making, recruits, trade
from portal.foundation import clock
from portal.foundation.errors import SettingUnusable
from portal.interviewing import states as interview_states
from portal.interviewing.models import Interview, InterviewStep
from portal.introducing.models import FoundConsent
from portal.invoicing import allocating, numbering, receipts
from portal.invoicing.models import IssuedDocument, Receipt
from portal.membership.models import Application, Due, Membership
from portal.membership.queries import organisation_standing, standing_of
from portal.payments import discrepancies, refunding
from portal.payments.models import Attempt
from portal.placing import money as placing
from portal.placing.models import Placement, PlacementStep
from portal.posting import states as posting_states
from portal.posting.models import Posting, PostingStep
from portal.recruitment import campaign_states, placement_states
from portal.recruitment.models import Campaign, CampaignStep
from tests import people
from tests.conftest import MakeApp


@pytest.fixture
def peopled(app_on_either: Flask) -> Flask:
    with app_on_either.app_context():
        assert making.make_once(app_on_either.config["SETTINGS"]) == len(cast.everybody())
    return app_on_either


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email_key == f"{name}@example.org")).one()


def test_every_kind_of_person_signs_in_with_the_one_password(peopled: Flask) -> None:
    with peopled.app_context():
        for part in cast.everybody():
            found = check_password(part.email, cast.PASSWORD)
            assert found is not None and found.name == part.name
            given = set(db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == found.id)))
            assert given == set(part.roles)
            assert bool(found.totp_confirmed_at) == bool(part.roles)


def test_each_stands_as_the_words_beside_the_sign_in_say(peopled: Flask) -> None:
    with peopled.app_context():
        today = clock.today()
        names = ("member", "lapsed", "applicant", "head", "assessor", "consultant")
        leeds = of_body("leeds-city-council")
        assert {name: standing_of(person(name).id, on=today).state for name in names} == {
            "member": "current",
            "lapsed": "lapsed",
            "applicant": "none",
            "head": "current",
            "assessor": "current",
            "consultant": "none",
        }
        assert organisation_standing(leeds.id, on=today).state == "current"
        assert organisation_standing(of_body("city-of-york-council").id, on=today).state == "none"
        assert employers.heads_of_profession(leeds.id) == [person("head").id]
        assert employers.has_role(person("owner").id, leeds.id, "owner")


@pytest.mark.parametrize("day", ["2027-01-10", "2027-02-28", "2027-03-01", "2027-06-30", "2027-12-31"])
def test_they_stand_so_on_any_day_of_the_year(make_app: MakeApp, tmp_path: Path, day: str) -> None:
    app = make_app()
    (tmp_path / "clock").write_text(f"{day}T09:00:00+00:00")
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    with app.app_context():
        making.make_once(app.config["SETTINGS"])
        today = clock.today()
        assert standing_of(person("member").id, on=today).state == "current"
        assert standing_of(person("lapsed").id, on=today).state == "lapsed"


SOMETHING_TO_DO = {
    "member": "You are signed in as Mina Okafor",
    "lapsed": "Derby City Council",
    "applicant": "Leeds City Council",
    "head": "Callum Reid",
    "owner": "Leeds City Council",
    "approver": "Ravi Menon",
    "bristol": "Bristol City Council",
    "newcomer": "City of York Council",
    "assessor": "Ewan Fraser",
    "consultant": "Leads",
    "staff": "Claims on organisations",
    "staff2": "Claims on organisations",
}
"""What the page that each begins at shows, by the part of their address before the @."""


def test_each_begins_at_a_page_with_something_to_do(peopled: Flask) -> None:
    shown = {part.email.partition("@")[0]: part.starts_at for part in cast.everybody() if part.who}
    assert set(shown) == set(SOMETHING_TO_DO)
    with peopled.app_context():
        ids = {name: person(name).id for name in shown}
    for name, address in shown.items():
        answer = people.sign_in(peopled, ids[name]).get(address)
        assert answer.status_code == 200 and SOMETHING_TO_DO[name] in answer.text, name


def test_the_menu_counts_the_colleagues_who_wait_for_a_heads_word(peopled: Flask) -> None:
    with peopled.app_context():
        head, owner = person("head").id, person("owner").id
    assert 'Endorsements</a> <span class="site-count">(3)' in people.sign_in(peopled, head).get("/employer").text
    assert "Endorsements</a></li>" in people.sign_in(peopled, owner).get("/employer").text


def grouped(*columns: Any) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in db.session.execute(select(*columns).distinct())}


def test_there_is_an_order_of_every_kind_for_the_pages_to_show(peopled: Flask) -> None:
    with peopled.app_context():
        assert grouped(Order.state, Order.way) >= {
            ("draft", ""),
            ("awaiting_approval", "account"),
            ("placed", "card"),
            ("invoiced", "account"),
            ("paid", "account"),
            ("paid", "card"),
            ("refunded", "card"),
        }
        assert grouped(IssuedDocument.kind, IssuedDocument.state) == {
            ("invoice", "current"),
            ("invoice", "replaced"),
            ("credit_note", "current"),
        }
        assert {state for (state,) in grouped(Posting.state)} == {
            "draft", "ready", "scheduled", "live", "closed", "withdrawn",
        }  # fmt: skip
        assert grouped(Order.credited_pence > 0, Order.state) >= {(True, "paid")}
        partly = select(Order).where(Order.state == "invoiced", Order.paid_pence > 0)
        assert [each.kept_pence < each.gross_pence for each in db.session.scalars(partly)] == [True]


def test_their_money_adds_up_and_waits_where_staff_look(peopled: Flask) -> None:
    with peopled.app_context():
        today, leeds, bristol = clock.today(), of_body("leeds-city-council").id, of_body("bristol-city-council").id
        assert db.session.scalar(select(func.sum(LedgerEntry.pence))) == 0
        assert receipts.number_waiting() == 2 and refunding.waiting() == 1 and discrepancies.waiting() == 1
        assert trusting.is_overdue(bristol, on=today) and not trusting.is_overdue(leeds, on=today)
        assert credits.balance(leeds, on=today) == 3
        [proposed] = [
            each
            for each in db.session.scalars(select(Receipt))
            if allocating.left_of(each) and allocating.suggest(each)
        ]
        assert proposed.pence == allocating.suggest(proposed)[0].invoices[0].owed_pence


def test_their_numbers_follow_the_calendar(peopled: Flask) -> None:
    with peopled.app_context():
        for kind in ("invoice", "credit_note"):
            days = select(IssuedDocument.issued_on).where(IssuedDocument.kind == kind).order_by(IssuedDocument.id)
            issued = list(db.session.scalars(days))
            assert issued == sorted(issued) and issued[-1] <= clock.today()


def test_every_fee_that_was_paid_was_paid_by_an_order(peopled: Flask) -> None:
    with peopled.app_context():
        dues = list(db.session.scalars(select(Due)))
        orders = orders_by_due([due.reference for due in dues])
        assert {due.year for due in dues} >= {clock.today().year - 2, clock.today().year}
        for due in dues:
            order = orders[due.reference]
            assert (due.paid_on is not None) == (order.state == "paid"), due.year
            assert due.payment_reference == (order.reference if due.paid_on else "")


def test_a_developers_stripe_keys_are_left_alone(make_app: MakeApp) -> None:
    app = make_app(STRIPE_SECRET_KEY="sk_test_nobodys", STRIPE_WEBHOOK_SECRETS="whsec_nobodys")
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    with app.app_context():
        making.make_once(app.config["SETTINGS"])
        assert {provider for (provider,) in grouped(Attempt.provider)} == {"test"}
        assert app.config["SETTINGS"].stripe_secret_key is not None


def test_making_them_again_makes_nobody(peopled: Flask) -> None:
    with peopled.app_context():
        before = db.session.scalar(select(func.count()).select_from(Person))
        assert making.make_once(peopled.config["SETTINGS"]) is None
        assert db.session.scalar(select(func.count()).select_from(Person)) == before


def test_the_code_of_an_example_person_is_told_and_nobody_elses(peopled: Flask) -> None:
    told = peopled.test_cli_runner().invoke(args=["people", "code", "staff@example.org"])
    assert told.exit_code == 0 and told.output.strip().isdigit() and len(told.output.strip()) == 6
    refused = peopled.test_cli_runner().invoke(args=["people", "code", "member@example.org"])
    assert refused.exit_code == 1 and "no example person with a second factor" in refused.output


PRODUCTION = {
    "PORTAL_ENV": "production",
    "PORTAL_SECRET_KEY": "kq3x9-Wm27_pvLr8tZ4nB6sD1fGhJ5yc",
    "PORTAL_BASE_URL": "https://jobs.example.net",
    "PORTAL_CLOCK_FILE": "",
}


@pytest.mark.parametrize(
    "words", [["setup", "--with-examples"], ["setup", "--with-examples", "--large"], ["people", "code", "a@b.example"]]
)
def test_in_production_there_are_no_examples(make_app: MakeApp, words: list[str]) -> None:
    app = make_app(**PRODUCTION)
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    refused = app.test_cli_runner().invoke(args=words)
    assert refused.exit_code == 78
    assert "PORTAL_ENV is production" in refused.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_ways_round_the_command_are_shut_in_production_too() -> None:
    settings = Settings.from_environment(PRODUCTION)
    for make in (making.make_once, crowd.gather_once):
        with pytest.raises(SettingUnusable):
            make(settings)


def test_large_without_examples_is_asked_wrongly(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["setup", "--large"])
    assert refused.exit_code == 2 and "--large goes with --with-examples" in refused.output


def test_the_crowd_is_as_large_as_it_says_and_comes_once(app_on_either: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("MEMBERS", 600), ("ORGANISATIONS", 50), ("HEADS_FROM", 300), ("CLAIMS_FROM", 400)):
        monkeypatch.setattr(crowd, name, number)
    for name, number in (("ORDERS", 400), ("POSTINGS", 100), ("STRAY", 30)):
        monkeypatch.setattr(trade, name, number)
    for name, number in (("CAMPAIGNS", 6), ("EACH", 40), ("RUNNING", 3)):
        monkeypatch.setattr(recruits, name, number)
    heard: list[tuple[str, int]] = []

    def count(model: type, *where: object) -> int:
        return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]

    with app_on_either.app_context():
        settings = app_on_either.config["SETTINGS"]
        making.make_once(settings)
        before = count(JobApplication)
        made = crowd.gather_once(settings, progress=lambda what, number: heard.append((what, number)))
        made_of = "600 members and 50 organisations made, with 400 orders and 240 applications for jobs."
        assert made == made_of and ("people", 600) in heard
        assert count(Organisation) >= 50 and count(Person) == 600 + len(cast.everybody())
        assert count(Membership, Membership.klass != "organisation") >= 600
        assert count(Due, Due.paid_on.is_(None)) > 0
        assert count(Application, Application.state == "with_panel") >= 300
        assert count(Order) >= 400 and sum(books.balances().values()) == 0 and numbering.gaps() == []
        _recruited()
        assert crowd.gather_once(settings) is None
        assert count(JobApplication) == before + 240 and count(FoundConsent) == 600 + len(introductions.SAID)
        assert add_person("new@example.org", name="New", at=clock.now()).id > 600
        db.session.rollback()


def _recruited() -> None:
    """Of the recruitments in the crowd three run for the consultant and three are filled; every history explains its state."""
    last = select(Campaign).order_by(Campaign.id.desc()).limit(6)
    campaigns = list(db.session.scalars(last))[::-1]
    assert [each.state for each in campaigns] == ["filled"] * 3 + ["selection", "offer", "selection"]
    assert {each.consultant_id for each in campaigns} == {person("consultant").id}
    postings = [each.posting_id for each in campaigns]
    rows = list(db.session.scalars(select(JobApplication).where(JobApplication.posting_id.in_(postings))))
    assert Counter(each.posting_id for each in rows) == dict.fromkeys(postings, 40)
    started = [each.id for each in rows if each.state == "started"]
    placed = list(db.session.scalars(select(Placement).where(Placement.application_id.in_(started))))
    assert len(placed) == len(started) == 3 and {each.state for each in placed} == {"started"}
    assert all(placing.paid_of(each) and not placing.owes(each) for each in placed)
    for things, step, of, table in (
        (rows, ApplicationStep, ApplicationStep.application_id, application_states),
        (campaigns, CampaignStep, CampaignStep.campaign_id, campaign_states),
        (placed, PlacementStep, PlacementStep.placement_id, placement_states),
        (db.session.scalars(select(Interview)).all(), InterviewStep, InterviewStep.interview_id, interview_states),
    ):
        histories = defaultdict(list)
        for each in db.session.scalars(select(step).order_by(step.id)):  # type: ignore[attr-defined]
            if each.before != each.after or each.event in ("defer", "choose"):
                histories[getattr(each, of.key)].append(each)
        for thing in things:
            assert table.replay(each.event for each in histories[thing.id]) == thing.state
            assert [each.at for each in histories[thing.id]] == sorted(each.at for each in histories[thing.id])
    for posting in postings:
        events = select(PostingStep.event).where(PostingStep.posting_id == posting).order_by(PostingStep.id)
        assert posting_states.replay(db.session.scalars(events)) == db.session.get_one(Posting, posting).state
