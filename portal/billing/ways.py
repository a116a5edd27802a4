"""The ways to pay: the rooms above say which there are and whether they are set up (portal.doors hands them over)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from portal.billing.models import Order

CARD, ACCOUNT = "card", "account"
NAMES = {CARD: "Card", ACCOUNT: "On account"}


@dataclass(frozen=True, slots=True)
class Step:
    """What a placed order that is not yet paid asks of its buyer: the words of a link, and where it leads.

    `when` says by when and how, as it follows "is to be paid"; empty where it can be paid at once.
    """

    words: str
    address: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay. `why_not` says in a sentence for staff why it is not offered, and is empty when it is.

    `next_step` is what the page of a placed or invoiced order shows for it, or None.
    """

    key: str
    name: str
    hint: str
    why_not: Callable[[], str] = lambda: ""
    next_step: Callable[[Order], Step | None] = lambda _order: None


ON_ACCOUNT = Way(ACCOUNT, NAMES[ACCOUNT], "We send an invoice, to be paid by bank transfer within 30 days.")


def know_ways(app: Flask, ways: Sequence[Way]) -> None:
    """From now on these are the ways to pay."""
    app.extensions["ways_to_pay"] = tuple(ways)


def every() -> tuple[Way, ...]:
    """Every way, set up or not."""
    known: tuple[Way, ...] = current_app.extensions["ways_to_pay"]
    return known


def offered() -> list[Way]:
    """The ways that are set up."""
    return [each for each in every() if not each.why_not()]


def not_set_up() -> list[str]:
    """Why the others are not offered, for staff."""
    return [words for each in every() if (words := each.why_not())]


def next_step(order: Order) -> Step | None:
    """What the page of this order asks of its buyer by the way that was chosen."""
    return next((each.next_step(order) for each in every() if each.key == order.way), None)


def other_step(order: Order) -> Step | None:
    """How this order can be paid by another way than the one that was chosen."""
    return next((step for each in offered() if each.key != order.way and (step := each.next_step(order))), None)


def name_of(key: str) -> str:
    """Card, On account."""
    return NAMES.get(key, "")
