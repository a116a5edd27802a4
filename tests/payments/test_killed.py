"""A process killed with no warning around the payment service's yes (P-14): one `reconcile` later all is right.

The child is a portal of its own over the same database. It kills itself before or after one of its functions, so that
what was committed stays and what was not is gone, as when the machine's memory runs out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from portal.billing import queries
from portal.billing.models import CreditEntry
from portal.config import ROOT
from portal.database.transaction import transaction
from portal.invoicing.models import IssuedDocument
from portal.payments import refunding
from tests.payments.conftest import DONE, SECRET, STOPPED_ADDRESS, Shop
from tests.payments.test_refunding import staff
from tests.stripe_server.serving import sign

pytestmark = pytest.mark.slow

CHILD = """
import importlib, json, os, signal, sys
from functools import wraps
from portal.app import create_app
from portal.billing import queries
from portal.payments import checking_out, giving_back, reconciling

def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

asked = json.load(sys.stdin)
module, _, path = asked["at"].partition(":")
owner = importlib.import_module(module)
*owners, name = path.split(".")
for each in owners:
    owner = getattr(owner, each)
plain = getattr(owner, name)

@wraps(plain)
def dying(*given, **named):
    if asked["moment"] == "after":
        plain(*given, **named)
    kill()

setattr(owner, name, dying)
app = create_app()
if asked["act"] == "message":
    app.test_client().post(
        "/hooks/stripe", data=asked["body"], headers={"Stripe-Signature": asked["signature"]}, content_type="application/json"
    )
with app.app_context():
    if asked["act"] == "reconcile":
        reconciling.reconcile()
    elif asked["act"] == "refund":
        giving_back.send(asked["refund"])
    elif asked["act"] == "start":
        order_id = queries.for_staff(asked["order"]).id
        checking_out.start(order_id, by=asked["by"], done_address=asked["done"], stopped_address=asked["stopped"])
"""


def die(shop: Shop, act: str, at: str, moment: str, **asked: object) -> None:
    """Let a child do this and kill itself before or after it calls `at` (module:name)."""
    settings = shop.app.config["SETTINGS"]
    environment = {
        **os.environ,
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_CLOCK_FILE": str(shop.clock_file),
        "STRIPE_SECRET_KEY": shop.stripe.key,
        "STRIPE_API_BASE": shop.stripe.address,
        "STRIPE_WEBHOOK_SECRETS": SECRET,
    }
    told = json.dumps({"act": act, "at": at, "moment": moment, **asked})
    program = [sys.executable, "-c", CHILD]
    done = subprocess.run(
        program, input=told, text=True, cwd=ROOT, env=environment, timeout=120, check=False, capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def settled_once(shop: Shop, reference: str) -> None:
    """Paid, charged, granted, invoiced and thanked for exactly once, and the books agree."""
    row, gross = shop.row(reference), shop.row(reference).gross_pence
    assert (row.state, row.paid_pence) == ("paid", gross)
    assert [each["amount"] for each in shop.stripe.account.objects["charge"].values()] == [gross]
    assert [(each.kind, each.credits) for each in shop.all_of(CreditEntry)] == [("grant", 5)]
    assert [(each.kind, each.gross_pence) for each in shop.all_of(IssuedDocument)] == [("invoice", gross)]
    assert shop.mails("payments/mail/receipt") == 1
    assert shop.book()["card"] == gross
    assert shop.open_matters() == []


MOMENTS = [
    ("portal.payments.heeding:take", "before"),
    ("portal.billing.gateway:StripeGateway.look", "after"),
    ("portal.billing.paying:settle", "after"),
    ("portal.payments.receipting:send", "after"),
    ("portal.payments.heeding:follow", "after"),
    ("portal.payments.heeding:take", "after"),
]
"""Before anything; the provider's yes; the money in the books; the receipt; the commit; and after it, before the answer."""


@pytest.mark.parametrize(("at", "moment"), MOMENTS)
def test_killed_over_a_message_the_order_is_settled_once(shop_on_either: Shop, at: str, moment: str) -> None:
    shop = shop_on_either
    reference, session = shop.begun(("bundle_5", 1))
    shop.stripe.account.pay(session)
    event, shop.stripe.account.waiting = shop.stripe.account.waiting[-1], []
    body = json.dumps(event)
    signature = sign(body.encode(), SECRET, at=shop.stripe.account.now())
    die(shop, "message", at, moment, body=body, signature=signature)
    committed = moment == "after" and at.endswith(":take")
    assert shop.row(reference).state == ("paid" if committed else "placed")
    shop.later(minutes=10)
    shop.reconcile()
    settled_once(shop, reference)
    assert shop.send(event) == 200
    shop.reconcile()
    settled_once(shop, reference)


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("portal.billing.gateway:StripeGateway.look", "after"),
        ("portal.payments.settling:settle_session", "after"),
        ("portal.payments.reconciling:_one", "after"),
    ],
)
def test_killed_while_reconciling_the_next_one_finishes(shop: Shop, at: str, moment: str) -> None:
    reference, session = shop.begun(("bundle_5", 1))
    shop.stripe.account.pay(session)
    shop.stripe.lose()
    die(shop, "reconcile", at, moment)
    shop.later(minutes=10)
    shop.reconcile()
    settled_once(shop, reference)


def test_killed_when_the_page_was_made_the_buyer_is_led_to_that_very_page(shop: Shop) -> None:
    reference = shop.order(("bundle_5", 1))
    at = "portal.billing.gateway:StripeGateway.open_checkout"
    die(shop, "start", at, "after", order=reference, by=shop.owner, done=DONE, stopped=STOPPED_ADDRESS)
    address = shop.start(reference)
    (session,) = shop.stripe.account.objects["checkout.session"].values()
    assert session["url"] == address
    shop.stripe.account.pay(str(session["id"]))
    shop.deliver()
    settled_once(shop, reference)


def test_killed_when_the_page_was_made_and_paid_the_money_finds_its_order(shop: Shop) -> None:
    """The buyer had the page's address from the provider, and we never wrote down that there is one."""
    reference = shop.order(("bundle_5", 1))
    at = "portal.billing.gateway:StripeGateway.open_checkout"
    die(shop, "start", at, "after", order=reference, by=shop.owner, done=DONE, stopped=STOPPED_ADDRESS)
    (session,) = shop.stripe.account.objects["checkout.session"].values()
    shop.stripe.account.pay(str(session["id"]))
    shop.stripe.lose()
    shop.later(minutes=10)
    shop.reconcile()
    settled_once(shop, reference)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_yes_to_a_refund_it_is_given_back_once(shop_on_either: Shop, moment: str) -> None:
    shop = shop_on_either
    reference, who = shop.paid(), staff(shop)
    with shop.app.app_context(), transaction():
        refund = refunding.ask(queries.for_staff(reference), 1_000, because="It was not shown.", by=who).reference
    die(shop, "refund", "portal.billing.gateway:StripeGateway.refund", moment, refund=refund)
    for _ in range(2):
        shop.later(minutes=10)
        shop.reconcile()
    assert shop.refunds() == [("done", 1_000)]
    assert [each["amount"] for each in shop.stripe.account.objects["refund"].values()] == [1_000]
    assert shop.row(reference).refunded_pence == 1_000
