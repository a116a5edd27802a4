"""What documents need every day; safe to repeat. Opens its own transactions."""

from __future__ import annotations

from portal.database import statistics
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.invoicing import issuing, reminding

COUNTED = ("orders", "issued_documents")
"""Tables whose lists begin at the smaller end: their indexes hold numbers, states and days."""


def learn() -> None:
    """Let the database count how full they are, in the caller's transaction."""
    statistics.learn(COUNTED)


def run() -> str:
    """Issue what could not be issued before, and remind; in words."""
    with transaction():
        learn()
    with transaction():
        issued = issuing.catch_up(at=clock.now())
    reminded, after = 0, 0
    while True:
        with transaction():
            some, last = reminding.remind(at=clock.now(), after=after)
        reminded += some
        if last is None:
            break
        after = last
    return f"{issued} invoices issued late, {reminded} reminders"
