"""What upper rooms know of an organisation or of a person who acts for one, for the employers' pages, without knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from portal.employers.models import Organisation


@dataclass(frozen=True, slots=True)
class Belongs:
    """How an organisation belongs to the society: a sentence, what it saves, and what its owner can do about it."""

    says: str
    saves: str
    does: str
    address: str
    good: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for a person: a link's words, its address, and a note."""

    says: str
    address: str
    note: str = ""


Belonging = Callable[[Sequence[Organisation]], Mapping[int, Belongs]]
Waiting = Callable[[int], Sequence[Waits]]


def stand_beside(app: Flask, *, belonging: Belonging, waiting: Sequence[Waiting]) -> None:
    """From now on ask these how organisations belong, and what waits for a person."""
    app.extensions["beside_employers"] = belonging, tuple(waiting)


def belonging_of(organisations: Sequence[Organisation]) -> Mapping[int, Belongs]:
    """How these organisations belong, by id."""
    belonging: Belonging = current_app.extensions["beside_employers"][0]
    return belonging(organisations) if organisations else {}


def waiting_for(person_id: int) -> list[Waits]:
    """What waits for this person in the upper rooms."""
    waiting: tuple[Waiting, ...] = current_app.extensions["beside_employers"][1]
    return [each for ask in waiting for each in ask(person_id)]
