"""Stripe, spoken in this file alone (an import contract says so). See docs/decisions/cards.md.

Each call ends within ten seconds whatever happens: the library's own limits are for each read, and neither a name
that does not resolve nor an answer that drips is covered by them, so the call runs in a thread that nobody waits for
any longer than that. What it did meanwhile is found again by its key.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import stripe
from stripe import StripeClient

from portal.billing import messages
from portal.billing.provider import (
    SECONDS,
    CheckoutWanted,
    DisputeSeen,
    Event,
    KeySpent,
    NotSigned,
    PayoutSeen,
    ProviderRefused,
    ProviderSilent,
    RefundSeen,
    Session,
    UnknownToProvider,
)

T = TypeVar("T")
STRIPE = "https://api.stripe.com"
PAYMENT_PAGE = "https://checkout.stripe.com"
RETRIES = 1
"""By the library, with the same key; after a reset, a timeout or a 5xx that Stripe does not call final."""
TRY_SECONDS = 4.0
"""For each try: two of them, and the pause between, stay within the limit of all."""
MOST_AGE = timedelta(seconds=300)
MOST_SIGNATURES = 20
PAGE = 100
_REFUSALS = frozenset(range(400, 500)) - {409, 429}
"""What asking again will not change."""
SILENT = "The card payment service did not answer in time. Nothing was charged twice. Try again in a minute."


class StripeGateway:
    """Stripe's API under one key. `live` follows from the key: a test key moves no money."""

    name = "stripe"

    def __init__(self, key: str, *, base: str = STRIPE) -> None:
        self.live = "_live_" in key[:12]
        parts = urlsplit(base)
        self.leads_to = PAYMENT_PAGE if base == STRIPE else f"{parts.scheme}://{parts.netloc}"
        stripe.enable_telemetry = False
        self._client = StripeClient(
            key,
            base_addresses={"api": base},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=TRY_SECONDS),
        )

    def open_checkout(self, wanted: CheckoutWanted, *, key: str, within: float = SECONDS) -> Session:
        made = _ask(
            lambda: self._client.v1.checkout.sessions.create(_checkout(wanted), {"idempotency_key": key}), within
        )
        return _session(made)

    def look(self, session: str, *, within: float = SECONDS) -> Session:
        return _session(_ask(lambda: self._client.v1.checkout.sessions.retrieve(session), within))

    def find(self, attempt: str, *, since: datetime, within: float = SECONDS) -> Session | None:
        def search() -> Session | None:
            made = self._client.v1.checkout.sessions.list({"created": {"gte": _stamp(since) - 60}, "limit": PAGE})
            for each in made.auto_paging_iter():
                if (found := _session(each)).attempt == attempt:
                    return found
            return None

        return _ask(search, within)

    def expire(self, session: str, *, within: float = SECONDS) -> None:
        def close() -> None:
            try:
                self._client.v1.checkout.sessions.expire(session)
            except stripe.InvalidRequestError as refused:
                if refused.http_status != 400:
                    raise

        _ask(close, within)

    def session_of(self, payment: str, *, within: float = SECONDS) -> Session | None:
        made = _ask(lambda: self._client.v1.checkout.sessions.list({"payment_intent": payment}), within)
        return _session(made.data[0]) if made.data else None

    def refund(self, payment: str, pence: int, *, refund: str, key: str, within: float = SECONDS) -> RefundSeen:
        made = _ask(
            lambda: self._client.v1.refunds.create(
                {"payment_intent": payment, "amount": pence, "metadata": {"refund": refund}}, {"idempotency_key": key}
            ),
            within,
        )
        return _refund(made)

    def refunds_of(self, payment: str, *, within: float = SECONDS) -> list[RefundSeen]:
        return _ask(
            lambda: [
                _refund(each)
                for each in self._client.v1.refunds.list({"payment_intent": payment, "limit": PAGE}).auto_paging_iter()
            ],
            within,
        )

    def disputes_of(self, payment: str, *, within: float = SECONDS) -> list[DisputeSeen]:
        return _ask(
            lambda: [
                _dispute(each)
                for each in self._client.v1.disputes.list({"payment_intent": payment, "limit": PAGE}).auto_paging_iter()
            ],
            within,
        )

    def payout(self, payout: str, *, within: float = SECONDS) -> PayoutSeen:
        def look() -> PayoutSeen:
            seen = self._client.v1.payouts.retrieve(payout)
            moved = self._client.v1.balance_transactions.list({"payout": payout, "limit": PAGE})
            fees = sum(each.fee for each in moved.auto_paging_iter() if each.type != "payout")
            return PayoutSeen(seen.id, seen.amount, fees, seen.status, _at(seen.arrival_date))

        return _ask(look, within)

    def events(self, *, since: datetime, within: float = SECONDS) -> Iterator[Event]:
        def page(after: str) -> tuple[list[Event], str]:
            asked: Any = {"created": {"gte": _stamp(since)}, "limit": PAGE} | (
                {"starting_after": after} if after else {}
            )
            made = self._client.v1.events.list(asked)
            return [messages.event(each.to_dict()) for each in made.data], made.data[-1].id if made.has_more else ""

        found, after = _ask(lambda: page(""), within)
        while after:
            more, after = _ask(lambda last=after: page(last), within)  # type: ignore[misc]
            found += more
        yield from reversed(found)


def _checkout(wanted: CheckoutWanted) -> Any:
    """The session's parameters: amounts from our order alone, one line for each of its lines."""
    ours = {"order": wanted.order, "attempt": wanted.attempt}
    lines = [
        {
            "quantity": 1,
            "price_data": {
                "currency": "gbp",
                "unit_amount": line.pence,
                "product_data": {"name": line.name[:250] or "Order"},
            },
        }
        for line in wanted.lines
    ]
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "line_items": lines,
        "client_reference_id": wanted.order,
        "metadata": ours,
        "payment_intent_data": {"metadata": ours, "description": f"Order {wanted.order}"},
        "success_url": wanted.done_address,
        "cancel_url": wanted.stopped_address,
        "expires_at": _stamp(wanted.expires_at),
        "locale": "en-GB",
    }


def _ask(call: Callable[[], T], seconds: float) -> T:
    """What the call gives, in our words when it fails, and no later than `seconds` from now."""
    said: queue.SimpleQueue[T | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            said.put(call())
        except Exception as problem:
            said.put(problem)

    threading.Thread(target=run, name="stripe", daemon=True).start()
    try:
        answer = said.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        raise ProviderSilent(SILENT) from None
    if isinstance(answer, Exception):
        raise _in_our_words(answer) from answer
    return answer


def _in_our_words(problem: Exception) -> Exception:
    if not isinstance(problem, stripe.StripeError):
        return problem
    headers = {name.lower(): value for name, value in (problem.headers or {}).items()}
    status = problem.http_status or 0
    if isinstance(problem, stripe.IdempotencyError) or (status >= 500 and headers.get("idempotent-replayed") == "true"):
        return KeySpent(SILENT)
    if isinstance(problem, stripe.APIConnectionError | stripe.RateLimitError) or status not in _REFUSALS:
        return ProviderSilent(SILENT)
    if isinstance(problem, stripe.AuthenticationError | stripe.PermissionError):
        return ProviderRefused("Stripe does not accept STRIPE_SECRET_KEY. Check the key.", reason="authentication")
    if status == 404:
        return UnknownToProvider(problem.user_message or "Stripe does not know it.", reason="unknown")
    return ProviderRefused(problem.user_message or "Stripe refused it.", reason=problem.code or "refused")


def read_signed(raw: bytes, header: str, *, secrets: tuple[str, ...], at: datetime) -> Event:
    """The event in a message that is signed with one of the secrets not more than five minutes from now.

    Raises NotSigned for everything else, whatever it is: the library alone would take messages dated in the future,
    and answers some malformed ones with exceptions of its own (faults.md, R7).
    """
    if abs(at - messages.instant(_stamp_of(header))) > MOST_AGE:
        raise NotSigned("The message was not signed within the last five minutes.")
    if not any(_is_signed_with(secret, raw, header) for secret in secrets):
        raise NotSigned("The message is not signed with a secret of ours.")
    return messages.read(raw)


def _stamp_of(header: str) -> int:
    """When the message was signed, by its own word; raises NotSigned for a header that is none."""
    parts = [each.partition("=") for each in header.split(",")] if header.isascii() and len(header) < 4_000 else []
    stamps = [value for name, _, value in parts if name == "t"]
    signatures = sum(name == "v1" for name, _, _ in parts)
    if len(stamps) != 1 or not re.fullmatch(r"\d{1,11}", stamps[0]) or not 1 <= signatures <= MOST_SIGNATURES:
        raise NotSigned("The message has no signature that we read.")
    return int(stamps[0])


def _is_signed_with(secret: str, raw: bytes, header: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(raw, header, secret, tolerance=None))
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False


def _session(seen: stripe.checkout.Session) -> Session:
    values = seen.to_dict()
    ours = values.get("metadata") or {}
    return Session(
        id=seen.id,
        status=values.get("status") or "",
        paid=values.get("payment_status") or "",
        pence=values.get("amount_total") or 0,
        currency=values.get("currency") or "",
        order=str(ours.get("order", "")),
        client_reference=values.get("client_reference_id") or "",
        attempt=str(ours.get("attempt", "")),
        payment=messages.word(values.get("payment_intent")),
        live=values.get("livemode") is True,
        url=values.get("url") or "",
        expires_at=_at(values.get("expires_at")),
    )


def _refund(seen: stripe.Refund) -> RefundSeen:
    values = seen.to_dict()
    ours = values.get("metadata") or {}
    return RefundSeen(
        id=seen.id,
        payment=messages.word(values.get("payment_intent")),
        pence=values.get("amount") or 0,
        currency=values.get("currency") or "",
        status=values.get("status") or "",
        refund=str(ours.get("refund", "")),
        failed_because=values.get("failure_reason") or "",
        made_at=messages.instant(values.get("created") or 0),
    )


def _dispute(seen: stripe.Dispute) -> DisputeSeen:
    values = seen.to_dict()
    return DisputeSeen(
        id=seen.id,
        payment=messages.word(values.get("payment_intent")),
        pence=values.get("amount") or 0,
        currency=values.get("currency") or "",
        status=values.get("status") or "",
        reason=values.get("reason") or "",
        answer_by=_at((values.get("evidence_details") or {}).get("due_by")),
    )


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


def _at(stamp: int | None) -> datetime | None:
    return messages.instant(stamp) if stamp else None
