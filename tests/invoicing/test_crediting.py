"""A mistake is credited, whole or by line, and comes to exactly what was invoiced; a returned invoice is issued anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.billing import books, trusting
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.invoicing import numbering, presenting, queries
from portal.invoicing.documents import Kind
from tests.billing.conftest import Buyer
from tests.invoicing import making
from tests.races import at_once


def status(app: Flask, number: str) -> str:
    with app.app_context():
        row = queries.for_staff(number)
        return presenting.status_of(row, presenting.billing.by_id(row.order_id), today=clock.today())


def test_an_invoice_that_is_credited_whole_leaves_nothing_owed_and_cancels_the_order(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 2), ("featured", 1))
    number = making.credit(app, "INV-000001", by=buyer.clerk, because="Ordered twice.")
    invoice, note = making.document(app, "INV-000001"), making.document(app, number)
    assert (number, note.kind, note.references.credits, note.because) == (
        "CN-000001",
        Kind.CREDIT_NOTE,
        "INV-000001",
        "Ordered twice.",
    )
    assert (note.net_pence, note.vat_pence, note.gross_pence) == (
        invoice.net_pence,
        invoice.vat_pence,
        invoice.gross_pence,
    )
    assert [replace(each, position=0) for each in note.lines] == [replace(each, position=0) for each in invoice.lines]
    assert making.row(app, order).state == "cancelled"
    assert status(app, "INV-000001") == "credited"
    with app.app_context():
        assert {account: pence for account, pence in books.balances().items() if pence} == {}
    assert [each.kind for each in making.mails(app, "credit")] == ["invoicing/mail/credit_note"]


def test_a_line_is_credited_in_part_and_the_rest_stays_owed(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 2), ("featured", 1))
    owed = making.row(app, order).gross_pence
    note = making.document(app, making.credit(app, "INV-000001", 0, 5_000, by=buyer.clerk))
    assert [(each.net_pence, each.vat_pence) for each in note.lines] == [(5_000, 1_000)]
    assert making.row(app, order).owed_pence == owed - 6_000
    assert status(app, "INV-000001") == "owed"
    making.credit(app, "INV-000001", by=buyer.clerk)
    assert making.row(app, order).state == "cancelled"
    with pytest.raises(RuleBroken, match=r"in full already|neither on account"):
        making.credit(app, "INV-000001", by=buyer.clerk)


def test_what_is_credited_of_a_paid_invoice_is_owed_to_the_buyer(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1))
    making.settle(app, order)
    making.credit(app, "INV-000001", 10_000, by=buyer.clerk)
    assert (making.row(app, order).owed_pence, status(app, "INV-000001")) == (-12_000, "overpaid")


@pytest.mark.parametrize("net", [30_001, -1])
def test_no_more_is_credited_than_was_invoiced(app: Flask, buyer: Buyer, net: int) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1))
    with pytest.raises(RuleBroken, match="Enter an amount above £0 and up to that"):
        making.credit(app, "INV-000001", net, by=buyer.clerk)
    with app.app_context():
        assert queries.credit_notes_of(queries.for_staff("INV-000001").id) == []
        assert numbering.gaps() == []


def test_a_reason_is_needed(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match="Enter the reason"):
        making.credit(app, "INV-000001", by=buyer.clerk, because="  \n ")


def test_two_who_credit_the_whole_at_once_credit_it_once(app_on_either: Flask) -> None:
    owner = making.person(app_on_either, "owner@anyshire.example")
    making.placed(app_on_either, making.organisation(app_on_either, owner=owner), owner)
    clerk = making.person(app_on_either, "clerk@society.example")
    outcomes = at_once(app_on_either, lambda: making.credit(app_on_either, "INV-000001", by=clerk), times=4)
    assert [each for each in outcomes if isinstance(each, str)] == ["CN-000001"]
    assert all(isinstance(each, str | RuleBroken) for each in outcomes)
    with app_on_either.app_context():
        assert numbering.gaps() == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quantity=st.integers(1, 30), parts=st.lists(st.integers(1, 40_000), min_size=1, max_size=6))
def test_credit_notes_bit_by_bit_come_to_exactly_the_invoice(
    app: Flask, member: Buyer, quantity: int, parts: list[int]
) -> None:
    order = making.placed(app, member.organisation_id, member.owner, ("advert", quantity))
    [number] = making.numbers(app, order)
    invoice = making.document(app, number)
    left, notes = invoice.net_pence, []
    for part in parts:
        if 0 < part < left:
            notes.append(making.credit(app, number, part, by=member.clerk))
            left -= part
    notes.append(making.credit(app, number, by=member.clerk))
    credited = [making.document(app, each) for each in notes]
    assert sum(each.net_pence for each in credited) == invoice.net_pence
    assert sum(each.vat_pence for each in credited) == invoice.vat_pence
    assert making.row(app, order).state == "cancelled"
    with app.app_context():
        assert books.balance(books.DEBTORS, order_id=making.row(app, order).id) == 0


def test_a_returned_invoice_is_not_owed_until_it_is_issued_anew(app: Flask, buyer: Buyer, tmp_path) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 2))
    making.mark_returned(app, "INV-000001", by=buyer.clerk)
    assert status(app, "INV-000001") == "returned"
    making.on(tmp_path, "2027-01-15")
    with app.app_context():
        assert queries.open_invoices() == []
        assert not trusting.is_overdue(buyer.organisation_id, on=clock.today())
    new = making.anew(app, "INV-000001", by=buyer.clerk)
    first, second = making.document(app, "INV-000001"), making.document(app, new)
    assert second.references.replaces == "INV-000001"
    assert second.tax_point == first.tax_point == date(2026, 11, 24)
    assert (second.issued_on, second.due_on) == (date(2027, 1, 15), date(2027, 2, 14))
    assert (second.references.po_number, second.buyer.address[-1]) == ("PO 2002", "Anytown AB1 2CD")
    assert second.lines == first.lines
    assert first.references.po_number == "PO 1001"
    assert making.numbers(app, order) == ["INV-000001", "CN-000001", "INV-000002"]
    note = making.document(app, "CN-000001")
    assert (note.gross_pence, note.tax_point) == (first.gross_pence, first.tax_point)
    assert making.row(app, order).owed_pence == first.gross_pence
    assert (status(app, "INV-000001"), status(app, new)) == ("replaced", "owed")
    assert [each.recipient for each in making.mails(app)][-1] == "payables@example.org"


def test_a_return_can_be_taken_back(app: Flask, buyer: Buyer) -> None:
    from portal.database.transaction import transaction
    from portal.invoicing import returning

    making.placed(app, buyer.organisation_id, buyer.owner)
    making.mark_returned(app, "INV-000001", by=buyer.clerk)
    with app.app_context(), transaction():
        returning.take_return_back(queries.for_staff("INV-000001"), by=buyer.clerk, at=clock.now())
    assert status(app, "INV-000001") == "owed"


def test_only_an_unpaid_invoice_can_be_returned_and_only_a_returned_one_issued_anew(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match="Mark the invoice as returned first"):
        making.anew(app, "INV-000001", by=buyer.clerk)
    making.settle(app, order)
    with pytest.raises(RuleBroken, match="not waiting for payment"):
        making.mark_returned(app, "INV-000001", by=buyer.clerk)
    assert making.numbers(app, order) == ["INV-000001"]


def test_what_is_issued_anew_needs_a_purchase_order_as_before(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    making.mark_returned(app, "INV-000001", by=buyer.clerk)
    with pytest.raises(RuleBroken, match="purchase-order number"):
        making.anew(app, "INV-000001", by=buyer.clerk, corrections=replace(making.CORRECTIONS, po_number=""))
    assert making.numbers(app, order) == ["INV-000001"]
    assert making.row(app, order).po_number == "PO 1001"


def test_two_who_issue_anew_at_once_issue_one(app_on_either: Flask) -> None:
    owner = making.person(app_on_either, "owner@anyshire.example")
    clerk = making.person(app_on_either, "clerk@society.example")
    making.placed(app_on_either, making.organisation(app_on_either, owner=owner), owner)
    making.mark_returned(app_on_either, "INV-000001", by=clerk)
    outcomes = at_once(app_on_either, lambda: making.anew(app_on_either, "INV-000001", by=clerk), times=4)
    assert [each for each in outcomes if isinstance(each, str)] == ["INV-000002"]


def test_nobody_credits_an_invoice_of_their_own_organisation(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match="an organisation for which you act"):
        making.credit(app, "INV-000001", by=buyer.owner)
    assert making.row(app, order).credited_pence == 0 and making.numbers(app, order) == ["INV-000001"]


def test_nobody_marks_an_invoice_of_their_own_organisation_as_returned_or_issues_it_anew(
    app: Flask, buyer: Buyer
) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match="an organisation for which you act"):
        making.mark_returned(app, "INV-000001", by=buyer.owner)
    assert making.issued(app, "INV-000001").state == "current"
    making.mark_returned(app, "INV-000001", by=buyer.clerk)
    with pytest.raises(RuleBroken, match="an organisation for which you act"):
        making.anew(app, "INV-000001", by=buyer.owner)
    assert making.numbers(app, order) == ["INV-000001"]
