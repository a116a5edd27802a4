"""Searching the database itself while the index is missing or broken: slower and plainer, with the same filters."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import escape
from typing import Any

from sqlalchemy import String, and_, case, cast, func, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from portal.database.base import db
from portal.foundation import clock
from portal.vacancies.gazetteer import miles_between
from portal.vacancies.models import Vacancy
from search_index.documents import Hit, SearchPage, SearchRequest
from search_index.querying import Clause, understand

MEASURED = 5_000
"""Vacancies whose distance is worked out for a search by place; the newest."""
_COLUMNS: dict[str, Any] = {
    "sector": Vacancy.sector,
    "family": Vacancy.role_family,
    "role": Vacancy.role_name,
    "level": Vacancy.role_level,
    "grade_scheme": Vacancy.grade_scheme,
    "workplace": Vacancy.workplace,
}
_LISTS: dict[str, Any] = {"contract": Vacancy.contract, "pattern": Vacancy.pattern, "clearance": Vacancy.clearance}
_PLACE_KEYS = {"nations": "nation", "regions": "region"}


def search_database(request: SearchRequest) -> SearchPage:
    """One page of the open vacancies that hold the words and pass the filters; without facet counts and highlights."""
    conditions = _conditions(request)
    if request.near and request.within:
        return _by_distance(request, conditions)
    total = db.session.scalar(select(func.count()).select_from(Vacancy).where(*conditions)) or 0
    pages, page = _paged(total, request)
    found = db.session.execute(
        select(Vacancy.reference, Vacancy.title, Vacancy.excerpt)
        .where(*conditions)
        .order_by(*_order(request))
        .limit(request.per_page)
        .offset((page - 1) * request.per_page)
    )
    return SearchPage(total, page, pages, tuple(Hit(r.reference, escape(r.title), escape(r.excerpt)) for r in found))


def _by_distance(request: SearchRequest, conditions: list[ColumnElement[bool]]) -> SearchPage:
    assert request.near is not None and request.within is not None
    near, within = request.near, request.within
    candidates = db.session.execute(
        select(Vacancy.reference, Vacancy.title, Vacancy.excerpt, Vacancy.places)
        .where(*conditions)
        .order_by(*_order(request))
        .limit(MEASURED)
    )
    hits = []
    for row in candidates:
        miles = min(
            (
                miles_between(near[0], near[1], place["lat"], place["lon"])
                for place in row.places or ()
                if place.get("lat") is not None and place.get("lon") is not None
            ),
            default=None,
        )
        if miles is not None and miles <= within:
            hits.append(Hit(row.reference, escape(row.title), escape(row.excerpt), miles))
    if request.sort == "distance":
        hits.sort(key=lambda hit: hit.miles or 0.0)
    pages, page = _paged(len(hits), request)
    start = (page - 1) * request.per_page
    return SearchPage(len(hits), page, pages, tuple(hits[start : start + request.per_page]))


def _paged(total: int, request: SearchRequest) -> tuple[int, int]:
    pages = max(1, -(-total // request.per_page))
    return pages, min(max(1, request.page), pages)


def _conditions(request: SearchRequest) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Vacancy.status == "live",
        or_(Vacancy.closes_at.is_(None), Vacancy.closes_at > clock.now()),
        *(_holding(clause) for clause in understand(request.words).clauses),
        *(_having(name, values) for name, values in request.filters),
    ]
    highest = func.coalesce(Vacancy.annual_maximum, Vacancy.annual_minimum)
    if request.pay_unstated:
        conditions.append(highest.is_(None))
    elif request.pay_from is not None:
        conditions.append(highest >= request.pay_from * 100)
    if request.posted_after is not None:
        after = datetime.fromtimestamp(request.posted_after, UTC)
        conditions.append(or_(Vacancy.posted_at >= after, Vacancy.first_seen >= after))
    if request.closing_before is not None:
        conditions.append(Vacancy.closes_at <= datetime.fromtimestamp(request.closing_before, UTC))
    return conditions


def _holding(clause: Clause) -> ColumnElement[bool]:
    phrases = clause.phrases or ((clause.prefix,),)
    found = or_(*(and_(*(_holds(term) for term in phrase if term)) for phrase in phrases))
    return not_(found) if clause.without else found


def _holds(term: str) -> ColumnElement[bool]:
    """Stems are the beginnings of their words, but for a last letter that may have been changed."""
    piece = term[:-1] if len(term) > 4 and term.endswith("i") else term
    texts = (Vacancy.title, Vacancy.employer_name, func.coalesce(Vacancy.organisation, ""), Vacancy.description)
    return or_(*(func.lower(text).contains(piece, autoescape=True) for text in texts))


def _having(name: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    if name in _COLUMNS:
        return _COLUMNS[name].in_(values)  # type: ignore[no-any-return]
    if name == "employer_key":
        return func.coalesce(Vacancy.organisation_key, Vacancy.employer_key).in_(values)
    if name in _LISTS:
        return or_(*(cast(_LISTS[name], String).contains(json.dumps(value), autoescape=True) for value in values))
    needles = (f'"{_PLACE_KEYS[name]}": {json.dumps(value)}' for value in values)
    return or_(*(cast(Vacancy.places, String).contains(needle, autoescape=True) for needle in needles))


def _order(request: SearchRequest) -> list[Any]:
    newest = [func.coalesce(Vacancy.posted_at, Vacancy.first_seen).desc(), Vacancy.id.desc()]
    if request.sort == "closing":
        return [Vacancy.closes_at.is_(None), Vacancy.closes_at, *newest]
    if request.sort == "pay":
        highest = func.coalesce(Vacancy.annual_maximum, Vacancy.annual_minimum, 0)
        return [highest.desc(), *newest]
    wanted = understand(request.words).wanted
    if request.sort == "relevance" and wanted:
        in_title = and_(*(func.lower(Vacancy.title).contains(term, autoescape=True) for term in wanted if term))
        return [case((in_title, 0), else_=1), *newest]
    return newest
