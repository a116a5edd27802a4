"""The gateway against a Stripe on loopback: what it asks, what it makes of each answer, and whose messages it believes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.billing import gateway, messages
from portal.billing.gateway import StripeGateway, read_signed
from portal.billing.provider import (
    CheckoutLine,
    CheckoutWanted,
    KeySpent,
    NotSigned,
    ProviderError,
    ProviderRefused,
    ProviderSilent,
    UnknownToProvider,
)
from tests.stripe_server import StripeServer
from tests.stripe_server.serving import FaultKind, sign

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = "whsec_one"


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with StripeServer(now=NOW.timestamp) as running:
        yield running


@pytest.fixture
def stripe(server: StripeServer) -> StripeGateway:
    return StripeGateway(server.key, base=server.address)


def wanted(**other: Any) -> CheckoutWanted:
    facts = {
        "order": "RDR23456",
        "attempt": "TRY23456",
        "lines": (CheckoutLine("Advert, four weeks", 54_000), CheckoutLine("Featured", 1_199)),
        "done_address": "https://portal.example/done?session_id={CHECKOUT_SESSION_ID}",
        "stopped_address": "https://portal.example/stopped",
        "expires_at": NOW + timedelta(hours=2),
    }
    return CheckoutWanted(**(facts | other))


def test_the_session_carries_our_order_and_its_amounts(server: StripeServer, stripe: StripeGateway) -> None:
    session = stripe.open_checkout(wanted(), key="TRY23456")
    (call,) = server.made("POST /v1/checkout/sessions")
    assert call.key == "TRY23456"
    assert call.given["client_reference_id"] == call.given["metadata"]["order"] == "RDR23456"
    assert call.given["payment_intent_data"]["metadata"] == {"order": "RDR23456", "attempt": "TRY23456"}
    lines = call.given["line_items"].values()
    assert [each["price_data"]["unit_amount"] for each in lines] == ["54000", "1199"]
    assert (session.pence, session.currency, session.order, session.attempt) == (55_199, "gbp", "RDR23456", "TRY23456")
    assert (session.status, session.paid, session.live) == ("open", "unpaid", False)
    assert session.url.startswith(server.address) and stripe.leads_to == server.address
    assert session.expires_at == NOW + timedelta(hours=2)


def test_one_key_makes_one_session_and_a_session_is_found_by_our_attempt(
    server: StripeServer, stripe: StripeGateway
) -> None:
    first = stripe.open_checkout(wanted(), key="TRY23456")
    assert stripe.open_checkout(wanted(), key="TRY23456") == first == stripe.look(first.id)
    assert stripe.find("TRY23456", since=NOW) == first
    assert stripe.find("ANOTHER2", since=NOW) is None
    stripe.expire(first.id)
    stripe.expire(first.id)
    assert stripe.look(first.id).status == "expired"


def test_the_money_side_is_read_as_it_is(server: StripeServer, stripe: StripeGateway) -> None:
    session = stripe.open_checkout(wanted(), key="one")
    payment = server.account.pay(session.id)["payment_intent"]
    assert stripe.session_of(payment) == stripe.look(session.id)
    assert stripe.session_of("pi_unknown") is None
    made = stripe.refund(payment, 10_000, refund="RFND2345", key="RFND2345")
    assert stripe.refunds_of(payment) == [made]
    assert (made.pence, made.status, made.refund) == (10_000, "succeeded", "RFND2345")
    with pytest.raises(ProviderRefused) as over:
        stripe.refund(payment, 999_999, refund="X", key="X")
    assert over.value.reason == "refused"
    dispute = server.account.dispute(payment)
    (seen,) = stripe.disputes_of(payment)
    assert (seen.id, seen.pence, seen.status) == (dispute["id"], 55_199, "needs_response")
    payout = stripe.payout(server.account.pay_out()["id"])
    assert payout.fee_pence == 55_199 * 15 // 1000 + 20 + 2_000
    assert payout.pence == 55_199 - 10_000 - 55_199 - payout.fee_pence


def test_events_are_read_oldest_first_over_all_pages(
    server: StripeServer, stripe: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "PAGE", 2)
    session = stripe.open_checkout(wanted(), key="one")
    server.account.pay(session.id)
    found = list(stripe.events(since=NOW))
    assert [each.id for each in found] == list(server.account.objects["event"])
    last = found[-1]
    assert (last.type, last.session, last.order, last.pence) == (
        "checkout.session.completed",
        session.id,
        "RDR23456",
        55_199,
    )
    assert list(stripe.events(since=NOW + timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("kind", "times", "error"),
    [
        ("429", 1, ProviderSilent),
        ("reset", 2, ProviderSilent),
        ("slow", 1, ProviderSilent),
        ("drip", 1, ProviderSilent),
        ("malformed", 1, ProviderSilent),
        ("500", 1, KeySpent),
        ("500 after", 1, KeySpent),
    ],
)
def test_a_failing_provider_is_silent_within_the_limit_or_has_spent_the_key(
    server: StripeServer, stripe: StripeGateway, kind: FaultKind, times: int, error: type[ProviderError]
) -> None:
    """P-13. A drip passes the library's own limits; without ours, this would take as long as the fault."""
    server.fail(kind, on="POST /v1/checkout/sessions", times=times, seconds=60)
    with pytest.raises(error, match="Nothing was charged twice"):
        stripe.open_checkout(wanted(), key="one", within=0.4 if kind in ("slow", "drip") else 10)


def test_a_reset_or_a_lost_reply_is_asked_again_with_the_same_key(server: StripeServer, stripe: StripeGateway) -> None:
    """P-11: the network is lost after Stripe made the session."""
    for kind in ("reset", "lost reply"):
        server.fail(kind, on="POST /v1/checkout/sessions")  # type: ignore[arg-type]
        stripe.open_checkout(wanted(), key=kind)
        assert {each.key for each in server.made("POST /v1/checkout/sessions")[-2:]} == {kind}
    assert len(server.account.objects["checkout.session"]) == 2


def test_refusals_say_why(server: StripeServer, stripe: StripeGateway) -> None:
    with pytest.raises(UnknownToProvider):
        stripe.look("cs_nope")
    with pytest.raises(ProviderRefused) as refused:
        stripe.open_checkout(wanted(lines=(CheckoutLine("Little", 20),)), key="one")
    assert refused.value.reason == "amount_too_small"
    with pytest.raises(ProviderRefused, match="STRIPE_SECRET_KEY"):
        StripeGateway("sk_test_wrong", base=server.address).look("cs_nope")
    with pytest.raises(KeySpent):
        stripe.open_checkout(wanted(), key="two")
        stripe.open_checkout(wanted(order="ANOTHER2"), key="two")


def test_a_live_key_is_known_by_its_name() -> None:
    assert [StripeGateway(key).live for key in ("sk_live_x", "rk_live_x", "sk_test_x", "rk_test_live_x")] == [
        True,
        True,
        False,
        False,
    ]
    assert StripeGateway("sk_test_x").leads_to == "https://checkout.stripe.com"


EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "created": int(NOW.timestamp()),
    "livemode": False,
    "data": {
        "object": {
            "id": "cs_1",
            "object": "checkout.session",
            "amount_total": 100,
            "currency": "gbp",
            "payment_status": "paid",
            "payment_intent": "pi_1",
            "metadata": {"order": "RDR23456"},
        }
    },
}
BODY = json.dumps(EVENT).encode()


def read(body: bytes, header: str, *secrets: str) -> Any:
    return read_signed(body, header, secrets=secrets or (SECRET,), at=NOW)


def at(seconds: float, body: bytes = BODY, secret: str = SECRET) -> str:
    return sign(body, secret, at=NOW.timestamp() + seconds)


@pytest.mark.parametrize("seconds", [0, -299, 299])
def test_a_message_signed_within_five_minutes_is_read(seconds: int) -> None:
    event = read(BODY, at(seconds))
    assert (event.id, event.session, event.payment, event.order, event.pence, event.live) == (
        "evt_1",
        "cs_1",
        "pi_1",
        "RDR23456",
        100,
        False,
    )


def test_both_secrets_hold_while_they_are_exchanged() -> None:
    """P-06."""
    for secret in ("whsec_old", "whsec_new"):
        assert read(BODY, at(0, secret=secret), "whsec_old", "whsec_new").id == "evt_1"
    with pytest.raises(NotSigned):
        read(BODY, at(0, secret="whsec_old"), "whsec_new")


def _signed(body: bytes) -> tuple[bytes, str]:
    return body, at(0, body)


NEVER_READ: dict[str, Callable[[], tuple[bytes, str]]] = {
    "no signature": lambda: (BODY, ""),
    "wrong secret": lambda: (BODY, at(0, secret="whsec_other")),
    "v0 only": lambda: (BODY, sign(BODY, SECRET, at=NOW.timestamp(), scheme="v0")),
    "301 s old": lambda: (BODY, at(-301)),
    "301 s ahead": lambda: (BODY, at(301)),
    "ten years ahead": lambda: (BODY, at(10 * 365 * 86_400)),
    "no calendar holds it": lambda: (BODY, at(90_000_000_000)),
    "not ASCII": lambda: (BODY, at(0) + "é"),
    "200 signatures": lambda: (BODY, at(0) + ",v1=00" * 200),
    "two times": lambda: (BODY, at(0) + ",t=1"),
    "nonsense": lambda: (BODY, "t=now,v1=, ,=,"),
    "serialised anew": lambda: (json.dumps(EVENT, indent=2).encode(), at(0)),
    "one byte changed": lambda: (BODY.replace(b"100", b"101"), at(0)),
    "compressed": lambda: (gzip.compress(BODY), at(0)),
    "compressed and signed": lambda: _signed(gzip.compress(BODY)),
    "not UTF-8": lambda: _signed(b"\xff\xfe{}"),
    "a list": lambda: _signed(b"[]"),
    "null": lambda: _signed(b"null"),
    "not JSON": lambda: _signed(b"order=paid"),
    "nothing": lambda: _signed(b""),
    "a bottomless list": lambda: _signed(b"[" * 100_000),
    "no data": lambda: _signed(json.dumps(EVENT | {"data": None}).encode()),
    "data of another kind": lambda: _signed(json.dumps(EVENT | {"data": {"object": []}}).encode()),
    "an id that no column holds": lambda: _signed(json.dumps(EVENT | {"id": "evt_\0" + "x" * 900}).encode()),
    "no date": lambda: _signed(json.dumps(EVENT | {"created": "yesterday"}).encode()),
}


@pytest.mark.parametrize("made", NEVER_READ.values(), ids=NEVER_READ)
def test_whatever_else_is_sent_is_not_believed(made: Callable[[], tuple[bytes, str]]) -> None:
    """P-05."""
    with pytest.raises(NotSigned):
        read(*made())


def test_odd_values_in_a_message_are_left_out() -> None:
    about = EVENT["data"]["object"] | {"amount_total": True, "currency": ["gbp"], "metadata": "order", "id": "a\0b"}
    about |= {"line_items": {"data": [{"quantity": 2}, {"quantity": "x"}, 7]}, "payment_intent": {"id": "pi_9"}}
    event = messages.event(EVENT | {"data": {"object": about}})
    assert (event.pence, event.currency, event.order, event.session) == (None, "", None, "")
    assert (event.quantity, event.payment) == (2, "pi_9")
