"""Staff add a product of a kind that the catalogue knows, sold from a day to come."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.audit.models import AuditEntry
from portal.billing import catalogue, credits
from portal.billing.models import Price, Product
from portal.database.base import db
from portal.foundation import clock
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.people import post, sign_in

NEW = "/staff/prices/new"
TWENTY = {
    "name": "Twenty adverts",
    "kind": "bundle",
    "description": "Twenty advert credits, to be used within twelve months.",
    "credits": "20",
    "price": "4,200",
    "vat_code": "standard",
    "discounted": "y",
}
DAY = ["1", "12", "2026"]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return sign_in(app, people.make(app, "staff@society.example", given=("staff",)))


def add(client: FlaskClient, **changed: object):
    return post(client, NEW, **{**TWENTY, "from_date": DAY, **changed})


def go(tmp_path: Path, day: date) -> None:
    at = datetime.fromisoformat((tmp_path / "clock").read_text())
    (tmp_path / "clock").write_text((at + (day - at.date())).isoformat())


def counts(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return db.session.query(Product).count(), db.session.query(Price).count()


def test_a_bundle_is_on_the_price_list_from_its_day_and_gives_what_it_says(
    app: Flask, client: FlaskClient, member: Buyer, tmp_path: Path
) -> None:
    assert "Add a product" in client.get("/staff/prices").text
    assert add(client).location.endswith("/staff/prices/twenty_adverts/product")
    everybody = app.test_client()
    assert "Twenty adverts" not in everybody.get("/prices").text
    listed = client.get("/staff/prices").text
    assert "£4,200 from 1 December 2026" in listed and "From 1 December 2026" in listed
    go(tmp_path, date(2026, 11, 30))
    assert "Twenty adverts" not in everybody.get("/prices").text
    go(tmp_path, date(2026, 12, 1))
    page = everybody.get("/prices").text
    assert "Twenty adverts" in page and "£4,200" in page
    placed = making.placed(app, member.organisation_id, member.owner, ("twenty_adverts", 1))
    line = making.lines(app, placed)[0]
    assert (line.net_pence, line.vat_pence, line.credits) == (336_000, 67_200, 20)
    making.settle(app, placed)
    with app.app_context():
        assert credits.balance(member.organisation_id, on=clock.today()) == 20


def test_a_service_is_sold_without_discount_and_vat_where_staff_say_so(
    app: Flask, client: FlaskClient, member: Buyer, tmp_path: Path
) -> None:
    add(client, name="Panel training", kind="service", credits="", price="950.50", vat_code="exempt", discounted="")
    go(tmp_path, date(2026, 12, 1))
    line = making.lines(app, making.placed(app, member.organisation_id, member.owner, ("panel_training", 2)))[0]
    assert (line.list_pence, line.net_pence, line.vat_pence, line.vat_code) == (95_050, 190_100, 0, "exempt")
    assert line.discount_basis_points == 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": " "}, "Enter a name"),
        ({"name": "x" * 101}, "Enter a name of at most 100 characters"),
        ({"name": "five ADVERTS"}, "Five adverts is there already"),
        ({"kind": ""}, "Choose what kind of product it is"),
        ({"kind": "membership"}, "Choose what kind of product it is"),
        ({"kind": "advert"}, "Choose what kind of product it is"),
        ({"credits": ""}, "Enter how many credits it gives"),
        ({"credits": "1001"}, "Enter how many credits it gives, from 1 to 1,000"),
        ({"price": "0"}, "Enter a price above £0"),
        ({"price": "a lot"}, "Enter a price above £0"),
        ({"price": "100000.01"}, "at most £100,000"),
        ({"from_date": ["24", "11", "2026"]}, "Enter a day after today"),
        ({"from_date": ["", "", ""]}, "Enter a day after today"),
        ({"vat_code": "reduced"}, "Choose how VAT is charged"),
        ({"description": "x" * 501}, "Shorten the description"),
    ],
)
def test_what_no_product_can_be_is_refused_and_adds_nothing(
    app: Flask, client: FlaskClient, changed: dict[str, object], says: str
) -> None:
    before = counts(app)
    answer = add(client, **changed)
    assert answer.status_code == 200 and says in answer.text
    assert counts(app) == before


def test_two_names_that_shorten_to_one_key_are_told_apart(app: Flask, client: FlaskClient) -> None:
    add(client, name="A bundle of adverts for the whole of the summer")
    add(client, name="A bundle of adverts for the whole of the winter")
    add(client, name="New")
    add(client, name="!!!")
    with app.app_context():
        keys = {each.key for each in db.session.query(Product).filter(Product.sold_from == date(2026, 12, 1))}
    assert keys == {"a_bundle_of_adverts_for_the_wh", "a_bundle_of_adverts_for_the__2", "new_2", "product"}


def test_it_stands_in_the_record_and_its_price_can_still_be_changed(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    add(client)
    with app.app_context():
        (entry,) = db.session.query(AuditEntry).filter_by(action="billing.product_added")
        assert entry.subject == "product:twenty_adverts"
        assert entry.facts["pence"] == 420_000
    asked = post(client, "/staff/prices/twenty_adverts", amount="4000", from_date=["1", "1", "2027"])
    post(client, asked.location)
    go(tmp_path, date(2027, 1, 1))
    with app.app_context():
        assert catalogue.list_prices(on=clock.today())["twenty_adverts"] == 400_000


def test_nobody_but_staff_adds_a_product(app: Flask) -> None:
    other = sign_in(app, people.make(app, "other@example.org"))
    assert other.get(NEW).status_code in (403, 404)
