"""Notes, calls and follow-ups: kept for consultants, found by campaign and person, given to whom they are about."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.caseload import abouts, following_up, keeping, log
from portal.caseload.models import FollowUp, LogEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.recruitment import contacts, queries
from portal.recruitment.models import CampaignNote
from tests import people
from tests.caseload import making
from tests.races import at_once
from tests.selecting import making as selecting
from tests.selecting.making import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    return selecting.scene(app)


def act(app: Flask, scene: Scene, key: str, what) -> object:
    with app.app_context(), transaction():
        campaign = queries.for_consultant(scene.consultant, scene.campaign, locked=True)
        return what(campaign, abouts.of_key(campaign, key))


def plan(app: Flask, scene: Scene, key: str = "", *, days: int = 0, text: str = "Ask about the start.") -> str:
    on = clock.today() + timedelta(days=days)
    return act(
        app, scene, key,
        lambda it, about: following_up.plan(it, about, text=text, on=on, by=scene.consultant, at=clock.now()).reference,
    )  # fmt: skip


def entries(app: Flask) -> list[LogEntry]:
    with app.app_context():
        return db.session.query(LogEntry).all()


def address(scene: Scene, page: str = "") -> str:
    return f"/consultant/campaigns/{scene.campaign}/log{page}"


def test_a_note_about_a_candidate_is_found_by_the_candidate_and_the_campaign_under_the_number_alone(
    app: Flask, scene: Scene
) -> None:
    about = f"application:{scene.sent[0]}"
    browser = people.sign_in(app, scene.consultant)
    refused = people.post(browser, address(scene, f"/note?about={about}"), about=about, text="  ")
    assert "Write the note." in refused.text and entries(app) == []
    people.post(browser, address(scene, f"/note?about={about}"), about=about, text="Is on leave until Monday.")
    for page in (address(scene), address(scene, f"?about={about}")):
        said = browser.get(page).text
        assert "Is on leave until Monday." in said and "Note about Application 1" in said
        assert "Robin Hall" not in said
    assert "Is on leave" not in browser.get(address(scene, f"?about=application:{scene.sent[1]}")).text
    assert (
        "log?about=application"
        in browser.get(f"/consultant/campaigns/{scene.campaign}/applications/{scene.sent[0]}").text
    )


def test_a_note_about_nobody_is_one_of_the_campaigns_own(app: Flask, scene: Scene) -> None:
    act(
        app,
        scene,
        "",
        lambda it, about: keeping.note(it, about, "Call after three.", by=scene.consultant, at=clock.now()),
    )
    assert entries(app) == []
    with app.app_context():
        assert [each.text for each in db.session.query(CampaignNote)] == ["Call after three."]
        campaign = queries.for_consultant(scene.consultant, scene.campaign)
        lines = log.log_of(campaign, abouts.THE_CAMPAIGN, reader=scene.consultant, at=clock.now()).lines
    assert [(each.heading, each.text) for each in lines] == [("Note", "Call after three.")]


def test_a_call_says_with_whom_who_called_and_what_came_of_it(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction():
        contacts.put(queries.for_staff(scene.campaign), scene.owner, by=None, at=clock.now())
    browser = people.sign_in(app, scene.deputy)
    today = clock.today()
    day = [str(today.day), str(today.month), str(today.year)]
    facts = {"about": "", "whom": "", "direction": "out", "on": day, "text": "Wants two more days."}
    assert "Say with whom the call was." in people.post(browser, address(scene, "/call"), **facts).text
    future = {**facts, "on": [day[0], day[1], str(today.year + 1)], "whom": "The finance team"}
    assert "today, or one before it" in people.post(browser, address(scene, "/call"), **future).text
    assert entries(app) == []
    with app.app_context():
        owner = next(each.reference for each in contacts.of(queries.for_staff(scene.campaign)))
    people.post(browser, address(scene, "/call"), **{**facts, "about": f"contact:{owner}"})
    assert "Call with Pat Moor. We called them" in browser.get(address(scene, f"?about=contact:{owner}")).text


def test_only_the_writer_takes_a_note_back(app: Flask, scene: Scene) -> None:
    key = f"application:{scene.sent[0]}"
    act(app, scene, key, lambda it, about: keeping.note(it, about, "Wrong one.", by=scene.consultant, at=clock.now()))
    to = address(scene, f"/entries/{entries(app)[0].reference}/remove")
    plan(app, scene)
    other = people.sign_in(app, scene.deputy)
    assert other.post(to, data={"csrf_token": people.csrf_of(other, address(scene))}).status_code == 404
    assert len(entries(app)) == 1
    people.post(people.sign_in(app, scene.consultant), to, form_at=address(scene))
    assert entries(app) == []


@pytest.mark.parametrize("key", ["application:ZZZZZZZZ", "contact:ZZZZZZZZ", "person:1", "x"])
def test_nothing_is_kept_about_whoever_has_nothing_to_do_with_the_campaign(app: Flask, scene: Scene, key: str) -> None:
    with pytest.raises(NotFound):
        plan(app, scene, key)


def test_neither_the_client_nor_the_panel_nor_another_consultant_reaches_the_log(app: Flask, scene: Scene) -> None:
    other = people.make(app, "eve@society.example", given=("consultant",))
    for person in (scene.owner, scene.chair, other):
        assert people.sign_in(app, person).get(address(scene)).status_code == 404


def test_a_follow_up_enters_the_queue_on_its_day_is_ticked_off_there_and_taken_up_again(
    app: Flask, scene: Scene
) -> None:
    reference = plan(app, scene, f"application:{scene.sent[0]}", days=3)
    wanted = "Follow up: Ask about the start."
    assert wanted not in making.said(app, scene.consultant)
    with clock.as_of(clock.now() + timedelta(days=3)):
        row = next(each for each in making.duties(app, scene.deputy) if each.what == wanted)
        assert (row.whom, row.is_late(at=clock.now())) == ("Application 1", False)
    today = plan(app, scene, text="Call Pat.")
    browser = people.sign_in(app, scene.consultant)
    to = address(scene, f"/follow-ups/{today}/done")
    said = browser.post(to, data={"csrf_token": people.csrf_of(browser, "/consultant")}, follow_redirects=True).text
    assert "Not done after all" in said and "Follow up: Call Pat." not in making.said(app, scene.consultant)
    people.post(browser, to.replace("/done", "/open"), form_at=address(scene))
    assert "Follow up: Call Pat." in making.said(app, scene.consultant)
    assert reference in browser.get(address(scene)).text


def test_what_is_planned_has_words_and_a_day_to_come(app: Flask, scene: Scene) -> None:
    for facts, why in (({"text": " "}, "Write what"), ({"days": -1}, "from today on"), ({"days": 800}, "two years")):
        with pytest.raises(RuleBroken, match=why):
            plan(app, scene, **facts)
    with app.app_context():
        assert db.session.query(FollowUp).count() == 0


def test_a_follow_up_of_a_campaign_that_is_over_still_comes_up(app: Flask, scene: Scene) -> None:
    plan(app, scene)
    with app.app_context(), transaction():
        queries.for_staff(scene.campaign).state = "filled"
    assert making.said(app, scene.consultant) == ["Follow up: Ask about the start."]


def test_of_two_who_tick_it_off_at_once_one_does(app_on_either: Flask) -> None:
    app = app_on_either
    scene = selecting.scene(app)
    reference = plan(app, scene)

    def tick() -> str:
        with transaction():
            campaign = queries.for_consultant(scene.deputy, scene.campaign, locked=True)
            following_up.tick(campaign, reference, done=True, by=scene.deputy, at=clock.now())
        return "done"

    ends = [str(each) for each in at_once(app, tick, times=4)]
    assert sorted(ends) == [*["It was ticked off already."] * 3, "done"]
