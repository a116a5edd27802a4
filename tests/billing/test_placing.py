"""Placing an order: what has to be there, the way it is paid, and giving it up."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.billing import ordering, placing, queries, terms
from portal.billing.details import Details, missing_for
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.races import at_once


def act(app: Flask, verb: object, reference: str, **facts: object) -> None:
    with app.app_context(), transaction():
        verb(queries.for_staff(reference), at=clock.now(), **facts)  # type: ignore[operator]


def test_a_total_that_changed_since_it_was_seen_is_shown_before_it_binds(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    making.set_price(app, "advert", 35_000, date(2026, 11, 24))
    with pytest.raises(RuleBroken, match="The total is £420 now; it was £360"):
        making.place(app, reference, by=buyer.owner, seen_pence=36_000)
    assert making.row(app, reference).state == "draft"
    making.place(app, reference, by=buyer.owner, seen_pence=42_000)
    assert making.row(app, reference).state == "invoiced"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Enter the purchase-order number first"),
        ("=cmd|' /C calc'!A0", "letters and digits"),
        ("+441234", "letters and digits"),
        ("x" * 300, "at most 50 characters"),
        ("PO\x00<script>", "letters and digits"),
    ],
)
def test_a_purchase_order_number_that_is_none_is_refused(app: Flask, buyer: Buyer, number: str, sentence: str) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match=sentence):
        making.place(app, reference, by=buyer.owner, po_number=number)
    assert (making.row(app, reference).state, making.row(app, reference).po_number) == ("draft", "PO 1001")


@pytest.mark.parametrize(
    ("number", "fits"),
    [("PO-123456", True), ("po-123456", True), ("PO-12345", False), ("PO-12345A", False), ("XPO-123456", False)],
)
def test_a_purchase_order_number_looks_as_the_organisation_says(number: str, fits: bool) -> None:
    assert terms.fits(number, "PO-######") is fits


def test_a_number_that_does_not_fit_is_refused_with_the_pattern(app: Flask, buyer: Buyer) -> None:
    with app.app_context(), transaction():
        terms.set_by_owner(
            buyer.organisation_id, limit_pence=None, approve_text=False, po_pattern="4#######", by=buyer.owner
        )
    reference = making.order(app, buyer.organisation_id, buyer.owner, details=None)
    with pytest.raises(RuleBroken, match="look like 4#######"):
        making.place(app, reference, by=buyer.owner, po_number="31234567")


def test_a_purchase_order_number_that_was_used_is_asked_about(app: Flask, buyer: Buyer) -> None:
    before = making.placed(app, buyer.organisation_id, buyer.owner)
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with app.app_context(), pytest.raises(RuleBroken, match=f"PO 1001 was used for order {before}"), transaction():
        placing.place(queries.for_staff(reference), "account", by=buyer.owner, at=clock.now())
    assert making.row(app, reference).state == "draft"
    making.place(app, reference, by=buyer.owner)
    assert making.row(app, reference).state == "invoiced"


def test_what_an_invoice_needs_is_asked_for_before_placing(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner, details=Details(contact="Robin Hall"))
    with pytest.raises(RuleBroken, match="Enter the name on the bill and the address of the bill and the e-mail"):
        making.place(app, reference, by=buyer.owner)


def test_a_way_that_is_not_set_up_cannot_be_chosen(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with app.app_context(), pytest.raises(RuleBroken, match="Choose one of the ways to pay"), transaction():
        placing.place(queries.for_staff(reference), "barter", by=buyer.owner, at=clock.now())


def test_an_empty_order_cannot_be_placed(app: Flask, buyer: Buyer) -> None:
    with app.app_context(), transaction():
        reference = ordering.begin(organisation_id=buyer.organisation_id, by=buyer.owner, at=clock.now()).reference
    with pytest.raises(RuleBroken, match="nothing in this order yet"):
        making.place(app, reference, by=buyer.owner)


def test_of_many_who_place_at_once_one_does(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@example.org")
    reference = making.order(app, making.organisation(app, owner=owner), owner)

    def place() -> str:
        with transaction():
            order = queries.for_staff(reference)
            placing.place(order, "account", by=owner, at=clock.now())
            return order.state

    done = at_once(app, place)
    assert [each for each in done if not isinstance(each, RuleBroken)] == ["invoiced"]


def test_an_order_is_cancelled_before_it_is_paid_and_not_after(app: Flask, buyer: Buyer) -> None:
    by_card = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    act(app, placing.cancel, by_card, by=buyer.owner, because="No longer needed")
    assert (making.row(app, by_card).state, making.row(app, by_card).cancelled_because) == (
        "cancelled",
        "No longer needed",
    )
    on_account = making.placed(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match="its invoice has to be credited first"):
        act(app, placing.cancel, on_account, by=buyer.owner, because="")
    making.settle(app, on_account)
    with pytest.raises(RuleBroken, match="Ask us for a refund"):
        act(app, placing.cancel, on_account, by=buyer.owner, because="")


def test_an_order_by_card_can_be_put_on_account_instead(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    act(
        app,
        placing.change_way,
        reference,
        way="account",
        by=buyer.owner,
        given=replace(making.DETAILS, po_number="PO 77"),
    )
    order = making.row(app, reference)
    assert (order.state, order.way, order.po_number) == ("invoiced", "account", "PO 77")


def test_prices_are_worked_out_once_more_when_an_order_is_placed(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with app.app_context(), transaction():
        order = queries.for_staff(reference)
        line = queries.lines_of(order.id)[0]
        line.list_pence, line.net_pence, line.gross_pence = 1, 1, 1 + line.vat_pence
    making.place(app, reference, by=buyer.owner)
    assert making.lines(app, reference)[0].net_pence == 30_000


def test_above_250_pounds_the_address_of_the_bill_is_needed_by_card_too(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner, details=Details(contact="Robin Hall"))
    with app.app_context():
        order = queries.for_staff(reference)
        order.gross_pence = 25_000
        assert missing_for(order, "card") == []
        order.gross_pence = 25_001
        assert missing_for(order, "card") == ["the address of the bill"]


def test_the_next_order_takes_over_where_the_last_bill_went(app: Flask, buyer: Buyer) -> None:
    making.order(app, buyer.organisation_id, buyer.owner)
    other = making.organisation(app, owner=buyer.owner, name="Othershire Council")
    order = making.row(app, making.order(app, buyer.organisation_id, buyer.owner, details=None))
    assert (order.bill_to, order.bill_address, order.bill_email) == (
        "Accounts payable", "1 High Street\nAnytown", "accounts@example.org",
    )  # fmt: skip
    assert order.po_number == ""
    assert making.row(app, making.order(app, other, buyer.owner, details=None)).bill_address == ""
