"""The documents that were issued for an order, by a room above this one: what the order's pages lead to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from portal.billing.models import Order


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice or credit note: its words, and where it stands for its buyer and for staff, from the site's root."""

    words: str
    address: str
    staff_address: str


Papers = Callable[[Order], Sequence[Paper]]


def know_papers(app: Flask, papers: Papers) -> None:
    """From now on ask this which documents an order has."""
    app.extensions["papers_of_orders"] = papers


def papers_of(order: Order) -> tuple[Paper, ...]:
    """What was issued for this order, the oldest first."""
    papers: Papers = current_app.extensions["papers_of_orders"]
    return tuple(papers(order))
