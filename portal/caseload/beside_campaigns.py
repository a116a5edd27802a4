"""What the page of a campaign shows from this room: its progress for the client, and for both sides the last comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts import guards
from portal.caseload import commenting, progress
from portal.caseload.commenting import Comment
from portal.caseload.progress import Progress
from portal.recruitment import panels
from portal.recruitment.models import Campaign
from portal.recruitment.tasks import CLIENT
from portal.web.seams import Part

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown: for the client `how` far it is, and for both the newest of so many comments."""

    how: Progress
    is_client: bool
    comments: Sequence[Comment]
    number: int
    waits: bool
    panel_at: str
    decided_by: str


def parts_of(campaign: Campaign, side: str, at: datetime) -> Sequence[Part]:
    """The piece of the page for this side."""
    found = commenting.of(campaign)
    facts = Beside(
        progress.progress_of(campaign, at=at),
        side == CLIENT,
        found[:SHOWN],
        len(found),
        side != CLIENT and commenting.waits(campaign),
        *_panel(campaign),
    )
    return (Part("caseload/_beside_campaign.html", facts),)


def _panel(campaign: Campaign) -> tuple[str, str]:
    """The panel's pages where the reader is on it, and who decides for it."""
    reader, standing = guards.person_if_any(), panels.of(campaign)
    sits = any(each.taken_up_at and reader and each.person_id == reader.id for each in standing)
    chair = next((each.name for each in standing if each.is_chair), "")
    names = ", ".join(each.name for each in standing if each.taken_up_at)
    who = f"{chair} chairs the panel and decides. On it: {names}." if chair else "Nobody chairs the panel yet."
    return (f"/employer/panels/{campaign.reference}" if sits else ""), who
