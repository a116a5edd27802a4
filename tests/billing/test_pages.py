"""Filling a basket, placing it and having it approved, in the pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.billing import queries, terms
from portal.database.transaction import transaction
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.people import post, sign_in


def at(app: Flask, buyer: Buyer) -> str:
    return f"/employer/{making.reference_of(app, buyer.organisation_id)}/orders"


def bought(app: Flask, client: FlaskClient, home: str, **quantities: str) -> str:
    """Choose these, enter the details, and place; the order's address."""
    chosen = post(client, f"{home}/choose", **{f"quantity-{key}": value for key, value in quantities.items()})
    assert chosen.status_code == 302, chosen.text
    order = chosen.location
    details = {name: getattr(making.DETAILS, name) for name in making.DETAILS.__slots__}
    assert post(client, f"{order}/details", **details).location == f"{order}/check"
    seen = making.row(app, order.rsplit("/", 1)[1]).gross_pence
    assert post(client, f"{order}/check", way="account", seen=str(seen)).location == order
    return order


def test_a_member_organisation_orders_on_account(app: Flask, member: Buyer) -> None:
    client, home = sign_in(app, member.owner), at(app, member)
    order = bought(app, client, home, advert="2", bundle_5="1")
    page = client.get(order).text
    assert "On account, to be paid" in page and "20% for a large member: £120 less" in page
    assert "£1,872" in page and "PO 1001" in page and "Placed" in page
    assert order.rsplit("/", 1)[1] in client.get(home).text
    twin = client.get(order, headers={"Accept": "application/json"}).json
    assert (twin["status"], twin["gross_pence"], twin["currency"]) == ("invoiced", 187_200, "GBP")
    assert twin["placed_at"] == "2026-11-24T09:00:00Z"
    assert [line["net_pence"] for line in twin["lines"]] == [48_000, 108_000]


def test_a_non_member_is_told_what_membership_would_save(app: Flask, buyer: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    order = post(client, f"{home}/choose", **{"quantity-advert": "1"}).location
    assert "As a member organisation you would save £60 without VAT (20% for a large member)" in client.get(order).text


@pytest.mark.parametrize("number", ["-1", "1.5", "1000000000", "abc", "0x10", "²"])
def test_a_number_that_is_none_is_refused(app: Flask, buyer: Buyer, number: str) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    answer = post(client, f"{home}/choose", **{"quantity-advert": number})
    assert (answer.status_code, "Enter a whole number" in answer.text) == (200, True)
    with app.app_context():
        assert queries.orders_of(buyer.organisation_id) == []


def test_prices_sent_by_hand_change_nothing(app: Flask, buyer: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    order = post(
        client,
        f"{home}/choose",
        **{"quantity-advert": "1", "price": "1", "list_pence": "1", "currency": "JPY", "member": "1"},
    ).location
    details = {name: getattr(making.DETAILS, name) for name in making.DETAILS.__slots__}
    post(client, f"{order}/details", gross_pence="1", state="paid", organisation_id="999", **details)
    answer = post(client, f"{order}/check", way="account", seen="1")
    assert "The total is £360 now; it was £0.01" in answer.text
    row = making.row(app, order.rsplit("/", 1)[1])
    assert (row.state, row.gross_pence, row.currency, row.member) == ("draft", 36_000, "GBP", False)


def test_another_organisations_order_is_not_there(app: Flask, buyer: Buyer, member: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    theirs = making.order(app, member.organisation_id, member.owner)
    assert client.get(f"{home}/{theirs}").status_code == 404
    assert client.get(f"{at(app, member)}/{theirs}").status_code == 404


def test_a_basket_is_changed_and_thrown_away(app: Flask, buyer: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    order = post(client, f"{home}/choose", **{"quantity-advert": "1", "quantity-bundle_5": "1"}).location
    advert, bundle = (each.id for each in making.lines(app, order.rsplit("/", 1)[1]))
    post(client, f"{order}/quantities", form_at=order, **{f"quantity-{advert}": "3", f"quantity-{bundle}": "1"})
    post(client, f"{order}/quantities", form_at=order, remove=str(bundle))
    assert [(each.product_key, each.quantity) for each in making.lines(app, order.rsplit("/", 1)[1])] == [("advert", 3)]
    post(client, f"{order}/quote", form_at=order)
    assert "held until 24 December 2026" in client.get(order).text
    assert post(client, f"{order}/cancel").location == order
    assert "Cancelled" in client.get(order).text


def test_an_approver_approves_in_the_page_and_the_buyer_cannot(app: Flask, buyer: Buyer) -> None:
    recruiter, approver = making.person(app, "r@anyshire.example"), making.person(app, "a@anyshire.example")
    making.seat(app, buyer.organisation_id, recruiter, "recruiter")
    making.seat(app, buyer.organisation_id, approver, "approver")
    with app.app_context(), transaction():
        terms.set_by_owner(buyer.organisation_id, limit_pence=1_000, approve_text=False, po_pattern="", by=buyer.owner)
    client, home = sign_in(app, recruiter), at(app, buyer)
    order = bought(app, client, home, advert="1")
    assert "A colleague has to approve it" in client.get(order).text
    assert client.get(f"{order}/approve").status_code == 302
    boss = sign_in(app, approver)
    assert order.rsplit("/", 1)[1] in boss.get("/employer/approvals").text
    assert boss.get(f"{home}/choose").status_code == 404
    sent = post(boss, f"{order}/approve", answer="send_back", because="One month later, please.")
    assert sent.status_code == 302 and "One month later, please." in client.get(order).text
    post(client, f"{order}/check", way="account", seen="36000")
    assert post(boss, f"{order}/approve", answer="approve", seen="36000").status_code == 302
    assert making.row(app, order.rsplit("/", 1)[1]).state == "invoiced"


def test_an_owner_sets_the_limit_and_the_pattern(app: Flask, buyer: Buyer) -> None:
    client = sign_in(app, buyer.owner)
    address = at(app, buyer).replace("/orders", "/buying")
    assert "Enter the limit in pounds" in post(client, address, limit="plenty", pattern="").text
    post(client, address, limit="2,500.50", pattern="PO-######")
    with app.app_context():
        known = terms.terms_of(buyer.organisation_id)
        assert (known.limit_pence, known.po_pattern) == (250_050, "PO-######")
    assert "£2,500.50" in client.get(address).text


def test_credits_are_shown_with_where_they_came_from(app: Flask, buyer: Buyer) -> None:
    client = sign_in(app, buyer.owner)
    address = at(app, buyer).replace("/orders", "/credits")
    assert "There have been none yet." in client.get(address).text
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_5", 1))
    making.settle(app, reference)
    page = client.get(address).text
    assert "5 credits left." in page and reference in page and "24 November 2027" in page


def test_what_it_costs_is_public_side_by_side(app: Flask) -> None:
    page = app.test_client().get("/prices?advert=10&bundle_5=abc&featured=-3").text
    assert "£3,000" in page and "£2,400" in page
    assert "Pays for itself from £9,000 a year at list prices." in page
    assert "Pays for itself with this: £1,200 more saved" in app.test_client().get("/prices?advert=50").text
    assert "Enter how many of each" in app.test_client().get("/prices").text


def test_the_pages_of_an_order_lead_to_its_invoice(app: Flask, member: Buyer) -> None:
    client, home = sign_in(app, member.owner), at(app, member)
    order = bought(app, client, home, advert="1")
    reference = order.rsplit("/", 1)[1]
    invoice = "VAT invoice INV-000001, £288.00"
    assert f'{home.removesuffix("/orders")}/invoices/INV-000001">{invoice}</a>' in client.get(order).text
    staff = sign_in(app, people.make(app, "sam@society.example", given=("staff",)))
    assert f'/staff/invoices/INV-000001">{invoice}</a>' in staff.get(f"/staff/orders/{reference}").text
    basket = post(client, f"{home}/choose", **{"quantity-advert": "1"}).location
    assert "Invoices</h2>" not in client.get(basket).text


def test_an_order_on_account_can_be_paid_by_card(app: Flask, buyer: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    order = bought(app, client, home, advert="1")
    assert f'href="{order}/card">Pay £360 by card</a>' in client.get(order).text


def test_an_order_by_card_is_put_on_account_in_the_page(app: Flask, buyer: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    before = making.placed(app, buyer.organisation_id, buyer.owner)
    reference = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    page, address = client.get(f"{home}/{reference}"), f"{home}/{reference}/account"
    assert f'href="{address}">Put it on account instead' in page.text
    details = {name: getattr(making.DETAILS, name) for name in making.DETAILS.__slots__}
    missing = post(client, address, **{**details, "bill_address": ""})
    assert "Enter the address of the bill first." in missing.text and making.row(app, reference).state == "placed"
    again = post(client, address, **details)
    assert f"was used for order {before}" in again.text and "meant to be used again" in again.text
    assert post(client, address, **details, again="y").location == f"{home}/{reference}"
    assert (making.row(app, reference).state, making.row(app, reference).bill_address) == (
        "invoiced",
        making.DETAILS.bill_address,
    )
    assert client.get(address).location == f"{home}/{reference}"
    assert f'href="{address}"' not in client.get(f"{home}/{reference}").text


def test_an_order_on_account_says_by_when_and_how_it_is_paid(app: Flask, buyer: Buyer) -> None:
    client, home = sign_in(app, buyer.owner), at(app, buyer)
    shown = client.get(bought(app, client, home, advert="1")).text
    assert "£360 is to be paid by 24 December 2026, by bank transfer." in shown
    assert "See invoice INV-000001 and how to pay it" in shown
