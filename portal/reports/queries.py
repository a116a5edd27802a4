"""What staff ask about reports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.folding import holds
from portal.database.slicing import Found, page_of
from portal.foundation.identifiers import tidy_reference
from portal.reports.matters import COMPLAINTS, OF_VACANCIES
from portal.reports.models import Report
from portal.vacancies.models import Vacancy
from portal.web.listing import Asked

GROUPS = {"complaint": [key for key, _ in COMPLAINTS], "vacancy": [key for key, _ in OF_VACANCIES]}


def listed(asked: Asked) -> Found:
    """Reports with the title of the vacancy that each is about."""
    statement = select(
        Report.reference, Report.matter, Report.state, Report.received_at, Report.due_on, Vacancy.title
    ).outerjoin(Vacancy, Vacancy.id == Report.vacancy_id)
    if asked.words:
        statement = statement.where(
            or_(Report.reference == tidy_reference(asked.words), holds(Vacancy.title, asked.words))
        )
    if state := asked.chosen["state"]:
        statement = statement.where(Report.state == state)
    if group := asked.chosen["about"]:
        statement = statement.where(Report.matter.in_(GROUPS[group]))
    columns: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
        "received": Report.received_at,
        "due": Report.due_on,
    }
    column = columns[asked.sort]
    order = (column.desc(), Report.id.desc()) if asked.descending else (column, Report.id)
    return page_of(statement, order=order, page=asked.page, per_page=asked.per_page)


def vacancy_of(report: Report) -> Vacancy | None:
    """The vacancy that it is about."""
    return db.session.get(Vacancy, report.vacancy_id) if report.vacancy_id else None


def answered_by(report: Report) -> str:
    """The name of who answered or closed it."""
    person = db.session.get(Person, report.answered_by_id) if report.answered_by_id else None
    return person.name if person else ""
