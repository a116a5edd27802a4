"""Giving money back: never more than came, once for each decision, and with a second pair of eyes above an amount."""

from __future__ import annotations

from itertools import count

import pytest

from portal.billing import queries
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.payments import giving_back, refunding
from tests.billing import making
from tests.payments.conftest import Shop
from tests.people import make, post, sign_in
from tests.races import at_once

REFUNDS = "POST /v1/refunds"


def ask(shop: Shop, reference: str, pence: int, *, by: int) -> str:
    with shop.app.app_context():
        with transaction():
            refund = refunding.ask(queries.for_staff(reference), pence, because="It was not shown.", by=by)
            made = refund.reference
        giving_back.send(made)
        return made


def staff(shop: Shop, name: str = "s1") -> int:
    return make(shop.app, f"{name}@society.example", given=("staff",))


@pytest.fixture
def generous(open_shop) -> Shop:  # type: ignore[no-untyped-def]
    """A shop where one member of staff gives any amount back alone."""
    return open_shop(PORTAL_REFUND_ALONE="10000")


def given_back(shop: Shop) -> int:
    return sum(each["amount"] for each in shop.stripe.account.objects["refund"].values())


def test_two_who_give_the_whole_back_at_once_give_it_once(shop_on_either: Shop) -> None:
    """P-12: each within what one may give alone."""
    shop = shop_on_either
    reference, who = shop.paid(), staff(shop)
    gross = shop.row(reference).gross_pence
    with shop.app.app_context():
        alone = refunding.alone_up_to()
    tries = gross // alone + 4
    at_once(shop.app, lambda: ask(shop, reference, alone, by=who), times=tries)
    row = shop.row(reference)
    assert row.refunded_pence == given_back(shop) == gross // alone * alone <= row.paid_pence
    assert len(shop.stripe.account.objects["refund"]) == gross // alone
    assert shop.book()["card"] == gross - row.refunded_pence
    assert shop.open_matters() == []


def test_more_than_came_is_refused_and_nothing_is_sent(shop: Shop) -> None:
    """P-12."""
    reference, who = shop.paid(), staff(shop)
    gross = shop.row(reference).gross_pence
    for pence in (gross + 1, 0, -1):
        with pytest.raises(RuleBroken):
            ask(shop, reference, pence, by=who)
    assert shop.refunds() == [] and shop.stripe.made(REFUNDS) == []


def test_a_refund_whose_answer_is_lost_is_sent_once(shop: Shop) -> None:
    """P-12: retried after the connection broke; the provider is asked what became of it first."""
    reference, who = shop.paid(), staff(shop)
    shop.stripe.fail("lost reply", on=REFUNDS, times=9)
    ask(shop, reference, 1_000, by=who)
    assert [state for state, _ in shop.refunds()] == ["sending"]
    shop.stripe.mend()
    shop.later(minutes=2)
    shop.reconcile()
    shop.reconcile()
    assert shop.refunds() == [("done", 1_000)]
    assert len(shop.stripe.account.objects["refund"]) == 1
    assert shop.row(reference).refunded_pence == 1_000


def test_the_message_of_ones_own_refund_changes_nothing_more(shop_on_either: Shop) -> None:
    """P-12: the message arrives while the answer does, and again."""
    shop = shop_on_either
    reference, who = shop.paid(), staff(shop)
    ask(shop, reference, 1_000, by=who)
    events = [each for each in shop.stripe.account.waiting if "refund" in each["type"]]
    turn = count()
    assert set(at_once(shop.app, lambda: shop.send(events[next(turn) % len(events)]), times=6)) == {200}
    assert shop.refunds() == [("done", 1_000)]
    assert shop.row(reference).refunded_pence == 1_000


def test_a_refund_made_at_the_provider_comes_into_our_books(shop: Shop) -> None:
    """P-12: together with ours never more than was paid."""
    reference, who = shop.paid(), staff(shop)
    gross = shop.row(reference).gross_pence
    shop.stripe.account.refund({"payment_intent": shop.payment(reference), "amount": gross - 500})
    shop.deliver()
    assert shop.row(reference).refunded_pence == gross - 500
    with pytest.raises(RuleBroken, match="£5 can still be given back"):
        ask(shop, reference, 501, by=who)
    ask(shop, reference, 500, by=who)
    assert (shop.row(reference).state, shop.row(reference).refunded_pence) == ("refunded", gross)


def test_what_is_given_back_in_full_is_credited_so_that_its_invoice_asks_for_nothing(generous: Shop) -> None:
    shop = generous
    reference, who = shop.paid(), staff(shop)
    gross = shop.row(reference).gross_pence
    ask(shop, reference, 500, by=who)
    assert (shop.row(reference).credited_pence, shop.documents(reference)) == (0, ["invoice"])
    ask(shop, reference, gross - 500, by=who)
    assert (shop.row(reference).credited_pence, shop.row(reference).owed_pence) == (gross, 0)
    assert shop.documents(reference) == ["invoice", "credit_note"]
    assert all(pence == 0 for pence in shop.book().values())


def test_above_the_amount_somebody_else_approves(shop: Shop) -> None:
    """A-09: not the one who asked; and only one decision counts."""
    reference, asks, decides = shop.paid(("advert", 4)), staff(shop), staff(shop, "s2")
    with shop.app.app_context():
        pence = refunding.alone_up_to() + 1
    made = ask(shop, reference, pence, by=asks)
    assert shop.refunds() == [("asked", pence)] and shop.stripe.made(REFUNDS) == []
    with shop.app.app_context(), pytest.raises(RuleBroken, match="somebody else"), transaction():
        refunding.approve(made, by=asks)
    own = sign_in(shop.app, asks)
    assert "Approve and give back" not in own.get(f"/staff/refunds/{made}").text
    colleague = sign_in(shop.app, decides)
    assert post(colleague, f"/staff/refunds/{made}", act="approve").status_code == 302
    assert shop.refunds() == [("done", pence)]
    assert shop.row(reference).refunded_pence == pence == given_back(shop)
    with shop.app.app_context(), pytest.raises(RuleBroken), transaction():
        refunding.decline(made, because="Too late.", by=decides)


def test_a_refund_that_the_bank_sends_back_is_ours_again_and_told(shop: Shop) -> None:
    reference, who = shop.paid(), staff(shop)
    ask(shop, reference, 1_000, by=who)
    (refund,) = shop.stripe.account.objects["refund"]
    shop.stripe.account.fail_refund(refund)
    shop.deliver()
    assert shop.refunds() == [("refused", 1_000)]
    assert shop.open_matters() == ["refund_failed"]
    assert shop.row(reference).kept_pence == shop.row(reference).gross_pence == shop.book()["card"]


def test_what_was_not_paid_by_card_is_not_given_back_to_one(shop: Shop) -> None:
    reference = shop.order(way="account")
    making.settle(shop.app, reference)
    with pytest.raises(RuleBroken, match="was not paid by card"):
        ask(shop, reference, 100, by=staff(shop))


def test_nobody_gives_money_back_to_their_own_organisation_or_approves_it(shop: Shop) -> None:
    """Whoever acts for the buyer neither asks nor approves, and may only decline."""
    reference, own, colleague = shop.paid(("advert", 4)), staff(shop), staff(shop, "s2")
    organisation_id = shop.row(reference).organisation_id
    assert organisation_id is not None
    making.seat(shop.app, organisation_id, own, "approver")
    with pytest.raises(RuleBroken, match="an organisation for which you act"):
        ask(shop, reference, 100, by=own)
    with shop.app.app_context():
        pence = refunding.alone_up_to() + 1
    made = ask(shop, reference, pence, by=colleague)
    with shop.app.app_context(), pytest.raises(RuleBroken, match="an organisation for which you act"), transaction():
        refunding.approve(made, by=own)
    client = sign_in(shop.app, own)
    page = client.get(f"/staff/refunds/{made}").text
    assert "You have a part in this order" in page and "Approve and give back" not in page
    asking = client.get(f"/staff/refunds/ask/{reference}").text
    assert "You have a part in this order" in asking and "Give it back" not in asking
    assert shop.refunds() == [("asked", pence)] and shop.stripe.made(REFUNDS) == []
