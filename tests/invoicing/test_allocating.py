"""What receipts pay: in part, too much, wrongly and put right again; nothing that came is ever lost (faults P-18)."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.billing import books
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.invoicing import allocating, queries
from tests.billing.conftest import Buyer
from tests.invoicing import making
from tests.races import at_once


def test_a_receipt_pays_an_invoice_and_the_buyer_is_thanked(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = making.receipt(app, 36_000, by=buyer.clerk, words="INV-000001")
    with app.app_context():
        [first] = allocating.suggest(allocating.by_reference(receipt))
        assert first.sure and first.invoices[0].number == "INV-000001"
    making.allocate(app, receipt, "INV-000001", 36_000, by=buyer.clerk)
    row = making.row(app, order)
    assert (row.state, row.owed_pence, making.left(app, receipt)) == ("paid", 0, 0)
    with app.app_context():
        assert books.balance(books.BANK) == 36_000
        assert allocating.suggest(allocating.by_reference(receipt)) == []
    assert [each.subject for each in making.mails(app, "thanks")] == ["Invoice INV-000001 is paid"]


def test_an_invoice_is_paid_in_parts(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    first, second = (making.receipt(app, pence, by=buyer.clerk) for pence in (10_000, 26_000))
    making.allocate(app, first, "INV-000001", 10_000, by=buyer.clerk)
    assert (making.row(app, order).state, making.row(app, order).owed_pence) == ("invoiced", 26_000)
    making.allocate(app, second, "INV-000001", 26_000, by=buyer.clerk)
    assert making.row(app, order).state == "paid"


def test_what_is_too_much_stays_on_the_receipt_until_it_is_sent_back(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = making.receipt(app, 40_000, by=buyer.clerk)
    with pytest.raises(RuleBroken, match=r"£360\.00 is owed"):
        making.allocate(app, receipt, "INV-000001", 40_000, by=buyer.clerk)
    making.allocate(app, receipt, "INV-000001", 36_000, by=buyer.clerk)
    assert making.left(app, receipt) == 4_000
    with app.app_context(), transaction():
        row = allocating.by_reference(receipt)
        with pytest.raises(RuleBroken, match=r"£40\.00"):
            allocating.send_back(row, 4_001, because="by bank", by=buyer.owner, at=clock.now())
        allocating.send_back(row, 4_000, because="by bank, 25 November", by=buyer.owner, at=clock.now())
    assert making.left(app, receipt) == 0


def test_an_order_that_a_card_paid_too_leaves_the_banks_money_on_the_receipt(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    making.settle(app, order, what="card:pi_1")
    receipt = making.receipt(app, 36_000, by=buyer.clerk, words="INV-000001")
    with pytest.raises(RuleBroken, match="Nothing is owed on INV-000001, so the money stays on the receipt"):
        making.allocate(app, receipt, "INV-000001", 36_000, by=buyer.clerk)
    assert making.left(app, receipt) == 36_000
    assert making.row(app, order).paid_pence == 36_000


def test_a_card_that_pays_what_the_bank_has_paid_is_flagged_as_paid_too_much(app: Flask, buyer: Buyer) -> None:
    from portal.invoicing import bookkeeping

    order = making.placed(app, buyer.organisation_id, buyer.owner)
    making.allocate(app, making.receipt(app, 36_000, by=buyer.clerk), "INV-000001", 36_000, by=buyer.clerk)
    making.settle(app, order, what="card:pi_1")
    assert making.row(app, order).owed_pence == -36_000
    with app.app_context():
        assert [document.number for document, _ in bookkeeping.owed_to_buyers()] == ["INV-000001"]


def test_a_wrong_match_is_taken_back_and_the_order_is_owed_again(app: Flask, buyer: Buyer) -> None:
    wrong = making.placed(app, buyer.organisation_id, buyer.owner)
    right = making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = making.receipt(app, 36_000, by=buyer.clerk)
    allocation = making.allocate(app, receipt, "INV-000001", 36_000, by=buyer.clerk)
    making.take_back(app, receipt, allocation, by=buyer.clerk)
    row = making.row(app, wrong)
    assert (row.state, row.owed_pence, row.paid_at, making.left(app, receipt)) == ("invoiced", 36_000, None, 36_000)
    with pytest.raises(RuleBroken, match="taken back before"):
        making.take_back(app, receipt, allocation, by=buyer.clerk)
    making.allocate(app, receipt, "INV-000002", 36_000, by=buyer.clerk)
    assert making.row(app, right).state == "paid"
    with app.app_context():
        assert books.balance(books.BANK) == 36_000
        assert [part.undone_at is not None for part in allocating.parts_of(allocating.by_reference(receipt))] == [
            True,
            False,
        ]
    making.allocate(app, making.receipt(app, 36_000, by=buyer.clerk), "INV-000001", 36_000, by=buyer.clerk)
    assert making.row(app, wrong).state == "paid"


def test_a_part_of_a_part_payment_is_taken_back_too(app: Flask, buyer: Buyer) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = making.receipt(app, 1_000, by=buyer.clerk)
    allocation = making.allocate(app, receipt, "INV-000001", 1_000, by=buyer.clerk)
    making.take_back(app, receipt, allocation, by=buyer.clerk)
    assert (making.row(app, order).state, making.row(app, order).owed_pence) == ("invoiced", 36_000)


def test_one_receipt_spent_by_many_at_once_is_spent_once(app_on_either: Flask) -> None:
    owner = making.person(app_on_either, "owner@anyshire.example")
    clerk = making.person(app_on_either, "clerk@society.example")
    organisation = making.organisation(app_on_either, owner=owner)
    for _ in range(4):
        making.placed(app_on_either, organisation, owner)
    receipt = making.receipt(app_on_either, 36_000, by=clerk)
    numbers = [f"INV-00000{each}" for each in range(1, 5)]

    def one() -> str:
        return making.allocate(app_on_either, receipt, numbers.pop(), 36_000, by=clerk)

    outcomes = at_once(app_on_either, one, times=4)
    assert sum(isinstance(each, str) for each in outcomes) == 1
    assert sum(isinstance(each, RuleBroken) for each in outcomes) == 3
    assert making.left(app_on_either, receipt) == 0


def test_two_receipts_at_once_pay_one_invoice_once(app_on_either: Flask) -> None:
    owner = making.person(app_on_either, "owner@anyshire.example")
    clerk = making.person(app_on_either, "clerk@society.example")
    order = making.placed(app_on_either, making.organisation(app_on_either, owner=owner), owner)
    receipts = [making.receipt(app_on_either, 36_000, by=clerk) for _ in range(4)]
    waiting = list(receipts)
    outcomes = at_once(
        app_on_either,
        lambda: making.allocate(app_on_either, waiting.pop(), "INV-000001", 36_000, by=clerk),
        times=4,
    )
    assert sum(isinstance(each, str) for each in outcomes) == 1
    assert making.row(app_on_either, order).paid_pence == 36_000
    assert sum(making.left(app_on_either, each) for each in receipts) == 3 * 36_000


def test_what_is_none_of_ours_is_set_aside_with_the_reason_and_brought_back(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = making.receipt(app, 12, by=buyer.clerk, payer="INTEREST")
    with app.app_context(), transaction():
        row = allocating.by_reference(receipt)
        with pytest.raises(RuleBroken, match="what this receipt is"):
            allocating.set_aside(row, because=" ", by=buyer.owner)
        allocating.set_aside(row, because="Interest", by=buyer.owner)
        with pytest.raises(RuleBroken, match="set aside"):
            allocating.allocate(row, queries.for_staff("INV-000001"), 12, by=buyer.clerk, at=clock.now())
        allocating.bring_back(row, by=buyer.owner)
    making.allocate(app, receipt, "INV-000001", 12, by=buyer.clerk)


def test_a_replaced_invoice_cannot_be_paid_but_the_new_one_can(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    making.mark_returned(app, "INV-000001", by=buyer.clerk)
    making.anew(app, "INV-000001", by=buyer.clerk)
    receipt = making.receipt(app, 36_000, by=buyer.clerk, words="INV-000001")
    for number in ("INV-000001", "CN-000001"):
        with pytest.raises(RuleBroken, match="took its place"):
            making.allocate(app, receipt, number, 36_000, by=buyer.clerk)
    making.allocate(app, receipt, "INV-000002", 36_000, by=buyer.clerk)


def test_nobody_matches_money_to_their_own_organisation_or_takes_it_from_there(app: Flask, buyer: Buyer) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    receipt = making.receipt(app, 36_000, by=buyer.clerk)
    with pytest.raises(RuleBroken, match="an organisation for which you act"):
        making.allocate(app, receipt, "INV-000001", 36_000, by=buyer.owner)
    assert making.left(app, receipt) == 36_000
    allocation = making.allocate(app, receipt, "INV-000001", 36_000, by=buyer.clerk)
    with pytest.raises(RuleBroken, match="an organisation for which you act"):
        making.take_back(app, receipt, allocation, by=buyer.owner)
    assert making.left(app, receipt) == 0
