"""Who else may see or write an organisation's vacancy, as an upper room knows it: the consultant who runs its recruitment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from portal.posting.models import Posting


@dataclass(frozen=True, slots=True)
class Lent:
    """A vacancy lent to somebody: the page that they came from, its name, and whether they may write."""

    address: str
    name: str
    writes: bool


Lends = Callable[[int, Posting], Lent | None]


def lend(app: Flask, lends: Lends) -> None:
    """From now on ask this for whoever has no seat in the organisation."""
    app.extensions["lends_postings"] = lends


def lent_to(person_id: int, posting: Posting) -> Lent | None:
    """What this person may do with the vacancy without a seat in its organisation."""
    lends: Lends = current_app.extensions["lends_postings"]
    return lends(person_id, posting)
