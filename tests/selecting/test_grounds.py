"""Deciding with and without scores that count: without them it is meant, it is kept, and nothing that was given is lost."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.applying.moving import history
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.selecting import deciding, queries
from tests import people
from tests.applying import making as applications
from tests.selecting import making
from tests.selecting.making import Scene

GOOD, BETTER = (6, 5, 3), (6, 6, 3)


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


def decide(app: Flask, scene: Scene, person: int, reference: str, event: str, *, unscored: bool = False) -> str:
    """The reason that is kept."""
    with app.app_context():
        with transaction():
            desk = making.desk(scene, person)
            row = queries.one(desk, reference, locked=True)
            deciding.decide(desk, row, event, because="By their evidence.", at=clock.now(), unscored=unscored)
        return history(applications.find(reference))[-1].reason


def page(app: Flask, scene: Scene, person: int) -> str:
    door = "employer/panels" if person in (scene.chair, scene.member) else "consultant/campaigns"
    browser = people.sign_in(app, person)
    return browser.get(f"/{door}/{scene.campaign}/applications/{scene.sent[0]}").text


@pytest.mark.parametrize("event", ["longlist", "leave_off_longlist"])
@pytest.mark.parametrize("scores", [(), (GOOD,), (GOOD, BETTER)], ids=["nobody", "one of two", "two differ"])
def test_either_decision_without_scores_that_count_is_meant_and_kept(
    app: Flask, scene: Scene, event: str, scores: tuple[tuple[int, ...], ...]
) -> None:
    reference = scene.sent[0]
    for person, given in zip((scene.consultant, scene.deputy), scores, strict=False):
        making.score(app, scene, person, reference, *given)
    with pytest.raises(RuleBroken, match="No scores count yet for the longlist"):
        decide(app, scene, scene.consultant, reference, event)
    assert making.state_of(app, reference) == "submitted"
    said = decide(app, scene, scene.consultant, reference, event, unscored=True)
    assert said == "Decided without agreed scores: By their evidence."


def test_scores_that_count_need_no_tick_and_leave_no_mark(app: Flask, scene: Scene) -> None:
    reference = scene.sent[0]
    for person in (scene.consultant, scene.deputy):
        making.score(app, scene, person, reference, *GOOD)
    assert decide(app, scene, scene.consultant, reference, "longlist", unscored=True) == "By their evidence."
    assert "No scores count yet" in page(app, scene, scene.chair)
    for person in (scene.chair, scene.member):
        making.score(app, scene, person, reference, *GOOD)
    assert decide(app, scene, scene.chair, reference, "shortlist") == "By their evidence."
    assert "without agreed scores" not in page(app, scene, scene.consultant).lower()


def test_what_somebody_gave_stays_readable_to_them_alone(app: Flask, scene: Scene) -> None:
    reference = scene.sent[0]
    making.score(app, scene, scene.consultant, reference, *GOOD)
    decide(app, scene, scene.consultant, reference, "longlist", unscored=True)
    own, other = page(app, scene, scene.consultant), page(app, scene, scene.deputy)
    assert "Evidence for E1" in own and "Not agreed" in own
    assert "The longlist was decided without agreed scores." in own
    assert "Evidence for E1" not in other


def test_what_differed_says_plainly_that_it_was_decided_without_and_is_not_agreed_afterwards(
    app: Flask, scene: Scene
) -> None:
    reference = scene.sent[0]
    making.score(app, scene, scene.consultant, reference, *GOOD)
    making.score(app, scene, scene.deputy, reference, *BETTER)
    decide(app, scene, scene.consultant, reference, "longlist", unscored=True)
    read = page(app, scene, scene.deputy)
    assert "The longlist was decided without agreed scores." in read and read.count("Evidence for E2") == 2
    browser = people.sign_in(app, scene.consultant)
    to = f"/consultant/campaigns/{scene.campaign}/applications"
    answer = browser.get(f"{to}/{reference}/moderate")
    assert answer.location == f"{to}/{reference}"
    assert "It is decided, so its scores are not agreed any more." in browser.get(answer.location).text
    assert "Decided without agreed scores" in browser.get(f"{to}/board").text


def test_many_are_decided_without_scores_only_by_the_tick_and_those_without_are_named(app: Flask, scene: Scene) -> None:
    first, second = scene.sent
    for person in (scene.consultant, scene.deputy):
        making.score(app, scene, person, first, *GOOD)

    def longlist(*, unscored: bool) -> None:
        with app.app_context(), transaction():
            desk = making.desk(scene, scene.consultant)
            facts = {"because": "Both.", "at": clock.now()}
            deciding.decide_many(desk, scene.sent, "longlist", unscored=unscored, **facts)

    with pytest.raises(RuleBroken, match=r"^Application 2: No scores count yet .* Nothing was decided"):
        longlist(unscored=False)
    assert making.state_of(app, first) == "submitted"
    longlist(unscored=True)
    with app.app_context():
        reasons = [history(applications.find(each))[-1].reason for each in (first, second)]
    assert reasons == ["Both.", "Decided without agreed scores: Both."]


def test_a_guarantee_is_not_ticked_away(app: Flask, scene: Scene) -> None:
    asks = making.applied(app, scene.vacancy, 3, schemes={"schemes": ["at_risk"]})
    with pytest.raises(RuleBroken, match="scored before it can be left off"):
        decide(app, scene, scene.consultant, asks, "leave_off_longlist", unscored=True)
