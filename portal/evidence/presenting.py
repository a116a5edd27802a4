"""Packs as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.accounts import queries as accounts
from portal.evidence import making
from portal.evidence.models import EvidencePack
from portal.evidence.sights import CLIENT
from portal.web.words import long_time


@dataclass(frozen=True, slots=True)
class Line:
    """One pack: how far it is, and until when it is kept."""

    reference: str
    name: str
    by: str
    state: str
    is_ready: bool
    has_failed: bool
    kept_until: str


def line_of(pack: EvidencePack, *, at: datetime) -> Line:
    """One pack in words."""
    names = accounts.names_of([pack.asked_by_id] if pack.asked_by_id else [])
    failed = making.has_failed(pack, at=at)
    return Line(
        pack.reference,
        f"{_kind(pack)}, {long_time(pack.asked_at)}",
        names.get(pack.asked_by_id or 0, accounts.SOMEBODY),
        _state(pack, failed=failed),
        pack.state == "ready",
        failed,
        long_time(pack.asked_at + making.KEPT),
    )


def _kind(pack: EvidencePack) -> str:
    if pack.audience == CLIENT:
        return "What the client may see"
    return "With names" if pack.named else "Without names"


def _state(pack: EvidencePack, *, failed: bool) -> str:
    if failed:
        return "It did not come out. Make it again"
    if pack.state == "waiting":
        return "Waits its turn"
    if pack.state == "making":
        return f"Being made: {pack.done} of {pack.steps} parts" if pack.steps else "Being made"
    return "Ready"
