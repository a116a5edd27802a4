"""Moving a campaign along its table, with the history that explains where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.audit.recording import record
from portal.database.base import db
from portal.database.claiming import claim
from portal.foundation.announcing import announce
from portal.foundation.text import one_line
from portal.recruitment.campaign_states import OVER, follow
from portal.recruitment.campaign_states import words_of as words_of_move
from portal.recruitment.facts import CampaignEnded
from portal.recruitment.models import Campaign, CampaignStep

ACTS: Mapping[str, str] = {
    "begin": "campaign.begun",
    "agree_terms": "campaign.terms_agreed",
    "send_advert": "campaign.advert_sent",
    "send_back": "campaign.advert_sent_back",
    "approve_advert": "campaign.advert_approved",
    "go_live": "campaign.published",
    "close": "campaign.closed",
    "reopen": "campaign.reopened",
    "begin_selection": "campaign.selection_begun",
    "make_offer": "campaign.offer_made",
    "select_again": "campaign.selection_resumed",
    "fill": "campaign.filled",
    "part_fill": "campaign.part_filled",
    "end_unfilled": "campaign.unfilled",
    "cancel": "campaign.cancelled",
}
BESIDE: Mapping[str, tuple[str, str]] = {
    "assign": ("campaign.assigned", "Consultant named"),
    "describe": ("campaign.described", "What is to be filled was changed"),
    "fee": ("campaign.fee_set", "Fee set"),
    "order": ("campaign.paid_for", "Its order was settled"),
    "part_order": ("campaign.part_ordered", "Part of the fee ordered"),
    "waive": ("campaign.part_waived", "Part of the fee let go"),
    "contacts": ("campaign.contacts_changed", "People of the client changed"),
    "panel": ("campaign.panel_changed", "Panel changed"),
    "weights": ("campaign.weights_set", "Weights of the criteria set"),
    "plan": ("campaign.planned", "Dates planned"),
    "names": ("campaign.names_rule_set", "Rule on names changed"),
    "closing": ("campaign.closing_moved", "Closing time moved"),
    "vacancy": ("campaign.vacancy_chosen", "Vacancy begun or chosen"),
    "remind": ("campaign.client_reminded", "The client was reminded"),
}
"""Acts that leave the state as it is: the name in the record, and the words of the history."""


def words_of(event: str, before: str) -> str:
    """What people read of a line of the history."""
    return BESIDE[event][1] if event in BESIDE else words_of_move(event, before)


def begin(campaign: Campaign, *, by: int | None, at: datetime, note: str = "") -> Campaign:
    """Write a new campaign with the first step of its history."""
    campaign.state = follow("", "begin").after
    db.session.add(campaign)
    db.session.flush()
    _step(campaign, "begin", "", by=by, at=at, note=note)
    _record(ACTS["begin"], campaign, by=by)
    return campaign


def move(campaign: Campaign, event: str, *, by: int | None, at: datetime, note: str = "") -> None:
    """Move the campaign, or raise RuleBroken and change nothing. Of two at the same time one wins."""
    before = campaign.state
    after = follow(before, event).after
    claim(campaign, "This campaign", state=after)
    campaign.updated_at = at
    _step(campaign, event, before, by=by, at=at, note=note)
    _record(ACTS[event], campaign, by=by)
    if after in OVER:
        announce(CampaignEnded(campaign.id))


def note(
    campaign: Campaign, event: str, *, by: int | None, at: datetime, words: str = "", about: int | None = None
) -> None:
    """Keep an act that leaves the state as it is. `words` name nobody; the record knows whom it is `about`."""
    campaign.updated_at = at
    _step(campaign, event, campaign.state, by=by, at=at, note=words)
    _record(BESIDE[event][0], campaign, by=by, about=about)


def subject_of(campaign: Campaign) -> str:
    """How the audit record, orders and vacancies name a campaign."""
    return f"campaign:{campaign.reference}"


def _step(campaign: Campaign, event: str, before: str, *, by: int | None, at: datetime, note: str) -> None:
    db.session.add(
        CampaignStep(
            campaign_id=campaign.id,
            event=event,
            before=before,
            after=campaign.state,
            at=at,
            by_id=by,
            note=one_line(note, limit=500),
        )
    )


def _record(action: str, campaign: Campaign, *, by: int | None, about: int | None = None) -> None:
    record(action, by=by, subject=subject_of(campaign), about=about, facts={"state": campaign.state})
