"""Which provider takes cards here: Stripe where its key is set, else, outside production, the test card, else none."""

from __future__ import annotations

from flask import current_app

from portal.billing import telling, ways
from portal.billing.models import Order
from portal.billing.provider import Gateway
from portal.billing.states import UNPAID
from portal.billing.ways import Step, Way
from portal.config import Settings
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds

STRIPE, TEST = "stripe", "test"
NOT_SET_UP = "Payment by card is not set up: set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS. Until then it is not offered to anyone."
NO_CARDS = "Cards cannot be used here at the moment. Pay on account instead, or write to us."


def which() -> str:
    """stripe, test, or nothing."""
    settings: Settings = current_app.config["SETTINGS"]
    return STRIPE if settings.stripe_secret_key else "" if settings.production else TEST


def gateway() -> Gateway:
    """The provider, to be called outside of any transaction; raises RuleBroken where there is none."""
    chosen = which()
    if not chosen:
        raise RuleBroken(NO_CARDS)
    return _stripe() if chosen == STRIPE else _test_card()


def _stripe() -> Gateway:
    made: Gateway | None = current_app.extensions.get("stripe_gateway")
    if made is None:
        from portal.billing.gateway import StripeGateway

        settings: Settings = current_app.config["SETTINGS"]
        assert settings.stripe_secret_key is not None
        made = StripeGateway(settings.stripe_secret_key, base=settings.stripe_api_base)
        current_app.extensions["stripe_gateway"] = made
    return made


def _test_card() -> Gateway:
    from portal.payments.test_card import TestCardGateway

    return TestCardGateway()


def card_page(order: Order) -> str:
    """Where an order is paid by card, from the site's root."""
    return f"{telling.address_of(order)}/card"


def _next_step(order: Order) -> Step | None:
    if order.state not in UNPAID or order.owed_pence <= 0 or not which():
        return None
    return Step(f"Pay {pounds(order.owed_pence)} by card", card_page(order))


CARD = Way(
    ways.CARD,
    ways.NAMES[ways.CARD],
    "Pay now. You are led to the payment service’s page and back.",
    why_not=lambda: "" if which() else NOT_SET_UP,
    next_step=_next_step,
)
