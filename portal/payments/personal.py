"""What this room holds of a person: that they began to pay, and what staff did. Nothing of a card or of its holder."""

from __future__ import annotations

from portal.billing.personal import ACCOUNTS
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, of
from portal.payments.models import Attempt, Discrepancy, Refund

THE_PAYMENT = "a fact about the payment, not about you"
_TRY = ("reference", "state", "pence", "received_pence", "opened_at", "expires_at", "paid_at")
_PROVIDERS = ("provider", "session", "payment", "address", "done_address", "stopped_address", "looked_at")
_REFUND = (
    "reference",
    "state",
    "pence",
    "asked_at",
    "decided_at",
    "sent_at",
    "done_at",
    "failed_because",
    "made",
    "tries",
)
_MATTER = ("reference", "unique_key", "kind", "holds", "event", "facts", "found_at", "settled_at")
_MATTER_LINKS = ("id", "order_id", "attempt_id", "settled_by_id")
_REFUND_LINKS = ("id", "order_id", "attempt_id", "asked_by_id", "decided_by_id")

HOLDINGS = (
    Holding(
        "Card payments that you began",
        Attempt,
        of(Attempt.by_id),
        exported=_TRY,
        withheld={A_NUMBER: ("id", "order_id", "by_id"), THE_PAYMENT: _PROVIDERS},
        kept={LINKS: ("id", "order_id", "by_id"), ACCOUNTS: (*_TRY, *_PROVIDERS)},
    ),
    Holding(
        "Refunds that you asked for, for the society",
        Refund,
        of(Refund.asked_by_id),
        exported=("reference", "because", "pence", "asked_at", "state"),
        withheld={
            A_NUMBER: ("id", "order_id", "attempt_id", "asked_by_id"),
            WHO_ACTED: ("decided_by_id", "decided_because"),
            THE_PAYMENT: tuple(each for each in _REFUND if each not in ("reference", "pence", "asked_at", "state")),
        },
        blanked={"because": ""},
        kept={LINKS: _REFUND_LINKS, ACCOUNTS: _REFUND, WHO_ACTED: ("decided_because",)},
    ),
    Holding(
        "Refunds that you decided on, for the society",
        Refund,
        of(Refund.decided_by_id),
        exported=("reference", "decided_because", "pence", "decided_at", "state"),
        withheld={
            A_NUMBER: ("id", "order_id", "attempt_id", "decided_by_id"),
            WHO_ACTED: ("asked_by_id", "because"),
            THE_PAYMENT: tuple(each for each in _REFUND if each not in ("reference", "pence", "decided_at", "state")),
        },
        blanked={"decided_because": ""},
        kept={LINKS: _REFUND_LINKS, ACCOUNTS: _REFUND, WHO_ACTED: ("because",)},
    ),
    Holding(
        "Payments that did not agree and that you settled, for the society",
        Discrepancy,
        of(Discrepancy.settled_by_id),
        exported=("reference", "kind", "settled_at", "settled_because"),
        withheld={
            A_NUMBER: _MATTER_LINKS,
            THE_PAYMENT: tuple(each for each in _MATTER if each not in ("reference", "kind", "settled_at")),
        },
        blanked={"settled_because": ""},
        kept={LINKS: _MATTER_LINKS, STATE: _MATTER},
    ),
)
