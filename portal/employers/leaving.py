"""When a person leaves the site: what they did for organisations ends, and nobody waits for them."""

from __future__ import annotations

from portal.accounts.facts import PersonClosed
from portal.employers import claiming, seats


def leave(person_id: int) -> None:
    """End the person's roles and claims. Invitations that they sent end with their roles; an organisation left without
    an owner can be claimed again."""
    seats.gone(person_id)
    claiming.withdraw_all(person_id)


def follow_closing(fact: PersonClosed) -> None:
    """An account was closed by its owner."""
    leave(fact.person_id)
