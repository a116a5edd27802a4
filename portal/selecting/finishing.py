"""Ending a campaign in which nobody is appointed: only when everything is decided and everybody was told."""

from __future__ import annotations

from datetime import datetime

from portal.applying.states import IN_PROGRESS
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.recruitment import moving
from portal.recruitment.campaign_states import CLOSED, SELECTION
from portal.selecting import queries, telling
from portal.selecting.desks import Desk
from portal.web.words import counted


def may_end(desk: Desk) -> bool:
    """Whether this desk could end the campaign at its present stage, were everybody told."""
    return desk.kind == "consultant" and desk.campaign is not None and desk.campaign.state in (CLOSED, SELECTION)


def obstacles(desk: Desk) -> list[str]:
    """What is still to be done before it can end, in sentences; empty where nothing is."""
    counts = queries.counts(desk)
    open_, untold = sum(counts.get(state, 0) for state in IN_PROGRESS), telling.waiting(desk)
    found = []
    if open_:
        found.append(f"{counted(open_, 'application is', 'applications are')} still to be decided.")
    if untold:
        found.append(f"{counted(untold, 'person waits', 'people wait')} to be told of a decision.")
    return found


def end_unfilled(desk: Desk, *, because: str, at: datetime) -> None:
    """End it without an appointment. Raises RuleBroken, naming what stands against it; `desk` is to be held."""
    if desk.campaign is None or not may_end(desk):
        raise RuleBroken("This campaign cannot be ended now.")
    if found := obstacles(desk):
        raise RuleBroken(" ".join(found))
    reason = one_line(because, limit=500)
    if not reason:
        raise RuleBroken("Say why nobody is appointed. The client reads it.")
    moving.move(desk.campaign, "end_unfilled", by=desk.person_id, at=at, note=reason)
    desk.campaign.ended_at, desk.campaign.ended_because = at, reason
