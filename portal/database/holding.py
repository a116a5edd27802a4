"""What a table holds of a person: each room declares it once, and export, erasure and their tests follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement

from portal.database.base import Base

NOW = object()
"""As the value of a blanked column: the moment of the erasure."""

A_NUMBER = "a number that tells of nobody by itself"
WHO_ACTED = "the number of somebody else who acted; what you did yourself stands under the record of acts"
STATE = "what happened and when, without a word that anybody wrote"
LINKS = "numbers that join rows; once the account is erased they lead to nobody"


@dataclass(frozen=True, slots=True)
class Whom:
    """The person meant. `person_id` is 0 where an address is known to us but has no account.

    `addresses` are in the form in which they are compared (signing_in.email_key).
    """

    person_id: int
    reference: str
    name: str
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one table that concern a person in one way, and what becomes of each column.

    Every column of the table is either exported or withheld for a reason, and, unless the rows are `deleted`, either
    blanked by an erasure (with which value) or kept for a reason; tests/architecture holds each table complete.
    Reasons map to the columns they are for and are shown to the person, so they are written to be read.
    """

    what: str
    model: type[Base]
    whose: Callable[[Whom], ColumnElement[bool]]
    exported: tuple[str, ...]
    withheld: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deleted: bool = False
    blanked: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return str(self.model.__tablename__)


def of(column: Any) -> Callable[[Whom], ColumnElement[bool]]:
    """The rows whose `column` is the person's number."""
    return lambda whom: column == whom.person_id
