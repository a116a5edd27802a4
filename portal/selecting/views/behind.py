"""The pages of those who choose, hung behind three doors: each finds its own desk, and the pages are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.selecting.desks import ROUND_NAMES, Desk

Find = Callable[..., Desk]
HOMES: Mapping[str, tuple[str, str]] = {
    "consultant": ("The campaign", "consultant.campaigns.show"),
    "panel": ("The panel", "employer.panels.show"),
    "employer": ("The vacancy", "employer.vacancies.show"),
}


@dataclass(frozen=True, slots=True)
class Room:
    """Where a page is: whose desk it is, how to find that desk afresh inside a transaction, and the way to other pages."""

    desk: Desk
    find: Callable[[], Desk]
    where: Mapping[str, str]

    @property
    def home(self) -> tuple[str, str]:
        """The way back to what the applications are for: its words and address."""
        words, endpoint = HOMES[self.desk.kind]
        values: dict[str, Any] = dict(self.where)
        return words, url_for(endpoint, **values)

    def anew(self) -> Room:
        """The same after a transaction that failed has let go of what was read."""
        return Room(self.find(), self.find, self.where)

    def to(self, page: str, **more: Any) -> str:
        """The address of another page of the same desk."""
        values: dict[str, Any] = {**self.where, **more}
        return url_for(f".{page}", **values)


View = Callable[..., ResponseReturnValue]


def shown(template: str, room: Room, **facts: Any) -> str:
    """A page of the desk, with what every one of them says."""
    return render_template(
        f"selecting/desk/{template}.html",
        room=room,
        desk=room.desk,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        **facts,
    )


def rounds_of(room: Room) -> list[tuple[str, str]]:
    """The orders of merit that this desk looks at: the names of their pages and what they are called."""
    return [(each, ROUND_NAMES[each]) for each in room.desk.rounds]


def hang(name: str, prefix: str, find: Find, own: tuple[str, ...], pages: Mapping[str, tuple[str, View]]) -> Blueprint:
    """A blueprint with every page. `own` names the parameters of the prefix, from which `find` makes the desk; a page
    that takes a form says so by its name in `pages`: (rule, view) under "name" or "name POST"."""
    bp = Blueprint(name, __name__, url_prefix=prefix)
    for key, (rule, view) in pages.items():
        endpoint, _, methods = key.partition(" ")
        bp.add_url_rule(rule, endpoint, _in_room(view, find, own), methods=methods.split("+") if methods else ["GET"])
    return bp


def _in_room(view: View, find: Find, own: tuple[str, ...]) -> View:
    @wraps(view)
    def shown(**values: Any) -> ResponseReturnValue:
        where = {name: values.pop(name) for name in own}
        person_id = guards.current_person().id

        def found() -> Desk:
            return find(person_id, **where)

        return view(Room(found(), found, where), **values)

    return shown
