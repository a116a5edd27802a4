"""Candidates and times: told first, chosen once, changed until the cut-off, given back, declined, placed, moved, cancelled."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask

from portal.applying import leaving
from portal.applying.queries import job_of
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, PortalError, RuleBroken
from portal.interviewing import arranging, choosing, inviting, queries, round_pages, schedule
from portal.interviewing.models import Interview, InterviewSlot, InterviewStep
from portal.interviewing.states import replay
from portal.mail.models import Message
from portal.recruitment import cancelling, panels
from portal.recruitment import queries as campaigns
from portal.selecting import deciding
from portal.selecting import queries as chosen
from tests.interviewing import making
from tests.races import at_once
from tests.selecting import making as selecting
from tests.selecting.making import Scene


@pytest.fixture
def scene(app_on_either: Flask) -> Scene:
    return making.scene(app_on_either)


def act(app: Flask, scene: Scene, number: int, interview: str, verb: str, **facts: object) -> None:
    """One of the candidate's own acts."""
    with app.app_context(), transaction():
        by = making.candidate(scene.sent[number])
        held = queries.own(by, scene.sent[number], interview, locked=True)
        getattr(choosing, verb)(held, by=by, at=facts.pop("at", clock.now()), **facts)


def cancel(app: Flask, scene: Scene, interview: str, because: str = "The room was flooded.") -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        inviting.cancel(desk, queries.interview_of(desk, interview, locked=True), because=because, at=clock.now())


def test_nobody_is_invited_to_choose_who_has_not_been_told_of_the_interview(app: Flask) -> None:
    scene = making.scene(app, told=False)
    round_, (first, *_) = making.round_with(app, scene)
    with app.app_context():
        desk = selecting.desk(scene, scene.consultant)
        told, waiting = inviting.to_invite(desk, schedule.round_of(desk, round_))
        assert (told, [each.reference for each in waiting]) == ([], list(scene.sent))
    with pytest.raises(RuleBroken, match="has not been told of it yet"):
        making.invited(app, scene, round_)
    with app.app_context():
        assert db.session.query(Interview).count() == 0
    assert making.kinds(app) == [] and first


def test_only_who_stands_at_an_interview_is_invited_once_and_while_there_are_times(app: Flask) -> None:
    scene = making.scene(app)
    longlisted = selecting.applied(app, scene.vacancy, 3)
    bare, _ = making.round_with(app, scene, 0)
    with pytest.raises(RuleBroken, match="Add times first"):
        making.invited(app, scene, bare)
    round_, _ = making.round_with(app, scene)
    with app.app_context():
        desk = selecting.desk(scene, scene.consultant)
        with pytest.raises(RuleBroken, match="does not stand at"), transaction():
            inviting.invite(desk, schedule.round_of(desk, round_), [longlisted], at=clock.now())
    making.invited(app, scene, round_)
    with pytest.raises(RuleBroken, match="in this round already"):
        making.invited(app, scene, round_)
    assert making.kinds(app) == ["choose", "choose"]


def test_a_candidate_chooses_changes_and_everybody_concerned_is_told(app_on_either: Flask, scene: Scene) -> None:
    round_, (first, second, _) = making.round_with(app_on_either, scene)
    mine, _ = making.invited(app_on_either, scene, round_)
    making.forget_mail(app_on_either)
    making.choose(app_on_either, scene.sent[0], mine, first)
    assert making.state_of(app_on_either, mine) == ("booked", making.FIRST)
    with app_on_either.app_context():
        told = {person for (person,) in db.session.query(Message.person_id)}
        assert told == {making.candidate(scene.sent[0]), scene.consultant, scene.deputy, scene.chair, scene.member}
    assert Counter(making.kinds(app_on_either)) == {"fixed": 1, "desk": 4}
    making.choose(app_on_either, scene.sent[0], mine, second)
    assert making.state_of(app_on_either, mine) == ("booked", making.FIRST + timedelta(hours=1))
    with app_on_either.app_context():
        desk = selecting.desk(scene, scene.consultant)
        free = schedule.free_slots(schedule.round_of(desk, round_), after=clock.now())
        assert first in {each.reference for each in free}


def test_of_many_who_take_the_same_time_at_once_exactly_one_gets_it(app_on_either: Flask) -> None:
    app = app_on_either
    scene = making.scene(app, number=5)
    round_, (first, *_) = making.round_with(app, scene, 6)
    mine = making.invited(app, scene, round_)
    left = list(zip(scene.sent, mine, strict=True))

    def one() -> str:
        application, interview = left.pop()
        with transaction():
            by = making.candidate(application)
            choosing.choose(queries.own(by, application, interview, locked=True), first, by=by, at=clock.now())
        return interview

    outcomes = at_once(app, one, times=5)
    won = [each for each in outcomes if isinstance(each, str)]
    lost = [each for each in outcomes if not isinstance(each, str)]
    assert len(won) == 1 and {str(each) for each in lost} == {inviting.TAKEN}
    with app.app_context():
        assert db.session.query(Interview.reference).filter(Interview.slot_id.is_not(None)).all() == [(won[0],)]
        assert db.session.query(Interview).filter_by(state="invited").count() == 4


def test_a_candidate_and_a_consultant_who_take_one_time_at_once_do_not_share_it(
    app_on_either: Flask, scene: Scene
) -> None:
    app = app_on_either
    round_, (first, *_) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    turns = [0, 1]

    def one() -> bool:
        if turns.pop():
            with transaction():
                by = making.candidate(scene.sent[0])
                choosing.choose(queries.own(by, scene.sent[0], mine, locked=True), first, by=by, at=clock.now())
        else:
            with transaction():
                desk = selecting.desk(scene, scene.consultant)
                held = queries.interview_of(desk, other, locked=True)
                inviting.place(desk, held, first, because="", at=clock.now())
        return True

    outcomes = at_once(app, one, times=2)
    assert sorted(str(each) for each in outcomes) == sorted([inviting.TAKEN, "True"])
    with app.app_context():
        assert db.session.query(Interview).filter(Interview.slot_id.is_not(None)).count() == 1


def test_a_time_can_be_changed_until_the_cut_off_and_chosen_until_its_day(app: Flask) -> None:
    scene = making.scene(app)
    round_, (first, second, _) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    for late in (timedelta(hours=24), timedelta(hours=1), timedelta(0)):
        with pytest.raises(RuleBroken, match="could be changed until 10:00am on Monday 14 December 2026"):
            making.choose(app, scene.sent[0], mine, second, at=making.FIRST - late)
    with pytest.raises(RuleBroken, match="could be chosen until 11:59pm on Friday 11 December"):
        making.choose(app, scene.sent[1], other, second, at=making.FIRST - timedelta(days=2))
    assert making.state_of(app, mine) == ("booked", making.FIRST)
    making.choose(app, scene.sent[0], mine, second, at=making.FIRST - timedelta(hours=24, minutes=1))
    assert making.state_of(app, mine) == ("booked", making.FIRST + timedelta(hours=1))


def test_a_time_that_is_too_near_removed_or_of_another_round_is_not_chosen(app: Flask) -> None:
    scene = making.scene(app)
    round_, (first, second, _) = making.round_with(app, scene, starts=clock.now() + timedelta(hours=5))
    _, (foreign, *_) = making.round_with(app, scene, starts=making.FIRST + timedelta(days=1), name="Second interview")
    mine, _ = making.invited(app, scene, round_)
    with pytest.raises(RuleBroken, match="too near"):
        making.choose(app, scene.sent[0], mine, first)
    for other in (foreign, "NOSUCH22"):
        with pytest.raises(RuleBroken, match="no longer offered"):
            making.choose(app, scene.sent[0], mine, other)
    with pytest.raises(NotFound):
        making.choose(app, scene.sent[1], mine, second)
    assert making.state_of(app, mine) == ("invited", None)


def test_none_of_them_suits_frees_the_time_and_says_why_to_whoever_arranges_it(
    app_on_either: Flask, scene: Scene
) -> None:
    app = app_on_either
    round_, (first, *_) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    making.forget_mail(app)
    with pytest.raises(RuleBroken, match="Say when you could come"):
        act(app, scene, 0, mine, "suits_none", words=" ")
    act(app, scene, 0, mine, "suits_none", words="I care for my father on Tuesdays.")
    assert making.state_of(app, mine) == ("unsuited", None)
    making.choose(app, scene.sent[1], other, first)
    with app.app_context():
        assert making.interview(mine).said == "I care for my father on Tuesdays."
    assert making.kinds(app)[:5] == ["cancelled", "desk", "desk", "desk", "desk"]


@pytest.mark.parametrize(("stays", "state"), [("stay", "interview"), ("leave", "withdrawn")])
def test_declining_withdraws_the_application_unless_the_candidate_stays(app: Flask, stays: str, state: str) -> None:
    scene = making.scene(app)
    round_, (first, *_) = making.round_with(app, scene)
    mine, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    with pytest.raises(RuleBroken, match="what is to become of your application"):
        act(app, scene, 0, mine, "decline", stays="", words="")
    assert making.state_of(app, mine) == ("booked", making.FIRST)
    act(app, scene, 0, mine, "decline", stays=stays, words="I have another offer.")
    assert making.state_of(app, mine) == ("declined", None)
    assert selecting.state_of(app, scene.sent[0]) == state


def test_a_decision_that_is_not_told_changes_nothing_that_the_candidate_can_do(app: Flask) -> None:
    scene = making.scene(app)
    round_, (first, second, _) = making.round_with(app, scene)
    mine, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.chair)
        row = chosen.one(desk, scene.sent[0], locked=True)
        deciding.decide(desk, row, "refuse", because="Others were stronger.", at=clock.now(), unscored=True)
    making.choose(app, scene.sent[0], mine, second)
    assert making.state_of(app, mine) == ("booked", making.FIRST + timedelta(hours=1))


def test_a_consultant_places_moves_with_a_reason_and_cancels_with_one(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    round_, (first, second, _) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.place(app, scene, mine, first)
    with pytest.raises(RuleBroken, match=inviting.TAKEN):
        making.place(app, scene, other, first)
    with pytest.raises(RuleBroken, match="Say why the time is moved"):
        making.place(app, scene, mine, second)
    making.forget_mail(app)
    making.place(app, scene, mine, second, "The chair is ill.")
    with app.app_context():
        body = db.session.query(Message.body).filter_by(kind="interviewing/mail/changed").one()[0]
        assert "The chair is ill." in body and "11:00am to 11:45am on Tuesday 15 December 2026" in body
    with pytest.raises(RuleBroken, match="Say why it is cancelled"):
        cancel(app, scene, mine, " ")
    cancel(app, scene, mine)
    assert making.state_of(app, mine) == ("cancelled", None)
    with app.app_context():
        row = making.interview(mine)
        assert (row.because, row.starts_at) == ("The room was flooded.", making.FIRST + timedelta(hours=1))
        steps = db.session.query(InterviewStep).filter_by(interview_id=row.id).order_by(InterviewStep.id)
        assert [(each.event, each.note) for each in steps] == [
            ("invite", ""),
            ("place", ""),
            ("move", "The chair is ill."),
            ("cancel", "The room was flooded."),
        ]


def test_a_withdrawal_frees_the_time_and_tells_those_who_arrange_and_hold_it(
    app_on_either: Flask, scene: Scene
) -> None:
    app = app_on_either
    round_, (first, *_) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    making.forget_mail(app)
    with app.app_context(), transaction():
        row = making.find(scene.sent[0])
        leaving.withdraw(row, job_of(row), because="", by=row.person_id or 0, at=clock.now())
    assert making.state_of(app, mine) == ("cancelled", None)
    assert Counter(making.kinds(app)) == {"desk": 4, "cancelled": 1}
    making.choose(app, scene.sent[1], other, first)
    assert making.state_of(app, other) == ("booked", making.FIRST)


def test_a_campaign_that_is_cancelled_cancels_what_was_to_come_and_leaves_what_was_held(app: Flask) -> None:
    scene = making.scene(app)
    round_, (first, second, _) = making.round_with(app, scene)
    mine, other = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)
    making.choose(app, scene.sent[1], other, second)
    making.forget_mail(app)
    with app.app_context(), clock.as_of(making.FIRST + timedelta(minutes=50)), transaction():
        campaign = campaigns.for_consultant(scene.consultant, scene.campaign, locked=True)
        cancelling.cancel(campaign, because="No money.", by=scene.consultant, at=clock.now())
    assert making.state_of(app, mine) == ("booked", making.FIRST)
    assert making.state_of(app, other) == ("cancelled", None)
    with app.app_context():
        words = [body for (body,) in db.session.query(Message.body).filter_by(kind="interviewing/mail/cancelled")]
        assert len(words) == 1 and "The recruitment has ended." in words[0] and "No money" not in words[0]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_do_no_time_is_given_twice_and_every_history_explains_its_interview(
    app: Flask, seed: int
) -> None:
    """A random walk of candidates and consultants over few times; refusals are part of it."""
    chance = random.Random(seed)
    scene = making.scene(app, number=4)
    round_, slots = making.round_with(app, scene, 3)
    mine = making.invited(app, scene, round_)
    done = Counter[str]()
    for _ in range(60):
        number, slot = chance.randrange(4), chance.choice(slots)
        verb = chance.choice(("choose", "choose", "place", "none", "decline", "cancel", "again"))
        try:
            match verb:
                case "choose":
                    making.choose(app, scene.sent[number], mine[number], slot)
                case "place":
                    making.place(app, scene, mine[number], slot, "A reason.")
                case "none":
                    act(app, scene, number, mine[number], "suits_none", words="Tuesdays.")
                case "decline":
                    act(app, scene, number, mine[number], "decline", stays="stay", words="")
                case "cancel":
                    cancel(app, scene, mine[number])
                case _:
                    with app.app_context(), transaction():
                        desk = selecting.desk(scene, scene.consultant)
                        held = queries.interview_of(desk, mine[number], locked=True)
                        inviting.invite_again(desk, held, at=clock.now())
            done[verb] += 1
        except PortalError:
            pass
        with app.app_context():
            rows = db.session.query(Interview).all()
            taken = [each.slot_id for each in rows if each.slot_id is not None]
            assert len(taken) == len(set(taken))
            for row in rows:
                assert (row.slot_id is not None) == (row.state == "booked")
                steps = db.session.query(InterviewStep).filter_by(interview_id=row.id).order_by(InterviewStep.id)
                assert replay([each.event for each in steps]) == row.state
                if row.slot_id is not None:
                    assert db.session.get_one(InterviewSlot, row.slot_id).starts_at == row.starts_at
    assert done["choose"] and done["place"]


def test_a_time_that_everybody_who_holds_the_round_refused_is_not_offered(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    with app.app_context():
        chair = next(each.reference for each in panels.of(campaigns.for_staff(scene.campaign)) if each.is_chair)
    round_, (first, second, third) = making.round_with(app, scene, interviewers=[chair])
    (mine, *_) = making.invited(app, scene, round_)
    with app.app_context(), transaction():
        shown = [first, second, third]
        arranging.answer_times(selecting.desk(scene, scene.chair), shown, [first], at=clock.now())
    with app.app_context():
        held = queries.own(making.candidate(scene.sent[0]), scene.sent[0], mine)
        assert [each.reference for each in choosing.on_offer(held, at=clock.now())] == [second, third]
        desk = selecting.desk(scene, scene.consultant)
        page = round_pages.round_page(desk, schedule.round_of(desk, round_), at=clock.now())
        assert ([each.is_refused for _, _, slots in page.days for each in slots], page.free) == (
            [True, False, False],
            2,
        )
    with pytest.raises(RuleBroken, match="Nobody can hold the interview at this time"):
        act(app, scene, 0, mine, "choose", slot=first)
    assert making.state_of(app, mine) == ("invited", None)
    making.place(app, scene, mine, first)
    assert making.state_of(app, mine)[0] == "booked", "whoever arranges it may have talked to them"


def test_a_time_that_one_of_two_refused_is_offered(app: Flask) -> None:
    scene = making.scene(app, number=1)
    round_, slots = making.round_with(app, scene)
    (mine,) = making.invited(app, scene, round_)
    with app.app_context(), transaction():
        arranging.answer_times(selecting.desk(scene, scene.chair), slots, slots, at=clock.now())
    with app.app_context():
        held = queries.own(making.candidate(scene.sent[0]), scene.sent[0], mine)
        assert len(choosing.on_offer(held, at=clock.now())) == 3
