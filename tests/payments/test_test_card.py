"""The test card: the whole path with no network, in development only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.billing import credits
from portal.foundation import clock
from portal.payments import test_card
from portal.payments.test_card import DECLINED, LATE, PAYS
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.payments.conftest import Shop
from tests.people import post, sign_in


@pytest.fixture
def buyer(app: Flask) -> Buyer:
    owner = making.person(app, "owner@anyshire.example")
    return Buyer(making.organisation(app, owner=owner), owner)


def at(app: Flask, buyer: Buyer) -> str:
    return f"/employer/{making.reference_of(app, buyer.organisation_id)}/orders"


def led_to_the_page(app: Flask, buyer: Buyer, client: FlaskClient, **quantities: str) -> tuple[str, str]:
    """A basket filled, placed to be paid by card, and its payment page opened: the order's and the page's address."""
    home = at(app, buyer)
    chosen = post(client, f"{home}/choose", **{f"quantity-{key}": value for key, value in quantities.items()})
    order = chosen.location
    seen = making.row(app, order.rsplit("/", 1)[1]).gross_pence
    post(client, f"{order}/details", contact="Robin Hall", bill_address="1 High Street")
    assert post(client, f"{order}/check", way="card", seen=str(seen)).location == order
    assert f'href="{order}/card"' in client.get(order).text
    led = post(client, f"{order}/card")
    assert led.status_code == 303 and "/pay/test-card/" in led.location
    return order, led.location


def test_from_the_basket_to_what_was_bought(app: Flask, buyer: Buyer) -> None:
    client = sign_in(app, buyer.owner)
    order, page = led_to_the_page(app, buyer, client, bundle_5="1")
    shown = client.get(page).text
    assert "No money moves" in shown and "£1,620" in shown
    answer = post(client, page, card=PAYS)
    assert answer.status_code == 303 and answer.location.endswith(f"{order}/card/done")
    made = making.row(app, order.rsplit("/", 1)[1])
    assert (made.state, made.paid_pence, made.way) == ("paid", 162_000, "card") and made.fulfilled_at is not None
    with app.app_context():
        assert credits.balance(buyer.organisation_id, on=clock.today()) == 5
    assert "Payment received" in client.get(f"{order}/card/done").text
    assert client.get(page).status_code == 404


def test_a_declined_card_charges_nothing_and_another_can_be_used(app: Flask, buyer: Buyer) -> None:
    client = sign_in(app, buyer.owner)
    order, page = led_to_the_page(app, buyer, client, bundle_5="1")
    for number, says in ((DECLINED, "Your card was declined"), ("1234", "one of the test card numbers")):
        answer = post(client, page, card=number)
        assert (answer.status_code, says in answer.text) == (200, True)
        assert making.row(app, order.rsplit("/", 1)[1]).state == "placed"
    post(client, page, card=f"{PAYS[:4]} {PAYS[4:]}")
    assert making.row(app, order.rsplit("/", 1)[1]).state == "paid"


def test_money_that_comes_later_is_noted_when_it_comes(
    app: Flask, buyer: Buyer, tmp_path_clock: Callable[..., None]
) -> None:
    client = sign_in(app, buyer.owner)
    order, page = led_to_the_page(app, buyer, client, bundle_5="1")
    post(client, page, card=LATE)
    assert making.row(app, order.rsplit("/", 1)[1]).state == "placed"
    assert "on its way" in client.get(f"{order}/card").text
    tmp_path_clock(minutes=2)
    assert app.test_cli_runner().invoke(args=["payments", "reconcile"]).exit_code == 0
    assert making.row(app, order.rsplit("/", 1)[1]).state == "paid"


def test_going_back_from_the_page_leaves_the_order_to_be_paid(app: Flask, buyer: Buyer) -> None:
    client = sign_in(app, buyer.owner)
    order, page = led_to_the_page(app, buyer, client, bundle_5="1")
    assert client.get(f"{order}/card/stopped").location == f"{order}/card"
    assert "You have not paid" in client.get(f"{order}/card").text
    assert post(client, f"{order}/card").location == page


def test_where_a_payment_service_is_set_up_there_is_no_test_card(shop: Shop) -> None:
    assert shop.app.test_client().get("/pay/test-card/test_0123").status_code == 404


def test_its_numbers_are_numbers_that_pass_for_cards() -> None:
    def checks(number: str) -> bool:
        doubled = [int(each) * (2 if place % 2 else 1) for place, each in enumerate(reversed(number))]
        return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0

    assert all(len(each) == 16 and checks(each) for each in test_card.CARDS)


@pytest.fixture
def tmp_path_clock(tmp_path) -> Callable[..., None]:  # type: ignore[no-untyped-def]
    """Moves the portal's clock."""

    def move(**time: float) -> None:
        moved = datetime.fromisoformat((tmp_path / "clock").read_text()) + timedelta(**time)
        (tmp_path / "clock").write_text(moved.isoformat())

    return move
