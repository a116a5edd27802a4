"""Approaches and introductions as each side sees them: consultants see no name that was not given to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.accounts import queries as accounts
from portal.introducing import answering, approaching, consent, queries, saying, searching
from portal.introducing.models import Approach, Introduction
from portal.introducing.saying import Said
from portal.posting.answers.job import PATTERNS
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.web import words
from portal.web.listing import Cell, Column, Filter, Shape

ANSWERS = {"": "No answer", "more": "Wrote to you", "introduce": "Introduced", "no": "Said no", "never": "Said no"}
"""What consultants read: a no for this employer for ever is a no like any other, and nobody knows what was read."""
OWN_ANSWERS = {
    "": "Not answered",
    "more": "You asked",
    "introduce": "Introduced",
    "no": "You said no",
    "never": "Never again",
}
_YES = (("yes", "Nothing speaks against it"),)
MEMBERS = Shape(
    one="member",
    many="members",
    columns=(Column("member", "Member"), Column("for", "What fits"), Column("against", "What does not"), Column("fit", "Fit", numeric=True)),
    sort="fit",
    filters=(Filter("level", "Level", _YES), Filter("place", "Place", _YES), Filter("pay", "Pay", _YES), Filter("clearance", "Clearance", _YES)),
    empty="No member who agreed to be found looks for this kind of work at present.",
    csv=False,
)  # fmt: skip
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An approach or an introduction in a list."""

    name: str
    address: str
    at: datetime
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What one side wrote; `by` says which."""

    by: str
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class ForMember:
    """An approach on the member's own page."""

    reference: str
    title: str
    organisation: str
    vacancy: str
    by: str
    at: datetime
    words: str
    state: str
    messages: Sequence[Message]
    may_answer: bool
    may_introduce: bool
    introduced: bool
    apply_address: str


@dataclass(frozen=True, slots=True)
class ForConsultant:
    """An approach on the consultants' page; `name` and `email` are empty before an introduction."""

    reference: str
    called: str
    name: str
    email: str
    at: datetime
    by: str
    words: str
    state: str
    messages: Sequence[Message]
    may_write: bool


def rows_of(campaign: Campaign, found: Sequence[searching.Found]) -> list[list[Cell]]:
    """A page of the search."""
    return [
        [
            Cell(each.called, url_for("consultant.found_members.approach", campaign=campaign.reference, member=each.called)),
            Cell(sentence(each.match.of("for")) or "–", note=sentence(each.match.of("open"))),
            Cell(sentence(each.match.of("against")) or "Nothing"),
            Cell(str(each.match.fit)),
        ]
        for each in found
    ]  # fmt: skip


def sentence(reasons: Sequence[str]) -> str:
    """Reasons as they stand on a line."""
    joined = "; ".join(reasons)
    return joined[:1].upper() + joined[1:]


def narrowed(found: Sequence[searching.Found], chosen: dict[str, str]) -> list[searching.Found]:
    """Those against whom nothing speaks in the aspects that were chosen."""
    aspects = [name for name, value in chosen.items() if value]
    return [each for each in found if all(each.match.speaks_for(aspect) for aspect in aspects)]


def approaches_of(campaign: Campaign) -> list[Line]:
    """Every approach, the newest first; a name only where it was given and stands."""
    rows = queries.of_campaign(campaign)
    introductions = queries.introductions(campaign) if rows else []
    known = queries.introduced_people(introductions)
    people = {each.person_id: known[each.id] for each in introductions if each.id in known}
    by = accounts.names_of({each.by_id for each in rows if each.by_id})
    return [
        Line(
            people[each.person_id].name if each.person_id in people else each.called,
            url_for("consultant.found_members.approached", campaign=campaign.reference, approach=each.reference),
            each.sent_at,
            ANSWERS[each.answer],
            f"Sent by {by.get(each.by_id or 0, accounts.SOMEBODY)}",
        )
        for each in rows
    ]


def for_consultant(campaign: Campaign, approach: Approach) -> ForConsultant:
    """One approach, with what was written."""
    introduction = queries.standing_introduction(approach)
    whom = queries.introduced_people([introduction]).get(introduction.id) if introduction else None
    by = accounts.names_of([approach.by_id] if approach.by_id else [])
    return ForConsultant(
        approach.reference,
        approach.called,
        whom.name if whom else "",
        whom.email if whom else "",
        approach.sent_at,
        by.get(approach.by_id or 0, accounts.SOMEBODY),
        approach.words,
        ANSWERS[approach.answer],
        _messages(approach, member=whom.name if whom else f"The member ({approach.called})"),
        approaching.may_write(approach) and campaign.state not in OVER,
    )


def log_of(campaign: Campaign) -> list[tuple[Line, str]]:
    """The introductions of a campaign for its consultants, each with the words that were agreed to."""
    rows = queries.introductions(campaign)
    whom, to = queries.introduced_people(rows), accounts.names_of({each.to_id for each in rows if each.to_id})
    return [
        (
            Line(
                whom[each.id].name if each.id in whom else each.called,
                "",
                each.at,
                _standing(each),
                f"To {to.get(each.to_id or 0, accounts.SOMEBODY)}, consultant",
            ),
            each.words,
        )
        for each in rows
    ]


def log_for_client(campaign: Campaign) -> list[Line]:
    """The same for the client: a name only of whom it knows from its shortlist, and of nobody who took it back."""
    rows = queries.introductions(campaign)
    whom, to = queries.introduced_people(rows), accounts.names_of({each.to_id for each in rows if each.to_id})
    known = queries.shortlisted(campaign, [each.person_id for each in rows]) if rows else frozenset()
    return [
        Line(
            whom[each.id].name if each.person_id in known and each.id in whom else "A member",
            "",
            each.at,
            _standing(each),
            f"To {to.get(each.to_id or 0, accounts.SOMEBODY)}, consultant",
        )
        for each in rows
    ]


def own_lines(person_id: int) -> list[Line]:
    """The messages that a member got."""
    return [
        Line(
            queries.title_of(campaign := campaigns.by_id(each.campaign_id)),
            url_for("account.found.message", approach=each.reference),
            each.sent_at,
            OWN_ANSWERS[each.answer],
            campaigns.organisation_of(campaign).name,
        )
        for each in queries.of_person(person_id)
    ]


def own_introductions(person_id: int) -> list[Line]:
    """Who was told of a member, and when."""
    rows = queries.introductions_of(person_id)
    to = accounts.names_of({each.to_id for each in rows if each.to_id})
    return [
        Line(
            _told_for(campaign := campaigns.by_id(each.campaign_id), to.get(each.to_id or 0, accounts.SOMEBODY)),
            "" if each.withdrawn_at else url_for("account.found.take_back", introduction=each.reference),
            each.at,
            _standing(each),
            queries.title_of(campaign),
        )
        for each in rows
    ]


def for_member(approach: Approach, *, at: datetime) -> ForMember:
    """One approach for whom it went to."""
    campaign = campaigns.by_id(approach.campaign_id)
    introduced = queries.standing_introduction(approach) is not None
    by = accounts.names_of([approach.by_id] if approach.by_id else []).get(approach.by_id or 0, accounts.SOMEBODY)
    vacancy, is_open = queries.vacancy_reference(campaign), searching.vacancy_of(campaign, at=at) is not None
    answers = approach.answer not in ("no", "never")
    return ForMember(
        approach.reference,
        queries.title_of(campaign),
        campaigns.organisation_of(campaign).name,
        url_for("vacancies.show", reference=vacancy) if vacancy else "",
        by,
        approach.sent_at,
        approach.words,
        OWN_ANSWERS[approach.answer],
        _messages(approach, member="You"),
        answers,
        answers and not introduced and campaign.state not in OVER,
        introduced,
        url_for("applying.apply", reference=vacancy) if vacancy and is_open else "",
    )


def to_agree(approach: Approach) -> tuple[str, str, str]:
    """What is agreed to by an introduction: its version, its words, and for what."""
    campaign = campaigns.by_id(approach.campaign_id)
    return consent.INTRODUCED_VERSION, answering.words_for(campaign), queries.title_of(campaign)


def said_in_pairs(said: Said) -> list[tuple[str, str]]:
    """What a member said, as a list to check."""
    pairs = [
        ("Kind of work", _names(said.families) or "Any"),
        ("Level", _names(said.levels) or "Any"),
        ("Where you start from", ", ".join(said.places)),
        ("How far", f"{said.miles} miles" if said.places else ""),
        ("Workplace", _names(said.workplaces) or "Any"),
        ("Least pay", f"£{said.least_pounds:,} a year" if said.least_pounds else ""),
        ("Clearance held", _names(said.clearance)),
        ("Working pattern", ", ".join(PATTERNS[each] for each in said.patterns)),
        ("Could start", words.day_in_words(said.free_from) if said.free_from else ""),
        ("Employed by", ", ".join(said.own_employers)),
        ("Your own employer", "May find you" if said.shown_to_own else "Never finds you"),
        ("Never to be found by", ", ".join(said.kept_from)),
    ]
    return [(label, value) for label, value in pairs if value]


def standing_sentence(person_id: int) -> str:
    """Whether consultants may find them, for the menu's tile."""
    found = saying.standing(person_id)
    return f"Consultants may find you, since {words.short_day(found.given_at)}." if found else "Off: no consultant can find you."  # fmt: skip


def _names(values: Sequence[str]) -> str:
    return ", ".join(words.name_of(each) for each in values)


def _told_for(campaign: Campaign, consultant: str) -> str:
    return f"{consultant}, consultant for {campaigns.organisation_of(campaign).name}"


def _standing(introduction: Introduction) -> str:
    if introduction.withdrawn_at is None:
        return "Stands"
    return f"Taken back on {words.short_day(introduction.withdrawn_at)}"


def _messages(approach: Approach, *, member: str) -> list[Message]:
    rows = approaching.messages(approach)
    names = accounts.names_of({each.author_id for each in rows if each.author_id and not each.from_member})
    return [
        Message(member if each.from_member else names.get(each.author_id or 0, accounts.SOMEBODY), each.at, each.body)
        for each in rows
    ]
