"""What comes next once a campaign is closed to applications: each round of choosing, and whose turn it is."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.applying.models import JobApplication
from portal.applying.states import (
    ACCEPTED,
    CONDITIONS_MET,
    INTERVIEW,
    LONGLISTED,
    OFFERED,
    SHORTLISTED,
    STARTED,
    SUBMITTED,
    UNSENT,
)
from portal.database.base import db
from portal.recruitment.campaign_states import BEFORE, LIVE
from portal.recruitment.models import Campaign
from portal.web.words import counted

CONSULTANT, PANEL, CANDIDATE = "consultant", "panel", "candidate"
DONE, NOW, LATER = "done", "now", "later"
TITLES = ("Longlist", "Shortlist", "Interviews", "Offer")
Row = tuple[str, str, str, str]
"""Title, who does it, how it stands, and a hint."""


def rows_of(campaign: Campaign) -> list[Row]:
    """The four rounds. A round is done once nobody stands before it, and somebody has come past it."""
    if campaign.state in (*BEFORE, LIVE):
        return [(title, CONSULTANT, LATER, "") for title in TITLES]
    found = _counts(campaign)
    if not found:
        return [(title, CONSULTANT, LATER, "Nobody has applied.") for title in TITLES[:1]]
    sent, listed, chosen = found.get(SUBMITTED, 0), found.get(LONGLISTED, 0), found.get(SHORTLISTED, 0)
    coming, offered = found.get(INTERVIEW, 0), found.get(OFFERED, 0)
    taken = sum(found.get(each, 0) for each in (ACCEPTED, CONDITIONS_MET, STARTED))
    shortlisted, interviewed = not sent + listed, not sent + listed + chosen + coming
    return [
        ("Longlist", CONSULTANT, NOW if sent else DONE, _says(sent, "application waits", "applications wait")),
        ("Shortlist", PANEL, _stands(listed, done=shortlisted), _says(listed, "candidate waits", "candidates wait")),
        _interviews(chosen, coming, done=interviewed),
        (
            "Offer",
            CANDIDATE if offered else CONSULTANT,
            NOW if offered else DONE if taken >= campaign.posts else LATER,
            _says(offered, "offer waits for an answer", "offers wait for an answer"),
        ),
    ]


def _interviews(chosen: int, coming: int, *, done: bool) -> Row:
    if chosen:
        says = _says(chosen, "person is to be invited", "people are to be invited")
        return ("Interviews", CONSULTANT, NOW, says)
    says = _says(
        coming, "candidate is to be interviewed and decided about", "candidates are to be interviewed and decided about"
    )
    return ("Interviews", PANEL, _stands(coming, done=done), says)


def _stands(number: int, *, done: bool) -> str:
    return NOW if number else DONE if done else LATER


def _says(number: int, one: str, many: str) -> str:
    return f"{counted(number, one, many)}." if number else ""


def _counts(campaign: Campaign) -> dict[str, int]:
    rows = db.session.execute(
        select(JobApplication.state, func.count())
        .where(JobApplication.posting_id == campaign.posting_id, JobApplication.state.not_in(UNSENT))
        .group_by(JobApplication.state)
    )
    return {state: number for state, number in rows}
