"""Offers by pages: the consultant makes and follows one, the candidate reads, answers and lets referees be contacted."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.applying import moving
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.recruitment import queries as campaigns
from tests.conftest import SignIn
from tests.offering import making
from tests.people import post
from tests.selecting import making as scenes
from tests.selecting.making import Scene

TYPED = {
    "post": "Network Engineer, grade 9",
    "salary": "48,500",
    "hours": "37 hours a week",
    "starts_on": ["1", "2", "2027"],
    "kind": "conditional",
    "conditions": "Two references",
    "answer_by": ["8", "12", "2026"],
}


@pytest.fixture
def scene(app: Flask) -> Scene:
    return scenes.scene(app)


@pytest.fixture
def consultant(scene: Scene, sign_in: SignIn) -> FlaskClient:
    return sign_in(scene.consultant)


def candidate_of(app: Flask, reference: str, sign_in: SignIn) -> FlaskClient:
    with app.app_context():
        person = making.find(reference).person_id
    assert person is not None
    return sign_in(person)


def test_an_offer_goes_from_the_application_to_the_acceptance(
    app: Flask, scene: Scene, consultant: FlaskClient, sign_in: SignIn
) -> None:
    reference = making.interviewed(app, scene)
    base, at = f"/consultant/campaigns/{scene.campaign}", f"/consultant/campaigns/{scene.campaign}/offers/{reference}"
    assert f'href="{at}/make"' in consultant.get(f"{base}/applications/{reference}").text
    assert f'href="{base}/offers"' in consultant.get(f"{base}/applications").text
    assert "Nobody has been offered the post yet" in consultant.get(f"{base}/offers").text
    form = consultant.get(f"{at}/make").text
    assert "The advert said: £" in form and "Proof of your identity" in form
    wrong = post(consultant, f"{at}/make", **{**TYPED, "salary": "much", "starts_on": ["31", "2", "2027"]})
    assert wrong.status_code == 200 and "Enter the salary for a year in pounds" in wrong.text
    assert "Enter a real date" in wrong.text and making.rows_of(app, reference) == []
    late = post(consultant, f"{at}/make", **{**TYPED, "answer_by": ["1", "1", "2020"]})
    assert "Enter a day to answer by that is after today." in late.text
    assert "The panel has not chosen them for the post." in form
    early = post(consultant, f"{at}/make", **TYPED)
    assert "Tick “The client agreed to this without its panel”, and say why." in early.text
    assert making.rows_of(app, reference) == []
    making.choose(app, scene, reference)
    assert "Chosen for the post by the panel." in consultant.get(f"{base}/applications/{reference}").text
    assert f'href="{at}/make"' in consultant.get("/consultant").text
    assert "has not chosen them" not in consultant.get(f"{at}/make").text
    made = post(consultant, f"{at}/make", **TYPED)
    assert made.location == f"{base}/applications/tell"
    assert f'href="{at}/make"' not in consultant.get("/consultant").text
    assert "does not know of this yet" in consultant.get(at).text
    robin = candidate_of(app, reference, sign_in)
    own = f"/account/job-applications/{reference}"
    assert "The offer of this job" not in robin.get(f"{own}/withdraw").text
    assert robin.get(f"{own}/offer").status_code == 404 and "offer" not in robin.get(own).text.lower()
    making.tell(app, scene, reference)
    own_page = robin.get(own).text
    assert "Read the offer and answer it" in own_page and "Please answer by 8 December 2026." in own_page
    assert "Please answer by 8 December 2026." in robin.get("/account/job-applications").text
    assert "The offer of this job ends with it" in robin.get(f"{own}/withdraw").text
    page = robin.get(f"{own}/offer").text
    assert "£48,500 a year" in page and "Two references" in page and "Please answer by 8 December 2026." in page
    unsure = post(robin, f"{own}/offer", read="1")
    assert "Tick that you have read the terms" in unsure.text and making.state_of(app, reference) == "offered"
    assert post(robin, f"{own}/offer", read="1", sure="y").location == f"{own}/offer"
    page = robin.get(f"{own}/offer").text
    assert "Checks before you start" in page and "before we contact Kim Ash" in page and "Tick" not in page
    listed = consultant.get(at).text
    assert "Ask the candidate" in listed and "Kim Ash" in listed and "Right to work" in listed
    assert "Offer accepted" in consultant.get(f"{base}/offers").text


def test_checks_by_pages(app: Flask, scene: Scene, consultant: FlaskClient, sign_in: SignIn) -> None:
    reference = making.accepted(app, scene)
    at = f"/consultant/campaigns/{scene.campaign}/offers/{reference}"
    own = f"/account/job-applications/{reference}"
    post(consultant, f"{at}/checks/reference_first/consent")
    robin = candidate_of(app, reference, sign_in)
    assert "You may contact them now" in robin.get(f"{own}/offer").text
    assert post(robin, f"{own}/offer/checks/reference_first/consent").location == f"{own}/offer"
    assert "Write to them" in consultant.get(at).text
    post(consultant, f"{at}/checks/reference_first/referee")
    assert making.checks_of(app, reference)["reference_first"] == "asked"
    post(consultant, f"{at}/checks", kind="health")
    assert "Health" in consultant.get(at).text
    post(consultant, f"{at}/checks/health/drop")
    assert "health" not in making.checks_of(app, reference)
    page = consultant.get(f"{at}/checks/identity").text
    assert "How far is it?" in page and "Cora Field" in page
    said = {"due": ["20", "12", "2026"], "owner": str(scene.deputy), "note": ""}
    wrong = post(consultant, f"{at}/checks/identity", state="problem", **said)
    assert "Say what the problem is." in wrong.text
    post(consultant, f"{at}/checks/identity", state="problem", **{**said, "note": "The passport has expired."})
    shown = consultant.get(at).text
    assert "The passport has expired." in shown and "Dan Moss" in shown and "The conditions are not met" in shown
    assert "expired" not in robin.get(f"{own}/offer").text
    assert consultant.get(f"{at}/fail").status_code == 200
    assert consultant.get(f"{at}/meet").location == at
    assert post(consultant, f"{at}/fail", because="No proof of identity.").location == at
    assert making.state_of(app, reference) == "conditions_not_met"
    assert consultant.get(f"{at}/checks/identity").location == at


def test_an_offer_is_declined_and_made_again(
    app: Flask, scene: Scene, consultant: FlaskClient, sign_in: SignIn
) -> None:
    reference = making.interviewed(app, scene)
    making.offer(app, scene, reference)
    making.tell(app, scene, reference)
    robin, own = candidate_of(app, reference, sign_in), f"/account/job-applications/{reference}"
    assert robin.get(f"{own}/offer/decline").status_code == 200
    assert post(robin, f"{own}/offer/decline", because="Too far.").location == own
    assert robin.get(f"{own}/offer/decline").location == f"{own}/offer"
    at = f"/consultant/campaigns/{scene.campaign}/offers/{reference}"
    page = consultant.get(at).text
    assert "Reason: Too far." in page and "Offer it again" in page
    assert post(consultant, f"{at}/make", **{**TYPED, "kind": "firm"}).status_code == 302
    assert "Earlier terms" in consultant.get(at).text
    for act in ("change", "withdraw"):
        assert consultant.get(f"{at}/{act}").status_code == 200
    assert post(consultant, f"{at}/change", **{**TYPED, "salary": "49,000"}).location == at
    assert post(consultant, f"{at}/withdraw", because="No money.").location == at
    assert making.rows_of(app, reference) == [(1, "declined"), (2, "changed"), (3, "withdrawn")]


def test_the_start_is_moved_and_noted_by_pages(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    reference = making.met(app, scene)
    at = f"/consultant/campaigns/{scene.campaign}/offers/{reference}"
    wrong = post(consultant, f"{at}/defer", to=["x", "", ""], because="Notice.")
    assert "Enter a real date" in wrong.text
    assert post(consultant, f"{at}/defer", to=["1", "3", "2027"], because="Notice.").location == at
    assert "From 1 February 2027 to 1 March 2027" in consultant.get(at).text
    assert consultant.get(f"{at}/start").location == at


ON_THE_DAY = datetime.fromisoformat("2027-02-01T10:00+00:00")


def test_who_did_not_come_on_the_day_is_noted_by_pages(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    reference = making.met(app, scene)
    at = f"/consultant/campaigns/{scene.campaign}/offers/{reference}"
    consultant = sign_in(scene.consultant)
    page = consultant.get(at).text
    assert "They did not start" not in page and "Withdraw the offer" in page, "the day has not come"
    assert consultant.get(f"{at}/did-not-start").location == at
    with as_of(ON_THE_DAY):
        consultant = sign_in(scene.consultant)
        assert "They did not start" in consultant.get(at).text
        assert "Say what you know" in post(consultant, f"{at}/did-not-start", because="").text
        assert post(consultant, f"{at}/did-not-start", because="Nobody came, nor answered.").location == at
        page = consultant.get(at).text
        assert "does not know of this yet" in page and "Nobody came, nor answered." in page
    assert making.state_of(app, reference) == "offer_withdrawn"


def test_an_employer_without_a_consultant_is_asked_whether_they_started_and_reads_that_it_is_filled(
    app: Flask, scene: Scene, sign_in: SignIn
) -> None:
    reference = making.met(app, scene)
    with app.app_context(), transaction():
        campaigns.for_staff(scene.campaign).posting_id = None
    vacancy = f"/employer/{scene.client}/vacancies/{scene.posting}"
    at = f"{vacancy}/offers/{reference}"
    owner = sign_in(scene.owner)
    assert "has started" not in owner.get("/employer").text
    assert "the post is taken" in owner.get(vacancy).text and "The post is taken" in owner.get(f"{vacancy}/offers").text
    with as_of(ON_THE_DAY):
        owner = sign_in(scene.owner)
        home = owner.get("/employer").text
        assert "Say whether Robin Hall has started" in home and f'href="{at}"' in home
        assert "has started" not in sign_in(scene.chair).get("/employer").text
        assert "They did not start" in owner.get(at).text
        assert post(owner, f"{at}/start").location == at
        assert "has started" not in owner.get("/employer").text
        assert "; filled" in owner.get(vacancy).text


def test_a_campaigns_start_is_asked_of_its_consultant_and_not_of_its_client(
    app: Flask, scene: Scene, sign_in: SignIn
) -> None:
    making.met(app, scene)
    with as_of(ON_THE_DAY):
        assert "has started" not in sign_in(scene.owner).get("/employer").text


def test_a_place_on_the_reserve_list_by_pages(
    app: Flask, scene: Scene, consultant: FlaskClient, sign_in: SignIn
) -> None:
    reference = making.interviewed(app, scene)
    with app.app_context(), transaction():
        moving.move(making.find(reference), "hold_in_reserve", by=scene.chair, at=clock.now(), reason="Close second.")
    making.tell(app, scene, reference)
    robin, own = candidate_of(app, reference, sign_in), f"/account/job-applications/{reference}"
    assert "Your place on the reserve list" in robin.get(own).text
    assert "until the end of 24 May 2027" in robin.get(f"{own}/reserve").text
    assert post(robin, f"{own}/reserve", may_ask="yes").location == f"{own}/reserve"
    assert "Do not ask me any more" in robin.get(f"{own}/reserve").text
    base = f"/consultant/campaigns/{scene.campaign}/offers"
    assert "May ask them" in consultant.get(base).text
    assert post(consultant, f"{base}/{reference}/reserve", on=["31", "1", "2027"]).location == f"{base}/{reference}"
    assert "31 January 2027" in consultant.get(base).text


def test_an_employer_without_a_consultant_does_the_same(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    reference = making.interviewed(app, scene)
    with app.app_context(), transaction():
        campaigns.for_staff(scene.campaign).posting_id = None
    owner = sign_in(scene.owner)
    base = f"/employer/{scene.client}/vacancies/{scene.posting}"
    assert f'href="{base}/offers/{reference}/make"' in owner.get(f"{base}/applications/{reference}").text
    assert "Tick “I offer it without that decision”" in post(owner, f"{base}/offers/{reference}/make", **TYPED).text
    why = {"agreed": "y", "because": "She alone was interviewed."}
    assert post(owner, f"{base}/offers/{reference}/make", **TYPED, **why).location == f"{base}/applications/tell"
    assert "Offer made" in owner.get(f"{base}/offers").text
    assert owner.get(f"{base}/offers/{reference}").status_code == 200


def test_a_panel_has_no_page_of_offers(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    reference = making.accepted(app, scene)
    chair = sign_in(scene.chair)
    assert "Offers and the reserve list" not in chair.get(f"/employer/panels/{scene.campaign}/applications").text
    assert chair.get(f"/employer/panels/{scene.campaign}/offers/{reference}").status_code == 404
