"""Questions about employers' own vacancies; who may ask is decided here, afresh each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts import queries as accounts
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.employers.seats import BUYING, RECRUITING
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.posting import lending
from portal.posting.counting import Numbers, numbers_of
from portal.posting.models import Posting, PostingPurchase, PostingStep, PostingVersion
from portal.posting.states import DISCARDED, words_of
from portal.vacancies.models import Vacancy
from portal.vacancies.visiting import SOURCES, visits_of
from portal.web.listing import Asked

_NONE = "There is no such vacancy."


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a vacancy's history: what happened, when, by whom, and the note that was left."""

    at: datetime
    words: str
    by: str
    note: str


def organisation_for(person_id: int, reference: str, *, writing: bool) -> Organisation:
    """The organisation whose vacancies the person may see, or write. Raises NotFound."""
    organisation = employers.by_reference(reference)
    if not employers.roles_in(person_id, organisation.id) & (BUYING if writing else RECRUITING):
        raise NotFound("There is no such organisation.")
    return organisation


def recruiting_for(person_id: int) -> list[Organisation]:
    """The organisations whose vacancies the person may see, by name."""
    return [row for row, roles in employers.organisations_of(person_id) if roles & RECRUITING]


def may_write(person_id: int, organisation_id: int) -> bool:
    """Whether the person may write and publish vacancies there."""
    return bool(employers.roles_in(person_id, organisation_id) & BUYING)


def for_reader(
    person_id: int, organisation: str, reference: str, *, locked: bool = False
) -> tuple[Organisation, Posting]:
    """A vacancy of an organisation where the person is owner, recruiter or approver, or one that is lent to them.

    Raises NotFound. `locked` inside the transaction in which one of them answers whether it may be public.
    """
    try:
        owner = organisation_for(person_id, organisation, writing=False)
    except NotFound:
        return _lent(person_id, organisation, reference, writing=False)
    return owner, _of(owner, reference, locked=locked)


def for_author(
    person_id: int, organisation: str, reference: str, *, locked: bool = False
) -> tuple[Organisation, Posting]:
    """A vacancy whose text the person may write: as for_writer, or because it is lent to them. Raises NotFound."""
    try:
        return for_writer(person_id, organisation, reference, locked=locked)
    except NotFound:
        return _lent(person_id, organisation, reference, writing=True, locked=locked)


def _lent(
    person_id: int, organisation: str, reference: str, *, writing: bool, locked: bool = False
) -> tuple[Organisation, Posting]:
    owner = employers.by_reference(organisation)
    found = _of(owner, reference, locked=locked)
    lent = lending.lent_to(person_id, found)
    if lent is None or (writing and not lent.writes):
        raise NotFound(_NONE)
    return owner, found


def for_writer(
    person_id: int, organisation: str, reference: str, *, locked: bool = False
) -> tuple[Organisation, Posting]:
    """A vacancy that the person may change: an owner or recruiter, not an approver. Raises NotFound.

    `locked` inside the transaction that changes it, so that of two who do so at once neither loses words.
    """
    owner = organisation_for(person_id, organisation, writing=True)
    return owner, _of(owner, reference, locked=locked)


def _of(organisation: Organisation, reference: str, *, locked: bool = False) -> Posting:
    statement = select(Posting).where(
        Posting.reference == tidy_reference(reference),
        Posting.organisation_id == organisation.id,
        Posting.state != DISCARDED,
    )
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound(_NONE)
    return found


def by_reference(reference: str, *, locked: bool = False) -> Posting:
    """Any vacancy of an employer, for staff and for orders. Raises NotFound."""
    statement = select(Posting).where(Posting.reference == tidy_reference(reference))
    found = db.session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise NotFound(_NONE)
    return found


def for_staff(reference: str) -> Posting:
    """Any vacancy of an employer but those thrown away. Raises NotFound."""
    found = by_reference(reference)
    if found.state == DISCARDED:
        raise NotFound(_NONE)
    return found


def organisation_of(posting: Posting) -> Organisation:
    """The organisation that posts it."""
    return employers.by_id(posting.organisation_id)


def listed(asked: Asked, *, organisation_id: int | None) -> Found:
    """Vacancies as rows of (Posting, name of the organisation); of one organisation, or of all for staff."""
    statement = (
        select(Posting, Organisation.name)
        .join(Organisation, Organisation.id == Posting.organisation_id)
        .where(Posting.state != DISCARDED)
    )
    if organisation_id is not None:
        statement = statement.where(Posting.organisation_id == organisation_id)
    if state := asked.chosen["state"]:
        statement = statement.where(Posting.state == state)
    for word in asked.words.split():
        statement = statement.where(_names(word, everywhere=organisation_id is None))
    column = {
        "title": func.lower(Posting.title),
        "closes": Posting.closes_at,
        "organisation": func.lower(Organisation.name),
    }.get(asked.sort, Posting.updated_at)
    order = column.desc() if asked.descending else column.asc()
    return page_of(statement, order=(order.nulls_last(), Posting.id.desc()), page=asked.page, per_page=asked.per_page)


def _names(word: str, *, everywhere: bool) -> ColumnElement[bool]:
    found = holds(Posting.title, word) | (Posting.reference == tidy_reference(word))
    found |= holds(Posting.on_behalf_of, word)
    return found | holds(Organisation.name, word) if everywhere else found


def history(posting: Posting) -> list[Told]:
    """What happened to it, moves and published changes, the newest first."""
    steps = db.session.scalars(select(PostingStep).where(PostingStep.posting_id == posting.id)).all()
    changed = [each for each in versions(posting) if each.number > 1 and each.changes]
    acted = {each.by_id for each in steps} | {each.by_id for each in changed}
    names = accounts.names_of({each for each in acted if each})

    def by(person_id: int | None) -> str:
        return names.get(person_id, "Somebody who left") if person_id else "The portal"

    told = [Told(each.at, words_of(each.event, each.before), by(each.by_id), each.note) for each in steps]
    told += [Told(each.at, f"Changed: {', '.join(each.changes)}", by(each.by_id), "") for each in changed]
    return sorted(told, key=lambda each: each.at)[::-1]


def asked_for_approval_by(posting: Posting) -> int | None:
    """Who last asked for a colleague's word on its text."""
    return db.session.scalar(last_to_ask(posting.id))


def last_to_ask(posting_id: int | InstrumentedAttribute[int]) -> Select[int | None]:
    """The same as a question, for one vacancy or beside the rows of another question."""
    return (
        select(PostingStep.by_id)
        .where(PostingStep.posting_id == posting_id, PostingStep.event == "ask")
        .order_by(PostingStep.id.desc())
        .limit(1)
    )


def versions(posting: Posting) -> Sequence[PostingVersion]:
    """What was public, the oldest first."""
    return db.session.scalars(
        select(PostingVersion).where(PostingVersion.posting_id == posting.id).order_by(PostingVersion.number)
    ).all()


def published_answers(posting: Posting) -> dict[str, Any] | None:
    """The answers that are public now; None for what never was."""
    newest = db.session.scalar(
        select(PostingVersion)
        .where(PostingVersion.posting_id == posting.id)
        .order_by(PostingVersion.number.desc())
        .limit(1)
    )
    return dict(newest.answers) if newest is not None else None


def vacancy_of(posting: Posting) -> Vacancy | None:
    """The public's page of it, or None before it is published."""
    return db.session.get(Vacancy, posting.vacancy_id) if posting.vacancy_id else None


def bought(posting: Posting) -> Sequence[PostingPurchase]:
    """What was bought for it, the oldest first."""
    return db.session.scalars(
        select(PostingPurchase).where(PostingPurchase.posting_id == posting.id).order_by(PostingPurchase.id)
    ).all()


def numbers(posting: Posting, *, today: date) -> Numbers:
    """How often its page was seen and its signpost followed, from its publication to today or its last day."""
    if posting.vacancy_id is None or posting.published_at is None:
        return numbers_of([], names=SOURCES, first=today, last=today)
    first = posting.published_at.astimezone(LONDON).date()
    visits = visits_of(posting.vacancy_id)
    ended = min(filter(None, (posting.ended_at, posting.closes_at)), default=None)
    last = min(today, ended.astimezone(LONDON).date()) if ended else today
    last = max([first, last, *(each.day for each in visits)])
    return numbers_of(visits, names=SOURCES, first=first, last=last)


def applies_by_mail(posting: Posting) -> bool:
    """Whether one applies to it by mail, which cannot be counted."""
    vacancy = vacancy_of(posting)
    return vacancy is not None and vacancy.address.startswith("mailto:")


def numbers_by_state(organisation_id: int) -> dict[str, int]:
    """How many vacancies of the organisation are in each state."""
    rows = db.session.execute(
        select(Posting.state, func.count()).where(Posting.organisation_id == organisation_id).group_by(Posting.state)
    )
    return {state: number for state, number in rows if state != DISCARDED}
