"""For whom a pack is, and whether it names candidates."""

from __future__ import annotations

from dataclasses import dataclass

OURS, CLIENT = "ours", "client"


@dataclass(frozen=True, slots=True)
class Sight:
    """For whom a pack is: consultants and staff, or the client; with names or without."""

    audience: str
    person_id: int
    named: bool = False

    @property
    def is_ours(self) -> bool:
        return self.audience == OURS
