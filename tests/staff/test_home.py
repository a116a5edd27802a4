"""The staff's home page: everything that waits, the oldest first, each with its age."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Claim, Organisation, Seat
from portal.feeds.models import Polling
from portal.foundation import clock
from portal.jobs.models import Job
from portal.mail.models import Message
from portal.membership.models import Application
from portal.payments.models import Attempt, Discrepancy, Refund
from portal.reports import receiving
from portal.staff import queries
from portal.vacancies.models import LikelyPair, Source, Vacancy
from tests import people
from tests.access.world import thing


def fill(app: Flask, person_id: int) -> None:
    """One thing in every queue, a day older each, and as many that wait for nobody or not for this person."""
    applicant = people.make(app, "applicant@example.org")
    with app.app_context(), transaction():
        now = clock.now()

        def ago(days: float):
            return now - timedelta(days=days)

        def vacancy(number: int, **facts):
            made = Vacancy(reference=f"VVVVVVV{number}", title=f"Post {number}", first_seen=ago(number), last_seen=now, updated_at=now, **facts)  # fmt: skip
            db.session.add(made)
            return made

        vacancy(1, status="held", ict_decision="borderline", public_sector="unclear")
        vacancy(2, status="held", ict_decision="yes", public_sector="unclear")
        vacancy(3, status="held", ict_decision="yes", public_sector="yes")
        first, second = vacancy(4, status="live"), vacancy(5, status="counted")
        sources = [
            Source(name=f"S{n}", address=f"https://{n}.example.org", kind="rss", added_at=ago(9)) for n in range(3)
        ]
        db.session.add_all(sources)
        organisation = Organisation(
            reference="R1", name="Anytown", name_key="anytown", created_at=ago(4), updated_at=now
        )
        confirmed = Organisation(reference="R2", name="Otherton", name_key="o", created_at=now, updated_at=now, confirmed_at=now)  # fmt: skip
        db.session.add_all([organisation, confirmed])
        db.session.flush()
        db.session.add_all([
            LikelyPair(first_id=first.id, second_id=second.id, likeness=0.9, evidence=[], found_at=ago(3)),
            Polling(source_id=sources[0].id, health="suspect", next_check_at=now),
            Polling(source_id=sources[1].id, health="healthy", next_check_at=now),
            Polling(source_id=sources[2].id, health="paused", active=False, next_check_at=now),
            Claim(reference="C1", organisation_id=confirmed.id, person_id=person_id, asked_at=ago(5)),
            Claim(reference="C2", organisation_id=confirmed.id, person_id=person_id, asked_at=ago(5), state="approved"),
            Seat(organisation_id=confirmed.id, person_id=person_id, role="head_of_profession", given_at=ago(1)),
            Application(reference="A0", klass="provider", person_id=person_id, state="with_panel", created_at=now, submitted_at=ago(60)),
            Application(reference="A1", klass="individual", person_id=applicant, state="with_panel", created_at=now, submitted_at=ago(40)),
            Application(reference="A2", klass="partner", person_id=person_id, state="draft", created_at=now),
            Message(message_id="<1>", kind="accounts/mail/confirm", recipient="x@example.org", subject="s", body="b", state="refused", queued_at=ago(2), due_at=now),
            Message(message_id="<2>", kind="accounts/mail/confirm", recipient="x@example.org", subject="s", body="b", state="sent", queued_at=ago(2), due_at=now),
            Job(name="feeds.poll", state="dead", due_at=now, queued_at=ago(0.2)),
            Job(name="jobs.tidy", state="done", due_at=now, queued_at=ago(6)),
        ])  # fmt: skip
        order = thing(
            Order,
            reference="RDR1",
            state="paid",
            way="card",
            contact="",
            organisation_id=confirmed.id,
            net_pence=1,
            vat_pence=0,
            gross_pence=1,
        )
        db.session.add(order)
        db.session.flush()
        attempt = thing(
            Attempt,
            reference="T1",
            order_id=order.id,
            provider="test",
            state="paid",
            pence=1,
            done_address="",
            stopped_address="",
        )
        db.session.add(attempt)
        db.session.flush()
        db.session.add_all([
            thing(Refund, reference="F1", order_id=order.id, attempt_id=attempt.id, state="asked", pence=1, because="", asked_at=ago(0.5)),
            thing(Refund, reference="F2", order_id=order.id, attempt_id=attempt.id, state="done", pence=1, because="", asked_at=ago(9)),
            thing(Discrepancy, reference="D1", unique_key="a", kind="amount", order_id=order.id, facts={}, found_at=ago(0.5), settled_at=None),
            thing(Discrepancy, reference="D2", unique_key="b", kind="amount", order_id=order.id, facts={}, found_at=ago(9), settled_at=now),
        ])  # fmt: skip
        receiving.receive("service", "x", name="K", email="k@example.org")
        receiving.receive("gone", "x")


@pytest.fixture
def staff_id(make_person) -> int:
    return make_person("sam@example.org", roles=("staff",), name="Sam Staff")


def test_every_queue_counts_what_waits_and_nothing_else(app, staff_id) -> None:
    fill(app, staff_id)
    with app.app_context():
        waiting = queries.waiting(now=clock.now(), viewer=staff_id)
        assert [(queue.name, queue.number) for queue in waiting] == [(kind.name, 1) for kind in queries.KINDS]
        late = {queue.name for queue in waiting if queue.late}
    assert late == {
        "Vacancies: when does it close?", "Sources that are unwell", "Claims on organisations", "Organisations to confirm",
        "Membership applications under way", "Mails that did not leave", "Jobs that failed",
    }  # fmt: skip


def test_the_home_page_names_the_oldest_with_their_ages(app, staff_id, sign_in) -> None:
    fill(app, staff_id)
    page = sign_in(staff_id).get("/staff").text
    for words in ("Post 1", "40 days", "Individual", "Otherton", "feeds.poll", "The service, or how we dealt with you"):
        assert words in page
    assert "/staff/applications/A0" not in page, "nobody handles their own case"
    assert "/staff/vacancies/held?question=ict&amp;at=VVVVVVV1" in page


def test_an_empty_service_says_that_nothing_waits(app, staff_id, sign_in) -> None:
    assert "Nothing waits. Well done." in sign_in(staff_id).get("/staff").text


def test_what_the_home_page_links_to_is_there(app, staff_id, sign_in) -> None:
    import re

    fill(app, staff_id)
    client = sign_in(staff_id)
    addresses = set(re.findall(r'href="(/staff[^"]*)"', client.get("/staff").text))
    answers = {each: client.get(each.replace("&amp;", "&")).status_code for each in addresses}
    assert len(addresses) > 12 and {each: code for each, code in answers.items() if code not in (200, 302)} == {}


def test_the_home_page_asks_few_questions_however_much_waits(app, staff_id, sign_in) -> None:
    from sqlalchemy import event

    fill(app, staff_id)
    client, asked = sign_in(staff_id), []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    client.get("/staff")
    assert len(asked) <= 2 * len(queries.KINDS) + 40


@pytest.mark.parametrize(
    ("waited", "said"),
    [(timedelta(seconds=-5), "just now"), (timedelta(minutes=1), "1 minute"), (timedelta(hours=1), "1 hour"), (timedelta(hours=47), "47 hours"), (timedelta(days=2), "2 days")],
)  # fmt: skip
def test_ages_are_said_in_the_largest_unit_that_tells(waited: timedelta, said: str) -> None:
    now = clock.now()
    assert queries.age(now - waited, now) == said


def test_the_queues_are_counted_alike_on_either_database(app_on_either) -> None:
    staff = people.make(app_on_either, "sam@example.org", given=("staff",))
    fill(app_on_either, staff)
    with app_on_either.app_context():
        assert [queue.number for queue in queries.waiting(now=clock.now(), viewer=staff)] == [1] * len(queries.KINDS)
        assert queries.figures(today=clock.today()).live == 1
