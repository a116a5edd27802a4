"""Ending a campaign: filled, filled in part or not at all; only when everything is decided and everybody was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.applying.states import ACCEPTED, CONDITIONS_MET, IN_PROGRESS, OFFERED, STARTED
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.recruitment import moving
from portal.recruitment.campaign_states import CLOSED, OFFER, SELECTION
from portal.selecting import queries, telling
from portal.selecting.desks import Desk
from portal.web.words import counted

TAKEN = (ACCEPTED, CONDITIONS_MET, STARTED)
"""A post is taken by whoever accepted it: what follows, checks and a first day, goes on after the campaign."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a campaign would end now: the move, what it is called, and whether it needs a reason."""

    event: str
    name: str
    says: str
    needs_reason: bool


NOBODY = Ending("end_unfilled", "End the campaign: nobody is appointed", "Nobody is appointed.", needs_reason=True)


def may_end(desk: Desk) -> bool:
    """Whether this desk could end the campaign at its present stage, were everybody told."""
    return desk.kind == "consultant" and desk.campaign is not None and desk.campaign.state in (CLOSED, SELECTION, OFFER)


def ending(desk: Desk) -> Ending:
    """How it would end: by how many of its posts are taken."""
    counts, posts = queries.counts(desk), desk.campaign.posts if desk.campaign else 1
    taken = _taken(counts)
    if not taken:
        return NOBODY
    if taken >= posts:
        name = "End the campaign: it is filled"
        says = "The post is taken." if posts == 1 else f"All {posts} posts are taken."
        return Ending("fill", name, says, needs_reason=False)
    return Ending(
        "part_fill",
        "End the campaign: it is filled in part",
        f"{counted(taken, 'post is', 'posts are')} taken of {posts}.",
        needs_reason=True,
    )


def obstacles(desk: Desk) -> list[str]:
    """What is still to be done before it can end, in sentences; empty where nothing is."""
    counts, untold = queries.counts(desk), telling.waiting(desk)
    open_ = sum(counts.get(state, 0) for state in IN_PROGRESS if state not in (*TAKEN, OFFERED))
    offered = counts.get(OFFERED, 0)
    found = []
    if open_:
        found.append(f"{counted(open_, 'application is', 'applications are')} still to be decided.")
    if offered:
        found.append(f"{counted(offered, 'offer is', 'offers are')} still to be answered.")
    if untold:
        found.append(f"{counted(untold, 'person waits', 'people wait')} to be told of a decision.")
    return found


def end(desk: Desk, *, because: str, at: datetime) -> None:
    """End it. Raises RuleBroken, naming what stands against it; `desk` is to be held."""
    if desk.campaign is None or not may_end(desk):
        raise RuleBroken("This campaign cannot be ended now.")
    if found := obstacles(desk):
        raise RuleBroken(" ".join(found))
    chosen, reason = ending(desk), one_line(because, limit=500)
    if chosen.needs_reason and not reason:
        raise RuleBroken(
            "Say why nobody is appointed. The client reads it."
            if chosen is NOBODY
            else "Say why the other posts stay open. The client reads it."
        )
    moving.move(desk.campaign, chosen.event, by=desk.person_id, at=at, note=reason)
    desk.campaign.ended_at, desk.campaign.ended_because = at, reason


def _taken(counts: Mapping[str, int]) -> int:
    return sum(counts.get(state, 0) for state in TAKEN)
