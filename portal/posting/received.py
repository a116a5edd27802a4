"""Where the applications that came here for a vacancy are read, as an upper room knows it (portal.doors hands it over)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from portal.employers.models import Organisation
from portal.posting.models import Posting

ReadAt = Callable[[Organisation, Posting], tuple[str, str]]


def know_readers(app: Flask, read_at: ReadAt) -> None:
    """From now on ask this where they are read."""
    app.extensions["applications_read_at"] = read_at


def link_of(organisation: Organisation, posting: Posting) -> tuple[str, str]:
    """The words and the address of a link for whoever may write the vacancy; both empty where there is nothing to read."""
    read_at: ReadAt = current_app.extensions["applications_read_at"]
    return read_at(organisation, posting)
