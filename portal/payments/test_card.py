"""The test card: a provider of our own that moves no money, so that the whole path can be walked with no network.

It stands where no key of Stripe's is set, and never in production (payments.choosing). It keeps its pages in a table,
each step in a transaction of its own, as a provider elsewhere would. What happens on a page is told to us as a message
is, without a signature, because nobody but our own page can tell it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.billing.provider import (
    SECONDS,
    CheckoutWanted,
    DisputeSeen,
    Event,
    PayoutSeen,
    ProviderRefused,
    RefundSeen,
    Session,
    UnknownToProvider,
)
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.payments import choosing
from portal.payments.models import TestCardPage

PAYS, DECLINED, LATE = "4242424242424242", "4000000000000002", "4000000000000077"
CARDS = {PAYS: "pays at once", DECLINED: "is declined", LATE: "pays, and the money comes a minute later"}
MONEY_COMES_AFTER = timedelta(minutes=1)


class TestCardGateway:
    """The provider's side of the test card."""

    __test__ = False
    name = choosing.TEST
    live = False
    leads_to = ""

    def open_checkout(self, wanted: CheckoutWanted, *, key: str, within: float = SECONDS) -> Session:
        with transaction():
            page = db.session.scalar(select(TestCardPage).where(TestCardPage.key == key))
            if page is None:
                page = TestCardPage(
                    session=f"test_{secrets.token_hex(12)}",
                    key=key,
                    order=wanted.order,
                    lines=[[each.name, each.pence] for each in wanted.lines],
                    pence=sum(each.pence for each in wanted.lines),
                    done_address=wanted.done_address,
                    stopped_address=wanted.stopped_address,
                    made_at=clock.now(),
                    expires_at=wanted.expires_at,
                )
                db.session.add(page)
                db.session.flush()
            return _session(page)

    def look(self, session: str, *, within: float = SECONDS) -> Session:
        with transaction():
            return _session(_page(session))

    def find(self, attempt: str, *, since: datetime, within: float = SECONDS) -> Session | None:
        with reading():
            page = db.session.scalar(select(TestCardPage).where(TestCardPage.key == attempt))
            return _session(page) if page else None

    def expire(self, session: str, *, within: float = SECONDS) -> None:
        with transaction():
            page = _page(session)
            if page.status == "open":
                page.status = "expired"

    def session_of(self, payment: str, *, within: float = SECONDS) -> Session | None:
        with reading():
            page = db.session.scalar(select(TestCardPage).where(TestCardPage.payment == payment))
            return _session(page) if page and payment else None

    def refund(self, payment: str, pence: int, *, refund: str, key: str, within: float = SECONDS) -> RefundSeen:
        with transaction():
            page = db.session.scalar(select(TestCardPage).where(TestCardPage.payment == payment).with_for_update())
            if page is None or page.paid != "paid":
                raise UnknownToProvider("There is no such payment.", reason="unknown")
            known = next((each for each in page.refunds if each["refund"] == refund), None)
            if known is None:
                if pence > page.pence - sum(each["pence"] for each in page.refunds):
                    raise ProviderRefused("More than is left.", reason="amount_too_large")
                at = clock.now().isoformat()
                known = {"id": f"test_re_{secrets.token_hex(8)}", "pence": pence, "refund": refund, "at": at}
                page.refunds = [*page.refunds, known]
            return _refund(page, known)

    def refunds_of(self, payment: str, *, within: float = SECONDS) -> list[RefundSeen]:
        with reading():
            page = db.session.scalar(select(TestCardPage).where(TestCardPage.payment == payment))
            return [_refund(page, each) for each in page.refunds] if page else []

    def disputes_of(self, payment: str, *, within: float = SECONDS) -> list[DisputeSeen]:
        return []

    def payout(self, payout: str, *, within: float = SECONDS) -> PayoutSeen:
        raise UnknownToProvider("The test card pays nothing out.", reason="unknown")

    def events(self, *, since: datetime, within: float = SECONDS) -> Iterator[Event]:
        return iter(())


def page_of(session: str) -> TestCardPage:
    """A payment page that is still open. Raises NotFound, also where the test card is not in use."""
    page = db.session.scalar(select(TestCardPage).where(TestCardPage.session == session))
    if choosing.which() != choosing.TEST or page is None or page.status != "open" or page.expires_at <= clock.now():
        raise NotFound("There is no such payment page.")
    return page


def pay(session: str, card: str) -> Event:
    """Pay on the page, in the caller's transaction: what the provider then tells us. Raises RuleBroken when declined."""
    page = page_of(session)
    number = "".join(each for each in card if each.isdigit())
    if number == DECLINED:
        raise RuleBroken("Your card was declined. Nothing was charged. Use another card.")
    if number not in CARDS:
        raise RuleBroken("Enter one of the test card numbers from this page.")
    now = clock.now()
    page.status, page.payment = "complete", f"test_pi_{secrets.token_hex(8)}"
    if number == LATE:
        page.arrives_at = now + MONEY_COMES_AFTER
    else:
        page.paid = "paid"
    db.session.flush()
    return Event(
        id=f"test_evt_{secrets.token_hex(12)}",
        type="checkout.session.completed",
        made_at=now,
        live=False,
        account="",
        about="checkout.session",
        about_id=page.session,
        session=page.session,
        payment=page.payment,
    )


def _page(session: str) -> TestCardPage:
    """The page as it is now: late money has come, an unused page is over."""
    page = db.session.scalar(select(TestCardPage).where(TestCardPage.session == session).with_for_update())
    if page is None:
        raise UnknownToProvider("There is no such payment page.", reason="unknown")
    now = clock.now()
    if page.status == "complete" and page.arrives_at and page.arrives_at <= now:
        page.paid = "paid"
    if page.status == "open" and page.expires_at <= now:
        page.status = "expired"
    db.session.flush()
    return page


def _session(page: TestCardPage) -> Session:
    return Session(
        id=page.session,
        status=page.status,
        paid=page.paid,
        pence=page.pence,
        currency="gbp",
        order=page.order,
        client_reference=page.order,
        attempt=page.key,
        payment=page.payment,
        live=False,
        url=f"/pay/test-card/{page.session}" if page.status == "open" else "",
        expires_at=page.expires_at,
    )


def _refund(page: TestCardPage, kept: dict[str, object]) -> RefundSeen:
    return RefundSeen(
        id=str(kept["id"]),
        payment=page.payment,
        pence=int(str(kept["pence"])),
        currency="gbp",
        status="succeeded",
        refund=str(kept["refund"]),
        failed_because="",
        made_at=datetime.fromisoformat(str(kept["at"])),
    )
