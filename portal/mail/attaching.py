"""What goes beside a message: made when it leaves, from what the rooms above keep, so that the outbox holds no files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `parameters` stand behind its type, such as the method of a calendar file."""

    name: str
    mimetype: str
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


Maker = Callable[[str], Sequence[Attachment]]


def know_makers(app: Flask, makers: Mapping[str, Maker]) -> None:
    """From now on "name:reference" is made by the maker of that name, which is given the reference."""
    app.extensions["attachment_makers"] = dict(makers)


def made_for(attached: str) -> Sequence[Attachment]:
    """The files that a message names; none where it names none."""
    if not attached:
        return ()
    name, _, reference = attached.partition(":")
    makers: Mapping[str, Maker] = current_app.extensions["attachment_makers"]
    return makers[name](reference)
