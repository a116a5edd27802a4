"""A vacancy as its employer sees it: every word ready, every address worked out, nothing left for a template to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from portal.accounts import queries as accounts
from portal.employers.models import Organisation
from portal.posting import agreeing, agreement, buying, publishing, queries, received
from portal.posting.answers.whole import GROUPS, SECTIONS, Section, Whole, first_open
from portal.posting.buying import Offer
from portal.posting.lending import lent_to
from portal.posting.models import Posting, PostingPurchase
from portal.posting.states import BEFORE, CLOSED, DRAFT, LIVE, NAMES, OVER, WRITABLE
from portal.posting.writing import may_be_written, waits
from portal.vacancies import presenting as public
from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import Fact, VacancyPage, facts_of
from portal.web import words

TAGS = {
    "completed": ("Completed", ""),
    "begun": ("In progress", "govuk-tag--light-blue"),
    "not_started": ("Not started", "govuk-tag--blue"),
    "optional": ("Optional", "govuk-tag--grey"),
}
_BOUGHT = {"advert": "Advert", "extra_week": "Further weeks", "featured": "Featured listing"}
STATE_TAGS = {
    "draft": "govuk-tag--grey",
    "ready": "govuk-tag--yellow",
    "scheduled": "govuk-tag--yellow",
    "live": "govuk-tag--green",
    "closed": "govuk-tag--blue",
    "withdrawn": "govuk-tag--red",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Some sections of the task list, as GOV.UK's component wants them."""

    title: str
    items: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with the vacancy: a page to go to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """The vacancy's page for its employer."""

    reference: str
    title: str
    organisation: Organisation
    state: str
    state_name: str
    state_tag: str
    is_draft: bool
    waits: bool
    public_address: str
    sentences: Sequence[str]
    groups: Sequence[Group]
    done: int
    wanted: int
    next_address: str
    checks_address: str
    numbers_address: str
    order_address: str
    acts: Sequence[Act]
    changes: Sequence[str]
    may_write: bool
    approval: str
    approve_address: str
    applications: tuple[str, str]
    back: str
    back_name: str


def address_of(organisation: Organisation, posting: Posting, page: str = "show", **more: str) -> str:
    """The address of one of the employer's pages of a vacancy."""
    endpoint = page if "." in page else f"employer.vacancies.{page}"
    parts: dict[str, Any] = {"reference": organisation.reference, "posting": posting.reference, **more}
    return url_for(endpoint, **parts)


def state_of(posting: Posting, *, at: datetime) -> str:
    """Its state by the clock: what is past its closing time is closed, whether the worker has noted it or not."""
    passed = posting.state == LIVE and posting.closes_at is not None and posting.closes_at <= at
    return CLOSED if passed else posting.state


def order_address(organisation: Organisation, reference: str) -> str:
    """The address of an order of the organisation."""
    return url_for("employer.orders.show", reference=organisation.reference, order=reference)


def ways_of(offer: Offer) -> list[tuple[str, str]]:
    """How a vacancy can be paid for, as the form offers it; nothing where it is paid for."""
    if offer.bought and not offer.extra_weeks:
        return []
    credit = [("credit", f"With one of your {words.counted(offer.credits, 'credit')}")] if offer.by_credit else []
    return [*credit, ("order", "By an order: by card, or on account with a purchase-order number")]


def published_sentence(way: str | None, publish_at: datetime | None) -> str:
    """What is said once it is published, or handed over."""
    if way == "order":
        return "The order is made. Check it and place it; the vacancy is published once it is settled."
    if publish_at is not None:
        return f"It is published at {words.long_time(publish_at)}."
    return "It is published, and enters search within a minute."


def extended_sentence(posting: Posting, short: int) -> str:
    """What is said once the closing time is moved, or its weeks are ordered."""
    if short:
        weeks = words.counted(short, "further week")
        return (
            f"The order for {weeks} is made. Check it and place it; the new closing time is public once it is settled."
        )
    return f"It now closes at {words.long_time(posting.closes_at)}." if posting.closes_at else "It is saved."


def is_draft(posting: Posting) -> bool:
    """Whether it is being written and waits for nothing."""
    return posting.state == DRAFT


def is_live(posting: Posting, *, at: datetime) -> bool:
    """Whether it is public and open by the clock."""
    return state_of(posting, at=at) == LIVE


def is_over(posting: Posting) -> bool:
    """Whether it was public and can be opened again."""
    return posting.state in OVER


def title_of(posting: Posting) -> str:
    return posting.title or "Vacancy without a title"


def page_of(posting: Posting, organisation: Organisation, *, may_write: bool, at: datetime, reader_id: int = 0) -> Page:
    """Everything that the page says to this reader."""
    whole = publishing.read(organisation, posting.answers, at=at)
    vacancy = queries.vacancy_of(posting)
    state = state_of(posting, at=at)
    lent = None if may_write or not reader_id else lent_to(reader_id, posting)
    edits = (may_write or (lent is not None and lent.writes)) and may_be_written(posting)
    next_section = first_open(whole)
    is_featured = any(each.kind == publishing.FEATURED for each in queries.bought(posting))
    return Page(
        reference=posting.reference,
        title=title_of(posting),
        organisation=organisation,
        state=state,
        state_name=NAMES[state],
        state_tag=STATE_TAGS[state],
        is_draft=posting.state == DRAFT,
        waits=waits(posting),
        public_address=f"/vacancies/{vacancy.reference}" if vacancy else "",
        sentences=sentences_of(posting, vacancy, state),
        groups=groups_of(whole, posting, organisation, linked=edits),
        done=sum(1 for section in SECTIONS if section.key not in whole.problems and not section.optional),
        wanted=sum(1 for section in SECTIONS if not section.optional),
        next_address=address_of(organisation, posting, "section", section=next_section.key)
        if next_section and edits
        else "",
        checks_address=address_of(organisation, posting, "employer.checking.checks"),
        numbers_address=address_of(organisation, posting, "employer.numbers.show"),
        order_address=order_address(organisation, posting.order_reference) if posting.order_reference else "",
        acts=acts_of(posting, organisation, state, is_featured=is_featured) if may_write else (),
        changes=publishing.changes_waiting(posting) if posting.state == LIVE else (),
        may_write=may_write,
        approval=_approval(posting, organisation, whole, may_write=may_write),
        applications=received.link_of(organisation, posting) if may_write else ("", ""),
        approve_address=address_of(organisation, posting, "employer.approving.approve")
        if posting.approval_asked_at is not None and agreeing.may_approve(reader_id, posting)
        else "",
        back=lent.address if lent else url_for("employer.vacancies.index", reference=organisation.reference),
        back_name=lent.name if lent else f"Vacancies of {organisation.name}",
    )


def _approval(posting: Posting, organisation: Organisation, whole: Whole, *, may_write: bool) -> str:
    """What its writers can do about a colleague's word: "ask" for it, "call_back" what waits, or nothing."""
    if not may_write:
        return ""
    if posting.approval_asked_at is not None:
        return "call_back"
    wanted = posting.state in WRITABLE and not agreement.is_agreed(posting)
    return "ask" if wanted and not whole.problems and organisation.confirmed_at is not None else ""


def as_public(vacancy: Vacancy, *, at: datetime) -> VacancyPage:
    """A drawn vacancy as the public's page would show it, were it published now."""
    vacancy.status = "live"
    return public.page_of(vacancy, history=[], earlier=None, similar=[], may_follow=True, now=at)


def sentences_of(posting: Posting, vacancy: Vacancy | None, state: str) -> list[str]:
    """Where it stands, in sentences."""
    said = []
    if posting.state == "scheduled" and posting.publish_at:
        said.append(f"It is published at {words.long_time(posting.publish_at)}.")
    if posting.approval_asked_at is not None:
        names = sorted(accounts.names_of(agreeing.approvers(posting)).values())
        who = f"{words.listed(names, most=5)} can give it" if names else "nobody can give it at present"
        what = "Its changes wait" if posting.vacancy_id else "Its text waits"
        said.append(f"{what} for approval: {who}. Until then it cannot be changed.")
    if posting.state == "ready":
        said.append("It is published once its order is settled.")
    if open_order := buying.standing_of_order(posting):
        said.append(open_order)
    if posting.published_at:
        said.append(f"Published at {words.long_time(posting.published_at)}.")
    if state == LIVE and posting.closes_at:
        said.append(f"It closes at {words.long_time(posting.closes_at)}.")
    if state == LIVE and posting.shown_until:
        said.append(f"Its weeks are paid until {words.long_time(posting.shown_until)}.")
    if state in OVER and vacancy is not None:
        ended = posting.ended_at or posting.closes_at
        said.append(f"{NAMES[state]} at {words.long_time(ended)}." if ended else f"{NAMES[state]}.")
    if vacancy is not None and vacancy.status in ("held", "counted"):
        said.append(
            f"Our staff have taken it out of the search: {vacancy.status_because} Write to us if that is wrong."
        )
    if vacancy is not None and vacancy.status == "merged":
        said.append("Our staff found it to be the same job as another vacancy of this site, and show the two as one.")
    return said


def groups_of(whole: Whole, posting: Posting, organisation: Organisation, *, linked: bool) -> list[Group]:
    """The task list."""
    return [
        Group(
            name,
            [
                _item(section, whole.status(section), posting, organisation, linked=linked)
                for section in SECTIONS
                if section.group == name
            ],
        )
        for name in GROUPS
    ]


def _item(
    section: Section, status: str, posting: Posting, organisation: Organisation, *, linked: bool
) -> dict[str, Any]:
    text, tag = TAGS[status]
    item: dict[str, Any] = {
        "title": {"text": section.title},
        "status": {"tag": {"text": text, "classes": tag}} if tag else {"text": text},
    }
    return item | ({"href": address_of(organisation, posting, "section", section=section.key)} if linked else {})


def facts_for_staff(posting: Posting, organisation: Organisation, *, at: datetime) -> tuple[Fact, ...]:
    """The working copy as the public page would say it."""
    return facts_of(publishing.drawn(organisation, posting.answers, at=at))


def purchases_of(posting: Posting) -> list[str]:
    """What was bought for it, in words."""
    return [_purchase(each) for each in queries.bought(posting)]


def _purchase(bought: PostingPurchase) -> str:
    weeks = f" ({words.counted(bought.weeks, 'week')})" if bought.weeks else ""
    how = {"credit": "with a credit", "campaign": "as part of its recruitment campaign"}.get(
        bought.subject.partition(":")[0], "by an order"
    )
    return f"{_BOUGHT.get(bought.kind, bought.kind)}{weeks}, {how}, {words.short_day(bought.at)}"


def acts_of(posting: Posting, organisation: Organisation, state: str, *, is_featured: bool) -> list[Act]:
    """What can be done with it now, beside writing."""

    def act(name: str, page: str, **more: str) -> Act:
        return Act(name, address_of(organisation, posting, page, **more))

    found = []
    if state == LIVE:
        found.append(act("Move its closing time", "employer.publishing.extend"))
        if not is_featured:
            found.append(act("Make it a featured listing", "employer.publishing.feature"))
        found += [
            act("Close it early", "employer.ending.end", ending="close"),
            act("Withdraw it", "employer.ending.end", ending="withdraw"),
        ]
    if posting.state in OVER:
        found.append(act("Open it again", "employer.ending.reopen"))
    if posting.state not in BEFORE:
        found.append(act("Copy it, or advertise it again", "copy"))
    if posting.state == DRAFT:
        found += [act("Copy it", "copy"), act("Throw this draft away", "discard")]
    return found
