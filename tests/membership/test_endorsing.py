"""A Head of Profession is asked, answers once, is reminded, and is not waited for for ever."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from portal import work
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Seat
from portal.foundation import clock
from portal.membership import applying, endorsing
from portal.membership.models import Endorsement
from tests.conftest import STOPPED
from tests.membership.applicants import (
    body,
    events_of,
    found,
    link_in,
    mails,
    make_member,
    seat,
    sent_in,
    state_of,
)
from tests.people import csrf_of, post


@pytest.fixture
def asked(app: Flask, make_person):
    """A corporate seat that waits for its Head of Profession: reference, applicant, Head, organisation."""
    organisation = body(app)
    make_member(app, organisation)
    head = make_person("head@example.org", name="Hetty Head")
    seat(app, organisation, head)
    person = make_person(name="Robin Hall")
    return sent_in(app, person, "corporate_seat", at=organisation), person, head, organisation


def answered(app: Flask) -> Endorsement:
    with app.app_context():
        row = db.session.scalars(select(Endorsement)).one()
        db.session.expunge(row)
        return row


def later(tmp_path: Path, days: float) -> None:
    (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(days=days)).isoformat())


def daily_job(app: Flask) -> str:
    with app.app_context():
        return work._chase_endorsements({})


def test_the_link_shows_the_application_and_acts_only_when_it_is_sent(app: Flask, asked) -> None:
    reference, _, head, _ = asked
    visitor, link = app.test_client(), link_in(mails(app, "endorse")[0])
    for _ in range(3):
        page = visitor.get(link)
        assert (
            page.status_code == 200 and "Do you endorse Robin Hall?" in page.text and "Leeds City Council" in page.text
        )
    assert "no-store" in page.headers["Cache-Control"]
    assert state_of(app, reference) == ("awaiting_endorsement", 1)
    done = post(visitor, link, answer="yes", reason="A fine engineer.")
    assert "Your endorsement is with the membership panel" in done.text
    assert state_of(app, reference) == ("with_panel", 1)
    row = answered(app)
    assert (row.answer, row.reason, row.answered_by_id) == ("endorsed", "A fine engineer.", head)
    assert events_of(app, reference) == ["begin", "ask_endorser", "endorse"]
    assert found(app, reference).panel_since == clock.now()


def test_the_link_works_once(app: Flask, asked) -> None:
    visitor, link = app.test_client(), link_in(mails(app, "endorse")[0])
    post(visitor, link, answer="yes")
    again = visitor.get(link)
    assert "This link does nothing now" in again.text and "Robin Hall" not in again.text
    token = csrf_of(visitor, "/sign-in")
    assert "does nothing now" in visitor.post(link, data={"csrf_token": token, "answer": "no", "reason": "x"}).text
    assert answered(app).answer == "endorsed"


def test_not_to_endorse_needs_a_reason_and_goes_to_the_panel_all_the_same(app: Flask, asked) -> None:
    visitor, link = app.test_client(), link_in(mails(app, "endorse")[0])
    assert "Say why you do not endorse" in post(visitor, link, answer="no", reason="  ").text
    assert state_of(app, asked[0]) == ("awaiting_endorsement", 1)
    post(visitor, link, answer="no", reason="Works elsewhere.")
    assert state_of(app, asked[0]) == ("with_panel", 1)
    assert (answered(app).answer, answered(app).reason) == ("declined", "Works elsewhere.")


def test_the_applicant_reads_that_it_was_answered_and_not_how_or_by_whom(app: Flask, asked, sign_in) -> None:
    reference, person, *_ = asked
    post(app.test_client(), link_in(mails(app, "endorse")[0]), answer="no", reason="Canary-311")
    page = sign_in(person).get(f"/account/membership/applications/{reference}").text
    assert "Your Head of Profession answered" in page
    assert "Canary" not in page and "Hetty" not in page and "declin" not in page.lower()
    with app.app_context():
        about = db.session.scalars(select(AuditEntry).where(AuditEntry.about_id == person)).all()
        assert {row.action for row in about} == {"membership.application_begun", "membership.applied"}


@pytest.mark.parametrize("token", ["x", "A" * 43, "%2e%2e", "é"])
def test_a_made_up_link_says_so(app: Flask, token: str) -> None:
    page = app.test_client().get(f"/endorse/{token}")
    assert page.status_code == 200 and "This link has been used" in page.text


def test_the_link_dies_with_the_office(app: Flask, asked) -> None:
    reference, _, head, _ = asked
    visitor, link = app.test_client(), link_in(mails(app, "endorse")[0])
    token = csrf_of(visitor, link)
    with app.app_context(), transaction():
        db.session.execute(delete(Seat).where(Seat.person_id == head))
    page = visitor.get(link).text
    assert "no longer a Head of Profession" in page and "Robin Hall" not in page
    visitor.post(link, data={"csrf_token": token, "answer": "yes"})
    assert state_of(app, reference) == ("awaiting_endorsement", 1)


def test_the_link_dies_with_the_application(app: Flask, asked) -> None:
    reference, person, *_ = asked
    visitor, link = app.test_client(), link_in(mails(app, "endorse")[0])
    with app.app_context(), transaction():
        applying.withdraw(applying.own(person, reference), by=person, at=clock.now())
    page = visitor.get(link).text
    assert "no longer waits for an endorsement" in page and "Robin Hall" not in page


def test_a_head_answers_from_the_queue(app: Flask, asked, sign_in) -> None:
    reference, _, head, _ = asked
    client = sign_in(head)
    assert "Robin Hall" in client.get("/employer/endorsements").text
    answer = post(client, f"/employer/endorsements/{reference}", answer="yes")
    assert answer.location == "/employer/endorsements"
    assert state_of(app, reference) == ("with_panel", 1)
    assert "Nobody waits for your endorsement" in client.get("/employer/endorsements").text
    assert client.get(f"/employer/endorsements/{reference}").status_code == 404
    assert "does nothing now" in app.test_client().get(link_in(mails(app, "endorse")[0])).text


def test_nobody_endorses_themselves(app: Flask, make_person, sign_in) -> None:
    organisation = body(app)
    make_member(app, organisation)
    first, second = make_person("first@example.org"), make_person("second@example.org")
    for head in (first, second):
        seat(app, organisation, head)
    reference = sent_in(app, first, "corporate_seat", at=organisation)
    assert [mail.recipient for mail in mails(app, "endorse")] == ["second@example.org"]
    client = sign_in(first)
    assert "Nobody waits for your endorsement" in client.get("/employer/endorsements").text
    token = csrf_of(client, "/account/membership/apply")
    refused = client.post(f"/employer/endorsements/{reference}", data={"csrf_token": token, "answer": "yes"})
    assert refused.status_code == 404
    assert state_of(app, reference) == ("awaiting_endorsement", 1)


def test_only_a_confirmed_head_there_sees_it(app: Flask, asked, make_person, sign_in) -> None:
    reference, _, _, organisation = asked
    elsewhere = body(app, "Hull City Council")
    people = {
        "owner": make_person("o@example.org"),
        "unconfirmed": make_person("u@example.org"),
        "else": make_person("e@example.org"),
    }
    seat(app, organisation, people["owner"], "owner")
    seat(app, organisation, people["unconfirmed"], confirmed=False)
    seat(app, elsewhere, people["else"])
    for person in people.values():
        client = sign_in(person)
        assert client.get(f"/employer/endorsements/{reference}").status_code == 404
        assert "Robin Hall" not in client.get("/employer/endorsements").text


def test_a_provider_is_endorsed_by_the_head_of_the_body_served(app: Flask, make_person) -> None:
    organisation = body(app)
    seat(app, organisation, make_person("head@example.org"))
    reference = sent_in(app, make_person(), "provider", at=organisation)
    page = app.test_client().get(link_in(mails(app, "endorse")[0])).text
    assert "they spend their whole time serving Leeds City Council" in page and "Acme Services" in page
    assert state_of(app, reference) == ("awaiting_endorsement", 1)


def test_reminders_come_at_7_and_14_days_and_after_28_the_panel_has_it(app: Flask, asked, tmp_path: Path) -> None:
    reference = asked[0]
    told = {}
    for day in (0, 6.9, 7, 7, 8, 13.9, 14, 14, 20, 27.9):
        later(tmp_path, day)
        daily_job(app)
        told[day] = len(mails(app, "endorse"))
        assert state_of(app, reference) == ("awaiting_endorsement", 1)
    assert told == {0: 1, 6.9: 1, 7: 2, 8: 2, 13.9: 2, 14: 3, 20: 3, 27.9: 3}
    later(tmp_path, 28)
    assert daily_job(app) == "0 reminded, 1 passed to the panel"
    assert state_of(app, reference) == ("with_panel", 1)
    assert (answered(app).answer, answered(app).reason) == ("none", endorsing.RAN_OUT)
    assert events_of(app, reference) == ["begin", "ask_endorser", "stop_waiting"]
    assert daily_job(app) == "0 reminded, 0 passed to the panel"


def test_a_reminder_brings_a_new_link_and_voids_the_old(app: Flask, asked, tmp_path: Path) -> None:
    later(tmp_path, 7)
    daily_job(app)
    old, new = (link_in(mail) for mail in mails(app, "endorse"))
    visitor = app.test_client()
    assert "does nothing now" in visitor.get(old).text
    assert "Do you endorse" in visitor.get(new).text
    later(tmp_path, 28)
    assert "does nothing now" in visitor.get(new).text


def test_a_worker_that_slept_sends_one_reminder_and_not_two(app: Flask, asked, tmp_path: Path) -> None:
    later(tmp_path, 15)
    assert daily_job(app) == "1 reminded, 0 passed to the panel"
    assert len(mails(app, "endorse")) == 2


def test_whoever_leads_now_is_reminded(app: Flask, asked, make_person, tmp_path: Path) -> None:
    _, _, head, organisation = asked
    with app.app_context(), transaction():
        db.session.execute(delete(Seat).where(Seat.person_id == head))
    seat(app, organisation, make_person("new@example.org"))
    later(tmp_path, 7)
    daily_job(app)
    assert [mail.recipient for mail in mails(app, "endorse")] == ["head@example.org", "new@example.org"]


def test_subjects_name_nobody(app: Flask, asked) -> None:
    (mail,) = mails(app, "endorse")
    assert mail.subject == "An application waits for your endorsement"
    assert "Robin Hall" in mail.body and asked[0] not in mail.body


def test_staff_ask_again_once_a_day(app: Flask, asked, make_person, sign_in, tmp_path: Path) -> None:
    reference = asked[0]
    staff = sign_in(make_person("staff@example.org", roles=("staff",)))
    page = f"/staff/applications/{reference}"
    assert post(staff, f"{page}/nudge", form_at=page).location == page
    assert "Asked again: a new link goes to 1 Head of Profession." in staff.get(page).text
    assert len(mails(app, "endorse")) == 2
    post(staff, f"{page}/nudge", form_at=page)
    assert "asked again within the last day" in staff.get(page).text
    assert len(mails(app, "endorse")) == 2
    later(tmp_path, 1)
    staff = sign_in(make_person("staff2@example.org", roles=("staff",)))
    post(staff, f"{page}/nudge", form_at=page)
    assert len(mails(app, "endorse")) == 3


def test_two_heads_answer_and_the_first_word_stands(app_on_either: Flask) -> None:
    from tests import people

    app = app_on_either
    organisation = body(app)
    make_member(app, organisation)
    for name in ("one", "two"):
        seat(app, organisation, people.make(app, f"{name}@example.org"))
    reference = sent_in(app, people.make(app, "robin@example.org"), "corporate_seat", at=organisation)
    first, second = (link_in(mail) for mail in mails(app, "endorse"))
    visitor = app.test_client()
    token = csrf_of(visitor, second)
    post(visitor, first, answer="yes")
    late = visitor.post(second, data={"csrf_token": token, "answer": "no", "reason": "Canary"})
    assert "does nothing now" in late.text
    assert answered(app).answer == "endorsed"
    assert state_of(app, reference) == ("with_panel", 1)
    with app.app_context():
        assert db.session.scalar(select(func.count(Endorsement.id))) == 1
