"""Disputes and payouts: the order by the rule of docs/decisions/cards.md, and books that always come to nothing (P-20)."""

from __future__ import annotations

import random

import pytest

from portal.payments.models import Dispute
from tests.payments.conftest import Shop


def disputed(shop: Shop) -> tuple[str, str]:
    """A paid order that the card holder's bank questions: its reference and the dispute's id."""
    reference = shop.paid()
    made = shop.stripe.account.dispute(shop.payment(reference))
    shop.deliver()
    return reference, str(made["id"])


def test_while_a_dispute_is_open_the_order_stands(shop: Shop) -> None:
    reference, _ = disputed(shop)
    gross = shop.row(reference).gross_pence
    assert (shop.row(reference).state, shop.open_matters()) == ("paid", ["disputed"])
    book = shop.book()
    assert book["disputed"] == gross and "card" not in book


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_ends_as_the_bank_decides(shop: Shop, won: bool) -> None:
    reference, dispute = disputed(shop)
    gross = shop.row(reference).gross_pence
    shop.stripe.account.close_dispute(dispute, won=won)
    shop.deliver()
    row, book = shop.row(reference), shop.book()
    assert "disputed" not in book
    assert (row.state, row.refunded_pence) == (("paid", 0) if won else ("refunded", gross))
    assert book.get("card", 0) == (gross if won else 0)
    assert shop.documents(reference) == ["invoice"]
    assert shop.open_matters() == ([] if won else ["dispute_lost"])


@pytest.mark.parametrize("seed", range(4))
def test_the_messages_of_a_dispute_come_in_any_order_and_twice(shop: Shop, seed: int) -> None:
    reference = shop.paid()
    made = shop.stripe.account.dispute(shop.payment(reference))
    shop.stripe.account.close_dispute(made["id"], won=seed % 2 == 0)
    events, shop.stripe.account.waiting = [*shop.stripe.account.waiting] * 2, []
    random.Random(seed).shuffle(events)
    for each in events:
        assert shop.send(each) == 200
    assert [(each.status, each.closed_at is not None) for each in shop.all_of(Dispute)] == [
        ("won" if seed % 2 == 0 else "lost", True)
    ]
    assert shop.row(reference).state == ("paid" if seed % 2 == 0 else "refunded")
    assert "disputed" not in shop.book()


@pytest.mark.parametrize("fails", [False, True])
def test_a_payout_moves_what_came_to_the_bank_and_names_the_fees(shop: Shop, fails: bool) -> None:
    reference = shop.paid()
    gross = shop.row(reference).gross_pence
    moved = shop.stripe.account.objects["balance_transaction"].values()
    net = sum(each["net"] for each in moved)
    shop.stripe.account.pay_out(fails=fails)
    shop.deliver(times=2)
    book = shop.book()
    if fails:
        assert book["card"] == gross and "bank" not in book
    else:
        assert book["bank"] == net and book.get("fees", 0) == gross - net
        assert "card" not in book
