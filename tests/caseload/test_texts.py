"""Texts for messages: shared or one's own, with every version, and offered where candidates are told and written to."""

import pytest
from flask import Flask

from portal.applying import talking
from portal.caseload import wording
from portal.caseload.models import MessageText
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.selecting import deciding, queries, wordings
from tests import people
from tests.selecting import making as selecting
from tests.selecting.making import Scene

BODY = "Come and meet us, [name], about [job]."


@pytest.fixture
def scene(app: Flask) -> Scene:
    return selecting.scene(app)


def add(
    app: Flask, by: int, *, use: str = "message", own: bool = False, name: str = "Meeting", body: str = BODY
) -> str:
    with app.app_context(), transaction():
        owner_id = by if own else None
        made = wording.add(name=name, use=use, body=body, owner_id=owner_id, by=by, at=clock.now())
        return made.reference


def offered(app: Flask, scene: Scene, person: int, use: str = "message") -> list[str]:
    with app.app_context():
        return [each.name for each in wordings.offered(selecting.desk(scene, person), use)]


def test_shared_texts_are_everybodys_and_ones_own_are_ones_own(app: Flask, scene: Scene) -> None:
    add(app, scene.consultant, name="For all")
    mine = add(app, scene.consultant, own=True, name="For me")
    assert offered(app, scene, scene.consultant) == ["For all (shared)", "For me (yours)"]
    assert offered(app, scene, scene.deputy) == ["For all (shared)"]
    assert offered(app, scene, scene.member) == [], "a panel writes to nobody"
    for reader in (scene.deputy, None):
        with app.app_context(), pytest.raises(NotFound):
            wording.one(reader, mine)
    assert people.sign_in(app, scene.deputy).get(f"/consultant/texts/{mine}").status_code == 404


def test_a_text_is_written_and_changed_on_its_pages_and_its_versions_are_kept(app: Flask, scene: Scene) -> None:
    browser = people.sign_in(app, scene.consultant)
    assert "There is no text yet." in browser.get("/consultant/texts").text
    facts = {"name": "Meeting", "used_for": "message", "shared": "shared", "text": BODY}
    for missing, says in (
        ("name", "Give it a name"),
        ("used_for", "Choose what it is for."),
        ("shared", "Say whose it is."),
    ):
        assert says in people.post(browser, "/consultant/texts/new", **{**facts, missing: ""}).text
    with app.app_context():
        assert db.session.query(MessageText).count() == 0
    people.post(browser, "/consultant/texts/new", **facts)
    with app.app_context():
        reference = db.session.query(MessageText.reference).scalar()
    staff = people.sign_in(app, people.make(app, "sam@society.example", given=("staff",)))
    to = f"/staff/texts/{reference}"
    people.post(staff, to, name="Meeting", used_for="message", text="Dear [name], come.", seen="1")
    page = browser.get(f"/consultant/texts/{reference}").text
    assert "Dear [name], come." in page and "1 earlier version" in page and "Come and meet us" in page


def test_two_who_change_a_text_lose_nobodys_words(app: Flask, scene: Scene) -> None:
    reference = add(app, scene.consultant)

    def change(by: int, body: str) -> None:
        with app.app_context(), transaction():
            text = wording.one(by, reference, locked=True)
            wording.change(text, name="Meeting", use="message", body=body, seen=1, by=by, at=clock.now())

    change(scene.deputy, "First.")
    with pytest.raises(RuleBroken, match="Dan Moss has changed this text"):
        change(scene.consultant, "Second.")
    with app.app_context():
        said = [each.body for each in wording.versions(wording.one(None, reference))]
    assert said == ["First.", BODY]


def test_what_is_put_aside_is_offered_no_longer_and_can_come_back(app: Flask, scene: Scene) -> None:
    reference = add(app, scene.consultant)
    browser = people.sign_in(app, scene.deputy)
    to = f"/consultant/texts/{reference}/aside"
    people.post(browser, to, form_at="/consultant/texts", action="aside")
    assert offered(app, scene, scene.consultant) == []
    people.post(browser, to, form_at="/consultant/texts", action="again")
    assert offered(app, scene, scene.consultant) == ["Meeting (shared)"]


def test_telling_begins_from_a_text_and_keeps_who_was_chosen(app: Flask, scene: Scene) -> None:
    reference = add(app, scene.consultant, use="not_longlisted", name="Short", body="Not this time, [name].")
    with app.app_context(), transaction():
        desk = selecting.desk(scene, scene.consultant)
        for each in scene.sent:
            row = queries.one(desk, each, locked=True)
            deciding.decide(desk, row, "leave_off_longlist", because="So.", at=clock.now(), unscored=True)
    browser = people.sign_in(app, scene.consultant)
    to = f"/consultant/campaigns/{scene.campaign}/applications/tell"
    facts = {"application": scene.sent[0], "text_not_longlisted": "My own.", "wording_not_longlisted": reference}
    page = people.post(browser, to, **facts, action="fill:not_longlisted").text
    assert "Not this time, [name]." in page and "My own." not in page and page.count(" checked") == 1
    facts["wording_not_longlisted"] = "ZZZZZZZZ"
    assert "My own." in people.post(browser, to, **facts, action="fill:not_longlisted").text
    facts["text_not_longlisted"] = "Not this time, [name]."
    preview = people.post(browser, to, **facts).text
    assert "Check every message" in preview and "[name]" not in preview.split("<form")[1]


def test_a_message_begins_from_a_text_without_telling_a_hidden_name(app: Flask, scene: Scene) -> None:
    reference = add(app, scene.consultant)
    browser = people.sign_in(app, scene.consultant)
    to = f"/consultant/campaigns/{scene.campaign}/applications/{scene.sent[0]}/messages"
    page = people.post(browser, to, wording=reference, action="fill").text
    assert "Come and meet us, applicant, about " in page and "Robin" not in page
    with app.app_context():
        row = queries.one(selecting.desk(scene, scene.consultant), scene.sent[0])
        assert talking.messages(row) == [], "nothing is sent by choosing a text"
    with app.app_context(), transaction():
        queries.one(selecting.desk(scene, scene.consultant), scene.sent[0]).state = "shortlisted"
    assert "Come and meet us, Robin Hall, about " in people.post(browser, to, wording=reference, action="fill").text
