"""What memberships need every day; safe to repeat, and right when it is late by months. Opens its own transactions."""

from __future__ import annotations

from datetime import date

from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs.leasing import alone
from portal.membership import ending, reminding, renewing
from portal.web.words import counted

AT_ONCE = 200
"""How many memberships one transaction takes: on SQLite nobody else writes meanwhile."""


def run() -> str:
    """Offer renewals, remind, tell of lapses, end what another membership followed; what was done, in words.

    Raises AlreadyHeld where another process does it just now.
    """
    with alone("membership.daily"):
        return _run()


def _run() -> str:
    on = clock.today()
    with transaction():
        followed = ending.end_followed(on=on)
    offered = sum(_offer_all(year, on) for year in renewing.years_on_offer(on))
    told = _remind_all(on)
    with transaction():
        told += reminding.warn_seats(on=on)
    with transaction():
        told += reminding.warn_providers(on=on)
    return (
        f"{counted(offered, 'renewal')} offered, {counted(told, 'reminder')} sent, "
        f"{counted(followed, 'membership')} followed by another"
    )


def _offer_all(year: int, on: date) -> int:
    offered, after = 0, 0
    while True:
        with transaction():
            some, last = renewing.offer(year, on=on, after=after, most=AT_ONCE)
        offered += some
        if last is None:
            return offered
        after = last


def _remind_all(on: date) -> int:
    told, after = 0, 0
    while True:
        with transaction():
            some, last = reminding.remind(on=on, after=after, most=AT_ONCE)
        told += some
        if last is None:
            return told
        after = last
