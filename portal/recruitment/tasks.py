"""What comes next in a campaign, as the task list that both sides see: what is done, what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.recruitment import advertising, agreeing, choosing_tasks, contacts, panels, planning, queries
from portal.recruitment.campaign_states import (
    AGREED,
    APPROVED,
    BEFORE,
    DRAFTED,
    ENQUIRY,
    LIVE,
    OFFER,
    OVER,
    SELECTION,
)
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import PERCENTAGE, SERVICES

CLIENT, CONSULTANT = "client", "consultant"
DONE, NOW, WAITS, LATER, UNTAKEN = "done", "now", "waits", "later", "untaken"
WITH: Mapping[str, Mapping[str, Any]] = {
    CLIENT: {"tag": {"text": "With the client", "classes": "govuk-tag--yellow"}},
    CONSULTANT: {"tag": {"text": "With the consultant", "classes": "govuk-tag--yellow"}},
    choosing_tasks.PANEL: {"tag": {"text": "With the panel", "classes": "govuk-tag--yellow"}},
    choosing_tasks.CANDIDATE: {"tag": {"text": "With the candidate", "classes": "govuk-tag--yellow"}},
}
"""How a task that is to be done stands on the other side’s page."""
TAGS: Mapping[str, Mapping[str, Any]] = {
    DONE: {"text": "Done"},
    NOW: {"tag": {"text": "To do", "classes": "govuk-tag--blue"}},
    WAITS: {"tag": {"text": "Waits", "classes": "govuk-tag--yellow"}},
    UNTAKEN: {"tag": {"text": "Waits for a consultant", "classes": "govuk-tag--yellow"}},
    LATER: {"tag": {"text": "Later", "classes": "govuk-tag--grey"}},
}


@dataclass(frozen=True, slots=True)
class Task:
    """`who` does it: the client, the consultant, the panel or a candidate. `key` names its page (presenting)."""

    key: str
    title: str
    who: str
    status: str
    hint: str = ""


def tasks_of(campaign: Campaign, *, at: datetime) -> list[Task]:
    """Every step, in the order in which they are done."""
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
        *_planned(campaign),
        _panel(campaign),
        Task("live", "Advert published", CONSULTANT, NOW if state == APPROVED else LATER if before_live else DONE),
        Task("closed", "Closed to applications", CONSULTANT, _closed(state)),
    ]
    found += [Task("choosing", *each) for each in choosing_tasks.rows_of(campaign)]
    return [] if state in OVER else [_taken(each, campaign) for each in found]


def _taken(task: Task, campaign: Campaign) -> Task:
    """What nobody can do yet is with nobody."""
    if campaign.consultant_id is None and task.who == CONSULTANT and task.status == NOW:
        return replace(task, status=UNTAKEN)
    return task


def _planned(campaign: Campaign) -> list[Task]:
    """Once candidates are being chosen there is nothing to promise any more."""
    if planning.planned(campaign):
        return [Task("plan", "Dates planned", CONSULTANT, DONE)]
    return [] if campaign.state in (SELECTION, OFFER) else [Task("plan", "Dates planned", CONSULTANT, NOW)]


def _panel(campaign: Campaign) -> Task:
    """Done once as many have joined as score, and one of them chairs it."""
    missing = panels.missing(campaign)
    return Task("panel", "Panel invited and joined", CONSULTANT, NOW if missing else DONE, " ".join(missing))


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
