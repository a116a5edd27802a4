"""What a line of the table of access says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Who = Literal["anyone", "person", "member", "assessor", "employer", "consultant", "staff"]
Foreign = Literal["", "404", "shown", "void"]

ANYONE: tuple[Who, ...] = ("anyone",)
SEES_ALL = ("anyone", "staff")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for an address, with which methods, and what becomes of an id that is not theirs.

    `owned` says in words how ownership is decided. `foreign` is what the id of another person's thing answers: 404;
    shown (whoever passes the door may see every one); void (the address holds a secret, and a wrong, used or expired
    one leads to a page that says so and shows nothing); left empty it follows from `who`. `writes` names what a GET
    may change. `secret` names the parameter that is a secret: its pages are not cached and send no referrer.
    `without_token` says why an unsafe method needs no token of a form.
    """

    who: tuple[Who, ...]
    owned: str
    writes: str = ""
    methods: tuple[str, ...] = ("GET",)
    foreign: Foreign = ""
    secret: str = ""
    without_token: str = ""

    def by(self, *methods: str) -> Access:
        """The same for other methods: `OWN.by("GET", "POST")` for a page with a form, `OWN.by("POST")` for a button."""
        return replace(self, methods=methods)

    def answers_foreign(self, *, has_parameters: bool) -> Foreign:
        """What the id of another person's thing answers; empty where the address holds no id."""
        if self.foreign or not has_parameters:
            return self.foreign
        return "void" if self.secret else "shown" if self.who[0] in SEES_ALL else "404"
