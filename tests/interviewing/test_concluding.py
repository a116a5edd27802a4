"""After an interview: whether the candidate came, feedback as an act of its own, the consultant's lists, and reminders."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal import work
from portal.applying import leaving, personal
from portal.applying.queries import job_of
from portal.database.base import db
from portal.database.holding import Whom
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.interviewing import agenda, concluding, inviting, queries, tending
from portal.interviewing.models import InterviewStep
from portal.mail.models import Message
from portal.selecting import deciding, telling
from portal.selecting import queries as chosen
from tests.interviewing import making
from tests.selecting import making as selecting
from tests.selecting.making import Scene

AFTER = making.FIRST + timedelta(hours=3)
FEEDBACK = "Clear on firewalls.\nSay more of what you did yourself."


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


@pytest.fixture
def mine(app: Flask, scene: Scene) -> str:
    """An interview of the first candidate that has a time."""
    return booked(app, scene)[0]


def booked(app: Flask, scene: Scene) -> tuple[str, str]:
    round_, (first, second, _) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    making.choose(app, scene.sent[1], other, second)
    making.forget_mail(app)
    return mine, other


def conclude(app: Flask, scene: Scene, interview: str, event: str, note: str = "", *, at: datetime = AFTER) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        held = queries.interview_of(desk, interview, locked=True)
        concluding.conclude(desk, held, event, note=note, at=at)


def write(app: Flask, scene: Scene, by: int, interview: str, words: str = FEEDBACK) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, by)
        concluding.write_feedback(desk, queries.interview_of(desk, interview, locked=True), words, at=AFTER)


def tell(app: Flask, scene: Scene, by: int, interview: str, looked_at: str = FEEDBACK) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, by)
        held = queries.interview_of(desk, interview, locked=True)
        concluding.tell_feedback(desk, held, looked_at=looked_at, at=AFTER)


def refuse(app: Flask, scene: Scene, reference: str) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.chair)
        deciding.decide(
            desk, chosen.one(desk, reference, locked=True), "refuse", because="Others.", at=AFTER, unscored=True
        )


def tell_outcome(app: Flask, scene: Scene, reference: str) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        telling.tell(desk, [reference], telling.TEMPLATES, expected={reference: "unsuccessful"}, at=AFTER)


def test_who_came_and_who_did_not_is_noted_after_it_began_and_can_be_taken_back(
    app: Flask, scene: Scene, mine: str
) -> None:
    with pytest.raises(RuleBroken, match="has not begun"):
        conclude(app, scene, mine, "attend", at=making.FIRST - timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="Say what you know"):
        conclude(app, scene, mine, "miss", " ")
    conclude(app, scene, mine, "miss", "Rang twice, no answer.")
    assert making.state_of(app, mine) == ("absent", making.FIRST)
    conclude(app, scene, mine, "correct")
    conclude(app, scene, mine, "attend")
    assert making.state_of(app, mine) == ("attended", making.FIRST)
    with app.app_context():
        steps = db.session.query(InterviewStep.event, InterviewStep.note).filter(InterviewStep.note != "").all()
        assert [tuple(each) for each in steps] == [("miss", "Rang twice, no answer.")]
    assert making.kinds(app) == []


def test_feedback_is_written_by_chair_or_consultant_and_told_once_the_outcome_is_known(
    app: Flask, scene: Scene, mine: str
) -> None:
    for by in (scene.consultant, scene.chair):
        with pytest.raises(RuleBroken, match="once the candidate came"):
            write(app, scene, by, mine)
    conclude(app, scene, mine, "attend")
    with pytest.raises(RuleBroken, match="chairs the panel"):
        write(app, scene, scene.member, mine)
    with pytest.raises(RuleBroken, match="Write the feedback"):
        write(app, scene, scene.chair, mine, " \n")
    write(app, scene, scene.chair, mine)
    with pytest.raises(RuleBroken, match="Tell the candidate the outcome first"):
        tell(app, scene, scene.consultant, mine)
    refuse(app, scene, scene.sent[0])
    with pytest.raises(RuleBroken, match="Tell the candidate the outcome first"):
        tell(app, scene, scene.consultant, mine)
    tell_outcome(app, scene, scene.sent[0])
    with pytest.raises(RuleBroken, match="Whoever runs the recruitment"):
        tell(app, scene, scene.chair, mine)
    with pytest.raises(RuleBroken, match="changed since you looked"):
        tell(app, scene, scene.consultant, mine, "Another text")
    with app.app_context():
        assert making.interview(mine).feedback_told_at is None
    tell(app, scene, scene.consultant, mine, FEEDBACK.replace("\n", "\r\n"))
    assert making.kinds(app) == ["feedback"]
    for again in (write, tell):
        with pytest.raises(RuleBroken):
            again(app, scene, scene.consultant, mine)


def test_feedback_is_owed_to_who_came_and_was_not_chosen_until_it_is_told(app: Flask, scene: Scene, mine: str) -> None:
    def owed(by: int) -> list[tuple[int | None, str, bool, bool]]:
        with app.app_context():
            return [(each.number, each.name, each.may_be_told, each.written) for each in agenda.feedback_owed(by)]

    conclude(app, scene, mine, "attend")
    assert owed(scene.consultant) == []
    refuse(app, scene, scene.sent[0])
    assert owed(scene.consultant) == owed(scene.deputy) == [(1, "Robin Hall", False, False)]
    assert owed(scene.chair) == []
    write(app, scene, scene.consultant, mine)
    tell_outcome(app, scene, scene.sent[0])
    assert owed(scene.consultant) == [(1, "Robin Hall", True, True)]
    tell(app, scene, scene.consultant, mine)
    assert owed(scene.consultant) == []


def test_a_consultant_sees_today_and_coming_over_all_campaigns_and_what_was_not_marked(
    app: Flask, scene: Scene, mine: str
) -> None:
    def rows(at: datetime) -> tuple[list[tuple[int | None, bool]], list[int | None]]:
        with app.app_context(), clock.as_of(at):
            coming = agenda.today_and_coming(scene.deputy)
            today = [each for each in coming if each.is_today]
            assert agenda.today(scene.deputy) == today and agenda.number_today(scene.deputy) == len(today)
            return [(each.number, each.is_today) for each in coming], [
                each.number for each in agenda.unmarked(scene.deputy)
            ]

    assert rows(clock.now()) == ([(1, False), (2, False)], [])
    assert rows(AFTER) == ([(1, True), (2, True)], [])
    conclude(app, scene, mine, "attend")
    assert rows(AFTER) == ([(2, True)], [])
    assert rows(AFTER + timedelta(days=1)) == ([], [2])
    with app.app_context():
        assert agenda.today_and_coming(scene.chair) == []
        first = agenda.today_and_coming(scene.consultant)[0]
        assert (first.title, first.client, first.round) == ("Network Engineer", "Leeds City Council", "First interview")


def reminded(app: Flask, at: datetime) -> list[str]:
    with app.app_context(), clock.as_of(at):
        tending.remind(at=at)
    kinds = making.kinds(app)
    making.forget_mail(app)
    return sorted(kinds)


def test_everybody_is_reminded_the_day_before_and_once(app_on_either: Flask) -> None:
    app = app_on_either
    scene = making.scene(app)
    booked(app, scene)
    assert reminded(app, making.FIRST - timedelta(hours=24, minutes=1)) == []
    with app.app_context(), clock.as_of(making.FIRST - timedelta(hours=24)):
        tending.remind(at=clock.now())
        bodies = {body for (body,) in db.session.query(Message.body).filter_by(kind="interviewing/mail/tomorrow")}
        assert all("10:00am to 10:45am: application 1" in each and "11:00am to 11:45am: application 2" in each for each in bodies)  # fmt: skip
        assert all("Robin" not in each for each in bodies)
    assert sorted(making.kinds(app)) == ["reminder", "tomorrow", "tomorrow"]
    making.forget_mail(app)
    assert reminded(app, making.FIRST - timedelta(hours=23)) == ["reminder"]
    assert reminded(app, making.FIRST - timedelta(hours=22)) == []
    assert reminded(app, AFTER) == []


def test_nobody_is_reminded_of_what_was_cancelled_or_withdrawn_and_a_moved_time_is_reminded_anew(app: Flask) -> None:
    scene = making.scene(app, number=3)
    round_, (first, second, third) = making.round_with(app, scene)
    mine, other, moved = making.invited(app, scene, round_)
    for place, (interview, slot) in enumerate(((mine, first), (other, second), (moved, third))):
        making.choose(app, scene.sent[place], interview, slot)
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        inviting.cancel(desk, queries.interview_of(desk, mine, locked=True), because="No room.", at=clock.now())
    with app.app_context(), transaction():
        row = making.find(scene.sent[1])
        leaving.withdraw(row, job_of(row), because="", by=row.person_id or 0, at=clock.now())
    making.forget_mail(app)
    assert reminded(app, making.FIRST - timedelta(hours=20)) == ["reminder", "tomorrow", "tomorrow"]
    making.place(app, scene, moved, first, "Earlier.", at=making.FIRST - timedelta(hours=19))
    making.forget_mail(app)
    assert reminded(app, making.FIRST - timedelta(hours=18)) == []


def test_an_interview_to_come_ends_once_the_candidate_is_told_another_outcome_and_not_before(
    app: Flask, scene: Scene, mine: str
) -> None:
    before = making.FIRST - timedelta(days=3)
    refuse(app, scene, scene.sent[0])
    with app.app_context():
        assert tending.end_outdated(at=before) == 0
    tell_outcome(app, scene, scene.sent[0])
    making.forget_mail(app)
    with app.app_context():
        assert tending.end_outdated(at=before) == 1
        assert tending.end_outdated(at=before) == 0
    assert making.state_of(app, mine) == ("cancelled", None)
    assert Counter(making.kinds(app)) == {"desk": 4, "cancelled": 1}


def test_erasing_a_candidate_frees_their_time_and_writes_to_them_no_more(app: Flask, scene: Scene, mine: str) -> None:
    with app.app_context():
        person = making.candidate(scene.sent[0])
    with app.app_context(), transaction():
        personal.settle(Whom(person, "", "", frozenset()))
    assert making.state_of(app, mine) == ("cancelled", None)
    with app.app_context():
        assert {each for (each,) in db.session.query(Message.person_id)}.isdisjoint({person})
    assert making.kinds(app) == ["desk"] * 4


def test_the_worker_reminds(app: Flask, scene: Scene, mine: str) -> None:
    with app.app_context(), clock.as_of(making.FIRST - timedelta(hours=20)):
        assert work._tend_interviews({}) == "2 candidates and 2 interviewers reminded, 0 interviews ended"
    assert "interviewing.tend" in {each.name for each in work.SCHEDULE}
    assert making.state_of(app, mine) == ("booked", making.FIRST)
