"""What interviews, offers and placements put into the queue, each until it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.placing import counting, leaving
from tests.caseload import making
from tests.interviewing import making as interviews
from tests.offering import making as offers
from tests.placing import making as placements
from tests.selecting import making as scenes


def of_these(app: Flask, person: int, words: str) -> list[str]:
    """The sentences of the queue that hold these words."""
    return [each for each in making.said(app, person) if words in each]


def test_an_offer_waits_until_it_is_answered_and_its_checks_until_they_are_clear(app: Flask) -> None:
    scene = scenes.scene(app, number=1)
    reference = offers.interviewed(app, scene)
    offers.offer(app, scene, reference)
    offers.tell(app, scene, reference)
    assert of_these(app, scene.consultant, "An offer has been open") == ["An offer has been open for 0 days"]
    with as_of(clock.now() + timedelta(days=40)):
        (late,) = [each for each in making.duties(app, scene.consultant) if "An offer" in each.what]
        assert late.is_late(at=clock.now()) and late.what == "An offer has been open for 40 days"
    offers.accept(app, reference)
    assert of_these(app, scene.consultant, "An offer has been open") == []
    assert of_these(app, scene.consultant, "not begun")
    offers.clear_all(app, scene, reference)
    assert of_these(app, scene.consultant, "not begun") == []
    assert of_these(app, scene.owner, "offer") == []


def test_a_part_of_a_fee_waits_until_it_is_invoiced_and_counts_for_the_month(app: Flask) -> None:
    scene = placements.scene(app, number=1)
    begins = clock.now()
    placement = placements.accepted(app, scene)
    assert of_these(app, scene.consultant, "of the fee fell due")
    placements.invoice(app, placement)
    assert of_these(app, scene.consultant, "of the fee fell due") == []
    with app.app_context():
        ends = clock.now()
        mine = counting.results(scene.consultant, since=begins, until=ends)
        assert (mine.placements, mine.fees_pence) == (1, sum(placements.parts(app, placement).values()))
        assert counting.results(scene.deputy, since=begins, until=ends) == counting.Results(0, 0)


def test_an_interview_stands_in_the_queue_on_its_day_and_until_somebody_says_whether_they_came(app: Flask) -> None:
    scene = interviews.scene(app)
    day = datetime.fromisoformat("2026-12-15T10:00+00:00")
    round_, slots = interviews.round_with(app, scene, starts=day)
    application = scene.sent[0]
    (interview, *_) = interviews.invited(app, scene, round_)
    interviews.choose(app, application, interview, slots[0])
    assert of_these(app, scene.consultant, "today at") == []
    with as_of(day - timedelta(hours=2)):
        assert len(of_these(app, scene.consultant, "today at")) == 1
    with as_of(day + timedelta(days=1)):
        assert len(of_these(app, scene.consultant, "did they come?")) == 1
        assert of_these(app, scene.owner, "did they come?") == []


def test_somebody_who_left_waits_until_it_is_decided_what_is_due(app: Flask) -> None:
    scene = placements.scene(app, number=1)
    placement = placements.started(app, scene)
    day = datetime.fromisoformat("2027-02-20T10:00+00:00")
    with as_of(day):
        assert of_these(app, scene.consultant, "left") == []
        placements.do(
            app,
            placement,
            lambda row: leaving.report(row, left_on=day.date(), because="Resigned.", by=scene.owner, at=day),
        )
        assert of_these(app, scene.consultant, "left") == ["The client reports that they left"]
        assert of_these(app, scene.deputy, "left") == ["The client reports that they left"]
        assert of_these(app, scene.owner, "left") == []
    with as_of(day + timedelta(days=3)):
        (late,) = [each for each in making.duties(app, scene.consultant) if "left" in each.what]
        assert late.is_late(at=clock.now())
    placements.left(app, scene, placement, day)
    assert of_these(app, scene.consultant, "eft within") == ["Left within the guarantee"]
    placements.credit(app, placement=placement, scene=scene, seen=654_750)
    assert of_these(app, scene.consultant, "eft within") == []
