"""A portal whose cards are taken by the Stripe on loopback, with a buyer and orders placed to be paid by card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.billing import books, queries
from portal.billing.models import LedgerEntry, Order
from portal.config import Settings
from portal.database.base import db
from portal.foundation import clock
from portal.invoicing import queries as documents
from portal.payments import checking_out
from portal.payments.models import Attempt, Discrepancy, ProviderEvent, Refund
from tests import postgres
from tests.billing import making
from tests.conftest import BOTH_DATABASES, STOPPED, MakeApp
from tests.stripe_server import StripeServer
from tests.stripe_server.serving import sign

SECRET = "whsec_for_tests"
DONE, STOPPED_ADDRESS = "http://127.0.0.1:8000/done", "http://127.0.0.1:8000/stopped"


@dataclass
class Shop:
    """A portal, its payment service, and somebody who buys."""

    app: Flask
    stripe: StripeServer
    clock_file: Path
    owner: int
    organisation_id: int
    secrets: tuple[str, ...] = field(default=(SECRET,))

    def order(self, *lines: tuple[str, int], way: str = "card") -> str:
        """An order placed to be paid by card; its reference."""
        return making.placed(self.app, self.organisation_id, self.owner, *lines, way=way)

    def start(self, reference: str) -> str:
        """Begin to pay: the address of the payment page."""
        with self.app.app_context():
            order_id = queries.for_staff(reference).id
            return checking_out.start(order_id, by=self.owner, done_address=DONE, stopped_address=STOPPED_ADDRESS)

    def begun(self, *lines: tuple[str, int]) -> tuple[str, str]:
        """An order with an open payment page: its reference, and the page's id."""
        reference = self.order(*lines)
        self.start(reference)
        return reference, self.session(reference)

    def paid(self, *lines: tuple[str, int]) -> str:
        """An order that was paid by card, and whose message has arrived."""
        reference, session = self.begun(*lines)
        self.stripe.account.pay(session)
        self.deliver()
        assert self.row(reference).state == "paid"
        return reference

    def session(self, reference: str) -> str:
        return self.attempts(reference)[-1].session or ""

    def payment(self, reference: str) -> str:
        return str(self.stripe.account.get("checkout.session", self.session(reference))["payment_intent"])

    def send(self, event: Any, *, secret: str = SECRET) -> int:
        """One message, as it comes over the wire; the status answered."""
        body = json.dumps(event).encode()
        return self.post(body, sign(body, secret, at=self.stripe.account.now()))

    def post(self, body: bytes, signature: str, **headers: str) -> int:
        answer = self.app.test_client().post(
            "/hooks/stripe",
            data=body,
            headers={"Stripe-Signature": signature, **headers},
            content_type="application/json",
        )
        return answer.status_code

    def deliver(self, *, times: int = 1) -> None:
        """Everything that the payment service has to say."""
        waiting, self.stripe.account.waiting = self.stripe.account.waiting, []
        for event in waiting:
            for _ in range(times):
                assert self.send(event) == 200

    def later(self, **time: float) -> None:
        moved = datetime.fromisoformat(self.clock_file.read_text()) + timedelta(**time)
        self.clock_file.write_text(moved.isoformat())

    def reconcile(self) -> dict[str, int]:
        run = self.app.test_cli_runner().invoke(args=["payments", "reconcile", "--json"])
        assert run.exit_code == 0, run.output
        return dict(json.loads(run.stdout))

    def documents(self, reference: str) -> list[str]:
        """The kinds of what was issued for an order, the oldest first."""
        with self.app.app_context():
            return [each.kind for each in documents.documents_of_order(self.row(reference).id)]

    def row(self, reference: str) -> Order:
        return making.row(self.app, reference)

    def attempts(self, reference: str) -> list[Attempt]:
        with self.app.app_context():
            order = queries.for_staff(reference)
            return list(db.session.scalars(select(Attempt).where(Attempt.order_id == order.id).order_by(Attempt.id)))

    def all_of(self, model: Any) -> list[Any]:
        with self.app.app_context():
            return list(db.session.scalars(select(model).order_by(model.id)))

    def open_matters(self) -> list[str]:
        """The kinds of what does not agree and waits for staff."""
        return [each.kind for each in self.all_of(Discrepancy) if each.settled_at is None]

    def outcomes(self) -> list[str]:
        return [each.outcome for each in self.all_of(ProviderEvent)]

    def refunds(self) -> list[tuple[str, int]]:
        return [(each.state, each.pence) for each in self.all_of(Refund)]

    def book(self) -> dict[str, int]:
        """What stands on each account that is not empty; every posting comes to nothing, and so do all."""
        with self.app.app_context():
            by_posting: dict[int, int] = {}
            for each in db.session.scalars(select(LedgerEntry)):
                by_posting[each.posting_id] = by_posting.get(each.posting_id, 0) + each.pence
            assert set(by_posting.values()) <= {0}
            found = books.balances()
        assert sum(found.values()) == 0
        return {account: pence for account, pence in found.items() if pence}

    def mails(self, kind: str) -> int:
        from portal.mail.models import Message

        return sum(each.kind == kind for each in self.all_of(Message))


@pytest.fixture
def stripe(tmp_path: Path) -> Iterator[StripeServer]:
    at = tmp_path / "clock"
    at.write_text(STOPPED)
    with StripeServer(now=lambda: clock.read_file(at).timestamp()) as running:
        yield running


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """The data of a portal that is set up and has a buyer, to be copied; the buyer's and the organisation's ids."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "clock").write_text(STOPPED)
    settings = {
        "PORTAL_ENV": "test",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_CLOCK_FILE": str(folder / "clock"),
    }
    app = create_app(Settings.from_environment(settings))
    try:
        owner, organisation_id = _furnished(app)
    finally:
        clock.follow_file(None)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    return folder / "data", owner, organisation_id


def _furnished(app: Flask) -> tuple[int, int]:
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0
    owner = making.person(app, "owner@anyshire.example")
    return owner, making.organisation(app, owner=owner)


@pytest.fixture
def open_shop(
    make_app: MakeApp, stripe: StripeServer, tmp_path: Path, shop_template: tuple[Path, int, int]
) -> Callable[..., Shop]:
    """Opens the shop with these settings beside the usual ones."""

    def opened(**environment: str) -> Shop:
        settings = {
            "STRIPE_SECRET_KEY": stripe.key,
            "STRIPE_API_BASE": stripe.address,
            "STRIPE_WEBHOOK_SECRETS": SECRET,
        } | environment
        if "PORTAL_DATABASE_URL" in environment:
            app = make_app(**settings)
            owner, organisation_id = _furnished(app)
        else:
            data, owner, organisation_id = shop_template
            shutil.copytree(data, tmp_path / "data", dirs_exist_ok=True)
            app = make_app(**settings)
        return Shop(app, stripe, tmp_path / "clock", owner, organisation_id)

    return opened


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    return open_shop()


@pytest.fixture(params=BOTH_DATABASES)
def shop_on_either(request: pytest.FixtureRequest, open_shop: Callable[..., Shop]) -> Iterator[Shop]:
    if request.param == "sqlite":
        yield open_shop()
        return
    template = request.getfixturevalue("postgres_template")
    with postgres.database(request.getfixturevalue("postgres_server"), template=template) as url:
        yield open_shop(PORTAL_DATABASE_URL=url)
