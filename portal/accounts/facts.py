"""What this room announces; portal.reactions says who acts on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonErased:
    """Everything of the person is to go, but for what the law makes the society keep."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonClosed:
    """The person closed their account: nothing more is to be sent or asked, and nothing is deleted yet."""

    person_id: int


@dataclass(frozen=True, slots=True)
class EmailChanged:
    """The person's confirmed address is another one from now on."""

    person_id: int
