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
    """One example person. `who` says what kind of person it is, for those that are worth signing in as, and
    `starts_at` which page has something for them to do."""

    email: str
    name: str
    roles: tuple[str, ...]
    who: str
    starts_at: str


def everybody() -> list[Part]:
    """Every example person, those worth signing in as first."""
    with (Path(__file__).parent / "cast.csv").open(encoding="utf-8", newline="") as file:
        return [
            Part(row["email"], row["name"], tuple(row["roles"].split()), row["who"], row["starts_at"])
            for row in csv.DictReader(file)
        ]


def sign_ins(base: str) -> list[str]:
    """Lines that tell a newcomer how to sign in as each kind of person, and where each has something to do."""
    shown = [each for each in everybody() if each.who]
    email_width, who_width = (
        max(len(part) for part in parts) for parts in zip(*((each.email, each.who) for each in shown), strict=True)
    )
    lines = [
        f"  {each.email:<{email_width}}  {each.who:<{who_width}}  {each.starts_at}{' *' if each.roles else ''}"
        for each in shown
    ]
    with_code = next(each.email for each in shown if each.roles)
    return [
        f"Sign in at {base}/sign-in as one of these; the password of all is: {PASSWORD}",
        *lines,
        f"  * asks for a one-time code as well, which is told by, for example: {CODE_COMMAND} {with_code}",
    ]
