"""The board: everybody by stage, without a hidden name, with flags, and usable with two hundred."""

import re

import pytest
from flask import Flask

from portal.applying.models import JobApplication
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.recruitment.models import Campaign
from portal.selecting import board, deciding, queries
from tests import people
from tests.caseload import making as crowds
from tests.selecting import making
from tests.selecting.making import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


def cards(app: Flask, scene: Scene, person: int) -> list[board.Card]:
    with app.test_request_context():
        return board.cards_of(making.desk(scene, person), lambda reference: f"/{reference}", at=clock.now())


def decide(app: Flask, scene: Scene, person: int, reference: str, *events: str) -> None:
    with app.app_context(), transaction():
        desk = making.desk(scene, person)
        for event in events:
            deciding.decide(
                desk, queries.one(desk, reference, locked=True), event, because="So.", at=clock.now(), unscored=True
            )


def address(scene: Scene, query: str = "") -> str:
    return f"/consultant/campaigns/{scene.campaign}/applications/board{query}"


def test_cards_stand_by_stage_with_scores_and_flags_and_names_only_from_the_shortlist_on(
    app: Flask, scene: Scene
) -> None:
    first, second = scene.sent
    making.score(app, scene, scene.consultant, first, 6, 5, 3)
    making.score(app, scene, scene.deputy, first, 6, 5, 3)
    decide(app, scene, scene.consultant, first, "longlist")
    decide(app, scene, scene.consultant, second, "leave_off_longlist")
    one, two = cards(app, scene, scene.consultant)
    assert (one.called, one.name, one.stage, one.score, one.scored_in) == (
        "Application 1", "", "longlist", 14, "Longlist",
    )  # fmt: skip
    assert (two.stage, two.flags, two.score) == ("out", ["Waits to be told", "Decided without agreed scores"], None)
    decide(app, scene, scene.chair, first, "shortlist")
    assert cards(app, scene, scene.consultant)[0].name == "Robin Hall"


def test_names_shown_of_many_is_the_rule_of_each(app: Flask, scene: Scene) -> None:
    first, second = scene.sent
    decide(app, scene, scene.consultant, first, "longlist")
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.consultant)
        deciding.unhide(desk, queries.one(desk, second), because="To call them.", at=clock.now())
    with app.app_context():
        for person in (scene.consultant, scene.deputy):
            desk = making.desk(scene, person)
            rows = queries.every(desk)
            assert queries.names_shown_of_many(desk, rows) == {
                each.id for each in rows if queries.names_shown(desk, each)
            }


def test_a_panel_sees_on_its_board_who_is_on_the_longlist_and_no_flag_of_telling(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    page = people.sign_in(app, scene.member).get(f"/employer/panels/{scene.campaign}/applications/board").text
    assert "Application 1" in page and "Application 2" not in page and "Waits to be told" not in page
    assert "Robin Hall" not in page


def test_an_employer_without_a_consultant_has_a_board_and_one_with_a_consultant_has_none(
    app: Flask, scene: Scene
) -> None:
    browser = people.sign_in(app, scene.owner)
    to = f"/employer/{scene.client}/vacancies/{scene.posting}/applications/board"
    assert browser.get(to).status_code == 404
    with app.app_context(), transaction():
        db.session.query(Campaign).update({"posting_id": None})
    page = browser.get(to).text
    assert "Application 1" in page and "Put on the longlist" in page and "Put on the shortlist" not in page


def test_two_hundred_are_shown_with_as_many_questions_as_five(app: Flask, scene: Scene) -> None:
    browser = people.sign_in(app, scene.consultant)
    browser.get(address(scene))
    with crowds.counting(app) as few:
        browser.get(address(scene))
    crowds.crowd(app, scene.posting, 198, first=3)
    with crowds.counting(app) as many:
        page = browser.get(address(scene)).text
    assert len(many) == len(few) <= 30
    assert page.count("data-card>") == board.MOST and "Show 180 more" in page
    assert browser.get(address(scene, "?column=sent")).text.count("data-card>") == 200
    table = browser.get(address(scene, "?view=table&sort=-number")).text
    assert re.findall(r">Application (\d+)<", table)[:2] == ["200", "199"] and table.count("data-card>") == 50
    assert "view=table" in re.search(r'href="([^"]*page=2[^"]*)"', table)[1]


def test_moving_goes_over_the_page_that_asks_for_the_reason_and_comes_back(app: Flask, scene: Scene) -> None:
    browser = people.sign_in(app, scene.consultant)
    to = address(scene).replace("/board", "/decide")
    facts = {"application": list(scene.sent), "event": "longlist", "round": "board"}
    asked = people.post(browser, to, form_at=address(scene), **facts)
    assert "Why?" in asked.text and making.state_of(app, scene.sent[0]) == "submitted"
    assert asked.text.count("No scores that count") == 2
    short = people.post(browser, to, form_at=address(scene), **facts, because="Both are strong.")
    assert "No scores count yet for the longlist." in short.text and "Both are strong." in short.text
    assert making.state_of(app, scene.sent[0]) == "submitted"
    done = people.post(browser, to, form_at=address(scene), **facts, because="Both are strong.", unscored="y")
    assert done.status_code == 302 and done.location.endswith("/applications/board")
    assert {making.state_of(app, each) for each in scene.sent} == {"longlisted"}


def test_an_empty_board_says_so(app: Flask) -> None:
    scene = making.scene(app, number=0)
    assert "Nobody has applied yet." in people.sign_in(app, scene.consultant).get(address(scene)).text


def test_a_draft_is_on_nobodys_board(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction():
        db.session.query(JobApplication).filter_by(reference=scene.sent[0]).update({"state": "draft"})
    assert [each.number for each in cards(app, scene, scene.consultant)] == [2]


def test_the_board_offers_what_can_be_decided_under_its_stage_and_presets_nothing(app: Flask, scene: Scene) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    page = people.sign_in(app, scene.consultant).get(address(scene)).text
    listed = page.partition('<select class="govuk-select" id="event"')[2].partition("</select>")[0]
    assert re.findall(r'label="([^"]+)"|value="(\w*)"', listed) == [
        ("", ""), ("For “Sent in”", ""), ("", "longlist"), ("", "leave_off_longlist"),
    ]  # fmt: skip
    assert "A decision is made about people of one stage." in page and "selected" not in listed


def test_what_cannot_be_decided_is_said_before_a_reason_is_written_and_the_choice_stays(
    app: Flask, scene: Scene
) -> None:
    decide(app, scene, scene.consultant, scene.sent[0], "longlist")
    browser = people.sign_in(app, scene.consultant)
    to = address(scene).replace("/board", "/decide")
    facts = {"application": list(scene.sent), "event": "longlist", "round": "board"}
    answer = people.post(browser, to, form_at=address(scene), **facts)
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    assert "“Put on the longlist” cannot be decided about application 1 (On the longlist)." in page
    assert page.count(" checked>") == 2
    assert making.state_of(app, scene.sent[1]) == "submitted"


def test_an_order_of_merit_presets_no_decision(app: Flask, scene: Scene) -> None:
    merit = address(scene).replace("/board", "/merit/longlist")
    browser = people.sign_in(app, scene.consultant)
    listed = browser.get(merit).text.partition('id="event" name="event">')[2].partition("</select>")[0]
    assert listed.startswith('<option value="">Choose</option>')
    facts = {"application": [scene.sent[0]], "event": "", "round": "longlist"}
    answer = people.post(browser, merit.replace("/merit/longlist", "/decide"), form_at=merit, **facts)
    page = browser.get(answer.location).text
    assert "Choose what is decided." in page and page.count(" checked>") == 1
    assert {making.state_of(app, each) for each in scene.sent} == {"submitted"}
