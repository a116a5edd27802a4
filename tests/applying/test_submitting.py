"""Sending an application: whole, once, in time, numbered, with its equality answers counted and gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.applying import beginning, key, leaving, queries, submitting, tending, writing
from portal.applying.models import ApplicationStep, EqualityTally, JobApplication
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.mail.models import Message
from portal.posting import ending, publishing
from portal.posting import writing as posting_writing
from tests import people
from tests.applying import making
from tests.employers import acting
from tests.posting import making as postings
from tests.races import at_once

CLOSES = "2026-12-13T23:59:00+00:00"


@pytest.fixture
def employer(app_on_either: Flask) -> tuple[Organisation, int]:
    person = people.make(app_on_either, "pat@leeds.gov.uk", name="Pat Moor")
    row = acting.organisation(app_on_either)
    acting.seat(app_on_either, row, person, "owner")
    return row, person


@pytest.fixture
def vacancy(app_on_either: Flask, employer: tuple[Organisation, int]) -> tuple[str, str]:
    return making.advert(app_on_either, *employer)


@pytest.fixture
def robin(app_on_either: Flask) -> int:
    return people.make(app_on_either, "robin@example.org", name="Robin Hall")


def _mails(app: Flask, kind: str) -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == f"applying/mail/{kind}")))


def test_what_was_sent_has_a_number_a_time_a_version_and_a_receipt(app_on_either: Flask, vacancy, robin: int) -> None:
    reference = making.sent(app_on_either, vacancy[1], robin, equality=making.EQUALITY)
    with app_on_either.app_context():
        application = making.find(reference)
        assert (application.state, application.number, application.version) == ("submitted", 1, 1)
        assert application.submitted_at == clock.now()
        (receipt,) = _mails(app_on_either, "received")
        assert reference in receipt.body and receipt.recipient == "robin@example.org"
        assert "Network Engineer" not in receipt.subject


def test_equality_answers_become_counts_and_leave_the_application(app_on_either: Flask, vacancy, robin: int) -> None:
    reference = making.sent(app_on_either, vacancy[1], robin, equality=making.EQUALITY)
    with app_on_either.app_context():
        assert making.find(reference).equality == {}
        counted = {(row.question, row.answer): row.waiting for row in db.session.scalars(select(EqualityTally))}
        assert counted["sex", "female"] == 1 and counted["religion", "not_said"] == 1
        assert sum(counted.values()) == 7


def test_who_leaves_the_equality_page_untouched_is_counted_nowhere(app_on_either: Flask, vacancy, robin: int) -> None:
    making.sent(app_on_either, vacancy[1], robin)
    with app_on_either.app_context():
        assert db.session.scalars(select(EqualityTally)).all() == []


def test_adjustments_are_kept_sealed_and_read_by_the_key_alone(app_on_either: Flask, vacancy, robin: int) -> None:
    about = "A room without steps, please."
    reference = making.sent(app_on_either, vacancy[1], robin, adjustments={"needs": "yes", "about": about})
    with app_on_either.app_context():
        application = making.find(reference)
        assert about not in application.adjustments and about not in str(application.answers)
        assert writing.held(application, "adjustments", key=key.of_portal())["about"] == about
        assert "about" not in writing.held(application, "adjustments", key="another key")


def test_an_application_with_something_missing_is_not_sent(app_on_either: Flask, vacancy, robin: int) -> None:
    reference = making.filled(app_on_either, vacancy[1], robin, criteria={"E2": ""})
    with app_on_either.app_context(), pytest.raises(RuleBroken, match="Something is still missing"), transaction():
        making.submit(reference, robin)
    with app_on_either.app_context():
        assert making.find(reference).state == "draft" and _mails(app_on_either, "received") == []


def test_nothing_is_sent_or_saved_from_the_closing_second_on(
    app_on_either: Flask, vacancy, robin: int, tmp_path: Path
) -> None:
    reference = making.filled(app_on_either, vacancy[1], robin)
    (tmp_path / "clock").write_text(CLOSES)
    with (
        app_on_either.app_context(),
        pytest.raises(RuleBroken, match="closed at 11:59pm on Sunday 13 December 2026"),
        transaction(),
    ):
        making.submit(reference, robin)
    with app_on_either.app_context(), pytest.raises(RuleBroken, match="Nothing can be sent any more"), transaction():
        application = making.find(reference)
        writing.save(
            application,
            queries.job_of(application),
            "contact",
            {"name": "Late"},
            key=key.of_portal(),
            at=clock.now(),
        )
    with app_on_either.app_context():
        assert making.find(reference).answers["contact"]["name"] == "Robin Hall"
    (tmp_path / "clock").write_text("2026-12-13T23:58:59+00:00")
    with app_on_either.app_context(), transaction():
        making.submit(reference, robin)


def test_one_person_has_one_application_however_often_they_begin(app_on_either: Flask, vacancy, robin: int) -> None:
    first = making.sent(app_on_either, vacancy[1], robin)
    assert making.begun(app_on_either, vacancy[1], robin) == first

    other = people.make(app_on_either, "other@example.org", name="Other")

    def begin() -> str:
        return making.begun(app_on_either, vacancy[1], other)

    at_once(app_on_either, begin, times=6)
    with app_on_either.app_context():
        assert len(db.session.scalars(select(JobApplication).where(JobApplication.person_id == other)).all()) == 1


def test_it_is_sent_once_however_often_the_button_is_pressed(app_on_either: Flask, vacancy, robin: int) -> None:
    reference = making.filled(app_on_either, vacancy[1], robin, equality=making.EQUALITY)

    def send() -> None:
        with transaction():
            making.submit(reference, robin)

    ends = at_once(app_on_either, send, times=6)
    assert [each for each in ends if each is None] == [None]
    with app_on_either.app_context():
        steps = db.session.scalars(select(ApplicationStep.event).order_by(ApplicationStep.id)).all()
        assert steps == ["begin", "submit"] and len(_mails(app_on_either, "received")) == 1
        assert sum(db.session.scalars(select(EqualityTally.waiting)).all()) == 7


def test_those_who_send_at_once_get_different_numbers(app_on_either: Flask, vacancy) -> None:
    waiting = []
    for number in range(5):
        person = people.make(app_on_either, f"p{number}@example.org", name=f"P {number}")
        waiting.append((making.filled(app_on_either, vacancy[1], person), person))

    def send() -> None:
        reference, person = waiting.pop()
        with transaction():
            making.submit(reference, person)

    assert at_once(app_on_either, send, times=5) == [None] * 5
    with app_on_either.app_context():
        assert sorted(db.session.scalars(select(JobApplication.number)).all()) == [1, 2, 3, 4, 5]


def test_the_next_application_takes_over_what_stays_the_same_and_asks_the_rest_afresh(
    app_on_either: Flask, employer, vacancy, robin: int
) -> None:
    making.sent(app_on_either, vacancy[1], robin, contact={"phone": "0113 222 4444"})
    _, another = making.advert(app_on_either, *employer, role={"title": "Data Engineer"})
    reference = making.begun(app_on_either, another, robin)
    with app_on_either.app_context():
        answers = making.find(reference).answers
        assert set(answers) == {"contact", "right_to_work", "employment", "referees"}
        assert answers["contact"]["phone"] == "0113 222 4444"


def test_a_draft_that_was_thrown_away_is_empty_and_can_be_begun_again(
    app_on_either: Flask, vacancy, robin: int
) -> None:
    reference = making.filled(app_on_either, vacancy[1], robin)
    with app_on_either.app_context(), transaction():
        leaving.discard(making.find(reference), by=robin, at=clock.now())
    with app_on_either.app_context():
        assert making.find(reference).answers == {}
        with pytest.raises(NotFound):
            queries.own(robin, reference)
    assert making.begun(app_on_either, vacancy[1], robin) == reference
    with app_on_either.app_context():
        assert making.find(reference).state == "draft"


def test_a_closed_vacancy_takes_no_new_application(app_on_either: Flask, vacancy, robin: int, tmp_path: Path) -> None:
    (tmp_path / "clock").write_text(CLOSES)
    with app_on_either.app_context(), pytest.raises(RuleBroken, match="closed at 11:59pm"), transaction():
        beginning.begin(queries.job_shown(vacancy[1]), by=db.session.get_one(people.Person, robin), at=clock.now())
    with app_on_either.app_context():
        assert db.session.scalars(select(JobApplication)).all() == []


def test_drafts_are_warned_of_once_three_days_before_and_lapse_when_the_vacancy_closes(
    app_on_either: Flask, vacancy, robin: int, tmp_path: Path
) -> None:
    reference = making.begun(app_on_either, vacancy[1], robin)
    with app_on_either.app_context():
        assert tending.tend(at=clock.now()) == (0, 0, 0)
        (tmp_path / "clock").write_text("2026-12-11T00:00:00+00:00")
        assert tending.tend(at=clock.now()) == (1, 0, 0)
        assert tending.tend(at=clock.now()) == (0, 0, 0)
        (warned,) = _mails(app_on_either, "closing_soon")
        assert "closes at 11:59pm on Sunday 13 December 2026" in warned.body
        (tmp_path / "clock").write_text("2026-12-14T00:10:00+00:00")
        with transaction():
            ending.close_passed(at=clock.now())
        assert tending.tend(at=clock.now()) == (0, 1, 0)
        assert making.find(reference).state == "lapsed" and _mails(app_on_either, "closed_early") == []


def test_who_has_a_draft_is_told_when_the_vacancy_ends_early_and_can_go_on_when_it_opens_again(
    app_on_either: Flask, employer, vacancy, robin: int
) -> None:
    reference = making.filled(app_on_either, vacancy[1], robin)
    with app_on_either.app_context():
        with transaction():
            ending.end(postings.find(vacancy[0]), "close", because="enough", note="", by=employer[1], at=clock.now())
        with pytest.raises(RuleBroken, match="Nothing can be sent any more"), transaction():
            making.submit(reference, robin)
        assert tending.tend(at=clock.now()) == (0, 1, 0)
        assert len(_mails(app_on_either, "closed_early")) == 1
        with transaction():
            publishing.reopen(postings.find(vacancy[0]), by=employer[1], at=clock.now())
        assert tending.tend(at=clock.now()) == (0, 0, 1)
        with transaction():
            making.submit(reference, robin)
        assert making.find(reference).state == "submitted"


def test_who_withdraws_is_out_at_once_and_cannot_send_again(app_on_either: Flask, vacancy, robin: int) -> None:
    reference = making.sent(app_on_either, vacancy[1], robin)
    with app_on_either.app_context():
        with transaction():
            application = making.find(reference)
            leaving.withdraw(
                application, queries.job_of(application), because="Another offer", by=robin, at=clock.now()
            )
        assert making.find(reference).state == "withdrawn" and len(_mails(app_on_either, "withdrawn")) == 1
        with pytest.raises(RuleBroken, match="This application was sent"), transaction():
            making.submit(reference, robin)
    assert making.begun(app_on_either, vacancy[1], robin) == reference


def test_what_the_vacancy_asked_when_it_was_sent_is_what_was_answered(
    app_on_either: Flask, employer, vacancy, robin: int
) -> None:
    reference = making.sent(app_on_either, vacancy[1], robin)
    with app_on_either.app_context():
        with transaction():
            posting = postings.find(vacancy[0])
            typed = {**posting.answers["applying"], "here_words": "100"}
            posting_writing.save(posting, "applying", typed, by=employer[1], at=clock.now())
            publishing.republish(posting, by=employer[1], at=clock.now())
        application = making.find(reference)
        job = queries.job_of(application)
        then = queries.wanted_for(job, version=application.version, at=clock.now())
        now = queries.wanted_for(job, at=clock.now())
        assert (then.words, now.words) == (250, 100)


def test_criteria_stay_as_published_once_somebody_has_applied_by_them(
    app_on_either: Flask, employer, vacancy, robin: int
) -> None:
    def change(essential: str) -> None:
        posting = postings.find(vacancy[0])
        typed = {**posting.answers["criteria"], "essential": essential}
        posting_writing.save(posting, "criteria", typed, by=employer[1], at=clock.now())
        publishing.republish(posting, by=employer[1], at=clock.now())

    with app_on_either.app_context(), transaction():
        change("Something before anybody applied")
    making.sent(app_on_either, vacancy[1], robin)
    with app_on_either.app_context():
        with pytest.raises(RuleBroken, match="Somebody has applied by the criteria"), transaction():
            change("Something else altogether")
        posting = postings.find(vacancy[0])
        assert posting.answers["criteria"]["essential"] == "Something before anybody applied"
        assert publishing.changes_waiting(posting) == []


def test_a_vacancy_that_leads_elsewhere_takes_no_application_here(app_on_either: Flask, employer, robin: int) -> None:
    _, leads_away = postings.published(app_on_either, *employer)
    with app_on_either.app_context(), pytest.raises(NotFound):
        queries.job_shown(leads_away)


def test_the_time_of_sending_is_the_clocks(app_on_either: Flask, vacancy, robin: int, tmp_path: Path) -> None:
    at = clock.now() + timedelta(days=2)
    reference = making.filled(app_on_either, vacancy[1], robin)
    (tmp_path / "clock").write_text(at.isoformat())
    with app_on_either.app_context(), transaction():
        submitting.submit(
            queries.own(robin, reference),
            queries.job_of(making.find(reference)),
            by=robin,
            key=key.of_portal(),
            at=clock.now(),
        )
    with app_on_either.app_context():
        assert making.find(reference).submitted_at == at
