"""How an invoice stands today, from what has become of its order; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NAMES = {
    "owed": "To be paid",
    "part_paid": "Paid in part",
    "overdue": "Overdue",
    "paid": "Paid",
    "overpaid": "Overpaid",
    "credited": "Credited",
    "refunded": "Refunded",
    "returned": "Returned as invalid",
    "replaced": "Replaced",
    "issued": "Issued",
}
ALARMING = frozenset({"overdue", "overpaid", "returned"})


@dataclass(frozen=True, slots=True)
class Money:
    """What has become of an order's money."""

    gross_pence: int
    credited_pence: int
    paid_pence: int
    refunded_pence: int

    @property
    def owed_pence(self) -> int:
        return self.gross_pence - self.credited_pence - self.paid_pence + self.refunded_pence


def status_of(kind: str, state: str, money: Money, *, due_on: date | None, today: date) -> str:
    """One of NAMES."""
    if kind == "credit_note":
        return "issued"
    if state != "current":
        return state
    owed = money.owed_pence
    if owed < 0:
        return "overpaid"
    if owed == 0:
        if money.credited_pence == money.gross_pence:
            return "refunded" if money.paid_pence else "credited"
        return "paid"
    if money.refunded_pence and money.refunded_pence == money.paid_pence:
        return "refunded"
    if due_on is not None and due_on < today:
        return "overdue"
    return "part_paid" if money.paid_pence > money.refunded_pence else "owed"


def days_over(due_on: date | None, today: date) -> int:
    """For how many days an invoice has been overdue; none before that."""
    return max(0, (today - due_on).days) if due_on else 0
