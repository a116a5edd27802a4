"""What the upper rooms, and this one, may react to (portal/reactions.py)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """The buyer has bound themselves: amounts stand from now on."""

    order_id: int


@dataclass(frozen=True, slots=True)
class OrderInvoiced:
    """It was put on account: an invoice is to be issued."""

    order_id: int


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """Everything that was charged has been received; told once."""

    order_id: int


@dataclass(frozen=True, slots=True)
class OrderFulfilled:
    """What was bought is to be given now: the order is paid, or on account and the buyer trusted; told once.

    `order.fulfilled_at` is that moment. Standing of a membership follows from OrderPaid alone.
    """

    order_id: int


@dataclass(frozen=True, slots=True)
class OrderReopened:
    """Its payment was another's: it is on account, to be paid again. What was served stays served."""

    order_id: int


@dataclass(frozen=True, slots=True)
class OrderRefunded:
    """So much was given back. `sale_stands` where a bank took it against our word: what was sold was not taken back."""

    order_id: int
    pence: int
    sale_stands: bool = False


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """Nothing will be paid for it; what hangs on it need not wait."""

    order_id: int
