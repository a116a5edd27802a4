"""Offers: their terms and what was answered, how starts were moved, and for us how far each check is.

Why an offer ended stands in the application's history. What is noted of checks is nobody's to read here, nor anything of
somebody's health. A client sees no checks, here as on its pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.evidence.applications import Gathered
from portal.evidence.packs import Entry, Section, Table
from portal.evidence.sights import Sight
from portal.offering.check_kinds import KINDS, STATES
from portal.offering.models import ACCEPTED, CHANGED, DECLINED, OPEN, WITHDRAWN, Offer, OfferCheck, StartChange
from portal.offering.terms import conditions_of
from portal.web.words import counted, day_in_words, long_time, money

BECAME: Mapping[str, str] = {
    OPEN: "Not answered yet",
    CHANGED: "Replaced by other terms",
    ACCEPTED: "Accepted",
    DECLINED: "Declined",
    WITHDRAWN: "Withdrawn",
}
HEALTH = "health"


def of_offers(found: Gathered, sight: Sight) -> Section:
    """Every set of terms, in the order in which they were made."""
    numbers = {each.id: each.number for each in found.rows}
    offers = db.session.scalars(
        select(Offer).where(Offer.application_id.in_(list(numbers))).order_by(Offer.application_id, Offer.number)
    ).all()
    number_of = {each.id: numbers[each.application_id] for each in offers}
    starts = db.session.scalars(
        select(StartChange).where(StartChange.offer_id.in_(list(number_of))).order_by(StartChange.id)
    ).all()
    found.people |= accounts.names_of({each.made_by_id for each in offers if each.made_by_id})
    found.people |= accounts.names_of({each.by_id for each in starts if each.by_id})
    by_application: dict[int, list[Offer]] = {}
    for each in offers:
        by_application.setdefault(each.application_id, []).append(each)
    rows = [row for row in found.rows if row.id in by_application]
    moved = tuple(
        (number_of[each.offer_id], each.before, each.after, each.at, found.who(each.by_id)) for each in starts
    )
    return Section(
        "Offers",
        (f"The post was offered to {counted(len(rows), 'candidate')}.",) if rows else (),
        (
            _terms(found, rows, by_application),
            Table("start-changes", ("Application", "Start was", "Moved to", "When", "Who"), moved),
            *([_checks(found, number_of)] if sight.is_ours else []),
        ),
        tuple(Entry(found.called(row), tuple(_lines(found, row, by_application[row.id]))) for row in rows),
        none="The post was offered to nobody here.",
    )


def _terms(found: Gathered, rows: Sequence[JobApplication], offers: Mapping[int, list[Offer]]) -> Table:
    return Table(
        "offers",
        ("Application", "Terms", "Post", "Salary a year", "Hours", "Start offered", "Start now", "Conditions", "To be answered by", "Made", "Who", "Became", "When"),
        tuple(
            (row.number, each.number, found.redactor.of(row.id, each.post), money(each.salary_pence), found.redactor.of(row.id, each.hours), each.starts_on, each.now_starts_on, _conditions(found, row, each), each.answer_by, each.made_at, found.who(each.made_by_id), BECAME[each.state], each.ended_at)
            for row in rows
            for each in offers[row.id]
        ),
        printed=False,
    )  # fmt: skip


def _lines(found: Gathered, row: JobApplication, offers: Sequence[Offer]) -> Iterator[str]:
    for each in offers:
        ended = f" at {long_time(each.ended_at)}" if each.ended_at else ""
        by, became = found.who(each.made_by_id), BECAME[each.state].lower()
        yield f"Terms {each.number}, made at {long_time(each.made_at)} by {by}: {became}{ended}."
        post, hours = found.redactor.of(row.id, each.post), found.redactor.of(row.id, each.hours)
        yield f"{post}, {money(each.salary_pence)} a year, {hours}, from {day_in_words(each.starts_on)}."
        yield f"To be answered by {day_in_words(each.answer_by)}."
        if each.is_conditional:
            yield f"Conditions: {_conditions(found, row, each)}."


def _conditions(found: Gathered, row: JobApplication, offer: Offer) -> str:
    return found.redactor.of(row.id, "; ".join(conditions_of(offer.conditions)))


def _checks(found: Gathered, number_of: Mapping[int, int | None]) -> Table:
    order = {kind: place for place, kind in enumerate(KINDS)}
    rows = db.session.scalars(
        select(OfferCheck).where(OfferCheck.offer_id.in_(list(number_of)), OfferCheck.kind != HEALTH)
    ).all()
    found.people |= accounts.names_of({each.owner_id for each in rows if each.owner_id})
    return Table(
        "checks",
        ("Application", "Check", "State", "To be done by", "Seen to by", "Changed"),
        tuple(
            (number_of[each.offer_id], KINDS[each.kind].name, STATES[each.state], each.due_on, found.who(each.owner_id) if each.owner_id else "Nobody", each.changed_at)
            for each in sorted(rows, key=lambda row: (number_of[row.offer_id] or 0, row.offer_id, order[row.kind]))
        ),
    )  # fmt: skip
