"""What a membership owes, as an order: asked for once, and standing from the moment it is paid."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.billing import crediting, dues, ordering, paying, placing, queries
from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import admitting, daily, ending, renewing
from portal.membership import paying as fees
from portal.membership import queries as membership
from portal.membership.models import Due
from portal.work import worker
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.membership import making as joining
from tests.races import at_once


@pytest.fixture
def robin(app: Flask) -> int:
    return making.person(app, "robin@example.org")


def newest_due(app: Flask, reference: str) -> Due:
    return joining.dues(app, reference)[-1]


def orders(app: Flask, reference: str) -> list[tuple[str, int, str]]:
    """The orders for the newest due: state, total, way; the oldest first."""
    due = newest_due(app, reference)
    with app.app_context():
        found = reversed(queries.with_subject(f"due:{due.reference}"))
        return [(each.state, each.gross_pence, each.way) for each in found]


def order_reference(app: Flask, reference: str) -> str:
    due = newest_due(app, reference)
    with app.app_context():
        return queries.with_subject(f"due:{due.reference}")[0].reference


def details(app: Flask, reference: str) -> None:
    with app.app_context(), transaction():
        ordering.detail(queries.for_staff(reference), making.DETAILS)


def state(app: Flask, person_id: int) -> str:
    with app.app_context():
        return membership.standing_of(person_id, on=clock.today()).state


def test_being_admitted_makes_an_order_and_paying_it_opens_standing_at_once(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    assert orders(app, reference) == [("draft", 1_600, "")]
    order = order_reference(app, reference)
    assert making.row(app, order).begun_by_id is None
    assert making.lines(app, order)[0].description == "Membership for 2026 (2 months)"
    assert state(app, robin) == "unpaid"
    making.place(app, order, "card", by=robin)
    assert state(app, robin) == "unpaid"
    making.settle(app, order, what="card:pi_1")
    assert state(app, robin) == "current"
    due = newest_due(app, reference)
    assert (due.paid_on, due.payment_reference) == (date(2026, 11, 24), order)


def test_a_persons_fee_carries_no_vat_and_no_discount(app: Flask, robin: int) -> None:
    line = making.lines(app, order_reference(app, joining.membership(app, robin, paid=False)))[0]
    assert (line.vat_code, line.vat_pence, line.discount_basis_points) == ("exempt", 0, 0)


def test_an_organisations_fee_is_not_discounted_for_members(app: Flask, member: Buyer) -> None:
    (path,) = [member]
    with app.app_context(), transaction():
        row = membership.of_organisation(path.organisation_id)[0]
        due = admitting.owe(row, year=2027, tier="large", on=clock.today(), since=date(2027, 1, 1))
        order = dues.order_for(due, by=None, at=clock.now())
        line = queries.lines_of(order.id)[0]
        assert (order.member, line.discount_basis_points, line.net_pence, line.vat_pence) == (
            True,
            0,
            due.pence,
            due.pence // 5,
        )


def test_renewals_make_orders_on_1_november(app: Flask, robin: int, tmp_path: Path) -> None:
    reference = joining.membership(app, robin, on=date(2026, 3, 10))
    (tmp_path / "clock").write_text("2026-11-01T00:01:00+00:00")
    for _ in range(2):
        with app.app_context():
            daily.run()
    assert newest_due(app, reference).year == 2027
    assert orders(app, reference) == [("draft", 9_600, "")]


def test_a_fee_that_staff_record_as_paid_is_asked_for_no_more(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    order = order_reference(app, reference)
    making.place(app, order, "card", by=robin)
    with app.app_context(), transaction():
        fees.pay(db.session.merge(newest_due(app, reference)), on=clock.today(), reference="BACS", by=robin)
    assert orders(app, reference) == [("cancelled", 1_600, "card")]


def test_a_fee_that_an_invoice_asks_for_is_settled_by_its_receipt_alone(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    order = order_reference(app, reference)
    details(app, order)
    making.place(app, order, by=robin)
    assert newest_due(app, reference).invoiced_as == order
    with app.app_context(), pytest.raises(RuleBroken, match="An invoice asks for this fee"), transaction():
        fees.pay(db.session.merge(newest_due(app, reference)), on=clock.today(), reference="BACS", by=robin)
    assert newest_due(app, reference).paid_on is None
    making.settle(app, order)
    assert newest_due(app, reference).payment_reference == order


def test_our_letters_do_not_ask_for_what_an_invoice_asks_for(app: Flask, robin: int, tmp_path: Path) -> None:
    from portal.mail.models import Message

    invoiced = joining.membership(app, robin, paid=False)
    other = making.person(app, "other@example.org")
    joining.membership(app, other, paid=False)
    order = order_reference(app, invoiced)
    details(app, order)
    making.place(app, order, by=robin)
    (tmp_path / "clock").write_text("2026-12-09T09:00:00+00:00")
    with app.app_context():
        daily.run()
        asked = db.session.query(Message.recipient).filter(Message.kind == "membership/mail/first_fee").all()
    assert [each[0] for each in asked] == ["other@example.org"]


def test_a_credited_invoice_leaves_the_fee_to_be_asked_for_again(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    order = order_reference(app, reference)
    details(app, order)
    making.place(app, order, by=robin)
    with app.app_context(), transaction():
        row = queries.for_staff(order)
        crediting.credit(row, crediting.left(row), what="CN1", because="Wrong address", at=clock.now(), by=None)
    assert newest_due(app, reference).invoiced_as == ""
    with app.app_context():
        assert [each.reference for each in dues.without_order(most=10)] == [newest_due(app, reference).reference]


def test_the_worker_asks_for_a_fee_whose_order_is_gone_and_passes_over_what_it_cannot_ask_for(
    app: Flask, robin: int, buyer: Buyer
) -> None:
    broken = joining.membership(
        app, buyer.owner, "organisation", organisation_id=buyer.organisation_id, staff=1_200, paid=False
    )
    reference = joining.membership(app, robin, paid=False)
    for each in (broken, reference):
        with app.app_context(), transaction():
            row = queries.for_staff(order_reference(app, each))
            placing.cancel(row, because="Placed in error.", by=robin, at=clock.now())
    with app.app_context(), transaction():
        # As a removal by a version of the portal that did not end memberships had left it.
        db.session.get_one(Organisation, buyer.organisation_id).removed_at = clock.now()
    ask = worker()._handlers["dues.ask_for_forgotten"]
    with app.app_context():
        assert ask({}) == "1 orders made for fees that nothing asked for"
        assert ask({}) == "0 orders made for fees that nothing asked for"
    assert orders(app, reference) == [("cancelled", 1_600, ""), ("draft", 1_600, "")]
    assert orders(app, broken) == [("cancelled", 36_000, "")]


def test_a_fee_that_is_paid_let_off_or_of_an_ended_membership_is_not_asked_for_again(app: Flask, robin: int) -> None:
    joining.membership(app, robin)
    gone = joining.membership(app, making.person(app, "gone@example.org"), paid=False)
    with app.app_context(), transaction():
        ending.end(membership.by_reference(gone), first_day_without=clock.today(), because="Left.", by=robin)
    with app.app_context():
        assert dues.ask_for_forgotten(at=clock.now()) == 0


def test_another_tier_changes_the_order_that_asks(app: Flask, buyer: Buyer) -> None:
    with app.app_context(), transaction():
        from portal.membership.models import FeeRow

        db.session.add(FeeRow(klass="organisation", tier="small", pence=60_000, from_date=date(2020, 1, 2)))
    reference = joining.membership(
        app, buyer.owner, "organisation", organisation_id=buyer.organisation_id, staff=1_200, paid=False
    )
    before = orders(app, reference)[0][1]
    order = order_reference(app, reference)
    with app.app_context(), transaction():
        row = membership.by_reference(reference)
        renewing.retier(row, tier="small", on=clock.today(), by=buyer.owner)
    assert (before, orders(app, reference)) == (36_000, [("draft", 12_000, "")])
    making.place(app, order, "card", by=buyer.owner)
    with app.app_context(), transaction():
        row = membership.by_reference(reference)
        renewing.retier(row, tier="large", on=clock.today(), by=buyer.owner)
    assert orders(app, reference) == [("cancelled", 12_000, "card"), ("draft", 36_000, "")]
    newest = order_reference(app, reference)
    details(app, newest)
    making.place(app, newest, by=buyer.owner)
    with app.app_context(), pytest.raises(RuleBroken, match="An invoice asks for this fee"), transaction():
        row = membership.by_reference(reference)
        renewing.retier(row, tier="small", on=clock.today(), by=buyer.owner)
    assert newest_due(app, reference).tier == "large"


@pytest.mark.parametrize(("day", "months"), [("2026-01-02", 12), ("2026-07-10", 6), ("2026-12-31", 1)])
def test_another_tier_in_mid_year_is_priced_by_the_months_of_its_fee(
    app: Flask, buyer: Buyer, tmp_path: Path, day: str, months: int
) -> None:
    (tmp_path / "clock").write_text(f"{day}T09:00:00+00:00")
    reference = joining.membership(
        app, buyer.owner, "organisation", organisation_id=buyer.organisation_id, staff=1_200, paid=False
    )
    with app.app_context(), transaction():
        row = membership.by_reference(reference)
        renewing.retier(row, tier="small", on=clock.today(), by=buyer.owner)
    # A year costs a small organisation £480 without VAT.
    assert orders(app, reference) == [("draft", 4_000 * months * 6 // 5, "")]
    assert newest_due(app, reference).months == months


def test_an_order_says_so_when_its_fee_is_owed_no_longer(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    order = order_reference(app, reference)
    with app.app_context(), transaction():
        # As if the fee had been settled by a version of the portal that knew of no orders.
        db.session.merge(newest_due(app, reference)).paid_on = clock.today()
    details(app, order)
    with pytest.raises(RuleBroken, match="is settled already"):
        making.place(app, order, by=robin)


def test_money_for_a_fee_that_was_settled_meanwhile_is_kept_and_shown(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    order = order_reference(app, reference)
    making.place(app, order, "card", by=robin)
    with app.app_context(), transaction():
        db.session.merge(newest_due(app, reference)).paid_on = clock.today()
    making.settle(app, order, what="card:pi_1")
    assert (making.row(app, order).state, "not_needed" in making.steps(app, order)) == ("paid", True)


def test_a_fee_given_back_whole_is_owed_again_and_recorded_payments_by_order_are_not_taken_back(
    app: Flask, robin: int
) -> None:
    reference = joining.membership(app, robin, paid=False)
    order = order_reference(app, reference)
    making.place(app, order, "card", by=robin)
    making.settle(app, order, what="card:pi_1")
    with app.app_context(), pytest.raises(RuleBroken, match=f"paid by order {order}"), transaction():
        fees.take_back(db.session.merge(newest_due(app, reference)), by=robin)
    assert state(app, robin) == "current"
    with app.app_context(), transaction():
        paying.give_back(queries.for_staff(order), 1_600, "card:re_1", at=clock.now())
    assert (newest_due(app, reference).paid_on, state(app, robin)) == (None, "unpaid")


def test_an_ended_membership_asks_for_nothing(app: Flask, robin: int) -> None:
    reference = joining.membership(app, robin, paid=False)
    with app.app_context(), transaction():
        ending.end(membership.by_reference(reference), first_day_without=clock.today(), because="Left.", by=robin)
    assert orders(app, reference) == [("cancelled", 1_600, "")]


def test_a_fee_is_paid_by_an_order_of_its_own(app: Flask, buyer: Buyer, robin: int) -> None:
    order = order_reference(app, joining.membership(app, robin, paid=False))
    with app.app_context(), pytest.raises(RuleBroken, match="by an order of its own"), transaction():
        ordering.add_line(queries.for_staff(order), "advert", 1, on=clock.today())


def test_however_many_ask_to_pay_at_once_one_order_is_made(app_on_either: Flask) -> None:
    app = app_on_either
    robin = making.person(app, "robin@example.org")
    reference = joining.membership(app, robin, paid=False)
    with app.app_context(), transaction():
        placing.cancel(queries.for_staff(order_reference(app, reference)), because="", by=robin, at=clock.now())

    def ask() -> str:
        with transaction():
            due = db.session.query(Due).one()
            return dues.order_for(due, by=robin, at=clock.now()).reference

    assert len(set(at_once(app, ask))) == 1
    assert [each[0] for each in orders(app, reference)] == ["cancelled", "draft"]
    with app.app_context():
        assert db.session.query(Order).count() == 2
