"""Staff set prices that begin on a day to come; what was quoted or placed keeps its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.billing import catalogue
from portal.foundation import clock
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.people import post, sign_in

ADVERT = "/staff/prices/advert"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return sign_in(app, people.make(app, "staff@society.example", given=("staff",)))


def set_price(client: FlaskClient, price: str, day: str) -> str:
    """What the page answers to a price from a day written as "1 12 2026"."""
    answer = post(client, ADVERT, price=price, from_date=day.split())
    return answer.text if answer.status_code == 200 else client.get(ADVERT).text


def now(app: Flask) -> int:
    with app.app_context():
        return catalogue.list_prices(on=clock.today())["advert"]


def test_a_new_price_begins_on_its_day(app: Flask, buyer: Buyer, client: FlaskClient, tmp_path: Path) -> None:
    placed = making.placed(app, buyer.organisation_id, buyer.owner)
    assert "The new price is set" in set_price(client, "320.50", "1 12 2026")
    assert now(app) == 30_000 and "£300" in app.test_client().get("/prices").text
    assert "£320.50 from 1 December 2026" in client.get("/staff/prices").text
    later = datetime.fromisoformat((tmp_path / "clock").read_text()) + timedelta(days=7)
    (tmp_path / "clock").write_text(later.isoformat())
    assert now(app) == 32_050 and "£320.50" in app.test_client().get("/prices").text
    assert making.row(app, placed).net_pence == 30_000


@pytest.mark.parametrize(
    ("price", "day", "says"),
    [
        ("lots", "1 12 2026", "Enter the price in pounds"),
        ("0", "1 12 2026", "Enter a price above £0"),
        ("-1", "1 12 2026", "Enter the price in pounds"),
        ("320", "24 11 2026", "Enter a day after today"),
        ("320", "1 1 2020", "Enter a day after today"),
    ],
)
def test_what_is_no_price_to_come_is_refused(app: Flask, client: FlaskClient, price: str, day: str, says: str) -> None:
    assert says in set_price(client, price, day)
    with app.app_context():
        assert catalogue.list_prices(on=clock.today() + timedelta(days=400))["advert"] == 30_000


def test_a_price_to_come_is_withdrawn_and_one_that_has_begun_is_not(app: Flask, client: FlaskClient) -> None:
    set_price(client, "320", "1 12 2026")
    assert "Withdraw it first" in set_price(client, "330", "1 12 2026")
    post(client, f"{ADVERT}/withdraw", form_at=ADVERT, **{"from": "2026-12-01"})
    post(client, f"{ADVERT}/withdraw", form_at=ADVERT, **{"from": "2020-01-01"})
    post(client, f"{ADVERT}/withdraw", form_at=ADVERT, **{"from": "soon"})
    with app.app_context():
        assert catalogue.list_prices(on=clock.today() + timedelta(days=400))["advert"] == 30_000
    assert client.get("/staff/prices/nothing").status_code == 404
