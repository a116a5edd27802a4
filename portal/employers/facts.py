"""What the upper rooms may react to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmployersMerged:
    """One organisation became part of another: whatever points at the first now points at the second."""

    from_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class EmployerRemoved:
    """Staff take an organisation out. Whoever still needs it raises RuleBroken, which stops the removal."""

    organisation_id: int


@dataclass(frozen=True, slots=True)
class EmployerKnownOtherwise:
    """What adverts are known as an organisation's by has changed: its name, another name, a domain, its sector."""

    organisation_id: int
