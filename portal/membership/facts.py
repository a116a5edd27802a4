"""What the upper rooms may react to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DueMade:
    """A membership owes a fee for a year."""

    due_id: int


@dataclass(frozen=True, slots=True)
class DueChanged:
    """A fee that is not paid is another one now."""

    due_id: int


@dataclass(frozen=True, slots=True)
class DueSettled:
    """A fee was paid, let off, or made nothing: nobody is to be asked for it any more."""

    due_id: int


@dataclass(frozen=True, slots=True)
class DueReopened:
    """A settling was taken back: the fee is owed again. `reference` is what it was paid under."""

    due_id: int
    reference: str


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    """It is held no longer from a day on."""

    membership_id: int


@dataclass(frozen=True, slots=True)
class RiseAsked:
    """An organisation grew into a higher tier, and owes the difference for the months left."""

    rise_id: int


@dataclass(frozen=True, slots=True)
class RiseGivenUp:
    """It does not rise after all: nobody is to be asked for the difference."""

    rise_id: int
