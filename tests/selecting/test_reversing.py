"""Unmaking what was decided for a candidate by mistake: with a reason, by whose it was, until somebody has acted on it."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.applying import leaving, moving
from portal.applying.queries import job_of
from portal.applying.states import is_past
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.offering.models import ReservePlace
from portal.selecting import deciding, presenting, queries, telling
from tests import people
from tests.applying import making as applications
from tests.selecting import making
from tests.selecting.making import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


def decide(app: Flask, scene: Scene, *events: tuple[str, int]) -> None:
    """About the first application; by these people in turn."""
    for event, person in events:
        with app.app_context(), transaction():
            desk = making.desk(scene, person)
            row = queries.one(desk, scene.sent[0], locked=True)
            deciding.decide(desk, row, event, because="So.", at=clock.now(), unscored=True)


def tell(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.consultant)
        reference = scene.sent[0]
        expected = {reference: queries.one(desk, reference).state}
        telling.tell(desk, [reference], telling.TEMPLATES, expected=expected, at=clock.now())


def path(scene: Scene, length: int) -> tuple[tuple[str, int], ...]:
    whole = (("longlist", scene.consultant), ("shortlist", scene.chair), ("invite", scene.consultant))
    return whole[:length]


@pytest.mark.parametrize(("length", "before"), [(1, "submitted"), (2, "longlisted"), (3, "shortlisted")])
def test_each_decision_for_a_candidate_is_unmade_by_whose_it_was(
    app: Flask, scene: Scene, length: int, before: str
) -> None:
    *_, (event, whose) = path(scene, length)
    decide(app, scene, *path(scene, length))
    after = making.state_of(app, scene.sent[0])
    for other in {scene.consultant, scene.chair, scene.member} - {whose}:
        with pytest.raises(RuleBroken, match="not yours"):
            decide(app, scene, ("reverse", other))
    with pytest.raises(RuleBroken, match="Say why"), app.app_context(), transaction():
        desk = making.desk(scene, whose)
        deciding.decide(desk, queries.one(desk, scene.sent[0]), "reverse", because=" ", at=clock.now())
    assert making.state_of(app, scene.sent[0]) == after
    decide(app, scene, ("reverse", whose))
    assert making.state_of(app, scene.sent[0]) == before
    with app.app_context():
        steps = moving.history(applications.find(scene.sent[0]))
        assert [each.event for each in steps[-2:]] == [event, "reverse"] and steps[-1].reason == "So."
    decide(app, scene, (event, whose))
    assert making.state_of(app, scene.sent[0]) == after


def test_a_place_in_reserve_is_unmade_until_it_is_told(app: Flask, scene: Scene) -> None:
    decide(app, scene, *path(scene, 3))
    tell(app, scene)
    decide(app, scene, ("hold_in_reserve", scene.chair), ("reverse", scene.chair))
    assert making.state_of(app, scene.sent[0]) == "interview"
    with app.app_context():
        assert db.session.query(ReservePlace).one().ended_at is not None
    decide(app, scene, ("hold_in_reserve", scene.chair))
    tell(app, scene)
    with pytest.raises(
        RuleBroken, match="The place on the reserve list cannot be reversed: the candidate has been told"
    ):
        decide(app, scene, ("reverse", scene.chair))


@pytest.mark.parametrize("length", [1, 2, 3])
def test_what_the_candidate_was_told_stands_and_the_page_says_why(app: Flask, scene: Scene, length: int) -> None:
    decide(app, scene, *path(scene, length))
    tell(app, scene)
    *_, (_, whose) = path(scene, length)
    with pytest.raises(RuleBroken, match="cannot be reversed: the candidate has been told"):
        decide(app, scene, ("reverse", whose))
    door = "employer/panels" if whose == scene.chair else "consultant/campaigns"
    page = people.sign_in(app, whose).get(f"/{door}/{scene.campaign}/applications/{scene.sent[0]}").text
    assert "cannot be reversed: the candidate has been told." in page and "Reverse the decision" not in page


def test_what_was_told_and_refused_and_reversed_is_still_told(app: Flask, scene: Scene) -> None:
    """They know that they were on the longlist: a refusal for the shortlist said so."""
    decide(app, scene, *path(scene, 1), ("leave_off_shortlist", scene.chair))
    tell(app, scene)
    decide(app, scene, ("reverse", scene.chair))
    with pytest.raises(RuleBroken, match="the candidate has been told"):
        decide(app, scene, ("reverse", scene.consultant))


def test_a_longlisting_stands_once_the_panel_has_begun_to_score(app: Flask, scene: Scene) -> None:
    decide(app, scene, *path(scene, 1))
    making.score(app, scene, scene.member, scene.sent[0], 4, 4, 4)
    with pytest.raises(RuleBroken, match="somebody has begun to score it for the shortlist"):
        decide(app, scene, ("reverse", scene.consultant))
    assert making.state_of(app, scene.sent[0]) == "longlisted"


def test_a_choice_is_taken_back_before_the_invitation_is(app: Flask, scene: Scene) -> None:
    decide(app, scene, *path(scene, 3))
    tell(app, scene)
    decide(app, scene, ("appoint", scene.chair))
    with pytest.raises(RuleBroken, match="They are chosen for the post"):
        decide(app, scene, ("reverse", scene.consultant))


def test_a_longlisting_that_was_unmade_hides_the_application_from_the_panel(app: Flask, scene: Scene) -> None:
    decide(app, scene, *path(scene, 1), ("reverse", scene.consultant))
    with app.app_context(), pytest.raises(NotFound):
        queries.one(making.desk(scene, scene.chair), scene.sent[0])


def test_a_shortlisting_that_was_unmade_is_none_even_for_whoever_withdraws(app: Flask, scene: Scene) -> None:
    decide(app, scene, *path(scene, 2), ("reverse", scene.chair))

    def names() -> set[str]:
        desk = making.desk(scene, scene.consultant)
        row = queries.one(desk, scene.sent[0])
        return {presenting.name_of(desk, row), presenting.names_of_many(desk, [row])[row.id]}

    with app.app_context():
        assert names() == {""}
        with transaction():
            row = applications.find(scene.sent[0])
            leaving.withdraw(row, job_of(row), because="", by=row.person_id or 0, at=clock.now())
        assert names() == {""}
        assert not is_past(moving.as_steps(moving.history(applications.find(scene.sent[0]))), "shortlist")
