"""What the payment service says comes into our books once, whatever order it is said in, and however often."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from contextlib import suppress
from itertools import islice, permutations
from typing import Any

import pytest

from portal.billing import books, messages, placing, queries
from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.mail.models import Message
from portal.payments import choosing, discrepancies, heeding, reconciling
from portal.payments.models import Attempt, Discrepancy, ProviderEvent
from tests.billing import making
from tests.payments.conftest import SECRET, Shop
from tests.races import at_once

RECEIPT = "payments/mail/receipt"


def test_a_payment_is_noted_once_with_its_receipt_and_a_record(shop: Shop) -> None:
    """P-01."""
    reference, session = shop.begun(("advert", 2))
    gross = shop.row(reference).gross_pence
    shop.stripe.account.pay(session)
    shop.deliver()
    row, (attempt,) = shop.row(reference), shop.attempts(reference)
    assert (row.state, row.paid_pence, row.owed_pence) == ("paid", gross, 0)
    assert (attempt.state, attempt.received_pence, attempt.payment) == ("paid", gross, shop.payment(reference))
    assert shop.mails(RECEIPT) == 1
    assert shop.book()["card"] == gross and "debtors" not in shop.book()
    assert shop.open_matters() == []


def test_many_deliveries_of_one_message_at_once_are_one_payment(shop_on_either: Shop) -> None:
    """P-02: at once, an hour later and again; every reply is 2xx."""
    shop = shop_on_either
    reference, session = shop.begun()
    shop.stripe.account.pay(session)
    event = shop.stripe.account.waiting[-1]
    shop.stripe.account.waiting = []
    assert set(at_once(shop.app, lambda: shop.send(event), times=10)) == {200}
    shop.later(hours=1)
    assert shop.send(event) == 200
    assert shop.outcomes() == ["done"]
    assert (shop.row(reference).paid_pence, shop.mails(RECEIPT)) == (shop.row(reference).gross_pence, 1)


def test_two_messages_of_one_payment_at_once_are_one_payment(shop_on_either: Shop) -> None:
    """P-03."""
    shop = shop_on_either
    reference, session = shop.begun()
    shop.stripe.account.pay(session, late=True)
    shop.stripe.account.arrive(session)
    told = [each for each in shop.stripe.account.waiting if each["type"].startswith("checkout.session")]
    events = iter(told)
    assert set(at_once(shop.app, lambda: shop.send(next(events)), times=2)) == {200}
    assert sorted(shop.outcomes()) == ["done", "nothing"]
    assert (shop.row(reference).paid_pence, shop.mails(RECEIPT)) == (shop.row(reference).gross_pence, 1)


def _story(shop: Shop) -> tuple[str, list[Any]]:
    """An order whose late money came, of which a part was given back at the provider: six of its messages."""
    reference, session = shop.begun()
    account = shop.stripe.account
    account.pay(session, late=True)
    account.arrive(session)
    account.refund({"payment_intent": shop.payment(reference), "amount": 1_000})
    wanted = (
        "payment_intent.succeeded",
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "refund.created",
        "charge.refunded",
    )
    events = [each for each in account.waiting if each["type"] in wanted]
    gone = copy.deepcopy(next(each for each in events if each["type"] == "checkout.session.completed"))
    gone |= {"id": "evt_expired_long_ago", "type": "checkout.session.expired"}
    gone["data"]["object"] |= {"status": "expired", "payment_status": "unpaid"}
    account.waiting = []
    return reference, [*events, gone]


@pytest.mark.parametrize("every", [31, pytest.param(1, marks=pytest.mark.slow)])
def test_messages_may_come_in_any_order(shop: Shop, every: int) -> None:
    """P-04: all 720 orders of six messages (in a hurry, every 31st) end where the provider's own objects stand.

    Each order runs in a transaction that is rolled back; the test after this one sends some of them over the wire.
    """
    reference, told = _story(shop)
    gross = shop.row(reference).gross_pence
    with shop.app.app_context():
        events = [messages.event(each) for each in told]
        sights = [heeding.look(each, choosing.gateway()) for each in events]
        ends = set()
        for order in islice(permutations(range(6)), 0, None, every):
            with suppress(_Undone), transaction():
                for number in order:
                    heeding.follow(events[number], sights[number])
                row = queries.for_staff(reference)
                matters, receipts = discrepancies.waiting(), db.session.query(Message).filter_by(kind=RECEIPT).count()
                ends.add((row.state, row.paid_pence, row.refunded_pence, matters, receipts, books.balance(books.CARD)))
                raise _Undone
    assert ends == {("paid", gross, 1_000, 0, 1, gross - 1_000)}


class _Undone(Exception):
    """Takes a transaction back."""


@pytest.mark.parametrize("seed", range(8))
def test_messages_that_come_while_things_happen_never_lead_back(shop: Shop, seed: int) -> None:
    """P-04: after each thing that happens some of the messages so far arrive, old ones again among them."""
    chance, account = random.Random(seed), shop.stripe.account
    reference, session = shop.begun()
    late = seed % 2 == 0
    happens: list[Callable[[], Any]] = [lambda: account.pay(session, late=late)]
    happens += [lambda: account.arrive(session)] if late else []
    happens += [lambda: account.refund({"payment_intent": shop.payment(reference), "amount": 500})]
    events: list[Any] = []
    for happen in happens:
        happen()
        events, account.waiting = [*events, *account.waiting], []
        for each in chance.sample(events, chance.randrange(len(events) + 1)):
            assert shop.send(each) == 200
    for each in chance.sample(events, len(events)):
        assert shop.send(each) == 200
    row = shop.row(reference)
    assert (row.state, row.paid_pence, row.refunded_pence) == ("paid", row.gross_pence, 500)
    assert shop.open_matters() == []


def test_late_money_that_does_not_come_lets_the_order_be_paid_again(shop: Shop) -> None:
    reference, session = shop.begun()
    shop.stripe.account.pay(session, late=True)
    shop.deliver()
    assert (shop.row(reference).state, shop.attempts(reference)[0].state) == ("placed", "processing")
    assert shop.open_matters() == ["unpaid"]
    shop.stripe.account.arrive(session, fails=True)
    shop.deliver()
    assert (shop.attempts(reference)[0].state, shop.open_matters()) == ("failed", [])
    shop.start(reference)
    shop.stripe.account.pay(shop.session(reference))
    shop.deliver()
    assert [each.state for each in shop.attempts(reference)] == ["failed", "paid"]
    assert shop.row(reference).state == "paid"


def test_a_message_that_comes_before_its_order_waits_for_it(shop: Shop) -> None:
    """P-04: stored, answered 2xx, and settled within five minutes of the order's being there."""
    reference, session = shop.begun()
    with shop.app.app_context(), transaction():
        hidden = db.session.query(Attempt).one()
        kept_session, kept_reference = hidden.session, hidden.reference
        hidden.session, hidden.reference = None, "HDDN2345"
    shop.stripe.account.pay(session)
    shop.deliver()
    assert (shop.row(reference).state, shop.all_of(ProviderEvent)[-1].outcome) == ("placed", "waiting")
    shop.later(minutes=20)
    _retry(shop)
    assert shop.all_of(ProviderEvent)[-1].outcome == "waiting"
    shop.later(minutes=50)
    _retry(shop)
    assert shop.open_matters() == ["unknown_order"]
    with shop.app.app_context(), transaction():
        hidden = db.session.query(Attempt).one()
        hidden.session, hidden.reference = kept_session, kept_reference
    shop.later(minutes=5)
    _retry(shop)
    assert (shop.row(reference).state, shop.all_of(ProviderEvent)[-1].outcome) == ("paid", "done")
    assert shop.open_matters() == []


def _retry(shop: Shop) -> None:
    with shop.app.app_context():
        reconciling.retry()


def test_a_silent_provider_costs_no_message(shop: Shop) -> None:
    reference, session = shop.begun()
    shop.stripe.account.pay(session)
    shop.stripe.fail("500", on="GET /v1/checkout/sessions", times=99)
    shop.deliver()
    assert (shop.row(reference).state, shop.outcomes()[-1]) == ("placed", "waiting")
    shop.stripe.mend()
    shop.later(minutes=2)
    _retry(shop)
    assert (shop.row(reference).state, shop.outcomes()[-1]) == ("paid", "done")


ANOTHER = {
    "amount": {"amount_total": 1},
    "nothing": {"amount_total": 0},
    "currency": {"currency": "jpy"},
    "order": {"metadata": {"order": "ANTHR234"}},
    "quantity": {"line_items": {"object": "list", "data": [{"quantity": 7}]}},
}


@pytest.mark.parametrize("wrong", ANOTHER.values(), ids=ANOTHER)
def test_a_message_that_contradicts_our_order_settles_nothing(shop: Shop, wrong: dict[str, Any]) -> None:
    """P-09: held, with a discrepancy that staff see, though the provider's page itself be right."""
    reference, session = shop.begun()
    shop.stripe.account.pay(session)
    event = copy.deepcopy(shop.stripe.account.waiting[-1])
    event["data"]["object"] |= wrong
    assert shop.send(event) == 200
    assert (shop.row(reference).state, shop.outcomes()) == ("placed", ["held"])
    assert len(shop.open_matters()) == 1
    shop.deliver()
    shop.reconcile()
    assert shop.row(reference).state == "placed" and shop.mails(RECEIPT) == 0


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"amount_total": 1}, "amount"),
        ({"currency": "usd"}, "currency"),
        ({"metadata": {"order": "ANTHR234"}}, "order"),
        ({"client_reference_id": "ANTHR234"}, "order"),
    ],
)
def test_a_payment_that_is_not_what_we_asked_for_settles_nothing(shop: Shop, wrong: dict[str, Any], kind: str) -> None:
    """P-09."""
    reference, session = shop.begun()
    shop.stripe.account.get("checkout.session", session).update(wrong)
    shop.stripe.account.pay(session)
    shop.stripe.lose()
    shop.reconcile()
    shop.deliver()
    assert (shop.row(reference).state, set(shop.open_matters())) == ("placed", {kind})


def test_a_page_that_is_finished_and_unpaid_is_watched(shop: Shop) -> None:
    """P-09: `payment_status: unpaid`."""
    reference, session = shop.begun()
    shop.stripe.account.pay(session, late=True)
    shop.deliver()
    assert (shop.row(reference).state, shop.open_matters()) == ("placed", ["unpaid"])
    shop.stripe.account.arrive(session)
    shop.deliver()
    assert (shop.row(reference).state, shop.open_matters()) == ("paid", [])


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({"livemode": True}, ["live_mode"]),
        ({"account": "acct_of_somebody_else"}, ["account"]),
        ({"type": "customer.subscription.trial_will_end"}, []),
        ({"type": "something.nobody.ever.heard.of"}, []),
    ],
)
def test_what_is_none_of_our_business_is_stored_and_ignored(
    shop: Shop, changed: dict[str, Any], kinds: list[str]
) -> None:
    """P-07: the first two alarm staff."""
    reference, session = shop.begun()
    shop.stripe.account.pay(session)
    assert shop.send(shop.stripe.account.waiting[-1] | changed) == 200
    assert (shop.row(reference).state, shop.outcomes(), shop.open_matters()) == ("placed", ["ignored"], kinds)


def test_money_for_an_order_that_wants_none_is_noted_and_flagged(shop: Shop) -> None:
    """P-18: one order paid by transfer and by card; and one that was cancelled."""
    twice, session = shop.begun()
    making.settle(shop.app, twice)
    cancelled, other = shop.begun()
    with shop.app.app_context(), transaction():
        placing.cancel(queries.for_staff(cancelled), because="Not wanted.", by=shop.owner, at=clock.now())
    for each in (session, other):
        shop.stripe.account.objects["checkout.session"][each]["status"] = "open"
        shop.stripe.account.pay(each)
    shop.deliver()
    rows: list[Order] = [shop.row(twice), shop.row(cancelled)]
    assert [(row.state, row.paid_pence // row.gross_pence) for row in rows] == [("paid", 2), ("cancelled", 1)]
    assert [each.facts["pence"] for each in shop.all_of(Discrepancy)] == [row.gross_pence for row in rows]
    assert shop.open_matters() == ["overpaid", "overpaid"]
    shop.book()


def test_both_secrets_are_believed_while_they_are_exchanged(open_shop: Callable[..., Shop]) -> None:
    """P-06."""
    shop = open_shop(STRIPE_WEBHOOK_SECRETS=f"whsec_new, {SECRET}")
    reference, session = shop.begun()
    shop.stripe.account.pay(session)
    event = shop.stripe.account.waiting[-1]
    assert shop.send(event | {"type": "x"}, secret="whsec_gone") == 400
    assert shop.send(event, secret="whsec_new") == 200
    assert shop.row(reference).state == "paid"
