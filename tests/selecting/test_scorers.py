"""Two people score. Where the panel is one person, one consultant is the second, and never two instead of the panel."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.applying.moving import move
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import queries as campaigns
from portal.recruitment.models import PanelMember
from portal.selecting import queries, ranking, scoring
from tests import people
from tests.applying import making as applications
from tests.selecting import making
from tests.selecting.making import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    """The chair alone has joined, and one application is on the longlist."""
    made = making.scene(app, number=1)
    with app.app_context(), transaction():
        db.session.query(PanelMember).filter_by(person_id=made.member).delete()
        move(applications.find(made.sent[0]), "longlist", by=made.consultant, at=clock.now(), reason="Good.")
    return made


def waits(app: Flask, scene: Scene, person: int, round_: str) -> list[str]:
    with app.app_context():
        return [each.waits_for for each in ranking.order(making.desk(scene, person), round_, at=clock.now())]


def agreed(app: Flask, scene: Scene) -> object:
    with app.app_context():
        desk = making.desk(scene, scene.chair)
        return scoring.standing_of(desk, queries.one(desk, scene.sent[0]), "shortlist").agreed


def page(app: Flask, scene: Scene, which: str) -> str:
    return (
        people.sign_in(app, scene.consultant).get(f"/consultant/campaigns/{scene.campaign}/applications/{which}").text
    )


def test_a_consultant_is_the_second_beside_a_panel_of_one(app: Flask, scene: Scene) -> None:
    making.score(app, scene, scene.chair, scene.sent[0], 5, 5, 3)
    assert agreed(app, scene) is None
    making.score(app, scene, scene.consultant, scene.sent[0], 5, 5, 3)
    assert agreed(app, scene) == {"E1": 5, "E2": 5, "D1": 3}
    assert waits(app, scene, scene.chair, "shortlist") == [""]


def test_two_consultants_never_settle_it_without_the_panel(app: Flask, scene: Scene) -> None:
    making.score(app, scene, scene.consultant, scene.sent[0], 5, 5, 3)
    with pytest.raises(RuleBroken, match="Another consultant scores this application beside the panel already"):
        making.score(app, scene, scene.deputy, scene.sent[0], 5, 5, 3)
    assert agreed(app, scene) is None


def test_consultants_score_no_shortlist_of_a_panel_of_two(app: Flask) -> None:
    scene = making.scene(app, number=1)
    with app.app_context(), transaction():
        move(applications.find(scene.sent[0]), "longlist", by=scene.consultant, at=clock.now(), reason="Good.")
    with pytest.raises(RuleBroken, match="not scored at present"):
        making.score(app, scene, scene.consultant, scene.sent[0], 5, 5, 3)
    assert waits(app, scene, scene.chair, "shortlist") == ["Waits for two people to score it"]


def test_what_waits_says_what_to_do(app: Flask, scene: Scene) -> None:
    (said,) = waits(app, scene, scene.chair, "shortlist")
    assert said.startswith("Waits for two people to score it. You are the whole panel") and "invited" in said
    making.score(app, scene, scene.chair, scene.sent[0], 5, 5, 3)
    read = page(app, scene, "merit/shortlist")
    assert "Waits for one more person to score it. The panel is one person: be the second who scores" in read
    assert "invite a second person" in read
    making.applied(app, scene.vacancy, 1)
    with app.app_context(), transaction():
        campaigns.for_staff(scene.campaign).deputy_id = None
    assert waits(app, scene, scene.consultant, "longlist") == [
        "Waits for two people to score it. Name a deputy for the campaign, who is the second."
    ]


def test_what_a_consultant_gave_stays_readable_once_a_second_member_joins(app: Flask, scene: Scene) -> None:
    making.score(app, scene, scene.consultant, scene.sent[0], 5, 5, 3)
    with app.app_context(), transaction():
        facts = {"campaign_id": db.session.query(PanelMember).one().campaign_id, "is_chair": False}
        facts |= {"invited_at": clock.now(), "taken_up_at": clock.now()}
        db.session.add(PanelMember(reference="SECOND1", person_id=scene.member, **facts))
    read = page(app, scene, scene.sent[0])
    assert "Evidence for E1" in read and "Score it" not in read
