"""Applying: choosing a class, answering, coming back, sending in, withdrawing, and being refused sensibly."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.membership import applying, states
from portal.membership.models import Application, Endorsement
from tests.membership.applicants import (
    body,
    draft,
    events_of,
    found,
    mails,
    make_member,
    make_membership,
    reference_of,
    seat,
    sent_in,
    state_of,
)
from tests.people import csrf_of, post

HOME = "/account/membership"


def apply_for(client, klass: str) -> str:
    answer = post(client, f"{HOME}/apply", klass=klass)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_the_classes_are_explained_with_what_they_cost_now(app: Flask, make_person, sign_in) -> None:
    page = sign_in(make_person()).get(f"{HOME}/apply").text
    for words in ("Individual", "Corporate seat", "Provider", "Early career", "Partner"):
        assert words in page
    assert "£16 for the 2 months left of 2026, then £96 a year." in page
    assert "No vote, and you may not stand for office." in page
    assert "Head of Profession is asked to endorse you" in page


def test_an_individual_applies_from_first_page_to_receipt(app: Flask, make_person, sign_in) -> None:
    body(app)
    person = make_person()
    client = sign_in(person)
    assert "You have not applied yet" in client.get(HOME).text
    address = apply_for(client, "individual")
    assert "Leeds City Council" not in client.get(address).text
    chosen = client.get(f"{address}?q=leeds+city")
    assert "Leeds City Council" in chosen.text
    choice = chosen.text.split('name="choice" type="radio" value="')[1].split('"')[0]
    answer = post(client, f"{address}?q=leeds+city", choice=choice)
    details = answer.location
    assert details.endswith("/details")
    assert post(client, details, job_title="Network manager", statement="To learn.").location.endswith("/check")
    check = details.replace("/details", "/check")
    page = client.get(check).text
    for words in ("Leeds City Council", "Network manager", "To learn.", "£16 for the 2 months left", "panel considers"):
        assert words in page
    reference = check.split("/")[-2]
    assert state_of(app, reference) == ("draft", 1)
    assert post(client, check).location == f"{HOME}/applications/{reference}"
    application = found(app, reference)
    assert (application.state, application.fee_pence, application.fee_months) == ("with_panel", 1600, 2)
    assert application.panel_since == application.submitted_at == clock.now()
    assert states.replay(events_of(app, reference)) == ("with_panel", 1)
    receipt = mails(app, "received")
    assert [mail.recipient for mail in receipt] == ["robin@example.org"]
    assert "£16" in receipt[0].body and f"{HOME}/applications/{reference}" in receipt[0].body
    assert "Robin" not in receipt[0].subject
    page = client.get(f"{HOME}/applications/{reference}").text
    assert "With the panel" in page and "24 November 2026" in page
    assert reference in client.get(HOME).text


def test_saving_keeps_what_was_answered_and_asks_for_nothing(app: Flask, make_person, sign_in) -> None:
    client = sign_in(make_person())
    details = apply_for(client, "partner")
    answer = post(client, details, company="Acme", statement="", action="save")
    assert answer.location == HOME
    assert 'value="Acme"' in client.get(details).text
    again = post(client, details, company="Acme")
    assert again.status_code == 200
    for sentence in ("Enter your job title.", "Say in a few sentences why", "Say what your company has to do"):
        assert sentence in again.text


def test_choosing_a_class_again_leads_back_to_the_same_draft(app: Flask, make_person, sign_in) -> None:
    client = sign_in(make_person())
    assert apply_for(client, "partner") == apply_for(client, "partner")
    with app.app_context():
        assert db.session.scalar(select(func.count(Application.id))) == 1


def test_what_is_missing_stops_sending_in(app: Flask, make_person, sign_in) -> None:
    client = sign_in(make_person())
    check = apply_for(client, "partner").replace("/details", "/check")
    page = client.get(check).text
    assert "still missing" in page and "Send the application in" not in page
    token = csrf_of(client, f"{HOME}/apply")
    assert "Enter the name of your company." in client.post(check, data={"csrf_token": token}).text
    assert state_of(app, check.split("/")[-2]) == ("draft", 1)
    assert mails(app, "received") == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "2", "2027"), "Enter a real date"),
        (("x", "", ""), "Enter a real date"),
        (("1",), "Enter a real date"),
        ((), "Enter the day on which your course or scheme ends."),
        (("1", "2", "2027", "4"), ""),
    ],
)
def test_days_are_read_however_many_parts_arrive(app: Flask, make_person, sign_in, typed, sentence) -> None:
    client = sign_in(make_person())
    details = apply_for(client, "early_career")
    answer = post(client, details, scheme="Degree", scheme_at="Leeds", statement="To learn.", scheme_ends=list(typed))
    assert (sentence in answer.text) if sentence else answer.status_code == 302


def test_a_scheme_that_has_ended_does_not_fit(app: Flask, make_person) -> None:
    with pytest.raises(RuleBroken, match="Apply as an individual"):
        sent_in(app, make_person(), "early_career", scheme="Degree", scheme_at="Leeds", scheme_ends=date(2026, 11, 23))
    reference = draft(app, make_person("b@example.org"), "early_career", scheme="D", scheme_at="L")
    with app.app_context(), pytest.raises(RuleBroken, match="day on which"), transaction():
        row = db.session.scalars(select(Application).where(Application.reference == reference)).one()
        applying.submit(row, by=row.person_id, at=clock.now())


def test_a_member_does_not_apply_again_in_the_class(app: Flask, make_person, sign_in) -> None:
    person = make_person()
    make_membership(app, person)
    answer = post(sign_in(person), f"{HOME}/apply", klass="individual")
    assert answer.status_code == 200 and "You are a member in the class Individual already." in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Application.id))) == 0


@pytest.mark.parametrize(
    ("klass", "qualifies", "sentence"),
    [
        ("individual", False, "apply as a provider; otherwise apply as a partner"),
        ("provider", False, "Choose the body that you serve"),
        ("corporate_seat", True, "is not a member organisation now"),
    ],
)
def test_an_employer_that_does_not_fit_is_refused_with_what_fits(
    app: Flask, make_person, sign_in, klass, qualifies, sentence
) -> None:
    organisation = body(app, "Acme Networks", qualifies=qualifies)
    client = sign_in(make_person())
    address = apply_for(client, klass)
    answer = post(client, f"{address}?q=acme", choice=reference_of(app, organisation))
    assert answer.status_code == 200 and sentence in answer.text
    assert found(app, address.split("/")[-2]).organisation_id is None


def test_an_organisation_that_nobody_knows_is_added_for_staff_to_confirm(app: Flask, make_person, sign_in) -> None:
    client = sign_in(make_person())
    address = apply_for(client, "individual")
    page = client.get(f"{address}?q=zzzqqq").text
    assert "We know no organisation of that name" in page
    answer = post(client, f"{address}/new", name="Borough of Nowhere Trust", sector="local_government")
    assert answer.location.endswith("/details")
    refused = post(client, f"{address}/new", name="Nowhere Widgets Ltd", sector="private")
    assert "not a public body" in refused.text


def test_a_corporate_seat_asks_the_head_of_profession(app: Flask, make_person) -> None:
    organisation = body(app)
    make_member(app, organisation)
    head = make_person("head@example.org", name="Hetty Head")
    seat(app, organisation, head)
    reference = sent_in(app, make_person(), "corporate_seat", at=organisation)
    assert state_of(app, reference) == ("awaiting_endorsement", 1)
    assert [mail.recipient for mail in mails(app, "endorse")] == ["head@example.org"]
    assert found(app, reference).panel_since is None


@pytest.mark.parametrize("heads", ["none", "unconfirmed", "only_the_applicant"])
def test_without_a_head_of_profession_it_goes_to_the_panel_with_that_fact(app: Flask, make_person, heads) -> None:
    organisation, person = body(app), make_person()
    make_member(app, organisation)
    if heads == "unconfirmed":
        seat(app, organisation, make_person("head@example.org"), confirmed=False)
    if heads == "only_the_applicant":
        seat(app, organisation, person)
    reference = sent_in(app, person, "corporate_seat", at=organisation)
    assert state_of(app, reference) == ("with_panel", 1)
    assert mails(app, "endorse") == []
    with app.app_context():
        asked = db.session.scalars(select(Endorsement)).one()
        assert asked.answer == "none"
        words = "nobody endorses themselves" if heads == "only_the_applicant" else "no confirmed Head of Profession"
        assert words in asked.reason


def test_membership_of_the_organisation_is_asked_again_when_it_is_sent_in(app: Flask, make_person) -> None:
    reference = draft(app, person := make_person(), "corporate_seat", at=body(app))
    with app.app_context(), pytest.raises(RuleBroken, match="not a member organisation"), transaction():
        applying.submit(applying.own(person, reference), by=person, at=clock.now())
    assert state_of(app, reference) == ("draft", 1)


def test_withdrawing_is_asked_for_once_more_and_final(app: Flask, make_person, sign_in) -> None:
    person = make_person()
    reference, client = sent_in(app, person, at=body(app)), sign_in(person)
    address = f"{HOME}/applications/{reference}/withdraw"
    assert "cannot be undone" in client.get(address).text
    assert state_of(app, reference) == ("with_panel", 1)
    post(client, address)
    assert state_of(app, reference) == ("withdrawn", 1)
    assert client.get(address).status_code == 302
    assert sent_in(app, person, at=found(app, reference).organisation_id) != reference


def test_answers_stay_as_they_were_sent_in(app: Flask, make_person, sign_in) -> None:
    person = make_person()
    reference, client = sent_in(app, person, at=body(app)), sign_in(person)
    for page in ("organisation", "organisation/new", "details", "check"):
        address = f"{HOME}/applications/{reference}/{page}"
        assert client.get(address).status_code == 302
        token = csrf_of(client, f"{HOME}/apply")
        client.post(address, data={"csrf_token": token, "job_title": "Chief", "name": "X Council", "choice": "body:x"})
    assert found(app, reference).job_title == "Network manager"


def test_nobody_reaches_anothers_application(app: Flask, make_person, sign_in) -> None:
    reference = draft(app, make_person(), at=body(app))
    stranger = sign_in(make_person("stranger@example.org"))
    token = csrf_of(stranger, f"{HOME}/apply")
    for page in ("", "/organisation", "/organisation/new", "/details", "/check", "/withdraw", "/appeal"):
        address = f"{HOME}/applications/{reference}{page}"
        assert stranger.get(address).status_code == 404
        if page:
            data = {"csrf_token": token, "reason": "x", "job_title": "Chief"}
            assert stranger.post(address, data=data).status_code == 404
    assert state_of(app, reference) == ("draft", 1)
    assert found(app, reference).job_title == "Network manager"


def test_extra_fields_change_nothing(app: Flask, make_person, sign_in) -> None:
    person, other = make_person(), make_person("other@example.org")
    client = sign_in(person)
    details = apply_for(client, "partner")
    post(
        client,
        details,
        company="Acme",
        state="approved",
        person_id=str(other),
        round="2",
        fee_pence="0",
        klass="individual",
    )
    application = found(app, details.split("/")[-2])
    assert (application.state, application.person_id, application.round) == ("draft", person, 1)
    assert (application.fee_pence, application.klass) == (None, "partner")
    assert set(application.answers) == {"company", "interest"}


def test_the_database_holds_one_open_application_a_person_and_class(app_on_either: Flask) -> None:
    from tests import people

    person = people.make(app_on_either, "robin@example.org")
    draft(app_on_either, person, "partner", company="Acme", interest="Much")
    with app_on_either.app_context(), pytest.raises(IntegrityError), transaction():
        db.session.add(
            Application(
                reference=new_reference(), klass="partner", person_id=person, answers={}, created_at=clock.now()
            )
        )
    with app_on_either.app_context(), transaction():
        db.session.add(
            Application(
                reference=new_reference(), klass="individual", person_id=person, answers={}, created_at=clock.now()
            )
        )


def test_the_record_tells_what_happened_without_what_was_written(app: Flask, make_person) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app), statement="Canary-7431")
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"application:{reference}")).all()
        assert [row.action for row in rows] == ["membership.application_begun", "membership.applied"]
        assert {row.about_id for row in rows} == {person}
        assert all("Canary" not in str(row.facts) for row in rows)


def test_an_organisation_applies_by_its_owner(app: Flask, make_person, sign_in) -> None:
    organisation, owner = body(app), make_person()
    seat(app, organisation, owner, "owner")
    reference = reference_of(app, organisation)
    client, home = sign_in(owner), f"/employer/{reference}/membership"
    page = client.get(home).text
    assert "is not a member" in page and "Apply to join" in page and "£300 for the 2 months left" in page
    assert "Enter how many people" in post(client, f"{home}/apply", statement="We hire.").text
    assert post(client, f"{home}/apply", statement="We hire.", staff_count="1000").location == f"{home}/check"
    page = client.get(f"{home}/check").text
    assert "Large" in page and "£300 for the 2 months left of 2026, then £1,800 a year." in page and "20%" in page
    assert post(client, f"{home}/check").location == home
    assert "panel considers the application" in client.get(home).text
    with app.app_context():
        application = db.session.scalars(select(Application)).one()
        assert (application.klass, application.state, application.fee_pence) == ("organisation", "with_panel", 30_000)
    assert client.get(f"{home}/apply").location == home
    assert mails(app, "received")[0].body.count(home) == 1
    post(client, f"{home}/withdraw")
    assert state_of(app, application.reference) == ("withdrawn", 1)


@pytest.mark.parametrize(("staff", "tier"), [("249", "Small"), ("250", "Medium"), ("999", "Medium"), ("1000", "Large"),
                                            ("4999", "Large"), ("5000", "Very large")])  # fmt: skip
def test_the_tier_follows_the_number_of_staff(app: Flask, make_person, sign_in, staff, tier) -> None:
    organisation, owner = body(app), make_person()
    seat(app, organisation, owner, "owner")
    client, home = sign_in(owner), f"/employer/{reference_of(app, organisation)}/membership"
    post(client, f"{home}/apply", statement="We hire.", staff_count=staff)
    facts = client.get(f"{home}/check").text.split("What it costs and brings")[1]
    assert f">{tier}<" in facts.split("Fee")[0]


@pytest.mark.parametrize("role", ["recruiter", "approver", "head_of_profession", None])
def test_only_an_owner_sees_the_membership_of_an_organisation(app: Flask, make_person, sign_in, role) -> None:
    organisation, person = body(app), make_person()
    if role:
        seat(app, organisation, person, role)
    client, home = sign_in(person), f"/employer/{reference_of(app, organisation)}/membership"
    token = csrf_of(client, f"{HOME}/apply")
    for page in ("", "/apply", "/check", "/withdraw", "/appeal"):
        assert client.get(home + page).status_code == 404
        if page:
            data = {"csrf_token": token, "staff_count": "5", "statement": "x"}
            assert client.post(home + page, data=data).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count(Application.id))) == 0


def test_a_company_or_a_member_does_not_apply_as_an_organisation(app: Flask, make_person, sign_in) -> None:
    owner = make_person()
    company, member = body(app, "Acme", qualifies=False), body(app)
    make_member(app, member)
    for each in (company, member):
        seat(app, each, owner, "owner")
    client = sign_in(owner)
    address = f"/employer/{reference_of(app, company)}/membership"
    assert "only these can join" in client.get(address).text
    assert "only these can join" in post(client, f"{address}/apply", statement="We hire.", staff_count="5").text
    address = f"/employer/{reference_of(app, member)}/membership"
    assert "It is in force until" in client.get(address).text
    assert "is a member already" in post(client, f"{address}/apply", statement="We hire.", staff_count="5").text
    with app.app_context():
        assert db.session.scalar(select(func.count(Application.id))) == 0


def test_there_is_no_other_class(app: Flask, make_person, sign_in) -> None:
    person = make_person()
    for klass in ("organisation", "king", ""):
        with app.app_context(), pytest.raises(NotFound), transaction():
            applying.begin(klass, by=person, at=clock.now())
        assert "Choose the class" in post(sign_in(person), f"{HOME}/apply", klass=klass).text or klass


def test_two_answers_on_the_same_day_are_told_apart_by_the_clock(app: Flask, make_person, tmp_path: Path) -> None:
    person = make_person()
    first = sent_in(app, person, at=body(app))
    (tmp_path / "clock").write_text("2026-12-01T09:00:00+00:00")
    with app.app_context(), transaction():
        applying.withdraw(applying.own(person, first), by=person, at=clock.now())
    second = sent_in(app, person, at=found(app, first).organisation_id)
    assert found(app, second).fee_months == 1


def test_two_who_begin_at_once_share_one_application(app_on_either: Flask) -> None:
    import threading

    from tests import people

    app, gate, begun = app_on_either, threading.Barrier(2), []
    person = people.make(app, "robin@example.org")

    def start() -> None:
        gate.wait()
        with app.app_context(), transaction():
            begun.append(applying.begin("partner", by=person, at=clock.now()).reference)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(begun) == 2 and len(set(begun)) == 1
