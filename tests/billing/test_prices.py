"""Staff set what is charged from a day to come, see whom it concerns before they confirm, and can take it back."""

from __future__ import annotations

import html
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.billing import affected, catalogue, dated, ordering, queries, terms
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.membership.models import FeeRow, TierRow
from portal.membership.tiers import in_force
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.membership import making as joining
from tests.people import post, sign_in

ADVERT = "/staff/prices/advert"
RATE = "/staff/prices/vat-standard"


@pytest.fixture
def staff(app: Flask) -> int:
    return people.make(app, "staff@society.example", given=("staff",))


@pytest.fixture
def client(app: Flask, staff: int) -> FlaskClient:
    return sign_in(app, staff)


def ask(client: FlaskClient, page: str, amount: str, day: str) -> str:
    """What is shown for an amount from a day written as "1 12 2026": whom it concerns, or what is wrong."""
    answer = post(client, page, amount=amount, from_date=day.split())
    shown = answer if answer.status_code == 200 else client.get(answer.location)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown.text)).split())


def set_from(client: FlaskClient, page: str, amount: str, day: str) -> None:
    asked = post(client, page, amount=amount, from_date=day.split())
    assert asked.status_code == 302, asked.text
    assert "It is set." in client.get(post(client, asked.location).location).text


def now(app: Flask) -> int:
    with app.app_context():
        return catalogue.list_prices(on=clock.today())["advert"]


def on(tmp_path: Path, *, days: int) -> None:
    later = datetime.fromisoformat((tmp_path / "clock").read_text()) + timedelta(days=days)
    (tmp_path / "clock").write_text(later.isoformat())


def test_a_new_price_begins_on_its_day(app: Flask, buyer: Buyer, client: FlaskClient, tmp_path: Path) -> None:
    placed = making.placed(app, buyer.organisation_id, buyer.owner)
    set_from(client, ADVERT, "320.50", "1 12 2026")
    assert now(app) == 30_000 and "£300" in app.test_client().get("/prices").text
    assert "£320.50 from 1 December 2026" in client.get("/staff/prices").text
    on(tmp_path, days=7)
    assert now(app) == 32_050 and "£320.50" in app.test_client().get("/prices").text
    assert making.row(app, placed).net_pence == 30_000


def test_looking_at_whom_it_concerns_sets_nothing(app: Flask, client: FlaskClient) -> None:
    assert "Nobody" in ask(client, ADVERT, "320", "1 12 2026")
    with app.app_context():
        assert len(dated.rows_of(dated.setting("advert"))) == 1


@pytest.mark.parametrize(
    ("page", "amount", "day", "says"),
    [
        (ADVERT, "lots", "1 12 2026", "Enter the price in pounds"),
        (ADVERT, "0", "1 12 2026", "Enter a price above £0"),
        (ADVERT, "-1", "1 12 2026", "Enter the price in pounds"),
        (ADVERT, "320", "24 11 2026", "Enter a day after today"),
        (ADVERT, "320", "1 1 2020", "Enter a day after today"),
        (ADVERT, "300", "1 12 2026", "It is £300 then already"),
        (RATE, "a fifth", "1 12 2026", "Enter a percentage"),
        (RATE, "101", "1 12 2026", "at most 100"),
        (RATE, "20", "1 12 2026", "It is 20% then already"),
        ("/staff/prices/discount-small", "12.5", "1 12 2026", "Enter a whole percentage"),
        ("/staff/prices/fee-individual", "x", "1 12 2026", "Enter the fee in pounds"),
    ],
)
def test_what_cannot_be_set_is_refused_before_anybody_confirms(
    app: Flask, client: FlaskClient, page: str, amount: str, day: str, says: str
) -> None:
    assert says in ask(client, page, amount, day)
    with app.app_context():
        what = dated.setting(page.rsplit("/", 1)[1])
        assert [each for each in dated.rows_of(what) if each.from_date > clock.today()] == []


def test_an_address_made_by_hand_sets_nothing_that_the_form_would_refuse(app: Flask, client: FlaskClient) -> None:
    for query in ("amount=32000&start=2020-01-01", "amount=0&start=2026-12-01", "amount=x&start=y", ""):
        assert client.get(f"{ADVERT}/confirm?{query}").location == ADVERT
        post(client, f"{ADVERT}/confirm?{query}", form_at=ADVERT)
    with app.app_context():
        assert len(dated.rows_of(dated.setting("advert"))) == 1


def test_a_price_to_come_is_withdrawn_and_one_that_has_begun_is_not(app: Flask, client: FlaskClient) -> None:
    set_from(client, ADVERT, "320", "1 12 2026")
    assert "Withdraw it first" in ask(client, ADVERT, "330", "1 12 2026")
    for day in ("2026-12-01", "2020-01-01", "soon"):
        post(client, f"{ADVERT}/withdraw", form_at=ADVERT, **{"from": day})
    with app.app_context():
        assert catalogue.list_prices(on=clock.today() + timedelta(days=400))["advert"] == 30_000
    assert client.get("/staff/prices/nothing").status_code == 404
    assert client.get("/staff/prices/membership_person").status_code == 404


# Whom it concerns


def test_baskets_quotes_and_orders_that_wait_are_named_with_what_they_come_to(
    app: Flask, buyer: Buyer, member: Buyer, client: FlaskClient
) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    untouched = making.order(app, buyer.organisation_id, buyer.owner, ("featured", 1))
    basket = making.order(app, member.organisation_id, member.owner, ("advert", 2))
    quoted = making.order(app, buyer.organisation_id, buyer.owner)
    recruiter = making.person(app, "r@anyshire.example")
    making.seat(app, buyer.organisation_id, recruiter, "recruiter")
    with app.app_context(), transaction():
        ordering.quote(queries.for_staff(quoted), by=buyer.owner, at=clock.now())
        terms.set_by_owner(buyer.organisation_id, limit_pence=1, approve_text=False, po_pattern="", by=buyer.owner)
    waiting = making.placed(app, buyer.organisation_id, recruiter)
    # The quotes end on 24 December: before the first of the year they hold, from then on they do not.
    soon = ask(client, ADVERT, "350", "1 12 2026")
    assert "Baskets: 1" in soon and "Quotes that hold today’s list prices: 2" in soon
    assert f"Memberland Council {basket} £576 £672" in soon
    assert f"Anyshire Council {quoted} 24 December 2026 £360 the same" in soon
    assert f"Anyshire Council {waiting} 24 December 2026 £360 the same" in soon
    later = ask(client, ADVERT, "350", "1 1 2027")
    assert "Orders that wait for approval: 1" in later and f"Anyshire Council {waiting} £360 £420" in later
    assert "Baskets: 2" in later and f"Anyshire Council {quoted} £360 £420" in later
    assert untouched not in soon + later


def test_what_was_foretold_comes_true(app: Flask, member: Buyer, staff: int, tmp_path: Path) -> None:
    basket = making.order(app, member.organisation_id, member.owner, ("advert", 3), ("featured", 1))
    for page, amount in ((ADVERT, "333.33"), (RATE, "17.5"), ("/staff/prices/discount-large", "33")):
        with app.app_context():
            what = dated.setting(page.rsplit("/", 1)[1])
            day = clock.today() + timedelta(days=1)
            told = affected.by(what, dated.read(what, amount), from_date=day, on=clock.today()).baskets.first
        set_from(sign_in(app, staff), page, amount, f"{day.day} {day.month} {day.year}")
        on(tmp_path, days=1)
        with app.app_context():
            row = queries.for_staff(basket)
            total = ordering.repricing.valuing.value(row, queries.lines_of(row.id), on=clock.today()).total
        assert [(each.order, each.after) for each in told] == [(basket, dated.pounds(total.gross_pence))]
        assert told[0].is_other


def test_a_rate_of_vat_concerns_every_basket_but_those_without_vat_and_renewals_to_come(
    app: Flask, buyer: Buyer, member: Buyer, client: FlaskClient, staff: int, tmp_path: Path
) -> None:
    quoted = making.order(app, buyer.organisation_id, buyer.owner)
    outside = making.organisation(app, owner=buyer.owner, name="Jersey Office")
    without = making.order(app, outside, buyer.owner)
    with app.app_context(), transaction():
        ordering.quote(queries.for_staff(quoted), by=buyer.owner, at=clock.now())
        terms.set_by_staff(
            outside, trusted=False, credit_limit_pence=0, no_vat_because="Supplied in Jersey", by=buyer.clerk
        )
    page = ask(client, RATE, "17.5", "1 12 2026")
    assert f"Anyshire Council {quoted} £360 £352.50" in page and without not in page
    assert "Renewals for 2028, still to be made: 1" in page and "Memberland Council" in page
    set_from(client, RATE, "17.5", "1 12 2026")
    on(tmp_path, days=7)
    assert making.row(app, making.placed(app, buyer.organisation_id, buyer.owner)).vat_pence == 5_250
    assert "17.5%" in sign_in(app, staff).get("/staff/prices").text


def test_a_rate_is_withdrawn_before_its_day(app: Flask, client: FlaskClient) -> None:
    set_from(client, RATE, "17.5", "1 12 2026")
    post(client, f"{RATE}/withdraw", form_at=RATE, **{"from": "2026-12-01"})
    with app.app_context():
        assert [each.amount for each in dated.rows_of(dated.setting("vat-standard"))] == [2_000]


def test_a_fee_concerns_renewals_for_years_that_begin_under_it_and_none_that_is_made(
    app: Flask, member: Buyer, client: FlaskClient
) -> None:
    robin = making.person(app, "robin@example.org", name="Robin Ashby")
    gone = making.person(app, "gone@example.org", name="Gone Person")
    joining.membership(app, robin)
    ended = joining.membership(app, gone)
    with app.app_context(), transaction():
        from portal.membership import ending
        from portal.membership import queries as membership

        ending.end(membership.by_reference(ended), first_day_without=clock.today(), because="Left.", by=gone)
    page = ask(client, "/staff/prices/fee-individual", "99", "1 1 2027")
    assert "Renewals for 2027, still to be made: 1" in page and "Robin Ashby" in page and "Gone Person" not in page
    with app.app_context():
        from portal.membership import daily

        daily.run()
    page = ask(client, "/staff/prices/fee-individual", "99", "1 1 2027")
    assert "Renewals for 2027, still to be made: 0" in page and "1 renewal for 2027 is made already" in page
    assert "Renewals for 2028, still to be made: 1" in ask(client, "/staff/prices/fee-individual", "99", "2 1 2027")
    set_from(client, "/staff/prices/fee-individual", "99", "1 1 2027")
    with app.app_context():
        row = db.session.query(FeeRow).filter_by(klass="individual", from_date=date(2027, 1, 1)).one()
        assert row.pence == 9_900


def test_a_tiers_discount_keeps_its_bounds_and_concerns_its_members_alone(
    app: Flask, buyer: Buyer, member: Buyer, client: FlaskClient
) -> None:
    theirs = making.order(app, member.organisation_id, member.owner)
    making.order(app, buyer.organisation_id, buyer.owner)
    page = ask(client, "/staff/prices/discount-large", "25", "1 12 2026")
    assert "Baskets: 1" in page and f"Memberland Council {theirs} £288 £270" in page
    assert "Baskets: 0" in ask(client, "/staff/prices/discount-small", "25", "1 12 2026")
    set_from(client, "/staff/prices/discount-large", "25", "1 12 2026")
    with app.app_context():
        rows = db.session.query(TierRow).filter_by(name="large").order_by(TierRow.from_date).all()
        assert len({each.least_staff for each in rows}) == 1
        tier = {each.name: each for each in in_force(on=date(2026, 12, 1))}["large"]
        assert (tier.discount_percent, tier.least_staff) == (25, rows[0].least_staff)


# Products


def product(client: FlaskClient, key: str, **changes: object):
    """Send the product's form as it stands, with these changes."""
    day = {"sold_from": ["1", "1", "2020"], "sold_to": ["", "", ""]}
    base = {"name": "Advert", "description": "One vacancy.", "is_sold": "y", **day}
    return post(client, f"/staff/prices/{key}/product", **{**base, **changes})


def test_staff_change_a_product_and_what_was_placed_gives_what_it_was_sold_with(
    app: Flask, buyer: Buyer, client: FlaskClient
) -> None:
    from portal.billing import credits

    placed = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_5", 2))
    basket = making.order(app, buyer.organisation_id, buyer.owner, ("bundle_5", 1))
    assert product(client, "bundle_5", name="Six adverts", credits="6").status_code == 302
    assert "Six adverts" in app.test_client().get("/prices").text
    making.settle(app, placed)
    with app.app_context():
        assert credits.balance(buyer.organisation_id, on=clock.today()) == 10
    making.place(app, basket, by=buyer.owner)
    making.settle(app, basket, what="bank:R2")
    with app.app_context():
        assert credits.balance(buyer.organisation_id, on=clock.today()) == 16
    assert making.lines(app, placed)[0].description == "Five adverts"


def test_a_product_leaves_the_price_list_and_comes_back(
    app: Flask, buyer: Buyer, client: FlaskClient, tmp_path: Path
) -> None:
    assert product(client, "featured", name="Featured", is_sold="").status_code == 302
    assert "Featured" not in app.test_client().get("/prices").text and "No longer" in client.get("/staff/prices").text
    again = product(client, "featured", name="Featured", sold_from=["1", "12", "2026"], sold_to=["31", "12", "2026"])
    assert again.status_code == 302 and "From 1 December 2026" in client.get("/staff/prices").text
    on(tmp_path, days=7)
    assert "Featured" in app.test_client().get("/prices").text
    on(tmp_path, days=31)
    assert "Featured" not in app.test_client().get("/prices").text


@pytest.mark.parametrize(
    ("key", "changes", "says"),
    [
        ("advert", {"name": " "}, "Enter a name"),
        ("advert", {"weeks": "0"}, "Enter how many weeks"),
        ("advert", {"weeks": "four"}, "Enter how many weeks"),
        ("bundle_5", {"credits": "1001"}, "Enter how many credits"),
        ("featured", {"sold_from": ["", "", ""]}, "Enter the first day"),
        ("featured", {"sold_from": ["1", "12", "2026"]}, "It is sold already"),
        ("featured", {"sold_from": ["2", "2", "2021"]}, "Enter today or a later day"),
        ("featured", {"sold_to": ["1", "11", "2026"]}, "Enter a last day"),
    ],
)
def test_what_no_product_can_be_is_refused(
    app: Flask, client: FlaskClient, key: str, changes: dict[str, object], says: str
) -> None:
    with app.app_context():
        before = catalogue.product(key).name
    answer = product(client, key, **{"name": "Other", "weeks": "4", "credits": "5", **changes})
    assert answer.status_code == 200 and says in answer.text
    with app.app_context():
        assert catalogue.product(key).name == before


def test_what_fees_are_asked_for_by_stays_on_sale(app: Flask, client: FlaskClient) -> None:
    assert product(client, "membership_person", name="Membership", is_sold="").status_code == 302
    with app.app_context():
        row = catalogue.product("membership_person")
        assert row.name == "Membership" and catalogue.is_sold(row, on=clock.today())
