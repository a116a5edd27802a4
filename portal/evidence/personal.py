"""What this room holds of a person: which packs they asked for. What is in a pack is others', and soon deleted."""

from __future__ import annotations

from sqlalchemy import select

from portal.applying.models import JobApplication
from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, Holding, Whom, of
from portal.evidence import making
from portal.evidence.models import EvidencePack
from portal.recruitment.models import Campaign

OF_OTHERS = "what is told of others in it; of yourself it says no more than your application does"
_STATE = ("reference", "audience", "named", "state", "asked_at", "ready_at")

HOLDINGS = (
    Holding(
        "Packs of evidence that you asked for",
        EvidencePack,
        of(EvidencePack.asked_by_id),
        exported=_STATE,
        withheld={A_NUMBER: ("id", "campaign_id", "asked_by_id", "done", "steps"), OF_OTHERS: ("content",)},
        kept={
            LINKS: ("id", "campaign_id", "asked_by_id"),
            STATE: (*_STATE, "done", "steps"),
            "other people’s; deleted within two weeks": ("content",),
        },
    ),
)


def settle(whom: Whom) -> None:
    """Packs in which the person may be are deleted; whoever needs one makes it anew, without them."""
    if not whom.person_id:
        return
    theirs = db.session.scalars(
        select(Campaign.id)
        .join(JobApplication, JobApplication.posting_id == Campaign.posting_id)
        .where(JobApplication.person_id == whom.person_id)
    ).all()
    making.let_go_of(list(theirs))
