"""Placements by pages: the consultant settles fee, shares and leavers, the client follows, staff put orders on account."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.foundation.clock import as_of
from tests import people
from tests.conftest import SignIn
from tests.offering import making as offers
from tests.people import post
from tests.placing import making
from tests.selecting.making import Scene

AFTER = datetime.fromisoformat("2027-02-22T10:00+00:00")


@pytest.fixture
def scene(app: Flask) -> Scene:
    return making.scene(app)


@pytest.fixture
def consultant(scene: Scene, sign_in: SignIn) -> FlaskClient:
    return sign_in(scene.consultant)


def test_nobody_is_placed_yet(scene: Scene, consultant: FlaskClient, sign_in: SignIn) -> None:
    assert "You have placed nobody yet" in consultant.get("/consultant/placements").text
    owner = sign_in(scene.owner)
    assert "Nobody has accepted an offer" in owner.get(f"/employer/{scene.client}/placements").text


def test_lists_of_placements_come_in_pages(
    app: Flask, scene: Scene, consultant: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.listing.PER_PAGE", 1)
    first = making.reference_of(app, offers.accepted(app, scene))
    application = offers.interviewed(app, scene, 1)
    offers.offer(app, scene, application, again=True)
    offers.tell(app, scene, application)
    offers.accept(app, application)
    second = making.reference_of(app, application)
    staff = people.make(app, making.STAFF, name="Sam Staff", given=("staff",))
    for client, path in (
        (consultant, "/consultant/placements"),
        (sign_in(scene.owner), f"/employer/{scene.client}/placements"),
        (sign_in(staff), "/staff/placements"),
    ):
        newest, oldest = client.get(path).text, client.get(f"{path}?page=2").text
        for page, shown, other in ((newest, second, first), (oldest, first, second)):
            table = page.split("Placements</caption>")[1].split("</table>")[0]
            assert f"{path}/{shown}" in table and f"{path}/{other}" not in table and "2 placements" in page
        assert f'href="{path}?page=2"' in newest and client.get(f"{path}?page=9").text.count(first) == oldest.count(
            first
        )


def test_the_fee_is_settled_ordered_and_put_on_account(
    app: Flask, scene: Scene, consultant: FlaskClient, sign_in: SignIn
) -> None:
    placement = making.reference_of(app, offers.accepted(app, scene))
    at = f"/consultant/placements/{placement}"
    assert "Robin Hall" in consultant.get("/consultant/placements").text
    page = consultant.get(at).text
    assert "18 per cent of the first year" in page and "Settle the fee" in page and "£8,730" in page
    assert "By the terms: The basic salary" in consultant.get(f"{at}/fee").text
    wrong = post(consultant, f"{at}/fee", pay="lots", plan="halves")
    assert "Enter a sum in pounds" in wrong.text and making.orders_of(app, placement) == []
    assert post(consultant, f"{at}/fee", pay="50,000", plan="halves").location == at
    page = consultant.get(at).text
    assert "£9,000" in page and "Order to be placed" in page and "Not due yet" in page
    assert consultant.get(f"{at}/fee").location == at
    assert "Invoices to raise" in consultant.get("/consultant/placements").text
    owner = sign_in(scene.owner)
    shown = owner.get(f"/employer/{scene.client}/placements/{placement}").text
    assert f'href="/employer/{scene.client}/orders/' in shown and "Shares" not in shown
    order_at = shown.split(f'href="/employer/{scene.client}/orders/')[1].split('"')[0]
    assert "£4,500" in owner.get(f"/employer/{scene.client}/orders/{order_at}").text
    staff = sign_in(people.make(app, making.STAFF, name="Sam Staff", given=("staff",)))
    assert "Invoices to raise" in staff.get("/staff/placements").text
    base = f"/staff/placements/{placement}"
    assert "Put it on account" in staff.get(base).text
    assert staff.get(f"{base}/invoice/started").location == base
    assert staff.get(f"{base}/invoice/never").status_code == 404
    assert staff.get(f"{base}/invoice/offer_accepted").status_code == 200
    details = {"contact": "Pat", "bill_to": "Accounts", "bill_address": "1 High Street", "bill_email": "a@leeds.gov.uk"}
    missing = post(staff, f"{base}/invoice/offer_accepted", **details, po_number="")
    assert "purchase-order number" in missing.text
    assert post(staff, f"{base}/invoice/offer_accepted", **details, po_number="PO 7").location == base
    assert making.orders_of(app, placement) == [("offer_accepted", 450_000, "invoiced")]


def test_shares_by_pages(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    placement = making.accepted(app, scene)
    at = f"/consultant/placements/{placement}"
    assert "Cora Field: 100 per cent" in consultant.get(at).text
    ours, theirs = f"share_{scene.consultant}", f"share_{scene.deputy}"
    assert "Enter a share such as" in post(consultant, f"{at}/split", **{ours: "half", theirs: "50"}).text
    assert "come to 100 per cent" in post(consultant, f"{at}/split", **{ours: "50", theirs: "20"}).text
    assert post(consultant, f"{at}/split", **{ours: "66.5", theirs: "33.5"}).location == at
    assert "Dan Moss: 33.5 per cent" in consultant.get(at).text


def test_a_leaver_is_reported_dated_and_credited(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    placement = making.started(app, scene)
    at, theirs = f"/consultant/placements/{placement}", f"/employer/{scene.client}/placements/{placement}"
    with as_of(AFTER):
        owner, consultant = sign_in(scene.owner), sign_in(scene.consultant)
        assert "Say that they have left" in owner.get(theirs).text
        wrong = post(owner, f"{theirs}/leaver", left_on=["", "", ""], because="")
        assert "Enter their last day at work." in wrong.text
        assert post(owner, f"{theirs}/leaver", left_on=["20", "2", "2027"], because="Resigned.").location == theirs
        assert owner.get(f"{theirs}/leaver").location == theirs
        assert "The client reported" in consultant.get(at).text
        leaving = consultant.get(f"{at}/leave").text
        assert 'value="20"' in leaving and "Resigned." in leaving
        gone = post(consultant, f"{at}/leave", left_on=["20", "2", "2027"], because="Resigned.")
        assert gone.location == f"{at}/remedy"
        page = consultant.get(f"{at}/remedy").text
        assert "A condition of the guarantee is not met" in page and "£0 without VAT" in page
        worked_out = post(consultant, f"{at}/remedy", action="work_out", ticked=list(making.ALL)).text
        assert "£6,547.50 without VAT" in worked_out and "Give £6,547.50 back" in worked_out
        stale = post(consultant, f"{at}/remedy", action="credit", ticked=list(making.ALL), seen="1")
        assert "Look at it again" in stale.text and making.state_of(app, placement) == "left"
        done = post(consultant, f"{at}/remedy", action="credit", ticked=list(making.ALL), seen="654750")
        assert done.location == at
        shown = owner.get(theirs).text
        assert "£6,547.50 without VAT, credit note" in shown and "Left; credited" in shown
        assert consultant.get(f"{at}/remedy").location == at
        staff = sign_in(people.make(app, "sue@society.example", name="Sue", given=("staff",)))
        assert "£6,547.50 without VAT" in staff.get("/staff/placements").text


@pytest.mark.parametrize(("action", "says"), [("replace", "The campaign that looks"), ("settle", "Redundant.")])
def test_without_money(app: Flask, scene: Scene, consultant: FlaskClient, action: str, says: str) -> None:
    placement = making.started(app, scene)
    making.left(app, scene, placement, datetime.fromisoformat("2027-02-20T10:00+00:00"))
    at = f"/consultant/placements/{placement}"
    assert consultant.get(f"{at}/correct").status_code == 200
    assert post(consultant, f"{at}/remedy", action=action, because="Redundant.").location == at
    assert says in consultant.get(at).text


def test_checks_are_opened_again_and_confirmed(app: Flask, scene: Scene, consultant: FlaskClient) -> None:
    placement = making.reference_of(app, offers.met(app, scene))
    at = f"/consultant/placements/{placement}"
    assert "Say which check" in post(consultant, f"{at}/reopen", because="").text
    assert post(consultant, f"{at}/reopen", because="The certificate is a copy.").location == at
    assert "Confirm it" in consultant.get(at).text
    post(consultant, f"{at}/confirm")
    assert making.state_of(app, placement) == "confirmed"
    assert post(consultant, f"{at}/order").location == at


def test_once_the_start_has_come_the_placement_leads_to_where_it_is_noted(
    app: Flask, scene: Scene, consultant: FlaskClient
) -> None:
    application = offers.met(app, scene)
    at = f"/consultant/placements/{making.reference_of(app, application)}"
    start = f"/consultant/campaigns/{scene.campaign}/offers/{application}/start"
    assert start not in consultant.get(at).text
    with as_of(making.ON_THE_DAY):
        again = people.sign_in(app, scene.consultant)
        assert start in again.get(at).text
        assert post(again, start).status_code == 302
        assert start not in again.get(at).text
    assert making.state_of(app, at.rpartition("/")[2]) == "started"


def test_a_candidate_sees_nothing_of_fees(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    application = offers.accepted(app, scene)
    placement = making.reference_of(app, application)
    with app.app_context():
        person = offers.find(application).person_id
    assert person is not None
    robin = sign_in(person)
    for address in (f"/account/job-applications/{application}", f"/account/job-applications/{application}/offer"):
        assert "fee" not in robin.get(address).text.lower().replace("feedback", "").replace("feed", "")
    assert robin.get(f"/employer/{scene.client}/placements/{placement}").status_code == 404


def test_another_consultant_and_another_client_find_nothing(app: Flask, scene: Scene, sign_in: SignIn) -> None:
    placement = making.accepted(app, scene)
    eve = sign_in(people.make(app, "eve@society.example", name="Eve", given=("consultant",)))
    for page in ("", "/fee", "/split", "/leave", "/remedy", "/correct", "/reopen"):
        assert eve.get(f"/consultant/placements/{placement}{page}").status_code == 404
    assert sign_in(scene.member).get(f"/employer/{scene.client}/placements/{placement}").status_code == 404
