"""Every message that the portal can send, with facts to look at it by. A new template needs a row here (a test says so)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from portal.foundation.errors import NotFound

SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "reports/mail/acknowledged": {"complaint": True, "reference": "K7MT2XQ9", "due": "24 December 2026"},
    "reports/mail/answered": {"complaint": True, "reference": "K7MT2XQ9", "answer": "We have put it right. Thank you."},
}
"""Template without its ".txt" to the facts it is given; plain data, for this room knows no other."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as a recipient would read it."""

    kind: str
    name: str
    subject: str
    body: str


def name_of(kind: str) -> str:
    """`accounts/mail/confirm_email` as "Confirm email"."""
    return kind.rsplit("/", 1)[-1].replace("_", " ").capitalize()


def kinds() -> list[str]:
    """Every kind of message, in order."""
    return sorted(SAMPLES)


def preview(kind: str) -> Preview:
    """This kind with its sample facts; raises NotFound."""
    if kind not in SAMPLES:
        raise NotFound("There is no such message.")
    subject, _, body = render_template(f"{kind}.txt", **SAMPLES[kind]).partition("\n")
    return Preview(kind, name_of(kind), subject.removeprefix("Subject:").strip(), body.strip())
