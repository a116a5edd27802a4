"""Sources as staff see them: the list, and what one has brought lately."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts.models import Person
from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.feeds.models import Polling
from portal.vacancies.models import Advert, Source, Vacancy
from portal.web.listing import Asked

UNWELL = ("suspect", "failing", "gone")
SAMPLE = 10


def listed(asked: Asked) -> Found:
    """Sources with their health: those that were retired only when asked for."""
    statement = select(
        Source.id,
        Source.name,
        Source.kind,
        Source.organisation,
        Polling.health,
        Polling.active,
        Polling.error_sentence,
        Polling.last_good_at,
        Polling.next_check_at,
        Polling.usual,
    ).join(Polling, Polling.source_id == Source.id)
    if asked.words:
        statement = statement.where(
            or_(
                holds(Source.name, asked.words),
                holds(Source.organisation, asked.words),
                holds(Source.address, asked.words),
            )
        )
    health = asked.chosen["health"]
    if health == "unwell":
        statement = statement.where(
            or_(Polling.health.in_(UNWELL), (Polling.health == "paused") & Polling.error_code.is_not(None))
        )
    elif health:
        statement = statement.where(Polling.health == health)
    else:
        statement = statement.where(Polling.health != "retired")
    if kind := asked.chosen["kind"]:
        statement = statement.where(Source.kind == kind)
    columns: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "name": func.lower(Source.name),
        "good": func.coalesce(Polling.last_good_at, Source.added_at),
        "usual": Polling.usual,
    }
    column = columns[asked.sort]
    order = (column.desc(), Source.id.desc()) if asked.descending else (column, Source.id)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


def live_of(source_ids: Sequence[int]) -> dict[int, int]:
    """How many live vacancies these sources list."""
    rows = db.session.execute(
        select(Advert.source_id, func.count(func.distinct(Vacancy.id)))
        .join(Vacancy, Vacancy.id == Advert.vacancy_id)
        .where(Vacancy.status == "live", Advert.source_id.in_(source_ids))
        .group_by(Advert.source_id)
    )
    return {source: number for source, number in rows}


def outcomes(source_id: int) -> dict[str, int]:
    """Where the adverts of a source went."""
    rows = db.session.execute(
        select(Advert.outcome, func.count()).where(Advert.source_id == source_id).group_by(Advert.outcome)
    )
    return {outcome: number for outcome, number in rows}


def newest_adverts(source_id: int) -> Sequence[Any]:
    """The adverts that a source brought last: title, outcome, reason, when, and the vacancy's reference."""
    return db.session.execute(
        select(Advert.title, Advert.outcome, Advert.reason, Advert.first_seen, Vacancy.reference)
        .outerjoin(Vacancy, Vacancy.id == Advert.vacancy_id)
        .where(Advert.source_id == source_id)
        .order_by(Advert.id.desc())
        .limit(SAMPLE)
    ).all()


def acts(subject: str) -> Sequence[Any]:
    """What was done to it, the newest first: when, what, facts, by whom."""
    return db.session.execute(
        select(AuditEntry.at, AuditEntry.action, AuditEntry.facts, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject == subject)
        .order_by(AuditEntry.id.desc())
        .limit(50)
    ).all()
