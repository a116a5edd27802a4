"""Whose turn it is: the panel's only once an interview was held, the consultant's, the candidate's."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.applying.moving import move
from portal.caseload import progress
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.interviewing import after
from portal.recruitment import panels, queries, tasks
from tests.caseload import making
from tests.interviewing import making as interviews
from tests.interviewing.making import FIRST
from tests.offering import making as offers
from tests.recruitment import making as campaigns
from tests.selecting import making as selecting


def task(app: Flask, reference: str, title: str) -> tuple[str, str, str]:
    with app.app_context():
        found = tasks.tasks_of(queries.for_staff(reference), at=clock.now())
        return next((each.who, each.status, each.hint) for each in found if each.title == title)


def test_the_panel_is_waited_for_once_an_interview_was_held(app_on_either: Flask) -> None:
    app = app_on_either
    scene = interviews.scene(app, number=2)
    round_, slots = interviews.round_with(app, scene, number=1)
    first, _ = interviews.invited(app, scene, round_)
    interviews.choose(app, scene.sent[0], first, slots[0])
    assert not [each for each in making.said(app, scene.consultant) if "come to" in each]
    with app.app_context():
        posting = queries.for_staff(scene.campaign).posting_id
        held = FIRST + timedelta(minutes=45)
        assert after.waiting([posting], at=held) == {posting: [held]}, "the other has still to choose a time"
        assert after.first_held(posting, at=FIRST - timedelta(minutes=1)) is None
        assert after.first_held(posting, at=FIRST) == FIRST
    with as_of(FIRST + timedelta(hours=1)):
        said = making.said(app, scene.consultant)
    assert "1 candidate waits for what the interviews come to since today" in said


def test_whoever_the_panel_chose_waits_for_it_no_longer_unless_that_is_taken_back(app_on_either: Flask) -> None:
    app = app_on_either
    scene = interviews.scene(app, number=1)
    interviews.round_with(app, scene, number=1)
    over = FIRST + timedelta(hours=1)
    for event, waits in (("appoint", False), ("take_back_choice", True), ("appoint", False)):
        with app.app_context(), transaction():
            move(interviews.find(scene.sent[0]), event, by=scene.chair, at=clock.now(), reason="Their interview.")
        with app.app_context():
            posting = queries.for_staff(scene.campaign).posting_id
            assert bool(after.waiting([posting], at=over)) == waits, event


def test_whoever_has_no_interview_waits_when_the_last_time_is_over(app: Flask) -> None:
    scene = interviews.scene(app, number=1)
    interviews.round_with(app, scene, number=2)
    last = FIRST + timedelta(hours=1, minutes=45)
    with app.app_context():
        posting = queries.for_staff(scene.campaign).posting_id
        assert after.waiting([posting], at=FIRST) == {}
        assert after.waiting([posting], at=last) == {posting: [last]}


def test_the_day_for_interviews_is_kept_by_the_first_that_was_held(app: Flask) -> None:
    scene = interviews.scene(app, number=1)
    round_, slots = interviews.round_with(app, scene, number=1)
    (one,) = interviews.invited(app, scene, round_)
    interviews.choose(app, scene.sent[0], one, slots[0])
    with app.app_context(), transaction():
        queries.for_staff(scene.campaign).interviews_on = FIRST.date()
    with app.app_context():
        found = queries.for_staff(scene.campaign)
        assert [each.state for each in progress.progress_of(found, at=clock.now()).days] == ["to come"]
        (day,) = progress.progress_of(found, at=FIRST + timedelta(hours=1)).days
        assert (day.state, day.done) == ("kept", FIRST.date())


def test_a_panel_is_ready_once_two_have_joined_and_one_of_them_chairs_it(app: Flask) -> None:
    scene = selecting.scene(app, number=1)
    title = "Panel invited and joined"
    assert task(app, scene.campaign, title) == ("consultant", "done", "")
    with app.app_context(), transaction():
        found = queries.for_staff(scene.campaign)
        chair, member = panels.of(found)
        chair.is_chair, member.taken_up_at = False, None
    says = "1 of 2 have joined, and 2 people must score each candidate. Nobody chairs it."
    assert task(app, scene.campaign, title) == ("consultant", "now", says)


def test_the_rounds_of_choosing_say_whose_turn_it_is(app: Flask) -> None:
    scene = selecting.scene(app, number=1)
    assert task(app, scene.campaign, "Longlist") == ("consultant", "now", "1 application waits.")
    assert task(app, scene.campaign, "Offer")[1] == "later"
    offers.interviewed(app, scene)
    assert task(app, scene.campaign, "Shortlist")[1] == "done"
    assert task(app, scene.campaign, "Interviews")[:2] == ("panel", "now")
    offers.offer(app, scene, scene.sent[0])
    assert task(app, scene.campaign, "Offer") == ("candidate", "now", "1 offer waits for an answer.")
    with app.app_context():
        titles = [each.title for each in tasks.tasks_of(queries.for_staff(scene.campaign), at=clock.now())]
    assert "Dates planned" not in titles, "there is nothing left to promise"


def test_before_somebody_takes_an_enquiry_its_steps_wait_for_a_consultant(app: Flask, make_person, sign_in) -> None:
    cast = campaigns.cast(app, make_person)
    reference = campaigns.enquiry(app, cast)
    page = sign_in(cast.owner).get(f"/employer/{cast.client.reference}/campaigns/{reference}").text
    assert "Waits for a consultant" in page and "With the consultant" not in page


@pytest.mark.parametrize("sits", [True, False])
def test_the_client_is_led_to_the_panel_or_told_who_decides(app: Flask, sign_in, sits: bool) -> None:
    scene = selecting.scene(app, number=1)
    with app.app_context(), transaction():
        from portal.applying.moving import move

        chair = panels.of(queries.for_staff(scene.campaign))[0]
        chair.name = "Chris Chair"
        chair.person_id = scene.owner if sits else chair.person_id
        move(interviews.find(scene.sent[0]), "longlist", by=scene.consultant, at=clock.now(), reason="Evidence.")
    page = sign_in(scene.owner).get(f"/employer/{scene.client}/campaigns/{scene.campaign}").text
    assert "1 candidate waits for your panel’s shortlist." in page
    assert (f"/employer/panels/{scene.campaign}" in page) is sits
    assert ("Chris Chair chairs the panel and decides." in page) is not sits
