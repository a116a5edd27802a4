"""The menu of every door, as data: add a row when a page lands. Templates behind the door get `menu` and `menu_label`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar, overload

from flask import Blueprint, g, request, url_for

from portal.accounts.guards import current_person, current_session
from portal.billing import approving
from portal.employers import acting
from portal.employers.queries import organisations_of
from portal.foundation import clock
from portal.interviewing import agenda as interviews
from portal.introducing import presenting as being_found
from portal.introducing import queries as introductions
from portal.invoicing import receipts
from portal.membership import cases, office, profiles, queries
from portal.membership.reading import in_a_sentence
from portal.payments import discrepancies, refunding
from portal.posting import agreeing
from portal.questions import queries as questions
from portal.recruitment import panels
from portal.recruitment import queries as campaigns
from portal.search.wanted import in_words
from portal.vacancies import queues

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu: its endpoint (without parts to fill in) and its name.

    `count` says how many things wait there; it is asked at every page behind the door, so it must be one quick query.
    `also` are the addresses of pages that stand elsewhere and belong to it, parted by spaces, with * for one part. `group` is the heading under
    which it stands in a long menu.
    `says` is what the tile on the account's first page says: a sentence, or what gives one; without it there is none.
    """

    endpoint: str
    name: str
    count: Callable[[], int] | None = None
    says: str | Callable[[], str] = ""
    also: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """What a door offers, in the order in which it is shown."""

    label: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu as the template shows it; `here` for the page one is on, or one below it."""

    address: str
    name: str
    here: bool
    count: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing that a person can do from the first page of their account."""

    address: str
    name: str
    says: str


def _factor() -> str:
    found = current_session()
    on = found is not None and found.person.totp_confirmed_at
    return "On: signing in asks for a code of your app." if on else "Off. With it, a stolen password is not enough."


def _membership() -> str:
    return in_a_sentence(queries.standing_of(current_person().id, on=clock.today()))


def _wanted() -> str:
    told = in_words(profiles.of(current_person().id))
    return f"{told[:1].upper()}{told[1:]}." if told else "Say it once, and search with it whenever you come."


def _found() -> str:
    return being_found.standing_sentence(current_person().id)


def _messages_of_consultants() -> int:
    return introductions.number_unanswered(current_person().id)


def _endorsements() -> int:
    """How many colleagues wait for this person's word as Head of Profession."""
    person = current_person()
    leads = [each.id for each, roles in organisations_of(person.id) if "head_of_profession" in roles]
    return cases.number_awaiting_word_of(person.id, leads)


def _orders_to_approve() -> int:
    return approving.number_waiting_for(current_person().id)


def _panel_invitations() -> int:
    return panels.number_invited(current_person(), at=clock.now())


def _questions_to_answer() -> int:
    return questions.number_waiting_for(current_person().id)


def _interviews_today() -> int:
    return interviews.number_today(current_person().id)


def _texts_to_approve() -> int:
    return agreeing.number_waiting_for(current_person().id)


def _group(name: str, *entries: Entry) -> tuple[Entry, ...]:
    """These entries under one heading."""
    return tuple(replace(each, group=name) for each in entries)


MENUS: Mapping[str, Menu] = {
    "account": Menu(
        "Your account",
        (
            Entry("account.home.show", "Overview"),
            Entry("account.applications.index", "Membership", says=_membership),
            Entry(
                "account.job_applications.index",
                "Applications",
                says="What you applied for, here and elsewhere, and where it stands.",
            ),
            Entry("account.orders.index", "Orders", says="What your membership costs: to pay, and what you paid."),
            Entry("account.profile.show", "What you look for", says=_wanted),
            Entry("account.found.show", "Being found", _messages_of_consultants, says=_found),
            Entry("account.feeds.show", "Feeds", says="Follow any search in a feed reader, with the full texts."),
            Entry("account.email.change", "E-mail address", says="Where our mails go, and what you sign in with."),
            Entry("account.password.change", "Password", says="Change it, and sign out everywhere else."),
            Entry("account.second_factor.show", "Second factor", says=_factor),
            Entry("account.sessions.index", "Sessions", says="Where you are signed in, and ending it there."),
            Entry("account.emails.choose", "Mails we send you", says="Choose what comes beside what must."),
            Entry("account.invoices.index", "Invoices", says="For what you ordered for yourself."),
            Entry("account.data.show", "Your data", says="Download what we hold of you, or have it erased."),
            Entry("account.closing.close", "Close your account", says="What happens then, and what is kept."),
            Entry("account.activity.show", "What happened", says="Who did what to your account, and when."),
        ),
    ),
    "employer": Menu(
        "Employer",
        (
            Entry("employer.organisations.index", "Your organisations"),
            Entry("employer.all_vacancies.choose", "Vacancies", also="/employer/*/vacancies"),
            Entry("employer.all_campaigns.choose", "Recruitment", also="/employer/*/campaigns /employer/*/placements"),
            Entry("employer.panels.index", "Panels", _panel_invitations),
            Entry("employer.claims.search", "Find an organisation"),
            Entry("employer.endorsements.index", "Endorsements", _endorsements),
            Entry(
                "employer.buying.approvals",
                "Orders to approve",
                _orders_to_approve,
                also="/employer/*/orders/*/approve",
            ),
            Entry("employer.approvals.index", "Vacancies to approve", _texts_to_approve),
        ),
    ),
    "consultant": Menu(
        "Consultant",
        (
            Entry("consultant.queue.show", "What waits"),
            Entry("consultant.campaigns.index", "Campaigns"),
            Entry("consultant.placements.index", "Placements"),
            Entry("consultant.campaigns.waiting", "Waiting for a consultant", campaigns.number_unassigned),
            Entry("consultant.interviews.index", "Interviews", _interviews_today),
            Entry("consultant.all_questions.index", "Questions to answer", _questions_to_answer),
            Entry("consultant.texts.index", "Texts for messages"),
            Entry("consultant.leads.show", "Leads"),
            Entry("consultant.leads.search", "Find an organisation", also="/consultant/organisations"),
        ),
    ),
    "assessor": Menu(
        "Panel",
        (Entry("assessor.panel.index", "Applications"), Entry("assessor.panel.decided", "Decided")),
    ),
    "staff": Menu(
        "Staff",
        (
            Entry("staff.home.show", "What waits"),
            *_group(
                "Vacancies",
                Entry("staff.vacancies.held", "Held vacancies", queues.number_held),
                Entry("staff.vacancies.pairs", "Likely duplicates", queues.number_of_pairs),
                Entry("staff.vacancies.index", "All vacancies"),
                Entry("staff.postings.index", "Employers’ vacancies"),
                Entry("staff.sources.index", "Sources"),
            ),
            *_group(
                "Recruitment",
                Entry("staff.campaigns.index", "Campaigns", campaigns.number_unassigned),
                Entry("staff.placements.index", "Placements"),
                Entry("staff.texts.index", "Texts for messages"),
                Entry("staff.targets.show", "Targets of consultants"),
            ),
            *_group(
                "Membership",
                Entry("staff.applications.index", "Applications", office.waiting),
                Entry("staff.memberships.index", "Memberships"),
            ),
            *_group(
                "People and organisations",
                Entry("staff.people.index", "People"),
                Entry("staff.organisations.index", "Organisations"),
                Entry("staff.claims.index", "Claims", acting.claims_waiting),
            ),
            *_group(
                "Money",
                Entry("staff.orders.index", "Orders"),
                Entry("staff.prices.index", "Prices"),
                Entry("staff.refunds.index", "Refunds to cards", refunding.waiting),
                Entry("staff.discrepancies.index", "Payments that do not agree", discrepancies.waiting),
                Entry("staff.invoices.index", "Invoices"),
                Entry("staff.receipts.index", "Receipts", receipts.number_waiting),
                Entry("staff.books.debtors", "Debtors"),
                Entry("staff.books.revenue", "Revenue"),
            ),
            *_group(
                "The portal",
                Entry("staff.reports.index", "Reports and complaints"),
                Entry("staff.mail.index", "Mail"),
                Entry("staff.jobs.index", "Failed jobs"),
                Entry("staff.audit.index", "Audit record"),
            ),
        ),
    ),
}


def hang(door: Blueprint) -> Blueprint:
    """Give every template behind the door its menu, once the door's guard (registered before) has let the asker pass.

    An error page of one who was not let in has none: its counts are not theirs to see.
    """

    @door.before_request
    def passed() -> None:
        g.passed_door = door.name

    @door.context_processor
    def for_templates() -> dict[str, object]:
        if g.get("passed_door") != door.name:
            return {}
        menu = MENUS[door.name]
        # Every field of a form is a template of its own, and so is a mail: none of them shows the menu or asks its counts.
        return {
            "menu": Lazily(lambda: items(menu)),
            "menu_label": menu.label,
            "tiles": Lazily(lambda: tiles(menu)),
        }

    return door


class Lazily(Sequence[T]):
    """What a template may show, made when it is first looked at and not before."""

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Sequence[T]:
        return self._make()

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._made[index]

    def __len__(self) -> int:
        return len(self._made)


def items(menu: Menu) -> list[Item]:
    """The menu's lines for the present request; one line alone is no menu."""
    addresses = [url_for(entry.endpoint) for entry in menu.entries]
    if len(addresses) < 2:
        return []
    belongs = (
        address
        for entry, address in zip(menu.entries, addresses, strict=True)
        if any(_is_below(each) for each in entry.also.split())
    )
    here = next(belongs, "") or max((each for each in addresses if _leads_to_here(each)), key=len, default="")
    return [
        Item(address, entry.name, address == here, entry.count() if entry.count else 0, entry.group)
        for entry, address in zip(menu.entries, addresses, strict=True)
    ]


def tiles(menu: Menu) -> list[Tile]:
    """The menu's entries that say something of themselves, on the door's first page alone."""
    if request.endpoint != "account.home.show":
        return []
    return [
        Tile(url_for(entry.endpoint), entry.name, entry.says if isinstance(entry.says, str) else entry.says())
        for entry in menu.entries
        if entry.says
    ]


def _leads_to_here(address: str) -> bool:
    return request.path == address or request.path.startswith(address + "/")


def _is_below(pattern: str) -> bool:
    wanted, have = pattern.split("/"), request.path.split("/")
    return len(have) >= len(wanted) and all(part in ("*", there) for part, there in zip(wanted, have, strict=False))
