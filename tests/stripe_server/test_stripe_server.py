"""The Stripe on loopback, asked through the official library: it refuses what Stripe refuses and remembers what Stripe remembers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_server import StripeServer
from tests.stripe_server.contract import blank, fields
from tests.stripe_server.serving import FaultKind


@pytest.fixture
def server() -> Iterator[StripeServer]:
    with StripeServer() as running:
        yield running


def client_of(server: StripeServer, *, key: str = "", retries: int = 0, seconds: float = 2.0) -> StripeClient:
    return StripeClient(
        key or server.key,
        base_addresses={"api": server.address},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=seconds),
    )


@pytest.fixture
def client(server: StripeServer) -> StripeClient:
    return client_of(server)


def wanted(**other: Any) -> Any:
    line = {
        "quantity": 1,
        "price_data": {"currency": "gbp", "unit_amount": 12_500, "product_data": {"name": "Advert"}},
    }
    return {
        "mode": "payment",
        "success_url": "http://portal.test/ok?session_id={CHECKOUT_SESSION_ID}",
        "line_items": [line, line],
        "client_reference_id": "RDR23456",
        "metadata": {"order": "RDR23456"},
        **other,
    }


def test_a_session_is_opened_paid_listed_and_expanded(server: StripeServer, client: StripeClient) -> None:
    session = client.v1.checkout.sessions.create(wanted())
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 25_000)
    server.account.pay(session.id)
    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items", "payment_intent.latest_charge"]})
    assert (paid.status, paid.payment_status, paid.metadata["order"]) == ("complete", "paid", "RDR23456")
    assert [(each.quantity, each.amount_total) for each in paid.line_items.data] == [(1, 12_500), (1, 12_500)]
    assert paid.payment_intent.latest_charge.amount_captured == 25_000
    assert [each.id for each in client.v1.checkout.sessions.list({"status": "complete"}).data] == [session.id]


LINE = "line_items[0][price_data]"
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (wanted(sucess_url="x"), "Received unknown parameter: sucess_url", "sucess_url"),
    (wanted(mode="paymnet"), "must be one of payment, setup, subscription", "mode"),
    (wanted(ui_mode="hosted"), "must be one of", "ui_mode"),
    (wanted(expires_at="soon"), "Invalid integer: soon", "expires_at"),
    (wanted(expires_at=int(time.time()) + 60), "between 30 minutes and 24 hours", "expires_at"),
    (wanted(success_url=""), "Missing required param: success_url", "success_url"),
    (wanted(line_items=[]), "Missing required param: line_items", "line_items"),
    (
        wanted(line_items=[{"price_data": {"unit_amount": 1, "product_data": {"name": "x"}}}]),
        f"Missing required param: {LINE}[currency]",
        f"{LINE}[currency]",
    ),
    (
        wanted(line_items=[{"price_data": {"currency": "gbp", "unit_amount": "1.15", "product_data": {"name": "x"}}}]),
        "Invalid integer: 1.15",
        f"{LINE}[unit_amount]",
    ),
    (wanted(metadata="order"), "Invalid hash", "metadata"),
    (wanted(customer_email="nobody"), "Invalid email address", "customer_email"),
    (wanted(client_reference_id="x" * 201), "at most 200", "client_reference_id"),
]


@pytest.mark.parametrize(("params", "sentence", "param"), REFUSED, ids=[each[2] for each in REFUSED])
def test_a_request_outside_the_contract_is_refused_in_stripes_words(
    server: StripeServer, client: StripeClient, params: Any, sentence: str, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(params)
    assert sentence in str(refused.value) and refused.value.param == param
    assert server.account.objects["checkout.session"] == {}


def test_what_does_not_exist_and_who_has_no_key_are_refused(server: StripeServer, client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such checkout") as missing:
        client.v1.checkout.sessions.retrieve("cs_nope")
    assert missing.value.http_status == 404
    with pytest.raises(stripe.AuthenticationError):
        client_of(server, key="sk_test_wrong").v1.refunds.list()
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(client.v1.checkout.sessions.create(wanted()).id, {"expand": ["nothing"]})


def test_a_key_gives_the_same_answer_again_and_refuses_another_question(
    server: StripeServer, client: StripeClient
) -> None:
    first = client.v1.checkout.sessions.create(wanted(), {"idempotency_key": "one"})
    again = client.v1.checkout.sessions.create(wanted(), {"idempotency_key": "one"})
    assert first.id == again.id and again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(wanted(client_reference_id="another"), {"idempotency_key": "one"})
    assert len(server.account.objects["checkout.session"]) == 1


def test_a_failure_is_remembered_under_its_key(server: StripeServer, client: StripeClient) -> None:
    server.fail("500", on="POST /v1/checkout/sessions")
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.checkout.sessions.create(wanted(), {"idempotency_key": "one"})
    assert client.v1.checkout.sessions.create(wanted(), {"idempotency_key": "two"}).status == "open"


@pytest.mark.parametrize(
    ("kind", "error", "made"),
    [
        ("500", stripe.APIError, 0),
        ("500 after", stripe.APIError, 1),
        ("429", stripe.RateLimitError, 0),
        ("reset", stripe.APIConnectionError, 0),
        ("slow", stripe.APIConnectionError, 0),
        ("malformed", stripe.APIError, 1),
        ("lost reply", stripe.APIConnectionError, 1),
    ],
)
def test_each_fault_is_what_it_says(server: StripeServer, kind: FaultKind, error: type[Exception], made: int) -> None:
    server.fail(kind, on="POST /v1/checkout/sessions", seconds=1.0)
    with pytest.raises(error):
        client_of(server, seconds=0.5).v1.checkout.sessions.create(wanted(), {"idempotency_key": "one"})
    assert len(server.account.objects["checkout.session"]) == made


def test_a_lost_reply_is_made_good_by_asking_again_with_the_key(server: StripeServer) -> None:
    server.fail("lost reply", on="POST /v1/checkout/sessions")
    session = client_of(server, retries=1).v1.checkout.sessions.create(wanted(), {"idempotency_key": "one"})
    assert list(server.account.objects["checkout.session"]) == [session.id]
    assert [each.key for each in server.made("POST /v1/checkout/sessions")] == ["one", "one"]


def test_a_dripping_answer_passes_the_librarys_own_limit(server: StripeServer) -> None:
    server.fail("drip", on="GET /v1/events", seconds=1.5)
    began = time.monotonic()
    with pytest.raises(stripe.APIConnectionError):
        client_of(server, seconds=0.5).v1.events.list()
    assert time.monotonic() - began > 1.0


def test_refunds_never_pass_what_was_paid(server: StripeServer, client: StripeClient) -> None:
    session = server.account.pay(client.v1.checkout.sessions.create(wanted()).id)
    intent = session["payment_intent"]
    part = client.v1.refunds.create({"payment_intent": intent, "amount": 10_000, "metadata": {"refund": "R"}})
    assert (part.status, part.amount) == ("succeeded", 10_000)
    for amount, sentence in ((15_001, "greater than unrefunded"), (0, "Invalid positive integer")):
        with pytest.raises(stripe.InvalidRequestError, match=sentence):
            client.v1.refunds.create({"payment_intent": intent, "amount": amount})
    assert client.v1.refunds.create({"payment_intent": intent}).amount == 15_000
    with pytest.raises(stripe.InvalidRequestError) as over:
        client.v1.refunds.create({"payment_intent": intent})
    assert over.value.code == "charge_already_refunded"
    server.account.fail_refund(part.id)
    assert client.v1.charges.retrieve(server.account.charge_of(intent)["id"]).amount_refunded == 15_000
    assert [each.status for each in client.v1.refunds.list({"payment_intent": intent}).data] == ["succeeded", "failed"]


def test_a_declined_card_and_late_money(server: StripeServer, client: StripeClient) -> None:
    session = client.v1.checkout.sessions.create(wanted())
    with pytest.raises(Exception, match="declined"):
        server.account.pay(session.id, "4000000000000002")
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    late = server.account.pay(session.id, late=True)
    assert (late["status"], late["payment_status"]) == ("complete", "unpaid")
    server.account.arrive(session.id)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
        client.v1.checkout.sessions.expire(session.id)


def test_disputes_and_payouts_move_the_balance(server: StripeServer, client: StripeClient) -> None:
    session = server.account.pay(client.v1.checkout.sessions.create(wanted()).id)
    dispute = server.account.dispute(session["payment_intent"])
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    assert refused.value.code == "charge_disputed"
    server.account.close_dispute(dispute["id"], won=True)
    payout = server.account.pay_out()
    moved = client.v1.balance_transactions.list({"payout": payout["id"]}).data
    assert sum(each.net for each in moved) == payout["amount"] == 25_000 - (375 + 20) - 2_000
    assert client.v1.disputes.retrieve(dispute["id"]).status == "won"


def test_events_are_listed_by_page_newest_first(server: StripeServer, client: StripeClient) -> None:
    for _ in range(3):
        server.account.expire(client.v1.checkout.sessions.create(wanted()).id)
    page = client.v1.events.list({"limit": 2, "types": ["checkout.session.expired"], "created": {"gte": 1}})
    assert len(page.data) == 2 and page.has_more
    assert len(list(page.auto_paging_iter())) == 3
    assert client.v1.events.list({"type": "payout.*"}).data == []


def test_an_event_is_a_copy_of_its_object_at_that_time_and_inventing_a_field_is_not_possible(
    server: StripeServer, client: StripeClient
) -> None:
    session = client.v1.checkout.sessions.create(wanted())
    server.account.pay(session.id, late=True)
    server.account.arrive(session.id)
    told = [each["data"]["object"] for each in server.account.waiting if each["type"].startswith("checkout.session")]
    assert [each["payment_status"] for each in told] == ["unpaid", "paid"]
    with pytest.raises(AssertionError, match="has no"):
        server.account.add("refund", colour="red")
    assert set(blank(stripe.Refund)) <= fields(stripe.Refund)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[tuple[bytes, str]]]]:
    """An endpoint that keeps what it is sent."""
    kept: list[tuple[bytes, str]] = []

    class Keeping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.append((self.rfile.read(int(self.headers["Content-Length"])), self.headers["Stripe-Signature"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    http = HTTPServer(("127.0.0.1", 0), Keeping)
    Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/hook", kept
    http.shutdown()
    http.server_close()


def test_events_are_signed_as_stripe_signs_them(
    server: StripeServer, client: StripeClient, listener: tuple[str, list[tuple[bytes, str]]]
) -> None:
    address, kept = listener
    server.hooks.append((address, "whsec_one"))
    server.account.pay(client.v1.checkout.sessions.create(wanted()).id)
    assert set(server.deliver(times=2)) == {200}
    read = [client.construct_event(body, signature, "whsec_one") for body, signature in kept]
    assert [each.type for each in read[-2:]] == ["checkout.session.completed"] * 2
    assert read[-1].data.object.payment_status == "paid"
    body, signature = kept[0]
    for altered, secret in ((body, "whsec_two"), (json.dumps(json.loads(body), indent=1).encode(), "whsec_one")):
        with pytest.raises(stripe.SignatureVerificationError):
            client.construct_event(altered, signature, secret)
    assert server.deliver() == [] and server.lose() == 0


def test_the_time_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: Callable[[], float] = lambda: 1_796_000_000.0  # noqa: E731 - a clock is a function
    with StripeServer(now=stopped) as server:
        session = client_of(server).v1.checkout.sessions.create(wanted(expires_at=1_796_003_600))
        assert (session.created, session.expires_at) == (1_796_000_000, 1_796_003_600)
