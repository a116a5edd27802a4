"""One Stripe account: its objects, what happens to them, and the event of each thing that happens."""

from __future__ import annotations

import copy
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import stripe
from stripe._api_version import _ApiVersion

from tests.stripe_server.contract import Refused, blank, fields

KINDS: Mapping[str, tuple[type[stripe.StripeObject], str]] = {
    "account": (stripe.Account, "acct_"),
    "checkout.session": (stripe.checkout.Session, "cs_test_"),
    "item": (stripe.LineItem, "li_"),
    "payment_intent": (stripe.PaymentIntent, "pi_"),
    "charge": (stripe.Charge, "ch_"),
    "refund": (stripe.Refund, "re_"),
    "dispute": (stripe.Dispute, "dp_"),
    "payout": (stripe.Payout, "po_"),
    "balance_transaction": (stripe.BalanceTransaction, "txn_"),
    "event": (stripe.Event, "evt_"),
}
DECLINED = {"4000000000000002": "generic_decline", "4000000000009995": "insufficient_funds"}
LEAST_PENCE = 30
MOST_PENCE = 99_999_999

Object = dict[str, Any]


class Account:
    """Everything that one account holds. `now` gives the time in seconds, so that a test may stop it."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.lock = threading.RLock()
        self.objects: dict[str, dict[str, Object]] = {kind: {} for kind in KINDS}
        self.waiting: list[Object] = []
        """Events that have not been delivered yet."""
        self._lines: dict[str, list[Object]] = {}
        self._intent_metadata: dict[str, dict[str, str]] = {}
        self._intents: dict[str, str] = {}
        self._paid_out: dict[str, str] = {}
        self.own = self.add("account", country="GB", default_currency="gbp", charges_enabled=True)

    def add(self, kind: str, **facts: Any) -> Object:
        """A new object of this kind; asserts that the contract knows each of its fields."""
        shape, prefix = KINDS[kind]
        made = blank(shape) | {"id": prefix + secrets.token_hex(12), "object": kind}
        made |= {"created": int(self.now())} if "created" in made else {}
        made |= {"livemode": False} if "livemode" in made else {}
        made |= {"metadata": {}} if "metadata" in made else {}
        assert facts.keys() <= fields(shape), f"Stripe's {kind} has no {sorted(facts.keys() - fields(shape))}"
        made |= facts
        self.objects[kind][made["id"]] = made
        return made

    def get(self, kind: str, id_: str) -> Object:
        """The object of this id; raises Refused as Stripe does."""
        if id_ not in self.objects[kind]:
            raise Refused(f"No such {kind}: '{id_}'", param="id", code="resource_missing", status=404)
        return self.objects[kind][id_]

    def emit(self, type_: str, about: Object, **facts: Any) -> Object:
        """An event with a copy of the object as it is now, waiting to be delivered."""
        made = self.add(
            "event",
            type=type_,
            api_version=_ApiVersion.CURRENT,
            data={"object": copy.deepcopy(about)},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
            **facts,
        )
        self.waiting.append(made)
        return made

    # Checkout

    def open_session(self, params: Mapping[str, Any], *, address: str) -> Object:
        """A Checkout Session, as POST /v1/checkout/sessions makes it; raises Refused."""
        lines = [self._line(each, f"line_items[{number}]") for number, each in enumerate(params.get("line_items", ()))]
        expires = params.get("expires_at", int(self.now()) + 86_400)
        self._check_session(params, lines, expires)
        total = sum(each["amount_total"] for each in lines)
        copied = ("mode", "success_url", "cancel_url", "client_reference_id", "customer_email", "locale", "submit_type")
        session = self.add(
            "checkout.session",
            status="open",
            payment_status="unpaid",
            amount_subtotal=total,
            amount_total=total,
            currency=lines[0]["currency"],
            expires_at=expires,
            ui_mode=params.get("ui_mode", "hosted_page"),
            metadata=dict(params.get("metadata", {})),
            payment_method_types=params.get("allowed_payment_method_types", ["card"]),
            **{name: params[name] for name in copied if name in params},
        )
        session["url"] = f"{address}/c/pay/{session['id']}"
        self._lines[session["id"]] = lines
        self._intent_metadata[session["id"]] = dict(params.get("payment_intent_data", {}).get("metadata", {}))
        return session

    def lines_of(self, session: Object) -> list[Object]:
        return self._lines[session["id"]]

    def _line(self, given: Mapping[str, Any], path: str) -> Object:
        price = given.get("price_data")
        if price is None:
            raise Refused(f"Missing required param: {path}[price_data].", param=path, code="parameter_missing")
        if "unit_amount" not in price:
            name = f"{path}[price_data][unit_amount]"
            raise Refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
        if "product_data" not in price or not price["product_data"]["name"].strip():
            name = f"{path}[price_data][product_data][name]"
            raise Refused(f"You passed an empty string for '{name}'.", param=name, code="parameter_invalid_empty")
        quantity, unit = given.get("quantity", 1), price["unit_amount"]
        if quantity < 1 or unit < 0:
            raise Refused("This value must be greater than or equal to 1.", param=f"{path}[quantity]")
        amount = quantity * unit
        shown = {"amount_subtotal": amount, "amount_total": amount, "currency": price["currency"], "quantity": quantity}
        return self.add("item", description=price["product_data"]["name"], **shown)

    def _check_session(self, params: Mapping[str, Any], lines: list[Object], expires: int) -> None:
        needs = ["mode", "line_items"] + (
            ["success_url"] if params.get("ui_mode", "hosted_page") == "hosted_page" else []
        )
        for name in needs:
            if not params.get(name):
                raise Refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
        if len({each["currency"] for each in lines}) > 1:
            raise Refused("All line items must have the same currency.", param="line_items")
        if not 1_800 - 60 <= expires - self.now() <= 86_400 + 60:
            raise Refused(
                "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
                param="expires_at",
            )
        total = sum(each["amount_total"] for each in lines)
        if 0 < total < LEAST_PENCE or total > MOST_PENCE:
            code = "amount_too_small" if total < LEAST_PENCE else "amount_too_large"
            raise Refused("The Checkout Session's total amount due must add up to at least £0.30 gbp", code=code)
        if len(params.get("client_reference_id", "")) > 200:
            raise Refused("Invalid string: at most 200 characters", param="client_reference_id")
        if "customer_email" in params and "@" not in params["customer_email"]:
            raise Refused(
                f"Invalid email address: {params['customer_email']}", param="customer_email", code="email_invalid"
            )
        for name, value in params.get("metadata", {}).items():
            if len(name) > 40 or len(value) > 500:
                raise Refused("Metadata names may have 40, values 500 characters.", param=f"metadata[{name}]")

    def pay(self, session_id: str, card: str = "4242424242424242", *, late: bool = False) -> Object:
        """Somebody pays on the hosted page; raises Refused for a card that is declined.

        With `late` the session completes and the money is on its way, as with a bank debit: see `arrive`.
        """
        with self.lock:
            session = self.get("checkout.session", session_id)
            if session["status"] != "open":
                raise Refused("This Checkout Session is no longer open.", code="resource_missing")
            intent = self._intent_for(session)
            if card in DECLINED:
                self._charge(intent, status="failed", failure_code="card_declined")
                self.emit("payment_intent.payment_failed", intent)
                raise Refused("Your card was declined.", kind="card_error", code="card_declined", status=402)
            session.update(status="complete", url=None, payment_intent=intent["id"])
            if late:
                intent["status"] = "processing"
                self.emit("payment_intent.processing", intent)
            else:
                self._charge(intent)
                session["payment_status"] = "paid"
                self.emit("payment_intent.succeeded", intent)
            self.emit("checkout.session.completed", session)
            return session

    def arrive(self, session_id: str, *, fails: bool = False) -> Object:
        """The late money of a completed session arrives, or in the end does not."""
        with self.lock:
            session = self.get("checkout.session", session_id)
            intent = self.get("payment_intent", session["payment_intent"])
            assert intent["status"] == "processing"
            if fails:
                intent["status"] = "requires_payment_method"
                self.emit("payment_intent.payment_failed", intent)
                self.emit("checkout.session.async_payment_failed", session)
            else:
                self._charge(intent)
                session["payment_status"] = "paid"
                self.emit("payment_intent.succeeded", intent)
                self.emit("checkout.session.async_payment_succeeded", session)
            return session

    def expire(self, session_id: str) -> Object:
        """The session ends without a payment; raises Refused when it is over already."""
        session = self.get("checkout.session", session_id)
        if session["status"] != "open":
            raise Refused(
                'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status '
                f"of `{session['status']}`."
            )
        session.update(status="expired", url=None)
        self.emit("checkout.session.expired", session)
        return session

    def expire_due(self) -> None:
        """Expire what has passed its time."""
        for each in list(self.objects["checkout.session"].values()):
            if each["status"] == "open" and each["expires_at"] <= self.now():
                self.expire(each["id"])

    def _intent_for(self, session: Object) -> Object:
        if session["id"] not in self._intents:
            intent = self.add(
                "payment_intent",
                amount=session["amount_total"],
                amount_received=0,
                currency=session["currency"],
                status="requires_payment_method",
                metadata=self._intent_metadata[session["id"]],
                payment_method_types=session["payment_method_types"],
            )
            self._intents[session["id"]] = intent["id"]
            self.emit("payment_intent.created", intent)
        return self.get("payment_intent", self._intents[session["id"]])

    def _charge(self, intent: Object, *, status: str = "succeeded", failure_code: str | None = None) -> Object:
        paid = status == "succeeded"
        charge = self.add(
            "charge",
            amount=intent["amount"],
            amount_captured=intent["amount"] if paid else 0,
            currency=intent["currency"],
            captured=paid,
            paid=paid,
            status=status,
            failure_code=failure_code,
            payment_intent=intent["id"],
            metadata=dict(intent["metadata"]),
        )
        intent["latest_charge"] = charge["id"]
        if paid:
            intent.update(status="succeeded", amount_received=intent["amount"])
            fee = charge["amount"] * 15 // 1000 + 20
            charge["balance_transaction"] = self._move("charge", charge["amount"], fee=fee, source=charge["id"])["id"]
        self.emit("charge.succeeded" if paid else "charge.failed", charge)
        return charge

    def charge_of(self, intent_id: str) -> Object:
        """The charge of a paid intent; raises Refused when nothing was paid."""
        charge = self.objects["charge"].get(self.get("payment_intent", intent_id)["latest_charge"] or "")
        if charge is None or not charge["paid"]:
            raise Refused(f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.")
        return charge

    # Refunds

    def refund(self, params: Mapping[str, Any], *, pending: bool = False) -> Object:
        """A refund, as POST /v1/refunds makes it; raises Refused."""
        if "payment_intent" in params:
            charge = self.charge_of(params["payment_intent"])
        elif "charge" in params:
            charge = self.get("charge", params["charge"])
        else:
            raise Refused("One of the following params should be provided for this request: payment_intent or charge.")
        left = charge["amount"] - charge["amount_refunded"]
        amount = params.get("amount", left)
        if charge["disputed"]:
            raise Refused(
                f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
            )
        if left == 0:
            raise Refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        if amount < 1:
            raise Refused("Invalid positive integer", param="amount", code="parameter_invalid_integer")
        if amount > left:
            raise Refused(
                f"Refund amount (£{amount / 100:.2f}) is greater than unrefunded amount on charge (£{left / 100:.2f})",
                param="amount",
            )
        made = self.add(
            "refund",
            amount=amount,
            currency=charge["currency"],
            charge=charge["id"],
            payment_intent=charge["payment_intent"],
            status="pending" if pending else "succeeded",
            reason=params.get("reason"),
            metadata=dict(params.get("metadata", {})),
        )
        made["balance_transaction"] = self._move("refund", -amount, source=made["id"])["id"]
        self._refunded(charge, amount)
        self.emit("refund.created", made)
        self.emit("charge.refunded", charge)
        return made

    def fail_refund(self, refund_id: str) -> Object:
        """The bank sends a refund back: it failed, and the money is the account's again."""
        with self.lock:
            made = self.get("refund", refund_id)
            made.update(status="failed", failure_reason="lost_or_stolen_card")
            self._refunded(self.get("charge", made["charge"]), -made["amount"])
            self._move("refund_failure", made["amount"], source=made["id"])
            self.emit("refund.failed", made)
            return made

    def _refunded(self, charge: Object, amount: int) -> None:
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]

    # Disputes and payouts

    def dispute(self, intent_id: str, amount: int | None = None, reason: str = "fraudulent") -> Object:
        """The card holder's bank takes the money back for the time being."""
        with self.lock:
            charge = self.charge_of(intent_id)
            made = self.add(
                "dispute",
                amount=amount or charge["amount"],
                currency=charge["currency"],
                charge=charge["id"],
                payment_intent=intent_id,
                reason=reason,
                status="needs_response",
            )
            made["evidence_details"]["due_by"] = int(self.now()) + 7 * 86_400
            charge["disputed"] = True
            self._move("adjustment", -made["amount"], fee=2_000, source=made["id"])
            self.emit("charge.dispute.created", made)
            self.emit("charge.dispute.funds_withdrawn", made)
            return made

    def close_dispute(self, dispute_id: str, *, won: bool) -> Object:
        """The bank decides: won gives the money back to the account."""
        with self.lock:
            made = self.get("dispute", dispute_id)
            made["status"] = "won" if won else "lost"
            self.emit("charge.dispute.closed", made)
            if won:
                self._move("adjustment", made["amount"], source=made["id"])
                self.emit("charge.dispute.funds_reinstated", made)
            return made

    def pay_out(self, *, fails: bool = False) -> Object:
        """Everything that was not paid out yet goes to the bank account."""
        with self.lock:
            moved = [each for each in self.objects["balance_transaction"].values() if each["id"] not in self._paid_out]
            made = self.add(
                "payout",
                amount=sum(each["net"] for each in moved),
                currency="gbp",
                arrival_date=int(self.now()) + 86_400,
                status="in_transit",
                automatic=True,
                method="standard",
            )
            self.emit("payout.created", made)
            made["status"] = "failed" if fails else "paid"
            if not fails:
                self._paid_out.update({each["id"]: made["id"] for each in moved})
            self.emit("payout.failed" if fails else "payout.paid", made)
            return made

    def moved_by(self, payout_id: str) -> list[Object]:
        """The balance transactions that this payout paid out."""
        return [self.get("balance_transaction", each) for each, by in self._paid_out.items() if by == payout_id]

    def _move(self, type_: str, amount: int, *, source: str, fee: int = 0) -> Object:
        return self.add(
            "balance_transaction",
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency="gbp",
            type=type_,
            source=source,
            status="available",
            balance_type="payments",
        )
