"""What a payment provider can be asked for, and what it says: the words between our rooms and whoever moves the money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.foundation.errors import PortalError

SECONDS = 10.0
"""How long anybody waits for the provider, all tries together."""


class ProviderError(PortalError):
    """The provider did not do what it was asked."""

    code = "provider_error"


class ProviderSilent(ProviderError):
    """No usable answer came in time: it may have been done or not. Asking again with the same key is safe."""

    code = "provider_silent"


class KeySpent(ProviderError):
    """The provider answers this key with the same failure for ever. Look whether it was done; then use a new key."""

    code = "provider_key_spent"


class ProviderRefused(ProviderError):
    """It was understood and refused; `reason` is the provider's own word for why."""

    code = "provider_refused"

    def __init__(self, sentence: str, *, reason: str = "") -> None:
        super().__init__(sentence)
        self.reason = reason


class UnknownToProvider(ProviderRefused):
    """The provider has nothing under this id."""


class NotSigned(PortalError):
    """A message that does not prove that it comes from the provider, or that nobody can read."""

    code = "not_signed"


@dataclass(frozen=True, slots=True)
class CheckoutLine:
    """One line of the payment page: what for, and how much with VAT."""

    name: str
    pence: int


@dataclass(frozen=True, slots=True)
class CheckoutWanted:
    """Everything that the payment page is to be made from. The same key must always come with the same of these."""

    order: str
    attempt: str
    lines: tuple[CheckoutLine, ...]
    done_address: str
    stopped_address: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A payment page as the provider holds it. `status`: open, complete, expired; `paid`: paid, unpaid, or neither.

    `order` and `client_reference` are what we gave it; `attempt` is our reference of this try.
    """

    id: str
    status: str
    paid: str
    pence: int
    currency: str
    order: str
    client_reference: str
    attempt: str
    payment: str
    live: bool
    url: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """A refund as the provider holds it: `status` is pending, requires_action, succeeded, failed or canceled.

    `refund` is our reference of it, empty when it was made at the provider.
    """

    id: str
    payment: str
    pence: int
    currency: str
    status: str
    refund: str
    failed_because: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    """A payment that its card holder's bank questions."""

    id: str
    payment: str
    pence: int
    currency: str
    status: str
    reason: str
    answer_by: datetime | None


@dataclass(frozen=True, slots=True)
class PayoutSeen:
    """What the provider sent to our bank: `pence` arrives, after `fee_pence` that it kept."""

    id: str
    pence: int
    fee_pence: int
    status: str
    arrives_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """A message of the provider: what it is about, and the figures that it holds, for comparing.

    The figures are None where the message holds none. `session` and `payment` are ids, empty where it names none.
    """

    id: str
    type: str
    made_at: datetime
    live: bool
    account: str
    about: str
    about_id: str
    session: str = ""
    payment: str = ""
    order: str | None = None
    pence: int | None = None
    currency: str | None = None
    quantity: int | None = None
    paid: str = ""


class Gateway(Protocol):
    """The payment provider. Every call may raise a ProviderError and ends within `within` seconds."""

    name: str
    live: bool
    leads_to: str
    """The origin of its payment page, empty for our own."""

    def open_checkout(self, wanted: CheckoutWanted, *, key: str, within: float = SECONDS) -> Session:
        """A payment page; the same one for the same key."""

    def look(self, session: str, *, within: float = SECONDS) -> Session:
        """The payment page as it is now."""

    def find(self, attempt: str, *, since: datetime, within: float = SECONDS) -> Session | None:
        """The page that was made for our attempt, found by looking through those made since then."""

    def expire(self, session: str, *, within: float = SECONDS) -> None:
        """Close a page that nobody is to pay on any more; without effect on one that is over."""

    def session_of(self, payment: str, *, within: float = SECONDS) -> Session | None:
        """The payment page that a payment was made on."""

    def refund(self, payment: str, pence: int, *, refund: str, key: str, within: float = SECONDS) -> RefundSeen:
        """Give back so much of a payment; `refund` is our reference of it."""

    def refunds_of(self, payment: str, *, within: float = SECONDS) -> list[RefundSeen]:
        """Every refund of a payment."""

    def disputes_of(self, payment: str, *, within: float = SECONDS) -> list[DisputeSeen]:
        """Every dispute of a payment."""

    def payout(self, payout: str, *, within: float = SECONDS) -> PayoutSeen:
        """A payout with what was kept of it."""

    def events(self, *, since: datetime, within: float = SECONDS) -> Iterator[Event]:
        """Every message that the provider made since then, oldest first."""
