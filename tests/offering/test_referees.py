"""A referee is asked by mail once the candidate agrees, answers once on a page without an account, and is reminded twice."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import work
from portal.accounts.models import Person
from portal.applying.models import JobApplication
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.offering import asking_referees, checking, references
from portal.offering import making as offers
from portal.offering.models import OfferCheck, RefereeRequest
from portal.offering.reference_answers import Said
from portal.privacy import exporting, finding, retaining
from portal.recruitment import queries as campaigns
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk
from tests.conftest import STOPPED, SignIn
from tests.offering import making
from tests.people import csrf_of, post
from tests.races import at_once
from tests.selecting import making as scenes
from tests.selecting.making import Scene

KIND = "reference_first"
TYPED = {
    "capacity": "I was her line manager",
    "since": "March 2019",
    "until": "6 2024",
    "again": "yes",
    "text": "Canary-417 kept the network up.",
    "may_show": "no",
    "sure": "y",
}


@pytest.fixture
def scene(app: Flask) -> Scene:
    return scenes.scene(app)


@pytest.fixture
def asked(app: Flask, scene: Scene) -> str:
    """An accepted offer whose first referee was written to, with the candidate's yes; the application."""
    return ask(app, scene, making.accepted(app, scene))


def ask(app: Flask, scene: Scene, reference: str) -> str:
    def act(desk: Desk, row: JobApplication) -> None:
        asking_referees.ask_consent(desk, row, KIND, at=clock.now())
        asking_referees.consent(row, KIND, by=row.person_id or 0, at=clock.now())
        asking_referees.ask(desk, row, KIND, at=clock.now())

    making.at_desk(app, scene, reference, act)
    return reference


def mails(app: Flask, kind: str) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(select(Message).where(Message.kind == f"offering/mail/{kind}").order_by(Message.id))
        return [f"{each.subject}\n{each.recipient}\n{each.body}" for each in rows]


def newest_link(app: Flask) -> str:
    return next(
        word[word.index("/referee/") :] for word in mails(app, "reference_asked")[-1].split() if "/referee/" in word
    )


def request_of(app: Flask) -> RefereeRequest:
    with app.app_context():
        row = db.session.scalars(select(RefereeRequest)).one()
        db.session.expunge(row)
        return row


def later(tmp_path: Path, **by: int) -> None:
    (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(**by)).isoformat())


def daily_job(app: Flask) -> str:
    with app.app_context():
        return work._tend_offers({})


def send(visitor: FlaskClient, link: str, **typed: str) -> str:
    return post(visitor, link, **{**TYPED, "step": "send", **typed}).text


def test_the_mail_says_who_asks_and_the_link_opens_a_page_that_says_what_becomes_of_it(app: Flask, asked: str) -> None:
    mail, visitor = mails(app, "reference_asked")[0], app.test_client()
    assert mail.startswith("You are asked for a reference\n"), "a subject names nobody"
    for words in ("Robin Hall", "Network Engineer", "Cora Field at cora", "works until 22 December 2026"):
        assert words in mail
    page = visitor.get(newest_link(app))
    for words in (
        "Robin Hall",
        "Cora Field",
        "Dear Kim Ash",
        "a year after the last thing",
        "I cannot give a reference",
    ):
        assert words in page.text
    assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    with app.app_context():
        token = newest_link(app).rpartition("/")[2]
        assert token not in str(db.session.execute(db.text("select * from single_use_links")).all())


def test_a_reference_is_looked_through_changed_and_sent_and_the_desk_reads_it(
    app: Flask, scene: Scene, asked: str, sign_in: SignIn
) -> None:
    visitor, link = app.test_client(), newest_link(app)
    check = post(visitor, link, **TYPED)
    assert "Check what you wrote" in check.text and "March 2019 to June 2024" in check.text
    assert request_of(app).answer == "" and making.checks_of(app, asked)[KIND] == "asked"
    again = post(visitor, link, **{**TYPED, "step": "change"}).text
    assert "Canary-417" in again and 'value="March 2019"' in again
    assert "Your reference for Robin Hall is with those who asked" in send(visitor, link)
    row = request_of(app)
    assert (row.answer, row.capacity, str(row.since), str(row.until), row.again, row.may_show) == (
        "given", "I was her line manager", "2019-03-01", "2024-06-01", True, False,
    )  # fmt: skip
    assert row.answered_at == clock.now() and making.checks_of(app, asked)[KIND] == "received"
    consultant = sign_in(scene.consultant)
    page = consultant.get(f"/consultant/campaigns/{scene.campaign}/offers/{asked}").text
    assert "Canary-417" in page and "Answered on 24 November 2026." in page and "No, I give it in confidence" in page
    assert "Send a new link" not in page
    (told,) = mails(app, "reference_came")
    assert "cora@" in told and "has given a reference" in told and "Canary" not in told and "Robin" not in told
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "offering.reference_answered")).one()
        assert (entry.actor, entry.facts) == ("system", {"check": KIND, "answer": "given"})


def test_neither_the_candidate_nor_the_client_reads_it(app: Flask, scene: Scene, asked: str, sign_in: SignIn) -> None:
    send(app.test_client(), newest_link(app))
    with app.app_context():
        candidate = making.find(asked).person_id or 0
    own = sign_in(candidate).get(f"/account/job-applications/{asked}/offer").text
    assert "It is here, and is being looked at" in own and "Canary" not in own
    chair, owner = sign_in(scene.chair), sign_in(scene.owner)
    for client, address in (
        (chair, f"/employer/panels/{scene.campaign}/applications/{asked}"),
        (chair, f"/consultant/campaigns/{scene.campaign}/offers/{asked}"),
        (owner, f"/employer/{scene.client}/campaigns/{scene.campaign}"),
        (owner, f"/employer/{scene.client}/vacancies/{scene.posting}/offers/{asked}"),
    ):
        assert "Canary" not in client.get(address).text, address


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(app: Flask, asked: str) -> None:
    visitor, link = app.test_client(), newest_link(app)
    page = post(visitor, link, step="send", since="soon", until="1 2019", text="x" * 4_001).text
    for sentence in (
        "Say how you know them", "Enter the month and year from which", "Say whether you would employ them",
        "The reference must be 4,000 characters or fewer. It has 4,001.", "Say whether they may read it.", "Tick that what you wrote is true",
    ):  # fmt: skip
        assert sentence in page
    assert "Enter the same month or a later one" in send(visitor, link, until="1 2018")
    assert "Enter a month that has begun" in send(visitor, link, until="1 2031")
    assert request_of(app).answer == ""
    assert "Thank you" in send(visitor, link, until="", now="y") and request_of(app).until is None


def test_the_link_answers_once_and_says_afterwards_that_it_has(app: Flask, asked: str) -> None:
    visitor, link = app.test_client(), newest_link(app)
    send(visitor, link)
    token = csrf_of(visitor, "/sign-in")
    assert "You have answered already" in visitor.get(link).text and "Robin Hall" not in visitor.get(link).text
    late = visitor.post(link, data={**TYPED, "csrf_token": token, "step": "send", "text": "Other words."})
    assert "You have answered already" in late.text and request_of(app).text == TYPED["text"]
    assert "You have answered already" in visitor.get(f"{link}/none").text


def test_somebody_who_gives_no_reference_says_so_and_nothing_follows_by_itself(
    app: Flask, scene: Scene, asked: str, sign_in: SignIn
) -> None:
    visitor, link = app.test_client(), newest_link(app)
    assert "Say that you give no reference for Robin Hall" in visitor.get(f"{link}/none").text
    assert "4,000 characters or fewer" in post(visitor, f"{link}/none", because="x" * 4_001).text
    assert "Your answer is with those who asked" in post(visitor, f"{link}/none", because="Our rules.").text
    assert (request_of(app).answer, making.checks_of(app, asked)[KIND]) == ("none", "asked")
    page = sign_in(scene.consultant).get(f"/consultant/campaigns/{scene.campaign}/offers/{asked}").text
    assert "Said on 24 November 2026 that they give no reference. Their words: Our rules." in page
    assert "gives no reference" in mails(app, "reference_came")[0]
    with pytest.raises(RuleBroken, match="answered already"):
        making.at_desk(app, scene, asked, lambda desk, row: asking_referees.ask_again(desk, row, KIND, at=clock.now()))
    making.at_desk(app, scene, asked, lambda desk, row: making.set_check(desk, row, KIND, "clear", "Rang Ann instead."))
    assert making.checks_of(app, asked)[KIND] == "clear", "a check can still be cleared by hand, with a note"


@pytest.mark.parametrize("token", ["x", "A" * 43, "%2e%2e", "é"])
def test_a_made_up_link_says_what_to_do(app: Flask, token: str) -> None:
    page = app.test_client().get(f"/referee/{token}")
    assert page.status_code == 200 and "Open the newest mail that we sent you" in page.text


def test_the_link_ends_with_the_offer_and_when_the_check_is_cleared_by_hand(
    app: Flask, scene: Scene, asked: str
) -> None:
    visitor, link = app.test_client(), newest_link(app)
    csrf = csrf_of(visitor, link)
    making.at_desk(app, scene, asked, lambda desk, row: making.set_check(desk, row, KIND, "clear", "By telephone."))
    assert "no longer needed" in visitor.get(link).text
    making.at_desk(app, scene, asked, lambda desk, row: making.set_check(desk, row, KIND, "asked"))
    assert "Robin Hall" in visitor.get(link).text
    making.at_desk(app, scene, asked, lambda desk, row: offers.withdraw(desk, row, because="No money.", at=clock.now()))
    page = visitor.get(link).text
    assert "no longer needed" in page and "Robin Hall" not in page
    visitor.post(link, data={**TYPED, "csrf_token": csrf, "step": "send"})
    assert request_of(app).answer == ""


def test_the_link_ends_when_the_candidate_is_forgotten(app: Flask, asked: str) -> None:
    link = newest_link(app)
    with app.app_context(), transaction():
        making.find(asked).answers = {}
    assert "no longer needed" in app.test_client().get(link).text


def test_who_does_not_answer_is_reminded_twice_and_the_link_ends_after_28_days(
    app: Flask, asked: str, tmp_path: Path
) -> None:
    first = newest_link(app)
    for days, number in ((4, 1), (5, 2), (6, 2), (10, 3), (27, 3)):
        later(tmp_path, days=days)
        daily_job(app)
        daily_job(app)
        assert len(mails(app, "reference_asked")) == number, days
    reminder = mails(app, "reference_asked")[-1]
    assert reminder.startswith("Reminder: you are asked for a reference\n") and "until 22 December 2026" in reminder
    visitor = app.test_client()
    assert (
        "was replaced by a newer one" in visitor.get(first).text and "Robin Hall" in visitor.get(newest_link(app)).text
    )
    later(tmp_path, days=28)
    assert "too old" in visitor.get(newest_link(app)).text


def test_nobody_is_reminded_of_what_is_answered_or_not_wanted_any_more(
    app: Flask, scene: Scene, asked: str, tmp_path: Path
) -> None:
    making.at_desk(app, scene, asked, lambda desk, row: making.set_check(desk, row, KIND, "received", "By telephone."))
    later(tmp_path, days=6)
    assert ", 0 referees reminded," in daily_job(app)
    making.at_desk(app, scene, asked, lambda desk, row: making.set_check(desk, row, KIND, "asked"))
    send(app.test_client(), newest_link(app))
    later(tmp_path, days=11)
    assert ", 0 referees reminded," in daily_job(app)


def test_a_new_link_is_sent_at_most_once_a_day_and_begins_the_time_anew(
    app: Flask, scene: Scene, asked: str, sign_in: SignIn, tmp_path: Path
) -> None:
    at = f"/consultant/campaigns/{scene.campaign}/offers/{asked}"
    consultant, first = sign_in(scene.consultant), newest_link(app)
    assert "Send a new link" in consultant.get(at).text
    post(consultant, f"{at}/checks/{KIND}/referee/again")
    assert "Wait until tomorrow" in consultant.get(at).text and len(mails(app, "reference_asked")) == 1
    later(tmp_path, days=40)
    consultant = sign_in(scene.consultant)
    post(consultant, f"{at}/checks/{KIND}/referee/again")
    visitor = app.test_client()
    assert "too old" in visitor.get(first).text and "Thank you" in send(visitor, newest_link(app))


def test_a_check_whose_referee_was_written_to_stays_on_the_list(app: Flask, scene: Scene, asked: str) -> None:
    making.at_desk(app, scene, asked, lambda desk, row: making.set_check(desk, row, KIND, "not_begun"))
    with pytest.raises(RuleBroken, match="was written to"):
        making.at_desk(app, scene, asked, lambda desk, row: checking.drop(desk, row, KIND))
    making.at_desk(app, scene, asked, lambda desk, row: asking_referees.ask(desk, row, KIND, at=clock.now()))
    assert making.checks_of(app, asked)[KIND] == "asked"


def test_an_employer_without_a_consultant_asks_in_its_own_name(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    reference = making.accepted(app, scene)
    with app.app_context(), transaction():
        campaigns.for_staff(scene.campaign).posting_id = None
    owner, at = sign_in(scene.owner), f"/employer/{scene.client}/vacancies/{scene.posting}/offers/{reference}"
    post(owner, f"{at}/checks/{KIND}/consent")
    with app.app_context(), transaction():
        row = making.find(reference)
        asking_referees.consent(row, KIND, by=row.person_id or 0, at=clock.now())
        db.session.query(OfferCheck).filter_by(kind=KIND).one().owner_id = None
    post(owner, f"{at}/checks/{KIND}/referee")
    page = app.test_client().get(newest_link(app)).text
    assert "of Leeds City Council" in page
    send(app.test_client(), newest_link(app))
    assert "Canary-417" in owner.get(at).text
    assert f"{at}#checks" in mails(app, "reference_came")[0]


SAID = Said("Manager", date(2020, 1, 1), None, True, "Good.", True)


def give(token: str) -> str:
    with transaction():
        references.give(token, SAID, at=clock.now())
    return "given"


def test_of_several_answers_at_once_one_is_kept(app_on_either: Flask) -> None:
    app = app_on_either
    scene = scenes.scene(app)
    reference = ask(app, scene, making.accepted(app, scene))
    token = newest_link(app).rpartition("/")[2]
    outcomes = at_once(app, lambda: give(token), times=4)
    assert outcomes.count("given") == 1
    assert all(isinstance(each, RuleBroken) for each in outcomes if each != "given"), outcomes
    assert making.checks_of(app, reference)[KIND] == "received" and len(mails(app, "reference_came")) == 1


def test_of_an_answer_and_a_withdrawal_at_once_neither_is_lost(app_on_either: Flask) -> None:
    app = app_on_either
    scene = scenes.scene(app)
    reference = ask(app, scene, making.accepted(app, scene))
    token = newest_link(app).rpartition("/")[2]

    def withdraw() -> str:
        with transaction():
            desk = scenes.desk(scene, scene.consultant)
            row = chosen.one(desk, reference, locked=True)
            offers.withdraw(desk, row, because="No money.", at=clock.now())
        return "withdrawn"

    acts = [withdraw, lambda: give(token)]
    outcomes = [str(each) for each in at_once(app, lambda: acts.pop()(), times=2)]
    assert sorted(outcomes) in (["given", "withdrawn"], sorted([references.NOT_WANTED, "withdrawn"]))
    assert making.state_of(app, reference) == "offer_withdrawn"
    assert bool(request_of(app).answer) == ("given" in outcomes)


def exported(app: Flask, who: str) -> str:
    with app.app_context():
        return exporting.as_text(finding.whom(who))


@pytest.mark.parametrize("word", ["yes", "no"])
def test_the_candidate_is_given_the_reference_with_their_data_when_its_writer_says_so(
    app: Flask, asked: str, word: str
) -> None:
    send(app.test_client(), newest_link(app), may_show=word)
    with app.app_context():
        candidate = db.session.get_one(Person, making.find(asked).person_id).email or ""
    text = exported(app, candidate)
    assert ("Canary-417" in text) == (word == "yes") and '"answer": "given"' in text
    assert "given in confidence (Data Protection Act 2018" in text


def test_a_referee_without_an_account_is_found_by_the_address_and_forgotten(app: Flask, asked: str) -> None:
    send(app.test_client(), newest_link(app))
    address = request_of(app).email_key
    text = exported(app, address)
    assert "I was her line manager" in text and "Canary-417" not in text
    result = app.test_cli_runner().invoke(args=["privacy", "erase", address])
    assert result.exit_code == 0, result.output
    row = request_of(app)
    assert (row.email_key, row.text) == ("", TYPED["text"]), "what was written is about the candidate"


def test_what_a_referee_wrote_goes_with_the_application(app: Flask, asked: str, tmp_path: Path) -> None:
    send(app.test_client(), newest_link(app))
    for days, kept in ((364, TYPED["text"]), (366, "")):
        later(tmp_path, days=days)
        with app.app_context(), transaction():
            retaining.apply(at=clock.now())
        assert request_of(app).text == kept
    row = request_of(app)
    assert (row.email_key, row.capacity, row.since, row.again, row.answer) == ("", "", None, None, "given")
