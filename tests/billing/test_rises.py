"""An organisation grows into a higher tier during a year that is paid: the difference becomes an order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.billing import calling_off, crediting, ordering, paying, placing, queries, rises, valuing
from portal.billing.discounting import discount_for
from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import daily, ending, rising
from portal.membership import paying as fees
from portal.membership import queries as membership
from portal.membership.models import Due, TierRise
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.membership import making as joining
from tests.races import at_once

MEMBER_SINCE = date(2026, 3, 10)
DIFFERENCE = (180_000 - 96_000) * 2 // 12


@pytest.fixture
def council(app: Flask) -> Buyer:
    """A medium organisation (15 % off) that has paid for 2026; it is 24 November, so two months are left."""
    owner = making.person(app, "owner@anyshire.example")
    organisation_id = making.organisation(app, owner=owner, staff=600)
    joining.membership(app, owner, "organisation", organisation_id=organisation_id, staff=600, on=MEMBER_SINCE)
    return Buyer(organisation_id, owner)


def told(app: Flask, buyer: Buyer, staff: int) -> str:
    """The reference of the rise that this number of staff leads to; nothing where it leads to none."""
    with app.app_context(), transaction():
        return tell(buyer, staff)


def tell(buyer: Buyer, staff: int) -> str:
    held = membership.held_by(buyer.organisation_id, on=clock.today())
    rise = rising.tell_size(held, staff=staff, on=clock.today(), by=buyer.owner)
    return rise.reference if rise else ""


def tier(app: Flask, buyer: Buyer) -> tuple[str, int]:
    """What counts today: the tier, and what it takes off in basis points."""
    with app.app_context():
        found = discount_for(buyer.organisation_id, on=clock.today())
        return found.tier, found.basis_points


def orders(app: Flask, rise: str) -> list[tuple[str, int, str]]:
    """The orders for a rise: state, net and what the line says; the oldest first."""
    with app.app_context():
        found = reversed(queries.with_subject(f"rise:{rise}"))
        return [(each.state, each.net_pence, queries.lines_of(each.id)[0].description) for each in found]


def order_of(app: Flask, rise: str) -> str:
    with app.app_context():
        return queries.with_subject(f"rise:{rise}")[0].reference


def rise_of(app: Flask, reference: str) -> TierRise:
    with app.app_context():
        return db.session.query(TierRise).filter_by(reference=reference).one()


def staff_count(app: Flask, buyer: Buyer) -> int | None:
    with app.app_context():
        return db.session.get_one(Organisation, buyer.organisation_id).staff_count


def pay(app: Flask, rise: str, buyer: Buyer, way: str = "card") -> str:
    order = order_of(app, rise)
    with app.app_context(), transaction():
        ordering.detail(queries.for_staff(order), making.DETAILS)
    making.place(app, order, way, by=buyer.owner)
    making.settle(app, order, what="card:pi_1" if way == "card" else "bank:R1")
    return order


def as_it_was(app: Flask, buyer: Buyer) -> None:
    assert tier(app, buyer) == ("medium", 1_500)
    assert staff_count(app, buyer) == 600


def test_growing_makes_an_order_for_the_difference_of_the_months_left_and_changes_nothing_yet(
    app: Flask, council: Buyer
) -> None:
    rise = told(app, council, 1_500)
    assert orders(app, rise) == [
        ("draft", DIFFERENCE, "Membership for 2026, from medium to large organisation (2 months)")
    ]
    line = making.lines(app, order_of(app, rise))[0]
    assert (line.discount_basis_points, line.vat_pence) == (0, DIFFERENCE // 5)
    as_it_was(app, council)


def test_paying_it_by_card_switches_tier_and_discount_on_new_orders_only(app: Flask, council: Buyer) -> None:
    before = making.placed(app, council.organisation_id, council.owner)
    rise = told(app, council, 1_500)
    order = pay(app, rise, council)
    row = rise_of(app, rise)
    assert (row.paid_on, row.payment_reference, row.pence, row.months) == (clock.today(), order, DIFFERENCE, 2)
    assert tier(app, council) == ("large", 2_000)
    assert staff_count(app, council) == 1_500
    assert making.row(app, before).tier == "medium"
    assert making.row(app, making.placed(app, council.organisation_id, council.owner)).tier == "large"
    assert ("tier_raised", "owner@anyshire.example") in joining.letters(app)


def test_on_account_the_tier_waits_for_the_money_as_a_fee_does(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    order = order_of(app, rise)
    with app.app_context(), transaction():
        ordering.detail(queries.for_staff(order), making.DETAILS)
    making.place(app, order, by=council.owner)
    assert making.row(app, order).state == "invoiced"
    as_it_was(app, council)
    making.settle(app, order)
    assert tier(app, council) == ("large", 2_000)


@pytest.mark.parametrize("placed", [False, True])
def test_cancelling_the_unpaid_order_leaves_everything_as_it_was(app: Flask, council: Buyer, placed: bool) -> None:
    rise = told(app, council, 1_500)
    order = order_of(app, rise)
    if placed:
        making.place(app, order, "card", by=council.owner)
    with app.app_context(), transaction():
        placing.cancel(queries.for_staff(order), because="No.", by=council.owner, at=clock.now())
    as_it_was(app, council)
    assert rise_of(app, rise).closed_on == clock.today()
    again = told(app, council, 1_500)
    assert again != rise
    assert orders(app, again)[0][:2] == ("draft", DIFFERENCE)


def test_a_credited_invoice_leaves_everything_as_it_was(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    order = order_of(app, rise)
    with app.app_context(), transaction():
        ordering.detail(queries.for_staff(order), making.DETAILS)
    making.place(app, order, by=council.owner)
    with app.app_context(), transaction():
        row = queries.for_staff(order)
        crediting.credit(row, crediting.left(row), what="CN1", because="No.", at=clock.now(), by=None)
    as_it_was(app, council)
    assert rise_of(app, rise).closed_on == clock.today()


def test_a_refund_takes_the_tier_back(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    order = pay(app, rise, council)
    with app.app_context(), transaction():
        row = queries.for_staff(order)
        paying.give_back(row, row.gross_pence, "card:re_1", at=clock.now())
    assert making.row(app, order).state == "refunded"
    assert tier(app, council) == ("medium", 1_500)
    assert rise_of(app, rise).closed_on == clock.today()


def test_a_part_given_back_leaves_the_tier(app: Flask, council: Buyer) -> None:
    order = pay(app, told(app, council, 1_500), council)
    with app.app_context(), transaction():
        paying.give_back(queries.for_staff(order), 1, "card:re_1", at=clock.now())
    assert tier(app, council) == ("large", 2_000)


def test_a_payment_that_was_anothers_takes_the_tier_back_until_the_invoice_is_paid(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    order = pay(app, rise, council, "account")
    with app.app_context(), transaction():
        row = queries.for_staff(order)
        paying.take_back(row, row.gross_pence, "bank:R1", at=clock.now())
    assert tier(app, council) == ("medium", 1_500)
    making.settle(app, order, what="bank:R2")
    assert tier(app, council) == ("large", 2_000)


def test_asking_twice_makes_one_order(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    assert told(app, council, 2_000) == rise
    assert len(orders(app, rise)) == 1
    order = order_of(app, rise)
    with app.app_context(), transaction():
        row = rises.of_organisation(council.organisation_id, rise)
        assert rises.order_for(row, by=council.owner, at=clock.now()).reference == order


def test_asking_at_once_makes_one_order(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@anyshire.example")
    buyer = Buyer(making.organisation(app, owner=owner, staff=600), owner)
    joining.membership(app, owner, "organisation", organisation_id=buyer.organisation_id, staff=600, on=MEMBER_SINCE)

    def ask() -> str:
        with transaction():
            return tell(buyer, 1_500)

    outcomes = at_once(app, ask, times=6)
    assert len(set(outcomes)) == 1, outcomes
    with app.app_context():
        assert db.session.query(TierRise).count() == 1
        asked = queries.with_subject(f"rise:{outcomes[0]}")
        assert [each.state for each in asked] == ["draft"]


def test_paying_and_giving_up_at_once_leave_the_tier_and_the_order_agreeing(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@anyshire.example")
    buyer = Buyer(making.organisation(app, owner=owner, staff=600), owner)
    joining.membership(app, owner, "organisation", organisation_id=buyer.organisation_id, staff=600, on=MEMBER_SINCE)
    rise = told(app, buyer, 1_500)
    order = order_of(app, rise)
    making.place(app, order, "card", by=owner)

    def settle() -> None:
        with transaction():
            row = queries.for_staff(order)
            paying.settle(row, row.gross_pence, "card:pi_1", at=clock.now())

    def stop() -> None:
        with transaction():
            placing.cancel(queries.for_staff(order), because="No.", by=owner, at=clock.now())

    acts = iter((settle, stop) * 3)
    at_once(app, lambda: next(acts)(), times=6)
    paid = making.row(app, order).state == "paid"
    assert tier(app, buyer)[0] == ("large" if paid else "medium")
    assert rise_of(app, rise).is_open is False


def test_an_order_that_waits_into_the_next_month_asks_for_the_months_that_are_left_then(
    app: Flask, council: Buyer, tmp_path: Path
) -> None:
    rise = told(app, council, 1_500)
    (tmp_path / "clock").write_text("2026-12-09T09:00:00+00:00")
    order = pay(app, rise, council)
    assert orders(app, rise) == [
        ("paid", DIFFERENCE // 2, "Membership for 2026, from medium to large organisation (the last month)")
    ]
    row = rise_of(app, rise)
    assert (row.months, row.pence, row.payment_reference) == (1, DIFFERENCE // 2, order)


def test_an_order_of_a_year_that_is_over_is_not_placed(app: Flask, council: Buyer, tmp_path: Path) -> None:
    rise = told(app, council, 1_500)
    (tmp_path / "clock").write_text("2027-01-04T09:00:00+00:00")
    with app.app_context():
        order = queries.for_staff(order_of(app, rise))
        valued = valuing.value(order, queries.lines_of(order.id), on=clock.today())
    assert valued.problems == ["2026 is over, so this order would change nothing. Throw it away."]


def test_growing_again_goes_on_from_the_tier_that_is_paid(app: Flask, council: Buyer) -> None:
    pay(app, told(app, council, 1_500), council)
    again = told(app, council, 6_000)
    assert (rise_of(app, again).before, rise_of(app, again).after) == ("large", "very large")
    making.place(app, order_of(app, again), "card", by=council.owner)
    making.settle(app, order_of(app, again), what="card:pi_2")
    assert tier(app, council)[0] == "very large"


def test_another_tier_before_the_first_is_paid_gives_the_first_up(app: Flask, council: Buyer) -> None:
    first = told(app, council, 1_500)
    second = told(app, council, 6_000)
    assert orders(app, first)[0][0] == "cancelled"
    assert orders(app, second)[0][0] == "draft"
    told(app, council, 700)
    assert orders(app, second)[0][0] == "cancelled"
    assert tier(app, council) == ("medium", 1_500)
    assert staff_count(app, council) == 700


def test_what_an_invoice_asks_for_is_not_given_up_by_asking_for_another(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    order = order_of(app, rise)
    with app.app_context(), transaction():
        ordering.detail(queries.for_staff(order), making.DETAILS)
    making.place(app, order, by=council.owner)
    with pytest.raises(RuleBroken, match="An invoice asks for the change of tier"):
        told(app, council, 6_000)
    assert rise_of(app, rise).is_open
    as_it_was(app, council)


def test_a_smaller_tier_pays_nothing_back_and_counts_from_the_first_of_january(
    app: Flask, council: Buyer, tmp_path: Path
) -> None:
    (tmp_path / "clock").write_text("2026-11-01T00:10:00+00:00")
    with app.app_context():
        daily.run()
        before = db.session.query(Order).count()
    (tmp_path / "clock").write_text("2026-11-24T09:00:00+00:00")
    assert told(app, council, 100) == ""
    assert tier(app, council) == ("medium", 1_500)
    with app.app_context():
        assert db.session.query(Order).count() == before
        due = db.session.query(Due).filter_by(year=2027).one()
        assert due.tier == "small"
        asked = queries.with_subject(f"due:{due.reference}")
        assert [(each.state, each.net_pence) for each in asked] == [("draft", due.pence)]
    with app.app_context(), transaction():
        row = db.session.query(Due).filter_by(year=2027).one()
        fees.pay(row, on=clock.today(), reference="BACS", by=None)
    assert tier(app, council) == ("medium", 1_500)
    (tmp_path / "clock").write_text("2027-01-01T09:00:00+00:00")
    assert tier(app, council)[0] == "small"


def test_paying_for_a_rise_charges_the_renewal_that_is_offered_by_the_new_tier(
    app: Flask, council: Buyer, tmp_path: Path
) -> None:
    (tmp_path / "clock").write_text("2026-11-01T00:10:00+00:00")
    with app.app_context():
        daily.run()
    (tmp_path / "clock").write_text("2026-11-24T09:00:00+00:00")
    pay(app, told(app, council, 1_500), council)
    with app.app_context():
        due = db.session.query(Due).filter_by(year=2027).one()
        assert due.tier == "large"
        assert tier(app, council)[0] == "large"


def test_a_year_that_is_not_settled_is_not_added_to(app: Flask) -> None:
    owner = making.person(app, "owner@anyshire.example")
    buyer = Buyer(making.organisation(app, owner=owner, staff=600), owner)
    joining.membership(app, owner, "organisation", organisation_id=buyer.organisation_id, staff=600, paid=False)
    with pytest.raises(RuleBroken, match="The fee for 2026 is not settled"):
        told(app, buyer, 1_500)
    with app.app_context():
        assert db.session.query(TierRise).count() == 0
    assert staff_count(app, buyer) == 600


def test_a_year_that_is_owed_again_lets_go_of_what_was_to_be_added(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    with app.app_context(), transaction():
        fees.take_back(db.session.query(Due).one(), by=None)
    assert orders(app, rise)[0][0] == "cancelled"
    assert rise_of(app, rise).closed_on == clock.today()


def test_a_membership_that_ends_rises_no_further(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    with app.app_context(), transaction():
        held = membership.held_by(council.organisation_id, on=clock.today())
        ending.end(held, first_day_without=clock.today(), because="Gone.", by=None)
    assert orders(app, rise)[0][0] == "cancelled"


def test_staff_who_cancel_its_order_leave_the_tier_as_it_was(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    order = order_of(app, rise)
    making.place(app, order, "card", by=council.owner)
    clerk = making.person(app, "clerk@society.example")
    with app.app_context(), transaction():
        calling_off.cancel(queries.for_staff(order), because="Asked for.", by=clerk, at=clock.now())
    as_it_was(app, council)
    assert rise_of(app, rise).closed_on == clock.today()


def test_it_is_paid_for_by_an_order_of_its_own(app: Flask, council: Buyer) -> None:
    rise = told(app, council, 1_500)
    with app.app_context(), pytest.raises(RuleBroken, match="by an order of its own"), transaction():
        ordering.add_line(queries.for_staff(order_of(app, rise)), "advert", 1, on=clock.today())
    assert len(making.lines(app, order_of(app, rise))) == 1
