"""Drawing on a reserve list: the same organisation, the same role, those who agreed; and nothing without their yes."""

from datetime import datetime

import pytest
from flask import Flask

from portal.applying import moving
from portal.applying import queries as applications
from portal.applying.models import JobApplication
from portal.applying.states import must_be_told, replay, seen
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference
from portal.mail.models import Message
from portal.offering import drawing, reserving
from portal.offering.models import ReserveAsk
from portal.recruitment import queries as campaigns
from portal.recruitment import weighing
from portal.recruitment.models import Campaign
from portal.selecting import desks, queries
from portal.selecting.desks import Desk
from portal.vacancies.models import Vacancy
from tests.applying import making as adverts
from tests.conftest import SignIn
from tests.offering import making
from tests.people import post
from tests.posting import making as postings
from tests.races import at_once
from tests.selecting import making as scenes
from tests.selecting.making import Scene


@pytest.fixture
def scene(app_on_either: Flask) -> Scene:
    return scenes.scene(app_on_either)


@pytest.fixture
def one(app: Flask) -> Scene:
    return scenes.scene(app)


def reserved(app: Flask, scene: Scene, *, may_ask: bool = True) -> str:
    """Robin is in reserve, and has said whether they may be asked."""
    reference = making.interviewed(app, scene)
    with app.app_context(), transaction():
        row = making.find(reference)
        step = moving.move(row, "hold_in_reserve", by=scene.chair, at=clock.now(), reason="Close second.")
        step.told_at, step.told_words = clock.now(), "You are in reserve."
        if may_ask:
            reserving.say(row, may_ask=True, by=row.person_id or 0, at=clock.now())
    return reference


def later(app: Flask, scene: Scene) -> str:
    """Another campaign of the organisation for the same job, which the deputy runs; its reference."""
    with app.app_context():
        organisation = db.session.query(Organisation).filter_by(reference=scene.client).one()
        db.session.expunge(organisation)
    posting, _ = adverts.advert(app, organisation, scene.owner)
    with app.app_context(), transaction():
        row = Campaign(
            reference=new_reference(),
            organisation_id=organisation.id,
            posting_id=postings.find(posting).id,
            service="percentage",
            state="selection",
            title="Network Engineer",
            consultant_id=scene.deputy,
            begun_at=clock.now(),
            updated_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        weighing.freeze(row, at=clock.now())
        return row.reference


def desk(scene: Scene, campaign: str) -> Desk:
    return desks.of_consultant(scene.deputy, campaign)


def names(app: Flask, scene: Scene, campaign: str) -> list[tuple[str, str]]:
    with app.app_context():
        return [(each.name, each.answer) for each in drawing.in_reserve(desk(scene, campaign), at=clock.now())]


def ask(app: Flask, scene: Scene, campaign: str, reference: str, message: str = "Would you like it?") -> None:
    with app.app_context(), transaction():
        drawing.ask(desk(scene, campaign), reference, message, at=clock.now())


def answer(app: Flask, reference: str, campaign: str, *, yes: bool) -> str:
    with app.app_context(), transaction():
        row = applications.own(making.find(reference).person_id or 0, reference, locked=True)
        return drawing.answer(row, campaign, yes=yes, by=row.person_id or 0, at=clock.now())


def test_a_yes_brings_them_among_those_who_were_interviewed(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    reference, campaign = reserved(app, scene), later(app, scene)
    assert names(app, scene, campaign) == [("Robin Hall", "")]
    ask(app, scene, campaign, reference)
    with pytest.raises(RuleBroken, match="asked already"):
        ask(app, scene, campaign, reference)
    with app.app_context():
        assert queries.every(desk(scene, campaign)) == [], "nobody is there without their yes"
    made = answer(app, reference, campaign, yes=True)
    with app.app_context():
        [row] = queries.every(desk(scene, campaign))
        steps = applications.steps_of(row)
        assert (row.reference, row.state, row.number) == (made, "interview", 1)
        assert replay([each.event for each in steps]) == "interview" == seen(steps) and not must_be_told(steps)
        assert row.answers["contact"]["name"] == "Robin Hall" and "criteria" not in row.answers
        kinds = [each.kind for each in db.session.query(Message).order_by(Message.id)]
        assert kinds[-2:] == ["offering/mail/drawn_on", "offering/mail/drawing_answered"]
    assert names(app, scene, campaign) == [("Robin Hall", "Said yes")]
    with pytest.raises(RuleBroken, match="answered already"):
        answer(app, reference, campaign, yes=False)
    assert making.state_of(app, reference) == "reserve"


def test_a_no_brings_nobody(app: Flask, one: Scene) -> None:
    reference, campaign = reserved(app, one), later(app, one)
    with pytest.raises(NotFound):
        answer(app, reference, campaign, yes=True)
    ask(app, one, campaign, reference)
    assert answer(app, reference, campaign, yes=False) == ""
    with app.app_context():
        assert queries.every(desk(one, campaign)) == []
    assert names(app, one, campaign) == [("Robin Hall", "Said no")]


def test_only_who_agreed_of_the_same_role_and_still_in_reserve_is_shown(app: Flask, one: Scene) -> None:
    reference, campaign = reserved(app, one, may_ask=False), later(app, one)
    assert names(app, one, campaign) == []
    with pytest.raises(NotFound):
        ask(app, one, campaign, reference)
    with app.app_context(), transaction():
        row = making.find(reference)
        reserving.say(row, may_ask=True, by=row.person_id or 0, at=clock.now())
    assert names(app, one, campaign) == [("Robin Hall", "")]
    with app.app_context():
        assert drawing.in_reserve(scenes.desk(one, one.consultant), at=clock.now()) == [], "their own list is no other"
    with as_of(datetime.fromisoformat("2027-05-25T09:00+00:00")):
        assert names(app, one, campaign) == []
    with app.app_context(), transaction():
        job = applications.job_of(making.find(reference))
        other = db.session.get_one(Vacancy, job.vacancy.id)
        other.title_key, other.role_name = "service desk analyst", "IT support technician"
    assert names(app, one, campaign) == []


def test_what_ended_meanwhile_takes_nobody(app: Flask, one: Scene) -> None:
    reference, campaign = reserved(app, one), later(app, one)
    ask(app, one, campaign, reference)
    with app.app_context(), transaction():
        campaigns.for_staff(campaign).state = "unfilled"
    with pytest.raises(RuleBroken, match="has ended meanwhile"):
        answer(app, reference, campaign, yes=True)
    with app.app_context():
        assert db.session.query(ReserveAsk).one().answer == ""


def test_who_says_yes_twice_at_once_stands_there_once(app_on_either: Flask, scene: Scene) -> None:
    app = app_on_either
    reference, campaign = reserved(app, scene), later(app, scene)
    ask(app, scene, campaign, reference)
    done = at_once(app, lambda: answer(app, reference, campaign, yes=True), times=4)
    assert sum(isinstance(each, str) for each in done) == 1, done
    assert all(isinstance(each, str | RuleBroken) for each in done), done
    with app.app_context():
        assert db.session.query(JobApplication).filter_by(state="interview").count() == 1


def test_by_pages(app: Flask, one: Scene, sign_in: SignIn) -> None:
    reference, campaign = reserved(app, one), later(app, one)
    consultant, at = sign_in(one.deputy), f"/consultant/campaigns/{campaign}/offers"
    assert "What do you ask Robin Hall?" in consultant.get(at).text
    assert post(consultant, f"{at}/reserve/{reference}/ask", message="").location == f"{at}#draw"
    assert "Write what you ask them." in consultant.get(at).text
    post(consultant, f"{at}/reserve/{reference}/ask", message="We have another post. Would you like it?")
    assert "Asked, no answer yet" in consultant.get(at).text
    with app.app_context():
        person = making.find(reference).person_id
    assert person is not None
    robin, own = sign_in(person), f"/account/job-applications/{reference}/reserve"
    assert "We have another post. Would you like it?" in robin.get(own).text
    went = post(robin, f"{own}/asks/{campaign}", answer="yes")
    assert went.location.startswith("/account/job-applications/") and reference not in went.location
    assert "so you are considered here as you were there" in robin.get(went.location).text
    assert "You said yes." in robin.get(own).text and "Said yes" in consultant.get(at).text
