"""A campaign as each side sees it: every word ready, every address worked out, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts import queries as accounts
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.seats import OWNER
from portal.posting import presenting as vacancies
from portal.posting import queries as postings
from portal.recruitment import agreeing, costing, fee_pages, planning, queries, tasks, weighing
from portal.recruitment.addresses import ours, theirs
from portal.recruitment.campaign_states import (
    AGREED,
    APPROVED,
    CLOSED,
    DRAFTED,
    ENQUIRY,
    LIVE,
    NAMES,
    OVER,
)
from portal.recruitment.models import Campaign
from portal.recruitment.people_in_words import Contact, Note, OnPanel, contacts_of, notes_of, panel_of
from portal.recruitment.queries import Told
from portal.recruitment.sold_services import FIXED, PERCENTAGE, SERVICES
from portal.recruitment.tasks import DONE, NOW, TAGS, WITH, Task
from portal.recruitment.weighing import Criterion
from portal.web import words

EVIDENCE = "Make a pack of evidence"
MOST_NEXT = 3
"""How many of the things to do stand as buttons above the list of all."""
STATE_TAGS = {LIVE: "govuk-tag--green", CLOSED: "govuk-tag--blue"} | {each: "govuk-tag--grey" for each in OVER}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done: a page to go to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """A campaign's page; `notes` is empty on the client's side."""

    reference: str
    title: str
    client: str
    state: str
    state_tag: str
    sentences: Sequence[str]
    next: Sequence[Act]
    acts: Sequence[Act]
    tasks: Sequence[Mapping[str, Any]]
    facts: Sequence[tuple[str, str]]
    details: str
    public_address: str
    contacts: Sequence[Contact]
    panel: Sequence[OnPanel]
    criteria: Sequence[Criterion]
    criteria_fixed: bool
    history: Sequence[Told]
    notes: Sequence[Note]
    is_over: bool


def page_for_consultant(campaign: Campaign, *, at: datetime) -> Page:
    """Everything, notes too."""
    pages = {
        "assign": ours(campaign, "assign"),
        "describe": ours(campaign, "describe"),
        "fee": ours(campaign, "fee"),
        "terms": ours(campaign, "show_terms"),
        "contacts": ours(campaign, "people"),
        "advert": ours(campaign, "advert"),
        "approve": ours(campaign, "advert"),
        "weights": ours(campaign, "weights"),
        "plan": ours(campaign, "plan"),
        "panel": ours(campaign, "people"),
        "live": ours(campaign, "live"),
    }
    acts = [Act("Name the deputy, or hand it over", ours(campaign, "assign"))]
    if campaign.service == FIXED and campaign.state == ENQUIRY and not campaign.order_reference:
        acts.append(Act("Say whether the fee is paid in instalments", ours(campaign, "fee")))
    if campaign.state not in (ENQUIRY, AGREED, DRAFTED):
        acts.append(Act("Questions and answers", f"/consultant/campaigns/{campaign.reference}/questions"))
        acts.append(Act("Find members who may fit", f"/consultant/campaigns/{campaign.reference}/members"))
    if campaign.state == APPROVED:
        acts.append(Act("Take the advert back to change it", ours(campaign, "take_back")))
    if campaign.state == LIVE:
        acts += [
            Act("Move the closing time", ours(campaign, "extend")),
            Act("Close it early", ours(campaign, "close")),
        ]
    if campaign.state == CLOSED:
        acts.append(Act("Open it to applications again", ours(campaign, "reopen")))
    acts.append(Act("Cancel it", ours(campaign, "cancel")))
    always = [Act(EVIDENCE, f"{ours(campaign)}/evidence")]
    return _page(campaign, pages, acts, side=tasks.CONSULTANT, notes=notes_of(campaign), at=at, always=always)


def page_for_client(campaign: Campaign, organisation: Organisation, person_id: int, *, at: datetime) -> Page:
    """What the client may see."""
    binds = queries.may_bind(person_id, campaign)
    pages = {
        "describe": theirs(organisation, campaign, "describe"),
        "terms": theirs(organisation, campaign, "show_terms"),
        "approve": theirs(organisation, campaign, "advert"),
        "contacts": theirs(organisation, campaign, "people"),
        "panel": theirs(organisation, campaign, "people"),
    }
    if binds and not campaign.order_reference and campaign.state != ENQUIRY:
        pages["order"] = theirs(organisation, campaign, "order")
    acts = [Act("Cancel it", theirs(organisation, campaign, "cancel"))] if binds else []
    always = [
        Act("Placements: who starts when, fees and guarantees", f"/employer/{organisation.reference}/placements"),
        Act("Members who were introduced", f"{theirs(organisation, campaign)}/introductions"),
    ]
    if employers.has_role(person_id, campaign.organisation_id, OWNER):
        always.append(Act(EVIDENCE, f"{theirs(organisation, campaign)}/evidence"))
    return _page(campaign, pages, acts, side=tasks.CLIENT, notes=(), at=at, always=always)


def page_for_staff(campaign: Campaign, *, at: datetime) -> Page:
    """Everything but the acts of either side."""
    always = [Act(EVIDENCE, f"/staff/campaigns/{campaign.reference}/evidence")]
    return _page(campaign, {}, (), side="", notes=notes_of(campaign), at=at, always=always)


def _page(
    campaign: Campaign,
    pages: Mapping[str, str],
    acts: Sequence[Act],
    *,
    side: str,
    notes: Sequence[Note],
    at: datetime,
    always: Sequence[Act],
) -> Page:
    """`always` are acts that stay when the campaign is over."""
    organisation = queries.organisation_of(campaign)
    posting = queries.posting_of(campaign)
    vacancy = postings.vacancy_of(posting) if posting else None
    todo = tasks.tasks_of(campaign, at=at)
    over = campaign.state in OVER
    return Page(
        reference=campaign.reference,
        title=campaign.title,
        client=organisation.name,
        state=NAMES[campaign.state],
        state_tag=STATE_TAGS.get(campaign.state, "govuk-tag--yellow"),
        sentences=_sentences(campaign, side),
        next=[
            Act(_does(each), pages[each.key])
            for each in todo
            if each.status == NOW and each.who == side and each.key in pages
        ][:MOST_NEXT],
        acts=(*(() if over else acts), *always),
        tasks=[_item(each, pages, side) for each in todo],
        facts=_facts(campaign, posting, at=at),
        details=campaign.details,
        public_address=f"/vacancies/{vacancy.reference}" if vacancy else "",
        contacts=contacts_of(campaign),
        panel=panel_of(campaign, at=at),
        criteria=weighing.criteria_of(campaign, at=at),
        criteria_fixed=campaign.frozen_at is not None,
        history=queries.history(campaign),
        notes=notes,
        is_over=over,
    )


def agreed(campaign: Campaign) -> str:
    """That its terms were agreed, by whom and when, as a sentence; empty before."""
    return f"{_terms(campaign)}." if campaign.terms_agreed_at else ""


def may_agree(campaign: Campaign, person_id: int) -> bool:
    """Whether this person can agree to the terms now."""
    return campaign.state == ENQUIRY and not agreeing.missing(campaign) and queries.may_bind(person_id, campaign)


def rows_for_client(campaigns: Sequence[Campaign], organisation: Organisation) -> list[tuple[str, str, str, str]]:
    """The client's list: title, address, state, who runs it."""
    names = queries.names_of_people(campaigns)
    return [
        (each.title, theirs(organisation, each), NAMES[each.state], names.get(each.consultant_id or 0, "Nobody yet"))
        for each in campaigns
    ]


def _item(task: Task, pages: Mapping[str, str], side: str) -> Mapping[str, Any]:
    status = WITH[task.who] if task.status == NOW and task.who != side else TAGS[task.status]
    item: dict[str, Any] = {"title": {"text": task.title}, "status": status}
    if task.hint and not (task.key == "advert" and task.who != side):
        item["hint"] = {"text": task.hint}
    if task.key in pages and (task.status in (NOW, DONE) or task.key in ("terms", "weights")):
        item["href"] = pages[task.key]
    return item


def _does(task: Task) -> str:
    """What a task asks for, as an imperative."""
    return {
        "assign": "Name a consultant",
        "describe": "Say what is to be filled",
        "fee": "Set the fee",
        "terms": "Read the terms and agree to them",
        "order": "Order the service",
        "contacts": "Add people of the client",
        "advert": "Write the advert",
        "approve": "Read the advert and approve it",
        "weights": "Weigh the criteria",
        "plan": "Plan the dates",
        "panel": "Invite the panel",
        "live": "Publish the advert",
    }[task.key]


def _sentences(campaign: Campaign, side: str) -> list[str]:
    said = []
    if campaign.state == ENQUIRY and campaign.consultant_id is None:
        said.append("It waits for a consultant to take it.")
    if campaign.state == DRAFTED and side != tasks.CLIENT:
        said.append(f"The advert waits for the client’s approval since {words.long_time(campaign.updated_at)}.")
    if campaign.state == AGREED and side == tasks.CLIENT:
        said.append("The consultant writes the advert. You are asked to approve it before anything is public.")
    if campaign.ended_at and campaign.ended_because:
        said.append(f"{NAMES[campaign.state]} at {words.long_time(campaign.ended_at)}: {campaign.ended_because}")
    return said


def _facts(campaign: Campaign, posting: Any, *, at: datetime) -> list[tuple[str, str]]:
    names = queries.names_of_people([campaign])
    fee, closes_at = SERVICES[campaign.service].name, planning.closes_at_of(campaign, at=at)
    if campaign.service == PERCENTAGE and campaign.percent_parts:
        fee += f": {costing.percent_of(campaign.percent_parts)}%"
    found = [
        ("Client", queries.organisation_of(campaign).name),
        ("Service", fee),
        ("Fee due", fee_pages.due_says(campaign)),
        ("Consultant", names.get(campaign.consultant_id or 0, "Nobody yet")),
        ("Deputy", names.get(campaign.deputy_id or 0, "")),
        ("What counts as pay", campaign.remuneration),
        ("Posts to fill", str(campaign.posts)),
        ("Wanted", campaign.wanted),
        ("Order", campaign.order_reference),
        ("Terms", _terms(campaign)),
        ("Vacancy", f"{vacancies.title_of(posting)} ({posting.reference})" if posting else ""),
        ("Closes", words.long_time(closes_at) if closes_at else ""),
        *((label, words.day_in_words(day)) for label, day in planning.planned(campaign)),
        ("Names", "Hidden until the shortlist" if campaign.names_hidden else "Shown from the beginning"),
        ("Begun", words.short_day(campaign.begun_at)),
        ("Reference", campaign.reference),
    ]
    return [(label, value) for label, value in found if value]


def _terms(campaign: Campaign) -> str:
    if campaign.terms_agreed_at is None:
        return "Not agreed yet"
    by = accounts.names_of([campaign.terms_agreed_by_id or 0]).get(campaign.terms_agreed_by_id or 0, "")
    who = f" by {by}" if by else ""
    return f"Version {campaign.terms_version}, agreed{who} on {words.short_day(campaign.terms_agreed_at)}"
