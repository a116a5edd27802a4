"""A person's own orders: the fee of a membership becomes an order, is placed and paid."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.billing import credits, queries
from portal.database.base import db
from portal.foundation import clock
from portal.membership.models import Due
from portal.membership.queries import standing_of
from portal.work import worker
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.membership import making as memberships
from tests.people import post, sign_in


@pytest.fixture
def member(app: Flask) -> int:
    """Somebody who owes the first fee of an individual membership."""
    person = making.person(app, "robin@example.org")
    memberships.membership(app, person, "individual", paid=False)
    return person


def owed(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Due.reference)).one()


def test_a_fee_is_paid_by_card_from_the_membership_page(app: Flask, member: int) -> None:
    client, due = sign_in(app, member), owed(app)
    page = client.get("/account/membership").text
    assert f'action="/account/orders/dues/{due}"' in page
    order = post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location
    assert post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location == order
    with app.app_context():
        assert len(queries.orders_of_person(member)) == 1
        assert not standing_of(member, on=clock.today()).in_force
    assert order.rsplit("/", 1)[1] in client.get("/account/orders").text
    seen = str(making.row(app, order.rsplit("/", 1)[1]).gross_pence)
    assert (
        post(client, f"{order}/check", way="card", seen=seen, bill_to="Robin Hall", bill_email="r@example.org").location
        == order
    )
    led = post(client, f"{order}/card").location
    assert post(client, led, card="4242 4242 4242 4242").location.endswith(f"{order}/card/done")
    assert making.row(app, order.rsplit("/", 1)[1]).state == "paid"
    with app.app_context():
        assert standing_of(member, on=clock.today()).in_force
    assert "Payment received" in client.get(order).text
    twin = client.get(order, headers={"Accept": "application/json"}).json
    assert (twin["status"], twin["gross_pence"], twin["paid_pence"]) == ("paid", int(seen), int(seen))


def test_a_placed_order_can_be_given_up_and_paid_another_way(app: Flask, member: int) -> None:
    client, due = sign_in(app, member), owed(app)
    order = post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location
    seen = str(making.row(app, order.rsplit("/", 1)[1]).gross_pence)
    wanting = post(
        client, f"{order}/check", way="account", seen=seen, bill_to="Robin Hall", bill_address="", bill_email=""
    )
    assert "Enter the address of the bill" in wanting.text
    post(client, f"{order}/check", way="card", seen=seen, bill_to="Robin Hall")
    post(client, f"{order}/cancel", form_at=order)
    assert making.row(app, order.rsplit("/", 1)[1]).state == "cancelled"
    again = post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location
    assert again != order and making.row(app, again.rsplit("/", 1)[1]).state == "draft"


def test_an_order_by_card_is_put_on_account_without_being_given_up(app: Flask, member: int) -> None:
    client, due = sign_in(app, member), owed(app)
    order = post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location
    reference = order.rsplit("/", 1)[1]
    seen = str(making.row(app, reference).gross_pence)
    post(client, f"{order}/check", way="card", seen=seen, bill_to="Robin Hall")
    assert f'href="{order}/account">Put it on account instead' in client.get(order).text
    missing = post(client, f"{order}/account", bill_to="Robin Hall", bill_address="", bill_email="robin@example.org")
    assert "Enter the address of the bill first." in missing.text
    assert (making.row(app, reference).state, making.row(app, reference).way) == ("placed", "card")
    details = {"bill_to": "Robin Hall", "bill_address": "1 High Street\nAnytown", "bill_email": "robin@example.org"}
    assert post(client, f"{order}/account", **details).location == order
    row = making.row(app, reference)
    assert (row.state, row.way, row.bill_address) == ("invoiced", "account", "1 High Street\nAnytown")
    shown = client.get(order).text
    assert "INV-000001" in shown and f'href="{order}/account"' not in shown
    assert client.get(f"{order}/account").location == order
    with app.app_context():
        assert len(queries.orders_of_person(member)) == 1
        assert not standing_of(member, on=clock.today()).in_force
    making.settle(app, reference)
    with app.app_context():
        assert standing_of(member, on=clock.today()).in_force


def test_where_no_invoice_can_be_sent_the_page_offers_the_card_alone(
    app: Flask, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, due = sign_in(app, member), owed(app)
    order = post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location
    seen = str(making.row(app, order.rsplit("/", 1)[1]).gross_pence)
    post(client, f"{order}/check", way="card", seen=seen, bill_to="Robin Hall")
    card = [each for each in app.extensions["ways_to_pay"] if each.key == "card"]
    monkeypatch.setitem(app.extensions, "ways_to_pay", tuple(card))
    assert "on account instead" not in client.get(order).text
    assert client.get(f"{order}/account").location == order
    assert making.row(app, order.rsplit("/", 1)[1]).state == "placed"


def test_anothers_order_and_fee_are_not_there(app: Flask, member: int) -> None:
    client, due = sign_in(app, member), owed(app)
    order = post(client, f"/account/orders/dues/{due}", form_at="/account/membership").location
    stranger = sign_in(app, making.person(app, "stranger@example.org"))
    for page in (order, f"{order}/check", f"{order}/account"):
        assert stranger.get(page).status_code == 404
    assert post(stranger, f"/account/orders/dues/{due}", form_at="/account/email").status_code == 404
    with app.app_context():
        assert len(queries.orders_of_person(member)) == 1


def test_staff_find_orders_and_see_them_as_the_buyer_does(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_5", 1))
    basket = making.order(app, buyer.organisation_id, buyer.owner)
    client = sign_in(app, staff(app))
    page = client.get("/staff/orders").text
    assert reference in page and basket not in page and "£1,620" in page
    assert basket in client.get("/staff/orders?state=draft").text
    for words in ("anyshire", "po 1001", reference.lower()):
        assert reference in client.get("/staff/orders", query_string={"q": words}).text
    assert reference not in client.get("/staff/orders?q=nowhere").text
    assert reference in client.get("/staff/orders?format=csv").text
    shown = client.get(f"/staff/orders/{reference}").text
    assert "Anyshire Council" in shown and "Five adverts" in shown and "£1,620 is to be paid" in shown


def test_staff_say_how_far_an_organisation_is_trusted(app: Flask, buyer: Buyer) -> None:
    client = sign_in(app, staff(app))
    address = f"/staff/organisations/{making.reference_of(app, buyer.organisation_id)}/trust"
    assert "Enter up to how much" in post(client, address, trusted="y", limit="").text
    assert "Enter the limit in pounds" in post(client, address, trusted="y", limit="lots").text
    assert post(client, address, trusted="y", limit="5,000", no_vat_because="").status_code == 302
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_5", 1))
    row = making.row(app, reference)
    assert row.state == "invoiced" and row.fulfilled_at is not None
    assert "£1,620 is on account and not paid" in client.get(address).text
    beyond = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_10", 2))
    assert making.row(app, beyond).fulfilled_at is None


def test_the_worker_writes_down_what_has_expired(app: Flask, buyer: Buyer, tmp_path: Path) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_5", 1))
    making.settle(app, reference)
    expire = worker()._handlers["credits.expire"]
    with app.app_context():
        assert expire({}) == "0 advert credits expired"
    later = datetime.fromisoformat((tmp_path / "clock").read_text()) + timedelta(days=366)
    (tmp_path / "clock").write_text(later.isoformat())
    with app.app_context():
        assert [expire({}), expire({})] == ["5 advert credits expired", "0 advert credits expired"]
        assert [each.kind for each in credits.entries_of(buyer.organisation_id)] == ["expiry", "grant"]


def staff(app: Flask) -> int:
    return people.make(app, "staff@society.example", given=("staff",))
