"""What was typed in a section, and what it is read as: the values that hold, and a sentence for each field that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.foundation.text import one_line, printable

Typed = Mapping[str, str | Sequence[str]]
"""A section's fields as the form sent them: a text, or several for a field with several boxes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a section is read against: the present, and what is known of the organisation.

    `names` are those that it may advertise under, its own first. `qualifies` is whether its own jobs are the public
    sector's; where not, a job must say which public body it serves. `nation` decides between pay scales.
    """

    now: datetime
    names: tuple[str, ...]
    qualifies: bool = True
    nation: str | None = None


@dataclass(slots=True)
class Read:
    """A section read: `values` by name, `problems` by field, each a sentence that says what to do."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def line(typed: Typed, name: str) -> str:
    """One line of a field, tidied; empty where nothing was typed."""
    raw = typed.get(name, "")
    return one_line(raw if isinstance(raw, str) else " ".join(raw))


def text(typed: Typed, name: str) -> str:
    """A field of several lines without what cannot be seen, its lines as they were typed."""
    raw = typed.get(name, "")
    given = raw if isinstance(raw, str) else "\n".join(raw)
    return "\n".join(printable(each).rstrip() for each in given.replace("\r\n", "\n").split("\n")).strip()


def lines(typed: Typed, name: str) -> list[str]:
    """The lines of a field that hold anything, each once, in their order."""
    return list(dict.fromkeys(filter(None, (one_line(each) for each in text(typed, name).split("\n")))))


def many(typed: Typed, name: str) -> list[str]:
    """What was ticked of several boxes."""
    raw = typed.get(name, "")
    return list(dict.fromkeys(filter(None, [raw] if isinstance(raw, str) else [str(each) for each in raw])))


def too_long(read: Read, name: str, value: str, *, most: int, what: str) -> bool:
    """Says so of a value that is too long."""
    if len(value) <= most:
        return False
    read.problems[name] = f"{what} must be {most:,} characters or fewer. It has {len(value):,}."
    return True
