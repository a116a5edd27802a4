"""Two days in which no message of the payment service arrives (P-15): one `reconcile` later every order is where it is there."""

from __future__ import annotations

import pytest

from portal.payments.models import Dispute
from tests.payments.conftest import Shop
from tests.payments.test_refunding import ask, staff


def test_every_order_of_two_silent_days_is_settled_in_one_go(shop_on_either: Shop) -> None:
    shop = shop_on_either
    settled, paid_late, failed, given_up = [], [], [], []
    for day in range(2):
        for _ in range(3):
            reference, session = shop.begun()
            shop.stripe.account.pay(session)
            settled.append(reference)
        for fails, kind in ((False, paid_late), (True, failed)):
            reference, session = shop.begun()
            shop.stripe.account.pay(session, late=True)
            shop.stripe.account.arrive(session, fails=fails)
            kind.append(reference)
        reference, session = shop.begun()
        shop.stripe.account.expire(session)
        given_up.append(reference)
        assert shop.stripe.lose() > 0
        shop.later(hours=23 if day == 0 else 24)
    assert {shop.row(reference).state for reference in settled} == {"placed"}
    shop.reconcile()
    assert {shop.row(reference).state for reference in settled + paid_late} == {"paid"}
    assert {shop.row(reference).state for reference in failed + given_up} == {"placed"}
    assert shop.mails("payments/mail/receipt") == len(settled + paid_late)
    assert shop.book()["card"] == sum(shop.row(reference).gross_pence for reference in settled + paid_late)
    assert shop.open_matters() == []


def test_a_second_go_finds_nothing_more_to_do(shop: Shop) -> None:
    _, session = shop.begun()
    shop.stripe.account.pay(session)
    shop.stripe.lose()
    shop.later(hours=47)
    assert shop.reconcile()["settled"] == 1
    book = shop.book()
    assert shop.reconcile()["settled"] == 0
    assert (shop.book(), shop.mails("payments/mail/receipt")) == (book, 1)


@pytest.mark.parametrize("won", [True, False])
def test_refunds_and_disputes_of_those_days_come_in_too(shop: Shop, won: bool) -> None:
    ours, theirs, questioned = shop.paid(), shop.paid(), shop.paid()
    ask(shop, ours, 1_000, by=staff(shop))
    shop.stripe.account.refund({"payment_intent": shop.payment(theirs), "amount": 2_500})
    dispute = shop.stripe.account.dispute(shop.payment(questioned))
    shop.stripe.account.close_dispute(str(dispute["id"]), won=won)
    assert shop.stripe.lose() > 0
    shop.later(hours=47)
    shop.reconcile()
    assert (shop.row(ours).refunded_pence, shop.row(theirs).refunded_pence) == (1_000, 2_500)
    assert [(each.status, each.closed_at is not None) for each in shop.all_of(Dispute)] == [
        ("won" if won else "lost", True)
    ]
    assert shop.row(questioned).state == ("paid" if won else "refunded")
    assert "disputed" not in shop.book()
