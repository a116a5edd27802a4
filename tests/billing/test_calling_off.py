"""Staff cancel an order before it is invoiced or paid, and decide nothing about money for their own organisation."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.billing import calling_off, queries, terms
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.mail.models import Message
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.people import post, sign_in
from tests.races import at_once


@pytest.fixture
def clerk(app: Flask) -> int:
    return people.make(app, "staff@society.example", given=("staff",), name="Sam Clerk")


@pytest.fixture
def staff(app: Flask, clerk: int) -> FlaskClient:
    return sign_in(app, clerk)


def told(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.query(Message).filter(Message.kind == "billing/mail/order_cancelled").all()
        return sorted((each.recipient, each.body) for each in rows)


def awaiting(app: Flask, buyer: Buyer) -> str:
    """An order above the limit, which waits for a colleague."""
    recruiter = making.person(app, "r@anyshire.example")
    making.seat(app, buyer.organisation_id, recruiter, "recruiter")
    with app.app_context(), transaction():
        terms.set_by_owner(buyer.organisation_id, limit_pence=1_000, approve_text=False, po_pattern="", by=buyer.owner)
    return making.placed(app, buyer.organisation_id, recruiter)


@pytest.mark.parametrize("state", ["placed", "awaiting_approval"])
def test_what_is_not_invoiced_or_paid_is_cancelled_and_its_buyer_told_why(
    app: Flask, buyer: Buyer, staff: FlaskClient, state: str
) -> None:
    by_card = state == "placed"
    order = making.placed(app, buyer.organisation_id, buyer.owner, way="card") if by_card else awaiting(app, buyer)
    page = f"/staff/orders/{order}"
    assert f"{page}/cancel" in staff.get(page).text
    assert "Enter why the order is cancelled" in post(staff, f"{page}/cancel", because=" ").text
    assert making.row(app, order).state == state
    assert post(staff, f"{page}/cancel", because="Placed twice; the other stands.").status_code == 302
    row = making.row(app, order)
    assert (row.state, row.cancelled_because) == ("cancelled", "Placed twice; the other stands.")
    ((recipient, body),) = told(app)
    assert recipient == ("owner@anyshire.example" if by_card else "r@anyshire.example")
    assert "Placed twice; the other stands." in body and order in body
    history = staff.get(page).text
    assert (
        "by our staff" in history and "Placed twice; the other stands." in history and f"{page}/cancel" not in history
    )


def test_a_cancelled_order_leaves_the_approvers_queue(app: Flask, buyer: Buyer, staff: FlaskClient) -> None:
    order, boss = awaiting(app, buyer), sign_in(app, buyer.owner)
    assert order in boss.get("/employer/approvals").text
    post(staff, f"/staff/orders/{order}/cancel", because="Asked for by telephone.")
    assert order not in boss.get("/employer/approvals").text


@pytest.mark.parametrize(
    ("become", "says"),
    [
        ("draft", "Its buyer throws it away"),
        ("invoiced", "Issue a credit note over the whole invoice"),
        ("paid", "give the money back: to the card by a refund"),
        ("part", "£1 was received for this order. Give that back by a refund, then cancel it."),
        ("cancelled", "This order is cancelled already"),
    ],
)
def test_what_was_invoiced_or_paid_is_not_cancelled_and_the_page_says_what_to_do(
    app: Flask, buyer: Buyer, staff: FlaskClient, clerk: int, become: str, says: str
) -> None:
    if become == "draft":
        order = making.order(app, buyer.organisation_id, buyer.owner)
    else:
        way = "account" if become == "invoiced" else "card"
        order = making.placed(app, buyer.organisation_id, buyer.owner, way=way)
    if become in ("paid", "part"):
        making.settle(app, order, None if become == "paid" else 100, what="card:pi_1")
    if become == "cancelled":
        post(staff, f"/staff/orders/{order}/cancel", because="Once.")
    before, mails = making.row(app, order).state, told(app)
    page = staff.get(f"/staff/orders/{order}/cancel").text
    assert says in page and "<textarea" not in page
    with app.app_context(), pytest.raises(RuleBroken, match=says.split(".")[0].replace("£", ".")), transaction():
        calling_off.cancel(queries.for_staff(order), because="No.", by=clerk, at=clock.now())
    assert making.row(app, order).state == before and told(app) == mails


def test_of_several_who_cancel_at_once_one_does_and_one_mail_is_written(app_on_either: Flask) -> None:
    app = app_on_either
    owner, clerk = making.person(app, "owner@example.org"), people.make(app, "staff@society.example", given=("staff",))
    order = making.placed(app, making.organisation(app, owner=owner), owner, way="card")

    def cancel() -> bool:
        with transaction():
            calling_off.cancel(queries.for_staff(order), because="Twice.", by=clerk, at=clock.now())
        return True

    outcomes = at_once(app, cancel, times=4)
    assert [each for each in outcomes if each is True] == [True] and len(told(app)) == 1
    assert making.steps(app, order).count("cancel") == 1


# Nobody decides about money for an organisation for which they act themselves


def test_staff_neither_trust_nor_cancel_for_their_own_organisation(
    app: Flask, buyer: Buyer, staff: FlaskClient, clerk: int
) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    making.seat(app, buyer.organisation_id, clerk, "recruiter")
    trust = f"/staff/organisations/{making.reference_of(app, buyer.organisation_id)}/trust"
    assert "You act for Anyshire Council yourself" in staff.get(trust).text
    assert "a colleague on the staff" in staff.get(f"/staff/orders/{order}").text
    with app.app_context(), pytest.raises(RuleBroken, match="You act for Anyshire Council yourself"), transaction():
        terms.set_by_staff(buyer.organisation_id, trusted=True, credit_limit_pence=100, no_vat_because="", by=clerk)
    assert "Ask a colleague on the staff" in post(staff, f"/staff/orders/{order}/cancel", because="Mine.").text
    with app.app_context():
        assert not terms.terms_of(buyer.organisation_id).trusted
    assert (making.row(app, order).state, told(app)) == ("placed", [])


def test_a_seat_that_waits_for_staff_counts_too(app: Flask, buyer: Buyer, clerk: int) -> None:
    making.seat(app, buyer.organisation_id, clerk, "head_of_profession", confirmed=False)
    with app.app_context(), pytest.raises(RuleBroken, match="yourself"), transaction():
        terms.set_by_staff(buyer.organisation_id, trusted=True, credit_limit_pence=100, no_vat_because="", by=clerk)
