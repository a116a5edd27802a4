"""The panel: who sees what, votes, the answer, stand-asides, the appeal, and two last votes at once."""

import re
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import applying, deciding, panel, standing_aside, states
from portal.membership.models import Application, Membership, StandAside, Vote
from tests import people
from tests.conftest import STOPPED
from tests.membership.applicants import (
    body,
    draft,
    events_of,
    found,
    link_in,
    mails,
    make_member,
    make_membership,
    reference_of,
    seat,
    sent_in,
    state_of,
    votes_of,
)
from tests.people import csrf_of, post


@pytest.fixture
def judges(make_person) -> list[int]:
    """Five members of the panel who have to do with nobody."""
    return [make_person(f"judge{n}@example.org", roles=("assessor",), name=f"Judge {n}") for n in range(5)]


def vote(app: Flask, reference: str, judge: int, agrees: bool, *, needed: int = 2, told: str = "Not yet.") -> str:
    with app.app_context(), transaction():
        case = deciding.case_for(judge, reference)
        return deciding.vote(
            case, by=judge, agrees=agrees, reason="Because.", to_applicant=told, needed=needed, at=clock.now()
        )


def appeal(app: Flask, person: int, reference: str) -> None:
    with app.app_context(), transaction():
        applying.appeal(applying.own(person, reference), reason="You missed it.", by=person, at=clock.now())


def memberships(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Membership.id))) or 0


def test_two_agreeing_votes_approve_and_admit_once(app: Flask, make_person, judges, sign_in) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    address = f"/assessor/applications/{reference}"
    first = sign_in(judges[0])
    assert "Robin Hall" in first.get("/assessor").text
    page = first.get(address).text
    for words in (
        "Network manager",
        "I want to learn from others.",
        "Leeds City Council",
        "2 agreeing votes approve it",
    ):
        assert words in page
    post(first, address, vote="yes", reason="Knows networks.")
    assert state_of(app, reference) == ("with_panel", 1) and memberships(app) == 0
    post(sign_in(judges[1]), address, vote="yes", reason="Fine.")
    assert state_of(app, reference) == ("approved", 1) and memberships(app) == 1
    (mail,) = mails(app, "approved")
    assert mail.recipient == "robin@example.org" and "£16" in mail.body and "/account/membership" in mail.body
    page = sign_in(person).get(f"/account/membership/applications/{reference}").text
    assert "The panel approved it" in page
    assert "Judge" not in page and "Knows networks" not in page
    assert events_of(app, reference) == ["begin", "submit", "approve"]


def test_two_votes_against_decline_and_say_why_without_names(app: Flask, make_person, judges, sign_in) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    address = f"/assessor/applications/{reference}"
    first = sign_in(judges[0])
    assert "Write what the applicant is told" in post(first, address, vote="no", reason="Canary-1").text
    assert votes_of(app, reference) == []
    for judge, words in zip(judges[:2], ("Your employer is unclear.", "Tell us more."), strict=True):
        post(sign_in(judge), address, vote="no", reason="Canary-1", to_applicant=words)
    assert state_of(app, reference) == ("declined", 1) and memberships(app) == 0
    (mail,) = mails(app, "declined")
    page = sign_in(person).get(f"/account/membership/applications/{reference}").text
    for text in (mail.body, page):
        assert "Your employer is unclear." in text and "Tell us more." in text and "22 December 2026" in text
        assert "Canary" not in text and "Judge" not in text


@pytest.mark.parametrize("field", ["vote", "reason"])
def test_a_vote_needs_its_answer_and_its_reason(app: Flask, make_person, judges, sign_in, field) -> None:
    reference = sent_in(app, make_person(), at=body(app))
    given = {"vote": "yes", "reason": "Fine."}
    given[field] = " "
    answer = post(sign_in(judges[0]), f"/assessor/applications/{reference}", **given)
    assert "There is a problem" in answer.text
    assert votes_of(app, reference) == []


def test_votes_of_others_show_only_after_ones_own(app: Flask, make_person, judges, sign_in) -> None:
    reference = sent_in(app, make_person(), at=body(app))
    vote(app, reference, judges[0], True, needed=3)
    client, address = sign_in(judges[1]), f"/assessor/applications/{reference}"
    page = client.get(address).text
    assert "Judge 0" not in page and "Because." not in page
    vote(app, reference, judges[1], False, needed=3)
    page = client.get(address).text
    assert "Judge 0" in page and "Because." in page and "You have voted" in page


def test_a_vote_is_never_changed(app: Flask, make_person, judges) -> None:
    reference = sent_in(app, make_person(), at=body(app))
    vote(app, reference, judges[0], True)
    for agrees in (True, False):
        with pytest.raises(RuleBroken, match="votes are never changed"):
            vote(app, reference, judges[0], agrees)
    assert votes_of(app, reference) == [(judges[0], True)]


def test_the_set_number_of_votes_decides(make_app, tmp_path) -> None:
    app = make_app(PORTAL_PANEL_VOTES="1")
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    reference = sent_in(app, people.make(app, "robin@example.org"), at=body(app))
    judge = people.sign_in(app, people.make(app, "judge@example.org", given=("assessor",)))
    post(judge, f"/assessor/applications/{reference}", vote="yes", reason="Fine.")
    assert state_of(app, reference) == ("approved", 1)


def test_a_decided_case_takes_no_vote(app: Flask, make_person, judges) -> None:
    reference = sent_in(app, make_person(), at=body(app))
    for judge in judges[:2]:
        vote(app, reference, judge, True)
    with pytest.raises(RuleBroken, match="has decided"):
        vote(app, reference, judges[2], True)
    assert len(votes_of(app, reference)) == 2


def test_a_case_that_is_not_with_the_panel_is_not_shown(app: Flask, make_person, judges, sign_in) -> None:
    person, organisation = make_person(), body(app)
    waiting = draft(app, person, at=organisation)
    make_member(app, organisation)
    seat(app, organisation, make_person("head@example.org"))
    asked = sent_in(app, person, "corporate_seat", at=organisation)
    client = sign_in(judges[0])
    for reference in (waiting, asked, "NXTHRBCD"):
        assert client.get(f"/assessor/applications/{reference}").status_code == 404
        assert client.get(f"/assessor/applications/{reference}/stand-aside").status_code == 404
    assert "Nothing waits for your vote" in client.get("/assessor").text


def conflicts(app: Flask, organisation: int, judge: int, how: str, reference: str) -> None:
    parent_or_child = {"parent": None, "child": organisation}
    match how:
        case "seat":
            seat(app, organisation, judge, "recruiter")
        case "membership":
            make_membership(app, judge, organisation_id=organisation)
        case "child":
            seat(app, body(app, "Leeds Schools", parent=parent_or_child["child"]), judge, "owner")
        case "parent":
            parent = body(app, "West Yorkshire")
            with app.app_context(), transaction():
                from portal.employers.models import Organisation

                db.session.get_one(Organisation, organisation).parent_id = parent
            seat(app, parent, judge, "owner")
        case "declared":
            with app.app_context(), transaction():
                case = deciding.case_for(judge, reference)
                standing_aside.declare(case, by=judge, because="A friend.", at=clock.now())
        case _:
            raise AssertionError(how)


@pytest.mark.parametrize("how", ["seat", "membership", "child", "parent", "declared"])
def test_who_has_to_do_with_the_organisation_sees_nothing(app: Flask, make_person, judges, sign_in, how) -> None:
    organisation = body(app)
    reference = sent_in(app, make_person(name="Canary Finch"), at=organisation)
    conflicts(app, organisation, judges[0], how, reference)
    client, other = sign_in(judges[0]), sign_in(judges[1])
    assert "Canary Finch" in other.get("/assessor").text
    assert "Canary Finch" not in client.get("/assessor?mine=all").text
    address = f"/assessor/applications/{reference}"
    assert client.get(address).status_code == 404
    token = csrf_of(client, "/account/membership/apply")
    refused = client.post(address, data={"csrf_token": token, "vote": "yes", "reason": "x"})
    assert refused.status_code == 404 and votes_of(app, reference) == []
    for judge in judges[1:3]:
        vote(app, reference, judge, True)
    assert "Canary Finch" not in client.get("/assessor/decided").text
    assert "Canary Finch" in other.get("/assessor/decided").text
    assert client.get(address).status_code == 404


def test_what_was_decided_is_paged_over_the_cases_one_sees(
    app: Flask, make_person, judges, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five decided, one of them to stand aside from, two a page: two, two, and no third page."""
    monkeypatch.setattr("portal.membership.panel.PAGE", 2)
    organisation = body(app)
    for number in range(5):
        reference = sent_in(
            app, make_person(f"finch{number}@example.org", name=f"Canary Finch {number}"), at=organisation
        )
        if number == 3:
            with app.app_context(), transaction():
                case = deciding.case_for(judges[0], reference)
                standing_aside.declare(case, by=judges[0], because="a friend", at=clock.now())
        for judge in judges[1:3]:
            vote(app, reference, judge, True)
    pages = [sign_in(judges[0]).get(f"/assessor/decided?page={number}").text for number in (1, 2, 3)]
    shown = [re.findall(r"Canary Finch \d", page) for page in pages]
    assert sorted(shown[0] + shown[1]) == [f"Canary Finch {n}" for n in (0, 1, 2, 4)] and len(shown[0]) == 2
    assert shown[2] == shown[1], "a page behind the last one is the last one"
    assert "page=2" in pages[0] and "page=3" not in pages[1]


@pytest.mark.parametrize(
    ("email", "aside"),
    [
        ("j@leeds.gov.uk", True), ("j@it.leeds.gov.uk", True), ("j@LEEDS.gov.uk", True), ("j@notleeds.gov.uk", False),
        ("j@gov.uk", False), ("j@leeds.gov.uk.example.org", False),
    ],
)  # fmt: skip
def test_the_address_of_a_panel_member_tells_where_they_work(app: Flask, make_person, sign_in, email, aside) -> None:
    reference = sent_in(app, make_person(), at=body(app, domain="leeds.gov.uk"))
    judge = sign_in(make_person(email, roles=("assessor",)))
    assert judge.get(f"/assessor/applications/{reference}").status_code == (404 if aside else 200)


def test_nobody_votes_on_their_own_application(app: Flask, judges, sign_in) -> None:
    reference = sent_in(app, judges[0], at=body(app))
    client = sign_in(judges[0])
    assert client.get(f"/assessor/applications/{reference}").status_code == 404
    with pytest.raises(NotFound):
        vote(app, reference, judges[0], True)
    assert client.get(f"/account/membership/applications/{reference}").status_code == 200


def test_who_works_for_the_same_supplier_stands_aside(app: Flask, make_person, judges) -> None:
    served, other = body(app), body(app, "Hull City Council")
    mine = sent_in(app, judges[0], "provider", at=other)
    for judge in judges[1:3]:
        vote(app, mine, judge, True)
    reference = sent_in(app, make_person(), "provider", at=served, supplier="ACME services Ltd")
    with app.app_context(), pytest.raises(NotFound):
        deciding.case_for(judges[0], reference)
    with app.app_context():
        assert deciding.case_for(judges[3], reference)


def test_who_endorsed_does_not_vote(app: Flask, make_person, sign_in) -> None:
    organisation = body(app)
    make_member(app, organisation)
    head = make_person("head@example.org", roles=("assessor",))
    seat(app, organisation, head)
    reference = sent_in(app, make_person(), "corporate_seat", at=organisation)
    post(app.test_client(), link_in(mails(app, "endorse")[0]), answer="yes", reason="")
    with app.app_context(), transaction():
        from portal.employers.models import Seat

        db.session.delete(db.session.scalars(select(Seat).where(Seat.person_id == head)).one())
    assert sign_in(head).get(f"/assessor/applications/{reference}").status_code == 404


def test_the_panel_reads_what_came_of_asking_for_an_endorsement(app: Flask, make_person, judges, sign_in) -> None:
    organisation = body(app)
    make_member(app, organisation)
    seat(app, organisation, make_person("head@example.org", name="Hetty Head"))
    reference = sent_in(app, make_person(), "corporate_seat", at=organisation)
    post(app.test_client(), link_in(mails(app, "endorse")[0]), answer="no", reason="Works elsewhere.")
    page = sign_in(judges[0]).get(f"/assessor/applications/{reference}").text
    for words in ("Not endorsed", "Hetty Head", "Works elsewhere."):
        assert words in page
    assert "Not endorsed" in sign_in(judges[0]).get("/assessor").text


def test_standing_aside_is_final_and_not_for_who_has_voted(app: Flask, make_person, judges, sign_in) -> None:
    reference = sent_in(app, make_person(), at=body(app))
    client, address = sign_in(judges[0]), f"/assessor/applications/{reference}"
    assert "Say in a few words" in post(client, f"{address}/stand-aside", because="").text
    assert post(client, f"{address}/stand-aside", because="A friend.").location == "/assessor"
    assert client.get(address).status_code == 404
    vote(app, reference, judges[1], True)
    answer = post(sign_in(judges[1]), f"{address}/stand-aside", because="Oh.")
    assert "You have voted" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(StandAside.id))) == 1


def test_one_appeal_goes_to_those_who_have_not_voted(app: Flask, make_person, judges, sign_in) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    for judge in judges[:2]:
        vote(app, reference, judge, False)
    client, address = sign_in(person), f"/account/membership/applications/{reference}/appeal"
    assert "Say why the panel should look again." in post(client, address, reason=" ").text
    assert state_of(app, reference) == ("declined", 1)
    post(client, address, reason="You missed my contract.")
    assert state_of(app, reference) == ("with_panel", 2)
    assert len(mails(app, "appeal_received")) == 1
    page = sign_in(judges[0]).get(f"/assessor/applications/{reference}").text
    assert "You voted in the first round" in page and 'name="vote"' not in page
    with pytest.raises(RuleBroken, match="first round"):
        vote(app, reference, judges[0], True)
    page = sign_in(judges[2]).get(f"/assessor/applications/{reference}").text
    assert "You missed my contract." in page and "Not yet." in page and "Judge 0" not in page
    for judge in judges[2:4]:
        vote(app, reference, judge, False, told="Still no.")
    assert state_of(app, reference) == ("declined", 2)
    assert [mail.body.count("you may appeal") for mail in mails(app, "declined")] == [1, 0]
    assert client.get(address).status_code == 302
    with pytest.raises(RuleBroken, match="only once"):
        appeal(app, person, reference)


def test_first_round_voters_vote_on_the_appeal_when_too_few_are_left(app: Flask, make_person, judges) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    for judge in judges[:2]:
        vote(app, reference, judge, False)
    appeal(app, person, reference)
    with app.app_context():
        assert deciding.panel_for(found(app, reference), needed=2).may_vote == frozenset(judges[2:])
    with app.app_context(), transaction():
        standing_aside.declare(deciding.case_for(judges[4], reference), by=judges[4], because="x", at=clock.now())
    with app.app_context():
        assert deciding.panel_for(found(app, reference), needed=2).may_vote == frozenset(judges[:4])
    vote(app, reference, judges[0], True)
    vote(app, reference, judges[2], True)
    assert state_of(app, reference) == ("approved", 2) and memberships(app) == 1


@pytest.mark.parametrize(("days", "possible"), [(28, True), (29, False)])
def test_an_appeal_is_possible_for_28_days(app: Flask, make_person, judges, tmp_path: Path, days, possible) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    for judge in judges[:2]:
        vote(app, reference, judge, False)
    (tmp_path / "clock").write_text((datetime.fromisoformat(STOPPED) + timedelta(days=days)).isoformat())
    if possible:
        appeal(app, person, reference)
        assert state_of(app, reference) == ("with_panel", 2)
    else:
        with pytest.raises(RuleBroken, match="until 22 December 2026"):
            appeal(app, person, reference)
        assert state_of(app, reference) == ("declined", 1)


def test_who_applied_again_does_not_appeal_too(app: Flask, make_person, judges) -> None:
    person, organisation = make_person(), body(app)
    reference = sent_in(app, person, at=organisation)
    for judge in judges[:2]:
        vote(app, reference, judge, False)
    sent_in(app, person, at=organisation)
    with pytest.raises(RuleBroken, match="applied again"):
        appeal(app, person, reference)


def test_an_organisation_is_admitted_and_its_owner_told(app: Flask, make_person, judges, sign_in) -> None:
    organisation, owner = body(app), make_person()
    seat(app, organisation, owner, "owner")
    client, home = sign_in(owner), f"/employer/{reference_of(app, organisation)}/membership"
    post(client, f"{home}/apply", statement="We hire.", staff_count="300")
    post(client, f"{home}/check")
    with app.app_context():
        reference = db.session.scalars(select(Application.reference)).one()
    for judge in judges[:2]:
        vote(app, reference, judge, False)
    assert "Not yet." in client.get(home).text
    post(client, f"{home}/appeal", reason="You missed it.")
    for judge in judges[2:4]:
        vote(app, reference, judge, True)
    assert state_of(app, reference) == ("approved", 2)
    assert home in mails(app, "approved")[0].body and "£160" in mails(app, "approved")[0].body
    assert "It begins when its first fee is paid" in client.get(home).text


def test_the_record_of_a_vote_is_not_about_the_applicant(app: Flask, make_person, judges) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    for judge in judges[:2]:
        vote(app, reference, judge, True)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "membership.voted")).all()
        assert [(each.actor_id, each.about_id) for each in entries] == [(judge, None) for judge in judges[:2]]
        about = db.session.scalars(select(AuditEntry).where(AuditEntry.about_id == person)).all()
        assert {each.actor_id for each in about} <= {person, None}
        assert "membership.application_approved" in {each.action for each in about}


def test_the_queue_shows_ages_and_filters(app: Flask, make_person, judges, sign_in, tmp_path: Path) -> None:
    sent_in(app, make_person(name="Early Bird"), at=body(app))
    (tmp_path / "clock").write_text("2026-12-04T10:00:00+00:00")
    late = sent_in(app, make_person("late@example.org", name="Late Riser"), "partner", company="Acme", interest="Much")
    with app.app_context():
        rows = panel.queue(judges[0], now=clock.now())
        assert [(each.row.applicant, each.days) for each in rows] == [("Early Bird", 10), ("Late Riser", 0)]
    client = sign_in(judges[0])
    page = client.get("/assessor?class=partner").text
    assert "Late Riser" in page and "Early Bird" not in page
    vote(app, late, judges[0], True)
    assert "Late Riser" not in client.get("/assessor").text
    page = client.get("/assessor?mine=voted").text
    assert "Late Riser" in page and "Early Bird" not in page
    assert client.get("/assessor?class=king&mine=x&page=99").status_code == 200


def test_staff_see_cases_and_no_vote_before_the_answer(app: Flask, make_person, judges, sign_in) -> None:
    reference = sent_in(app, make_person(name="Robin Hall"), at=body(app))
    vote(app, reference, judges[0], True)
    client = sign_in(make_person("staff@example.org", roles=("staff",)))
    assert "Robin Hall" in client.get("/staff/applications?q=leeds&state=with_panel&class=individual&round=1").text
    assert "Robin Hall" not in client.get("/staff/applications?state=approved").text
    assert "Robin Hall" in client.get("/staff/applications?format=csv").text
    page = client.get(f"/staff/applications/{reference}").text
    assert "1 vote is cast; 5 members of the panel may vote" in page
    assert "Judge 0" not in page and "Because." not in page
    assert client.get(f"/assessor/applications/{reference}").status_code == 404
    vote(app, reference, judges[1], True)
    page = client.get(f"/staff/applications/{reference}").text
    assert "Judge 0" in page and "Judge 1" in page and "Because." in page


def test_staff_write_notes_that_nobody_else_reads(app: Flask, make_person, judges, sign_in) -> None:
    person = make_person()
    reference = sent_in(app, person, at=body(app))
    client = sign_in(make_person("staff@example.org", roles=("staff",), name="Sam Staff"))
    page = f"/staff/applications/{reference}"
    post(client, f"{page}/note", form_at=page, note="Canary-55")
    shown = client.get(page).text
    assert "Canary-55" in shown and "Sam Staff" in shown
    assert "Canary" not in sign_in(person).get(f"/account/membership/applications/{reference}").text
    assert "Canary" not in sign_in(judges[0]).get(f"/assessor/applications/{reference}").text
    assert "Write the note." in post(client, f"{page}/note", form_at=page, note=" ").text


def test_staff_do_not_see_drafts_or_their_own_or_what_they_stand_aside_from(app: Flask, make_person, sign_in) -> None:
    organisation = body(app)
    both = make_person("both@example.org", roles=("staff", "assessor"))
    seat(app, organisation, both, "owner")
    own = sent_in(app, both, at=body(app, "Hull City Council"))
    aside = sent_in(app, make_person(), at=organisation)
    drafted = draft(app, make_person("d@example.org"), at=organisation)
    client = sign_in(both)
    token = csrf_of(client, "/account/membership/apply")
    for reference in (own, aside, drafted):
        assert client.get(f"/staff/applications/{reference}").status_code == 404
        for act in ("note", "nudge"):
            data = {"csrf_token": token, "note": "x"}
            assert client.post(f"/staff/applications/{reference}/{act}", data=data).status_code == 404


def test_staff_are_warned_where_the_panel_is_too_small(app: Flask, make_person, sign_in) -> None:
    reference = sent_in(app, make_person(), at=body(app))
    make_person("judge@example.org", roles=("assessor",))
    client = sign_in(make_person("staff@example.org", roles=("staff",)))
    page = client.get(f"/staff/applications/{reference}").text
    assert "1 member of the panel may vote on it" in page and "3 are needed" in page


def test_two_last_votes_at_once_decide_once(app_on_either: Flask) -> None:
    app = app_on_either
    judges = [people.make(app, f"judge{n}@example.org", given=("assessor",)) for n in range(5)]
    reference = sent_in(app, people.make(app, "robin@example.org"), at=body(app))
    vote(app, reference, judges[0], True)
    vote(app, reference, judges[1], False)
    gate, outcomes = threading.Barrier(3), []

    def last(judge: int, agrees: bool) -> None:
        gate.wait()
        try:
            outcomes.append(vote(app, reference, judge, agrees))
        except RuleBroken as problem:
            outcomes.append(str(problem))

    threads = [
        threading.Thread(target=last, args=each) for each in ((judges[2], True), (judges[3], False), (judges[4], True))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    state, _ = state_of(app, reference)
    assert state in ("approved", "declined")
    assert outcomes.count("The panel has decided this application.") == 2 and state in outcomes
    assert len(votes_of(app, reference)) == 3
    assert memberships(app) == (1 if state == "approved" else 0)
    assert len(mails(app, state)) == 1
    assert states.replay(events_of(app, reference)) == (state, 1)


ACTS = st.lists(
    st.sampled_from(
        [
            "submit",
            "withdraw",
            "endorse",
            "refuse",
            "wait",
            "yes0",
            "yes1",
            "yes2",
            "no0",
            "no1",
            "no2",
            "yes3",
            "no4",
            "appeal",
        ]
    ),
    min_size=3,
    max_size=14,
)


@given(acts=ACTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_people_act_the_history_explains_the_state(app: Flask, acts: list[str]) -> None:
    """Random acts by everybody, through the verbs and the database, in one application of a corporate seat."""
    token = f"{len(acts)}-{abs(hash(tuple(acts)))}-{clock.now().timestamp()}-{_count(app)}"
    organisation = body(app, f"Body {token}")
    make_member(app, organisation)
    person, head = people.make(app, f"a{token}@example.org"), people.make(app, f"h{token}@example.org")
    seat(app, organisation, head)
    judges = _judges(app)
    reference = draft(app, person, "corporate_seat", at=organisation)
    before = memberships(app)
    for act in acts:
        try:
            _act(app, act, reference, person, head, judges)
        except (RuleBroken, NotFound):
            continue
    state, round_ = state_of(app, reference)
    assert states.replay(events_of(app, reference)) == (state, round_)
    with app.app_context():
        cast = db.session.scalars(select(Vote).join(Application).where(Application.reference == reference)).all()
        this_round = [each for each in cast if each.round == round_]
        agreeing = sum(each.agrees for each in this_round)
        assert len({(each.round, each.assessor_id) for each in cast}) == len(cast)
        assert (agreeing >= 2) == (state == "approved")
        assert (len(this_round) - agreeing >= 2) == (state == "declined")
    assert memberships(app) - before == (1 if state == "approved" else 0)
    row = found(app, reference)
    assert (row.submitted_at is None) == (not {"ask_endorser", "submit"} & set(events_of(app, reference)))
    assert (row.decided_at is not None) == (state in ("approved", "declined"))


def _act(app: Flask, act: str, reference: str, person: int, head: int, judges: list[int]) -> None:
    from portal.membership import endorsing

    if act.startswith(("yes", "no")):
        vote(app, reference, judges[int(act[-1])], act.startswith("yes"))
        return
    with app.app_context(), transaction():
        if act == "submit":
            applying.submit(applying.own(person, reference), by=person, at=clock.now())
        elif act == "withdraw":
            applying.withdraw(applying.own(person, reference), by=person, at=clock.now())
        elif act == "appeal":
            applying.appeal(applying.own(person, reference), reason="Look.", by=person, at=clock.now())
        elif act == "wait":
            endorsing.chase(at=clock.now() + timedelta(days=28))
        else:
            asked = endorsing.for_head(head, reference)
            endorsing.answer(asked, endorses=act == "endorse", reason="So.", at=clock.now())


def _count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Application.id))) or 0


def _judges(app: Flask) -> list[int]:
    from portal.accounts.models import PersonRole

    with app.app_context():
        known = list(db.session.scalars(select(PersonRole.person_id).where(PersonRole.role == "assessor")))
    return known or [people.make(app, f"panel{n}@example.org", given=("assessor",)) for n in range(5)]
