"""What arrives at /hooks/stripe and proves nothing is refused, writes nothing and says nothing (P-05)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest

from portal.payments.models import ProviderEvent
from tests.billing.test_gateway import NEVER_READ
from tests.conftest import MakeApp
from tests.payments.conftest import SECRET, Shop
from tests.stripe_server.serving import sign


@pytest.fixture
def other_shop(open_shop: Callable[..., Shop]) -> Shop:
    """The messages of tests/billing/test_gateway.py are signed with its secret."""
    return open_shop(STRIPE_WEBHOOK_SECRETS="whsec_one")


def test_no_message_without_proof_is_believed(other_shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    for name, made in NEVER_READ.items():
        body, signature = made()
        assert other_shop.post(body, signature) == 400, name
    assert other_shop.all_of(ProviderEvent) == []
    assert [each.message for each in caplog.records].count("payment.message_refused") <= 1
    assert not any(each.exc_info for each in caplog.records)


def test_a_message_of_five_megabytes_is_too_large(shop: Shop) -> None:
    body = b'{"padding": "' + b"x" * 5_000_000 + b'"}'
    assert shop.post(body, sign(body, SECRET, at=shop.stripe.account.now())) == 413
    assert shop.all_of(ProviderEvent) == []


def test_a_packed_message_is_not_unpacked(shop: Shop) -> None:
    body = json.dumps({"id": "evt_1"}).encode()
    signature = sign(body, SECRET, at=shop.stripe.account.now())
    assert shop.post(body, signature, **{"Content-Encoding": "gzip"}) == 400


def test_a_refusal_shows_neither_page_nor_reason(shop: Shop) -> None:
    answer = shop.app.test_client().post("/hooks/stripe", data=b"{}", headers={"Stripe-Signature": "t=1,v1=x"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "not signed" in answer.text and len(answer.text) < 100
    assert shop.app.test_client().get("/hooks/stripe").status_code == 405


def test_without_a_payment_service_nothing_is_believed(make_app: MakeApp) -> None:
    app = make_app()
    app.test_cli_runner().invoke(args=["setup"])
    body = b"{}"
    answer = app.test_client().post(
        "/hooks/stripe", data=body, headers={"Stripe-Signature": sign(body, "", at=1_795_510_800)}
    )
    assert answer.status_code == 400
