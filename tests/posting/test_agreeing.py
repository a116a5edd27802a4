"""A colleague's word on a vacancy's text before it is public, where the organisation wants that, however it is paid for."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import pytest
from flask import Flask

from portal.billing import credits, terms
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from portal.posting import agreeing, agreement, buying, publishing, queries, tending, writing
from tests.billing.making import give_credits
from tests.conftest import MakePerson, SignIn
from tests.employers import acting
from tests.people import post
from tests.posting import making
from tests.races import at_once

World = tuple[Organisation, int, int]


def employer(app: Flask, make_person: MakePerson) -> World:
    """Leeds, which wants the text approved, with ten credits: a recruiter who writes and an approver."""
    row, recruiter = making.employer(app, make_person, "recruiter")
    approver = make_person("boss@leeds.gov.uk", name="Bo Marsh")
    acting.seat(app, row, approver, "approver")
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=None, approve_text=True, po_pattern="", by=approver)
    give_credits(app, row.id, 10)
    return row, recruiter, approver


@pytest.fixture
def world(app: Flask, make_person: MakePerson) -> World:
    return employer(app, make_person)


def ask(app: Flask, row: Organisation, reference: str, by: int) -> None:
    with app.app_context(), transaction():
        organisation = db.session.get_one(Organisation, row.id)
        agreeing.ask(making.find(reference), organisation, by=by, at=clock.now())


def approve(app: Flask, reference: str, by: int, *, seen: str | None = None) -> None:
    with app.app_context(), transaction():
        found = making.find(reference)
        mark = agreement.mark_of_text(found.answers) if seen is None else seen
        agreeing.approve(found, seen=mark, by=by, at=clock.now())


def by_credit(app: Flask, reference: str, by: int) -> None:
    with app.app_context(), transaction():
        buying.by_credit(making.find(reference), publish_at=None, by=by, at=clock.now())


def save(app: Flask, reference: str, by: int, section: str, **typed: object) -> None:
    with app.app_context(), transaction():
        found = making.find(reference)
        writing.save(found, section, {**found.answers.get(section, {}), **typed}, by=by, at=clock.now())


def state(app: Flask, reference: str) -> str:
    with app.app_context():
        return making.find(reference).state


def balance(app: Flask, row: Organisation) -> int:
    with app.app_context():
        return credits.balance(row.id, on=clock.today())


def mails(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.query(Message).filter(Message.kind.startswith("posting/mail/")).order_by(Message.id)
        return [(each.kind.rsplit("/", 1)[1], each.recipient) for each in rows]


def test_a_credit_publishes_nothing_that_no_colleague_has_approved(app: Flask, world: World) -> None:
    row, recruiter, approver = world
    reference = making.posting(app, row, recruiter)
    with pytest.raises(RuleBroken, match="approve the text"):
        by_credit(app, reference, recruiter)
    ask(app, row, reference, recruiter)
    with pytest.raises(RuleBroken, match="waits for a colleague"):
        by_credit(app, reference, recruiter)
    assert (state(app, reference), balance(app, row)) == ("draft", 10)
    approve(app, reference, approver)
    by_credit(app, reference, recruiter)
    assert (state(app, reference), balance(app, row)) == ("live", 9)
    assert mails(app) == [("approval_asked", "boss@leeds.gov.uk"), ("text_approved", "pat@leeds.gov.uk")]
    with app.app_context():
        events = [each.words for each in queries.history(making.find(reference))][::-1]
    assert events[:3] == ["Started", "Sent to a colleague for approval", "Its text was approved"]


def test_an_order_is_made_and_kept_only_for_an_approved_text(app: Flask, world: World) -> None:
    row, recruiter, approver = world
    reference = making.posting(app, row, recruiter)

    def order() -> None:
        with app.app_context(), transaction():
            organisation = db.session.get_one(Organisation, row.id)
            buying.by_order(
                making.find(reference), organisation, featured=False, publish_at=None, by=recruiter, at=clock.now()
            )

    with pytest.raises(RuleBroken, match="approve the text"):
        order()
    ask(app, row, reference, recruiter)
    approve(app, reference, approver)
    order()
    with app.app_context(), transaction():
        buying.take_back(making.find(reference), by=recruiter, at=clock.now())
    order()
    assert state(app, reference) == "ready"


def test_a_text_that_is_changed_is_approved_anew_and_a_closing_time_is_not(app: Flask, world: World) -> None:
    row, recruiter, approver = world
    reference = making.posting(app, row, recruiter)
    ask(app, row, reference, recruiter)
    approve(app, reference, approver)
    save(app, reference, recruiter, "closing", closes_on=["12", "12", "2026"])
    with app.app_context():
        assert agreement.is_agreed(making.find(reference))
    save(app, reference, recruiter, "terms", hours="36")
    with pytest.raises(RuleBroken, match="approve the text"):
        by_credit(app, reference, recruiter)
    save(app, reference, recruiter, "terms", hours="37")
    by_credit(app, reference, recruiter)
    assert state(app, reference) == "live"


def test_nobody_approves_what_they_wrote_changed_or_asked_for(
    app: Flask, world: World, make_person: MakePerson
) -> None:
    row, recruiter, approver = world
    owner = make_person("owner@leeds.gov.uk", name="Ola Quinn")
    acting.seat(app, row, owner, "owner")
    reference = making.posting(app, row, recruiter)
    save(app, reference, owner, "terms", hours="36")
    ask(app, row, reference, recruiter)
    with app.app_context():
        assert agreeing.approvers(making.find(reference)) == [approver]
        assert agreeing.waiting_for(owner) == [] and agreeing.number_waiting_for(owner) == 0
        assert [each.reference for each, _, _ in agreeing.waiting_for(approver)] == [reference]
    for who in (owner, recruiter):
        with pytest.raises(RuleBroken, match="who did not write it"):
            approve(app, reference, who)
    with app.app_context():
        assert making.find(reference).approval_asked_at is not None


def test_whoever_wrote_in_it_at_all_since_it_was_agreed_to_may_not_approve_it(
    app: Flask, world: World, make_person: MakePerson
) -> None:
    row, recruiter, approver = world
    owner = make_person("owner@leeds.gov.uk", name="Ola Quinn")
    acting.seat(app, row, owner, "owner")
    reference = making.posting(app, row, recruiter)
    save(app, reference, owner, "terms", hours="36")
    save(app, reference, recruiter, "terms", hours="35")
    ask(app, row, reference, recruiter)
    with app.app_context():
        assert agreeing.approvers(making.find(reference)) == [approver]
        assert agreeing.waiting_for(owner) == [] and agreeing.number_waiting_for(owner) == 0
    with pytest.raises(RuleBroken, match="who did not write it"):
        approve(app, reference, owner)
    with app.app_context():
        assert making.find(reference).approval_asked_at is not None
    approve(app, reference, approver)
    save(app, reference, recruiter, "terms", hours="34")
    ask(app, row, reference, recruiter)
    approve(app, reference, owner)
    with app.app_context():
        assert agreement.is_agreed(making.find(reference))


def test_who_moves_the_closing_time_alone_or_drops_their_changes_may_still_approve(
    app: Flask, world: World, make_person: MakePerson
) -> None:
    row, recruiter, approver = world
    owner = make_person("owner@leeds.gov.uk", name="Ola Quinn")
    acting.seat(app, row, owner, "owner")
    reference = making.posting(app, row, recruiter)
    with app.app_context():
        closing = dict(making.find(reference).answers["closing"])
    save(app, reference, owner, "closing", **{**closing, "hour": "17"})
    ask(app, row, reference, recruiter)
    with app.app_context():
        assert sorted(agreeing.approvers(making.find(reference))) == sorted([approver, owner])
    approve(app, reference, owner)
    by_credit(app, reference, recruiter)
    save(app, reference, owner, "terms", hours="30")
    with app.app_context(), transaction():
        publishing.drop_changes(making.find(reference), by=owner, at=clock.now())
    save(app, reference, recruiter, "terms", hours="31")
    ask(app, row, reference, recruiter)
    approve(app, reference, owner)


def test_who_has_nobody_to_ask_is_told_what_to_do(app: Flask, make_person: MakePerson) -> None:
    row, owner = making.employer(app, make_person)
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=None, approve_text=True, po_pattern="", by=owner)
    reference = making.posting(app, row, owner)
    with pytest.raises(RuleBroken, match="invite an approver"):
        ask(app, row, reference, owner)
    assert mails(app) == []


def test_an_incomplete_text_is_not_sent(app: Flask, world: World) -> None:
    row, recruiter, _ = world
    reference = making.posting(app, row, recruiter, description={"text": ""})
    with pytest.raises(RuleBroken):
        ask(app, row, reference, recruiter)
    assert mails(app) == []


def test_while_it_waits_nobody_changes_it_and_calling_it_back_frees_it(app: Flask, world: World) -> None:
    row, recruiter, approver = world
    reference = making.posting(app, row, recruiter)
    ask(app, row, reference, recruiter)
    with pytest.raises(RuleBroken, match="Call it back"):
        save(app, reference, recruiter, "terms", hours="36")
    with app.app_context(), transaction():
        agreeing.call_back(making.find(reference), by=recruiter, at=clock.now())
    with pytest.raises(RuleBroken, match="no longer waits"):
        approve(app, reference, approver)
    save(app, reference, recruiter, "terms", hours="36")


def test_an_approver_agrees_to_the_text_that_was_on_the_page(app: Flask, world: World) -> None:
    row, recruiter, approver = world
    reference = making.posting(app, row, recruiter)
    ask(app, row, reference, recruiter)
    with pytest.raises(RuleBroken, match="was changed while you had it open"):
        approve(app, reference, approver, seen="another")
    with app.app_context():
        assert not agreement.is_agreed(making.find(reference))


def test_of_several_answers_at_once_one_counts(app_on_either: Flask) -> None:
    app = app_on_either
    from tests import people

    row, recruiter, approver = employer(app, partial(people.make, app))
    reference = making.posting(app, row, recruiter)
    ask(app, row, reference, recruiter)
    turns: SimpleQueue[int] = SimpleQueue()
    for each in range(6):
        turns.put(each)

    def answer() -> str:
        with transaction():
            found = queries.by_reference(reference, locked=True)
            if turns.get() % 2:
                agreeing.send_back(found, because="Shorter, please.", by=approver, at=clock.now())
                return "sent back"
            mark = agreement.mark_of_text(found.answers)
            agreeing.approve(found, seen=mark, by=approver, at=clock.now())
            return "approved"

    outcomes = [each for each in at_once(app, answer, times=6) if isinstance(each, str)]
    assert len(outcomes) == 1
    with app.app_context():
        assert agreement.is_agreed(making.find(reference)) == (outcomes == ["approved"])
    assert len(mails(app)) == 2


def test_changes_of_a_live_vacancy_wait_for_a_word_too_and_what_was_public_stays(app: Flask, world: World) -> None:
    row, recruiter, approver = world
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=None, approve_text=False, po_pattern="", by=approver)
    reference, _ = making.published(app, row, recruiter)
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=None, approve_text=True, po_pattern="", by=approver)
    with app.app_context():
        assert agreement.is_agreed(making.find(reference))
    save(app, reference, recruiter, "terms", hours="30")

    def republish() -> None:
        with app.app_context(), transaction():
            publishing.republish(making.find(reference), by=recruiter, at=clock.now())

    with pytest.raises(RuleBroken, match="approve the text"):
        republish()
    ask(app, row, reference, recruiter)
    assert state(app, reference) == "live"
    approve(app, reference, approver)
    republish()
    with app.app_context():
        found = making.find(reference)
        assert (queries.published_answers(found) or {})["terms"]["hours"] == "30"


def test_what_waits_for_its_day_goes_back_when_the_organisation_begins_to_ask(
    app: Flask, world: World, tmp_path: Path
) -> None:
    row, recruiter, approver = world
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=None, approve_text=False, po_pattern="", by=approver)
    reference = making.posting(app, row, recruiter)
    with app.app_context(), transaction():
        day = clock.now() + timedelta(days=1)
        buying.by_credit(making.find(reference), publish_at=day, by=recruiter, at=clock.now())
    with app.app_context(), transaction():
        terms.set_by_owner(row.id, limit_pence=None, approve_text=True, po_pattern="", by=approver)
    later = datetime.fromisoformat((tmp_path / "clock").read_text()) + timedelta(days=2)
    (tmp_path / "clock").write_text(later.isoformat())
    with app.app_context():
        assert tending.publish_due(at=clock.now()) == (0, 1)
    assert state(app, reference) == "draft" and mails(app)[-1] == ("sent_back", "pat@leeds.gov.uk")


def test_the_pages_lead_from_asking_to_the_approvers_queue_and_back(app: Flask, world: World, sign_in: SignIn) -> None:
    row, recruiter, approver = world
    reference = making.posting(app, row, recruiter)
    page = f"/employer/{row.reference}/vacancies/{reference}"
    writer, boss = sign_in(recruiter), sign_in(approver)
    assert "Send it for approval" in writer.get(page).text
    assert "approve the text before it is public" in writer.get(f"{page}/checks").text
    assert writer.get(f"{page}/publish").location == f"{page}/checks"
    assert post(writer, f"{page}/ask", form_at=page).location == page
    shown = writer.get(page).text
    assert "Its text waits for approval: Bo Marsh can give it" in shown and "Call it back" in shown
    assert writer.get(f"{page}/approve").location == page
    queue = boss.get("/employer/vacancies/approvals").text
    assert "Network Engineer" in queue and f"{page}/approve" in queue
    form = boss.get(f"{page}/approve").text
    assert "firewalls" in form and f"{page}/preview" in form
    refused = post(boss, f"{page}/approve", answer="send_back", because=" ")
    assert refused.status_code == 200 and "Say what should be changed" in refused.text
    assert post(boss, f"{page}/approve", answer="send_back", because="Name the team.").status_code == 302
    assert "Name the team." in writer.get(page).text
    assert [each[0] for each in mails(app)] == ["approval_asked", "text_sent_back"]
    post(writer, f"{page}/ask", form_at=page)
    with app.app_context():
        seen = agreement.mark_of_text(making.find(reference).answers)
    assert post(boss, f"{page}/approve", answer="approve", seen=seen).status_code == 302
    assert "Nothing waits for you" in boss.get("/employer/vacancies/approvals").text
    assert writer.get(f"{page}/publish").status_code == 200
    assert post(boss, f"{page}/ask", form_at="/employer/vacancies/approvals").status_code in (302, 404)


def test_owners_alone_say_whether_a_word_is_asked_for(app: Flask, world: World, sign_in: SignIn, make_person) -> None:
    row, recruiter, _ = world
    owner = make_person("owner@leeds.gov.uk", name="Ola Quinn")
    acting.seat(app, row, owner, "owner")
    page = f"/employer/{row.reference}/buying"
    assert sign_in(recruiter).get(page).status_code == 404
    client = sign_in(owner)
    assert "checked" in client.get(page).text
    assert post(client, page, limit="", pattern="").status_code == 302
    with app.app_context():
        assert not terms.terms_of(row.id).approve_text
