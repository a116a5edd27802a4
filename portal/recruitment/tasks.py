"""What comes next in a campaign, as the task list that both sides see: what is done, what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.recruitment import advertising, agreeing, contacts, panels, planning, queries
from portal.recruitment.campaign_states import (
    AGREED,
    APPROVED,
    BEFORE,
    DRAFTED,
    ENQUIRY,
    LIVE,
    OVER,
)
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import PERCENTAGE, SERVICES

CLIENT, CONSULTANT = "client", "consultant"
DONE, NOW, WAITS, LATER = "done", "now", "waits", "later"
WITH: Mapping[str, Mapping[str, Any]] = {
    CLIENT: {"tag": {"text": "With the client", "classes": "govuk-tag--yellow"}},
    CONSULTANT: {"tag": {"text": "With the consultant", "classes": "govuk-tag--yellow"}},
}
"""How a task that is to be done stands on the other side’s page."""
TAGS: Mapping[str, Mapping[str, Any]] = {
    DONE: {"text": "Done"},
    NOW: {"tag": {"text": "To do", "classes": "govuk-tag--blue"}},
    WAITS: {"tag": {"text": "Waits", "classes": "govuk-tag--yellow"}},
    LATER: {"tag": {"text": "Later", "classes": "govuk-tag--grey"}},
}


@dataclass(frozen=True, slots=True)
class Task:
    """`who` does it: the client or the consultant. `key` names its page (presenting)."""

    key: str
    title: str
    who: str
    status: str
    hint: str = ""


def tasks_of(campaign: Campaign, *, at: datetime) -> list[Task]:
    """Every step until selection, in the order in which they are done."""
    service, state = SERVICES[campaign.service], campaign.state
    posting = queries.posting_of(campaign)
    unwritten = advertising.missing(campaign, at=at) if state in BEFORE and state != ENQUIRY else []
    before_terms = state == ENQUIRY
    before_live = state in BEFORE
    found = [Task("assign", "Consultant named", CONSULTANT, DONE if campaign.consultant_id else NOW)]
    if before_terms:
        named = campaign.title != service.name
        found.append(Task("describe", "What is to be filled", CLIENT, DONE if named else NOW))
    if campaign.service == PERCENTAGE:
        found.append(Task("fee", "Fee set", CONSULTANT, DONE if campaign.percent_parts else NOW))
    hint = agreeing.missing(campaign) if before_terms else ""
    found.append(Task("terms", "Terms agreed", CLIENT, (WAITS if hint else NOW) if before_terms else DONE, hint))
    if service.product:
        found.append(Task("order", "Service ordered", CLIENT, _ordered(campaign), _order_hint(campaign)))
    found += [
        Task("contacts", "People of the client", CONSULTANT, DONE if contacts.of(campaign) else NOW),
        Task("advert", "Advert written", CONSULTANT, _written(campaign, bool(unwritten)), _first(unwritten, posting)),
        Task("approve", "Advert approved", CLIENT, _approved(state)),
        Task("weights", "Criteria weighed", CONSULTANT, DONE if campaign.frozen_at else NOW if posting else LATER),
        Task("plan", "Dates planned", CONSULTANT, DONE if planning.planned(campaign) else NOW),
        Task("panel", "Panel invited", CONSULTANT, DONE if panels.of(campaign) else NOW, _panel_hint(campaign)),
        Task("live", "Advert published", CONSULTANT, NOW if state == APPROVED else LATER if before_live else DONE),
        Task("closed", "Closed to applications", CONSULTANT, _closed(state)),
    ]
    return [] if state in OVER else found


def _ordered(campaign: Campaign) -> str:
    return DONE if campaign.order_reference else LATER if campaign.state == ENQUIRY else NOW


def _written(campaign: Campaign, incomplete: bool) -> str:
    if campaign.state == ENQUIRY:
        return LATER
    return NOW if campaign.state == AGREED or incomplete else DONE


def _approved(state: str) -> str:
    return NOW if state == DRAFTED else LATER if state in (ENQUIRY, AGREED) else DONE


def _closed(state: str) -> str:
    return LATER if state in BEFORE else WAITS if state == LIVE else DONE


def _first(unwritten: list[str], posting: object) -> str:
    if not unwritten:
        return ""
    more = f" And {len(unwritten) - 1} more." if len(unwritten) > 1 and posting else ""
    return f"{unwritten[0]}{more}"


def _order_hint(campaign: Campaign) -> str:
    return f"Order {campaign.order_reference}" if campaign.order_reference else "Needed before the advert is published."


def _panel_hint(campaign: Campaign) -> str:
    standing = panels.of(campaign)
    if not standing:
        return ""
    return f"{panels.number_joined(campaign)} of {len(standing)} have joined."
