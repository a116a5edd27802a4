"""What is found out about who employs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PublicSector = Literal["yes", "no", "unclear"]
Sector = Literal[
    "local_government",
    "nhs",
    "civil_service",
    "devolved",
    "alb",
    "police",
    "fire",
    "education",
    "housing",
    "third_sector",
    "private",
    "other",
]


@dataclass(frozen=True, slots=True)
class EmployerFinding:
    """Who employs, and whether that is the public sector.

    `name` is the employer as shown to people; `organisation` the register's canonical name when a body was
    recognised and `organisation_key` its stable key there. `on_behalf_of` names the public body that a
    supplier's or agency's job serves, when the text says so (its canonical name where known). `nation` is the
    body's: england, scotland, wales, northern_ireland or None for UK-wide or unknown.
    """

    name: str
    public_sector: PublicSector = "unclear"
    sector: Sector = "other"
    organisation: str | None = None
    organisation_key: str | None = None
    on_behalf_of: str | None = None
    nation: str | None = None
    evidence: tuple[str, ...] = ()
