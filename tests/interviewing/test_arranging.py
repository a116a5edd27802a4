"""Rounds and their times: in London, with both changes of the clocks, not in the past and not twice in one place."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.interviewing import arranging, inviting, queries, reading, schedule, times
from portal.interviewing.models import InterviewSlot, SlotAnswer
from portal.interviewing.times import Span
from portal.posting.answers.shape import Read
from portal.recruitment import panels
from portal.recruitment import queries as campaigns
from portal.selecting import desks
from tests.interviewing import making
from tests.selecting import making as selecting
from tests.selecting.making import Scene

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROUND = {
    "name": "First interview",
    "way": "in_person",
    "address": "Civic Hall",
    "link": "",
    "minutes": "45",
    "notice": "24",
    "who": "",
    "prepare": "",
    "choose_by": ["11", "12", "2026"],
}


def times_of(now: datetime = NOW, minutes: int = 45, **typed: object) -> Read:
    return reading.times_of(
        {"day": ["15", "12", "2026"], "starts": "10am", "until": "", "pause": "", "room": "", **typed},
        minutes=minutes,
        now=now,
    )


def starts_of(read: Read) -> list[str]:
    return [f"{each.starts_at.astimezone(clock.LONDON):%d %b %H:%M%z}" for each in read.values["spans"]]


def test_a_round_is_read_with_the_end_of_the_day_until_which_candidates_choose() -> None:
    read = reading.round_of(ROUND, now=NOW)
    assert read.problems == {}
    assert read.values["choose_by"] == datetime(2026, 12, 11, 23, 59, tzinfo=UTC)
    assert (read.values["minutes"], read.values["notice"]) == (45, 24)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "Enter what the round is called"),
        ({"way": "post"}, "way", "Choose how"),
        ({"address": " "}, "address", "Enter the address"),
        ({"way": "video", "link": "javascript:alert(1)"}, "link", "beginning with https://"),
        ({"way": "video", "link": "https://[x"}, "link", "beginning with https://"),
        ({"minutes": "0"}, "minutes", "from 5 to 480"),
        ({"minutes": "٣٠"}, "minutes", "from 5 to 480"),
        ({"notice": "-1"}, "notice", "from 0 to 336"),
        ({"choose_by": ["31", "2", "2027"]}, "choose_by", "a real day"),
        ({"choose_by": ["23", "11", "2026"]}, "choose_by", "has passed"),
        ({"prepare": "x" * 4_001}, "prepare", "4,000 characters or fewer"),
    ],
)
def test_what_does_not_hold_of_a_round_is_said_beside_its_field(
    changes: dict[str, object], field: str, said: str
) -> None:
    assert said in reading.round_of({**ROUND, **changes}, now=NOW).problems[field]


def test_a_row_of_times_fits_between_two_with_breaks_between() -> None:
    assert starts_of(times_of(until="1pm", pause="15")) == [
        "15 Dec 10:00+0000",
        "15 Dec 11:00+0000",
        "15 Dec 12:00+0000",
    ]
    assert starts_of(times_of()) == ["15 Dec 10:00+0000"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"starts": "half ten"}, "starts", "Enter the time as"),
        ({"day": ["23", "11", "2026"]}, "day", "has passed"),
        ({"until": "9am", "pause": "0"}, "until", "after the one at which the first interview begins"),
        ({"until": "10:30am", "pause": "0"}, "until", "no room for 45 minutes"),
        ({"until": "11am", "pause": "x"}, "pause", "Enter the break in minutes"),
        ({"until": "midnight", "pause": "0"}, "until", "either end of the day"),
        ({"room": "x" * 121}, "room", "120 characters or fewer"),
    ],
)
def test_what_does_not_hold_of_times_is_said_beside_its_field(typed: dict[str, object], field: str, said: str) -> None:
    read = times_of(**typed)
    assert said in read.problems[field] and read.values["spans"] == []


def test_more_times_than_anybody_interviews_at_in_a_day_are_refused() -> None:
    read = times_of(minutes=5, until="5pm", pause="0")
    assert "more than 40 times" in read.problems["until"]


def test_a_time_that_the_clocks_leave_out_is_refused_with_the_next_that_there_is() -> None:
    read = times_of(day=["28", "3", "2027"], starts="1:30am")
    assert "The next time that there is is 2:00am" in read.problems["starts"]


def test_a_time_that_there_is_twice_is_the_later() -> None:
    read = times_of(now=datetime(2026, 9, 1, tzinfo=UTC), day=["25", "10", "2026"], starts="1:30am")
    assert [each.starts_at for each in read.values["spans"]] == [datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("day", "hours", "starts"),
    [
        (["28", "3", "2027"], 3, ["28 Mar 00:00+0000", "28 Mar 02:00+0100", "28 Mar 03:00+0100"]),
        (["25", "10", "2026"], 5, ["25 Oct 00:00+0100", "25 Oct 01:00+0100", "25 Oct 01:00+0000", "25 Oct 02:00+0000", "25 Oct 03:00+0000"]),
    ],
)  # fmt: skip
def test_a_row_over_a_change_of_the_clocks_has_the_hours_that_pass(
    day: list[str], hours: int, starts: list[str]
) -> None:
    read = times_of(now=datetime(2026, 9, 1, tzinfo=UTC), minutes=60, day=day, starts="00:01", until="04:01", pause="0")
    assert len(read.values["spans"]) == hours
    assert [each.replace(":01", ":00", 1) for each in starts_of(read)] == starts


@pytest.mark.parametrize(
    ("day", "nation", "said"),
    [
        (date(2026, 12, 15), "england", ""),
        (date(2026, 12, 19), "england", "Saturday"),
        (date(2026, 12, 25), "england", "Christmas Day"),
        (date(2026, 11, 30), "england", ""),
        (date(2026, 11, 30), "scotland", "St Andrew’s Day"),
    ],
)
def test_a_weekend_and_a_bank_holiday_are_said_and_not_refused(day: date, nation: str, said: str) -> None:
    assert times.caution(day, nation) == said


def add(app: Flask, scene: Scene, round_: str, *starts: datetime, room: str = "", beside: bool = False) -> None:
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        spans = [Span(each, each + timedelta(minutes=45)) for each in starts]
        arranging.add_slots(desk, schedule.round_of(desk, round_), spans, room=room, beside=beside, at=clock.now())


def slots(app: Flask) -> int:
    with app.app_context():
        return db.session.query(InterviewSlot).filter_by(removed_at=None).count()


def test_times_overlap_only_where_somebody_says_that_there_is_another_room(app: Flask) -> None:
    scene = making.scene(app)
    first, _ = making.round_with(app, scene, 0)
    second, _ = making.round_with(app, scene, 0, name="Second interview")
    add(app, scene, first, making.FIRST, room="Room 1")
    late = making.FIRST + timedelta(minutes=30)
    for round_ in (first, second):
        with pytest.raises(RuleBroken, match=r"10:30am on .* overlaps the interview at 10:00am"):
            add(app, scene, round_, late)
    with pytest.raises(RuleBroken, match="room 1 is taken"):
        add(app, scene, first, late, room="room 1", beside=True)
    assert slots(app) == 1
    add(app, scene, first, late, room="Room 2", beside=True)
    add(app, scene, first, making.FIRST + timedelta(minutes=75), room="Room 1")
    assert slots(app) == 3


def test_a_time_in_the_past_is_refused(app: Flask) -> None:
    scene = making.scene(app)
    round_, _ = making.round_with(app, scene, 0)
    with pytest.raises(RuleBroken, match="has passed"):
        add(app, scene, round_, clock.now())
    assert slots(app) == 0


def test_a_time_that_somebody_has_is_not_removed_and_a_round_not_while_somebody_is_invited(app: Flask) -> None:
    scene = making.scene(app)
    round_, (first, second, _) = making.round_with(app, scene)
    mine, _ = making.invited(app, scene, round_)
    making.choose(app, scene.sent[0], mine, first)

    def remove(slot: str) -> None:
        with transaction():
            desk = selecting.desk(scene, scene.consultant)
            arranging.remove_slot(desk, schedule.round_of(desk, round_), slot, at=clock.now())

    with app.app_context():
        with pytest.raises(RuleBroken, match="A candidate has this time"):
            remove(first)
        remove(second)
        with pytest.raises(RuleBroken, match="Somebody is invited"), transaction():
            desk = selecting.desk(scene, scene.consultant)
            arranging.remove_round(desk, schedule.round_of(desk, round_), at=clock.now())
    assert slots(app) == 2


def test_a_panel_arranges_nothing_and_says_when_it_cannot_come(app: Flask) -> None:
    scene = making.scene(app)
    _, (first, second, _) = making.round_with(app, scene)
    with app.app_context():
        with pytest.raises(RuleBroken, match="Whoever runs the recruitment"), transaction():
            arranging.make_round(desks.of_panel(scene.chair, scene.campaign), making.FACTS, at=clock.now())
        with transaction():
            panel = desks.of_panel(scene.member, scene.campaign)
            arranging.answer_times(panel, [first, second], [second], at=clock.now())
        answers = db.session.query(SlotAnswer.person_id, SlotAnswer.can).order_by(SlotAnswer.slot_id).all()
        assert [tuple(each) for each in answers] == [(scene.member, True), (scene.member, False)]
        with transaction():
            arranging.answer_times(desks.of_panel(scene.member, scene.campaign), [second], [], at=clock.now())
        assert [can for (can,) in db.session.query(SlotAnswer.can).order_by(SlotAnswer.slot_id)] == [True, True]


def test_who_does_not_hold_a_round_says_nothing_of_its_times(app: Flask) -> None:
    scene = making.scene(app)
    with app.app_context():
        chair = next(each.reference for each in panels.of(campaigns.for_staff(scene.campaign)) if each.is_chair)
    _, (first, *_) = making.round_with(app, scene, interviewers=[chair])
    with app.app_context(), transaction():
        arranging.answer_times(desks.of_panel(scene.member, scene.campaign), [first], [first], at=clock.now())
        assert db.session.query(SlotAnswer).count() == 0


def test_a_round_of_another_vacancy_is_not_there(app: Flask) -> None:
    scene = making.scene(app)
    round_, _ = making.round_with(app, scene)
    with app.app_context(), pytest.raises(NotFound):
        desk = selecting.desk(scene, scene.consultant)
        schedule.round_of(desk, round_ + "X")


def test_nothing_is_arranged_in_a_campaign_that_is_over(app: Flask) -> None:
    scene = making.scene(app)
    round_, (first, *_) = making.round_with(app, scene)
    (mine, *_) = making.invited(app, scene, round_)
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        assert desk.campaign is not None
        desk.campaign.state = "unfilled"
        with pytest.raises(RuleBroken, match="campaign is over"):
            inviting.place(desk, queries.interview_of(desk, mine, locked=True), first, because="", at=clock.now())
