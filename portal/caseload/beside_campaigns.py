"""What the page of a campaign shows from this room: its progress for the client, and for both sides the last comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.caseload import commenting, progress
from portal.caseload.commenting import Comment
from portal.caseload.progress import Progress
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


def parts_of(campaign: Campaign, side: str, at: datetime) -> Sequence[Part]:
    """The piece of the page for this side."""
    found = commenting.of(campaign)
    facts = Beside(
        progress.progress_of(campaign, at=at),
        side == CLIENT,
        found[:SHOWN],
        len(found),
        side != CLIENT and commenting.waits(campaign),
    )
    return (Part("caseload/_beside_campaign.html", facts),)
