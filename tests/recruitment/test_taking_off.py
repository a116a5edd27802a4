"""Taking somebody off a campaign: what hangs on it is said before, and they are told."""

from flask import Flask

from portal.foundation import clock
from portal.mail.models import Message
from portal.recruitment import panels, queries
from portal.recruitment.models import Campaign
from tests import people
from tests.employers import acting
from tests.interviewing import making as interviews
from tests.recruitment import making as campaigns
from tests.selecting import making


def member_of(app: Flask, scene: making.Scene, person: int) -> str:
    with app.app_context():
        found = panels.of(queries.for_staff(scene.campaign))
        return next(each.reference for each in found if each.person_id == person)


def told(app: Flask) -> list[str]:
    with app.app_context():
        rows = Message.query.filter_by(kind="recruitment/mail/taken_off").order_by(Message.id)
        return [each.recipient for each in rows]


def test_nobody_is_taken_off_a_panel_before_it_is_said_what_hangs_on_them(app: Flask, sign_in) -> None:
    scene = interviews.scene(app, number=1)
    chair = member_of(app, scene, scene.chair)
    round_, slots = interviews.round_with(app, scene, interviewers=[chair])
    (one,) = interviews.invited(app, scene, round_)
    interviews.choose(app, scene.sent[0], one, slots[0])
    browser, at = sign_in(scene.consultant), f"/consultant/campaigns/{scene.campaign}/people"
    assert f"{at[len('/consultant') :]}/panel/{chair}/remove" in browser.get(at).text
    page = browser.get(f"{at}/panel/{chair}/remove").text
    assert (
        "They sit in 1 interview that has a time and is not over, the first at 10:00am on Tuesday 15 December 2026."
        in page
    )
    assert "Nobody else is named to hold “First interview”." in page
    assert "Until somebody else chairs it" in page
    assert (member_of(app, scene, scene.chair), told(app)) == (chair, [])
    people.post(browser, f"{at}/panel/{chair}/remove")
    assert told(app) == ["chair@leeds.gov.uk"]
    assert "Somebody was taken off" in browser.get(f"/consultant/campaigns/{scene.campaign}").text
    assert browser.get(f"{at}/panel/{chair}/remove").status_code == 404


def test_scores_that_were_begun_are_named(app: Flask, sign_in) -> None:
    from portal.database.transaction import transaction
    from portal.selecting import queries as chosen
    from portal.selecting import scoring

    scene = making.scene(app, number=1)
    with app.app_context(), transaction():
        from portal.applying.moving import move

        move(interviews.find(scene.sent[0]), "longlist", by=scene.consultant, at=clock.now(), reason="Evidence.")
    with app.app_context(), transaction():
        desk = making.desk(scene, scene.member)
        row = chosen.one(desk, scene.sent[0])
        scoring.save(desk, row, {"E1": 4}, {"E1": "Networks."}, done=False, at=clock.now())
    member = member_of(app, scene, scene.member)
    page = sign_in(scene.owner).get(f"/employer/{scene.client}/campaigns/{scene.campaign}/people/panel/{member}/remove")
    assert "They have begun to score 1 application, and not handed those scores in" in page.text


def test_an_invitation_is_taken_back_with_a_mail_to_its_address(app: Flask, make_person, sign_in) -> None:
    cast = campaigns.cast(app, make_person)
    reference = campaigns.campaign(app, cast)
    found = {"name": "Helen Carr", "email": "helen@leeds.gov.uk", "is_chair": False}
    campaigns.act(app, reference, lambda it: panels.invite(it, **found, by=cast.owner, at=clock.now()))
    (member,) = campaigns.ask(app, reference, lambda it: [each.reference for each in panels.of(it)])
    at = f"/consultant/campaigns/{reference}/people/panel/{member}/remove"
    browser = sign_in(cast.consultant)
    assert "Their invitation ends" in browser.get(at).text
    people.post(browser, at)
    assert told(app) == ["helen@leeds.gov.uk"]


def test_of_a_contact_it_is_said_truly_who_still_sees_the_campaign(app: Flask, make_person, sign_in) -> None:
    from portal.accounts import queries as accounts
    from portal.recruitment import contacts

    cast = campaigns.cast(app, make_person)
    reference = campaigns.campaign(app, cast)
    colleague = make_person("lee@leeds.gov.uk", name="Lee Ward")
    acting.seat(app, cast.client, colleague, "recruiter")

    def add(it: Campaign) -> None:
        for person in (colleague, cast.owner):
            contacts.put(it, person, by=cast.owner, at=clock.now())

    campaigns.act(app, reference, add)
    with app.app_context():
        owner, other = accounts.by_id(cast.owner).reference, accounts.by_id(colleague).reference
    browser, at = sign_in(cast.consultant), f"/consultant/campaigns/{reference}/people/contacts"
    assert "An owner still sees it." in browser.get(f"{at}/{owner}/remove").text
    assert "They do not see it any more." in browser.get(f"{at}/{other}/remove").text
    people.post(browser, f"{at}/{owner}/remove")
    assert "An owner still sees it." in browser.get(f"/consultant/campaigns/{reference}/people").text
    people.post(browser, f"{at}/{other}/remove")
    assert "somebody has to answer for it" in browser.get(f"/consultant/campaigns/{reference}/people").text
    assert told(app) == ["pat@leeds.gov.uk"]
