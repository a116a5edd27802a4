"""Anyone may say what is wrong; staff answer by mail, once."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.reports import receiving
from portal.reports.models import Report
from portal.vacancies.models import Vacancy
from tests import people

COMPLAINT = {"matter": "service", "text": "Nobody rang back. <b>", "name": "Kit Moor", "email": "kit@example.org"}


@pytest.fixture
def vacancy(app: Flask) -> str:
    with app.app_context(), transaction():
        now = clock.now()
        for reference, status in (("K7MT2XQ9", "live"), ("H7MT2XQ9", "held")):
            db.session.add(Vacancy(reference=reference, status=status, title="Clerk", first_seen=now, last_seen=now, updated_at=now))  # fmt: skip
    return "/vacancies/K7MT2XQ9"


@pytest.fixture
def staff(make_person, sign_in):
    return sign_in(make_person("sam@example.org", roles=("staff",), name="Sam Staff"))


def reports(app: Flask) -> list[Report]:
    with app.app_context():
        return list(db.session.scalars(select(Report).order_by(Report.id)))


def mails(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        return [(m.recipient, m.subject, m.body) for m in db.session.scalars(select(Message).order_by(Message.id))]


def test_a_visitor_reports_a_vacancy_from_its_page(app, vacancy) -> None:
    client = app.test_client()
    assert f'href="{vacancy}/report"' in client.get(vacancy).text
    sent = people.post(client, f"{vacancy}/report", matter="gone", text="It closed last week.")
    assert "Thank you" in client.get(sent.location).text
    (report,) = reports(app)
    assert (report.matter, report.text, report.state, report.email) == ("gone", "It closed last week.", "open", "")
    assert report.due_on.isoformat() == "2026-12-01" and mails(app) == []


def test_a_vacancy_that_the_public_may_not_see_cannot_be_reported(app, vacancy) -> None:
    assert app.test_client().get("/vacancies/H7MT2XQ9/report").status_code == 404
    assert app.test_client().get("/vacancies/NOSUCH/report").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"matter": ""}, "Choose what your complaint is about."),
        ({"matter": "gone"}, "Choose what your complaint is about."),
        ({"text": ""}, "Tell us what happened."),
        ({"text": "x" * 5_001}, "Say it in 5,000 characters."),
        ({"email": "kit"}, "Enter an e-mail address like name@example.org."),
        ({"email": "a@b.org\r\nBcc: c@d.org"}, "Enter an e-mail address like name@example.org."),
        ({"name": " "}, "Enter your name."),
    ],
)
def test_a_complaint_that_lacks_something_is_refused_and_nothing_is_kept(app, wrong: dict[str, str], says: str) -> None:
    refused = people.post(app.test_client(), "/complain", **{**COMPLAINT, **wrong})
    assert refused.status_code == 200 and says in refused.text
    assert reports(app) == [] and mails(app) == []


def test_a_complaint_is_acknowledged_at_once_with_its_day_and_quotes_nothing(app) -> None:
    client = app.test_client()
    sent = people.post(client, "/complain", **COMPLAINT)
    (report,) = reports(app)
    assert f"Your reference is {report.reference}" in client.get(sent.location).text
    ((to, subject, body),) = mails(app)
    assert to == "kit@example.org" and subject == f"We have your complaint {report.reference}"
    assert "22 December 2026" in body and "Nobody rang back" not in body and "Kit" not in body


def test_many_reports_from_one_address_are_refused_until_time_has_passed(app, vacancy, tmp_path) -> None:
    client = app.test_client()
    for _ in range(receiving.FROM_ONE_ADDRESS):
        assert people.post(client, f"{vacancy}/report", matter="gone").status_code == 302
    refused = people.post(client, f"{vacancy}/report", matter="gone", text="Kept")
    assert receiving.AN_HOUR.total_seconds() == 3600 and "Wait a little" in refused.text and "Kept" in refused.text
    assert len(reports(app)) == receiving.FROM_ONE_ADDRESS
    (tmp_path / "clock").write_text("2026-11-24T10:00:01+00:00")
    assert people.post(client, f"{vacancy}/report", matter="gone").status_code == 302


def test_nobody_can_be_flooded_with_acknowledgements(app) -> None:
    with app.app_context(), transaction():
        for _ in range(5):
            receiving.receive("service", "x", name="K", email="Victim@Example.org")
    assert len(reports(app)) == 5 and len(mails(app)) == receiving.TO_ONE_MAILBOX


def test_staff_answer_by_mail_once(app, staff) -> None:
    people.post(app.test_client(), "/complain", **COMPLAINT)
    (report,) = reports(app)
    listed = staff.get("/staff/reports?state=open&about=complaint").text
    assert report.reference in listed and "1 report found" in listed
    address = f"/staff/reports/{report.reference}"
    assert "Nobody rang back. &lt;b&gt;" in staff.get(address).text
    assert "Write the answer" in people.post(staff, address, act="answer", text="").text
    people.post(staff, address, act="answer", text="We are sorry.\nWe shall ring.")
    again = people.post(staff, address, form_at="/staff/people/reason", act="answer", text="Again")
    assert "already" in again.text
    assert [(to, subject) for to, subject, _ in mails(app)] == [
        ("kit@example.org", f"We have your complaint {report.reference}"),
        ("kit@example.org", f"Our answer to your complaint {report.reference}"),
    ]
    assert "We are sorry.\nWe shall ring." in mails(app)[1][2]
    page = staff.get(address).text
    assert "Answered" in page and "Sam Staff" in page


def test_a_complaint_cannot_be_closed_without_an_answer_and_a_report_can_be_and_opened_again(
    app, vacancy, staff
) -> None:
    people.post(app.test_client(), "/complain", **COMPLAINT)
    people.post(app.test_client(), f"{vacancy}/report", matter="gone")
    complaint, report = (each.reference for each in reports(app))
    assert (
        "A complaint is always answered"
        in people.post(staff, f"/staff/reports/{complaint}", act="close", text="no").text
    )
    people.post(staff, f"/staff/reports/{report}", act="close", text="It is still there.")
    assert [each.state for each in reports(app)] == ["open", "closed"]
    people.post(staff, f"/staff/reports/{report}/reopen", form_at=f"/staff/reports/{report}")
    assert [each.state for each in reports(app)] == ["open", "open"]
    with app.app_context():
        acts = db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == f"report:{report}").order_by(AuditEntry.id)
        )
        assert list(acts) == ["reports.received", "reports.closed", "reports.reopened"]


def test_an_overdue_report_is_marked(app, vacancy, staff, tmp_path, sign_in, make_person) -> None:
    people.post(app.test_client(), f"{vacancy}/report", matter="gone")
    (tmp_path / "clock").write_text("2026-12-02T09:00:00+00:00")
    later = sign_in(make_person("lee@example.org", roles=("staff",)))
    assert '<span class="site-health--bad">1 December 2026</span>' in later.get("/staff/reports").text
    assert "which has passed" in later.get(f"/staff/reports/{reports(app)[0].reference}").text


def test_answering_is_safe_on_either_database(app_on_either) -> None:
    person_id = people.make(app_on_either, "sam@example.org", given=("staff",))
    with app_on_either.app_context():
        with transaction():
            reference = receiving.receive("service", "x", name="K", email="k@example.org").reference
        with transaction():
            receiving.answer(reference, "Sorry.", by=person_id)
        with pytest.raises(RuleBroken, match="already"), transaction():
            receiving.answer(reference, "Sorry again.", by=person_id)
        assert db.session.scalar(select(func.count()).select_from(Message)) == 2
        assert db.session.get_one(Person, person_id).name == "Robin Hall"


def test_staffs_pages_of_reports_are_for_staff(app, make_person, sign_in) -> None:
    assert sign_in(make_person("m@example.org")).get("/staff/reports").status_code == 404
    assert re.search("/sign-in", app.test_client().get("/staff/reports").location)
