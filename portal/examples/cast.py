"""Who the example people are and how one signs in as them. Standard library only: portal.up reads it before anything
is installed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "tea and public service"  # noqa: S105 - known to everybody, and refused in production
SECOND_FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The secret of every example person's authenticator app; whoever likes can enter it in their own."""
CODE_COMMAND = ".venv/bin/flask --app wsgi people code"


@dataclass(frozen=True, slots=True)
class Part:
    """One example person. `who` says what kind of person it is, for those that are worth signing in as."""

    email: str
    name: str
    roles: tuple[str, ...]
    who: str


def everybody() -> list[Part]:
    """Every example person, those worth signing in as first."""
    with (Path(__file__).parent / "cast.csv").open(encoding="utf-8", newline="") as file:
        return [
            Part(row["email"], row["name"], tuple(row["roles"].split()), row["who"]) for row in csv.DictReader(file)
        ]


def sign_ins() -> list[str]:
    """Lines that tell a newcomer how to sign in as each kind of person."""
    shown = [each for each in everybody() if each.who]
    width = max(len(each.email) for each in shown)
    lines = [f"  {each.email:<{width}}  {each.who}{' *' if each.roles else ''}" for each in shown]
    return [
        f"Sign in as one of these; the password of all is: {PASSWORD}",
        *lines,
        f"  * asks for a code as well: {CODE_COMMAND} EMAIL",
    ]
