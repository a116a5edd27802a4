"""The days that applicants can count on, printed on the advert, and whether names are hidden until the shortlist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.posting import publishing
from portal.recruitment import moving, queries
from portal.recruitment.campaign_states import BEFORE, OVER
from portal.recruitment.models import Campaign
from portal.web.words import day_in_words

DAYS: Mapping[str, str] = {
    "longlist_on": "Longlist made by",
    "shortlist_on": "Shortlist made by",
    "interviews_on": "Interviews from",
    "told_by": "Everybody told by",
}
"""Each planned day, in the order in which they come, as the advert prints it."""


def planned(campaign: Campaign) -> list[tuple[str, date]]:
    """The days that are planned, with their words."""
    return [(words, day) for name, words in DAYS.items() if (day := getattr(campaign, name)) is not None]


def plan(campaign: Campaign, days: Mapping[str, date | None], *, by: int, at: datetime) -> None:
    """Plan the days, in their order and not before the advert closes; None for one that is not planned."""
    if campaign.state in OVER:
        raise RuleBroken("This campaign is over.")
    given = {name: days.get(name) for name in DAYS}
    closes_at = closes_at_of(campaign, at=at)
    earliest = closes_at.astimezone(LONDON).date() if closes_at else None
    before = "the advert closes"
    for name, words in DAYS.items():
        day = given[name]
        if day is None:
            continue
        if earliest is not None and day < earliest:
            raise RuleBroken(f"{words}: enter a day from {day_in_words(earliest)} on, when {before}.")
        earliest, before = day, f"“{words.lower()}” is planned"
    for name, day in given.items():
        setattr(campaign, name, day)
    moving.note(campaign, "plan", by=by, at=at)


def closes_at_of(campaign: Campaign, *, at: datetime) -> datetime | None:
    """When its advert closes, or would by what is written so far."""
    posting = queries.posting_of(campaign)
    if posting is None or posting.closes_at is not None:
        return posting.closes_at if posting else None
    whole = publishing.read(queries.organisation_of(campaign), posting.answers, at=at)
    found: datetime | None = whole.value("closing", "closes_at")
    return found


def hide_names(campaign: Campaign, hidden: bool, *, by: int, at: datetime) -> None:
    """Say whether whoever longlists sees names. Once applications can come in, names can no longer be shown by this."""
    if campaign.state in OVER:
        raise RuleBroken("This campaign is over.")
    if campaign.names_hidden == hidden:
        return
    if not hidden and campaign.state not in BEFORE:
        raise RuleBroken("Applicants were told that their names are hidden, so that cannot be changed any more.")
    campaign.names_hidden = hidden
    moving.note(campaign, "names", by=by, at=at, words="Names are hidden" if hidden else "Names are shown")
