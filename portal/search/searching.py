"""The site's search: an address's query to a request, the index's answer checked against the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict

from portal.database.base import db
from portal.foundation import clock
from portal.vacancies.models import Advert, Vacancy
from portal.vacancies.places import locate
from search_index import IndexBroken, IndexMissing, QueryRefused, SearchIndex
from search_index.documents import FACETS, SORTS, FacetCount, Hit, SearchPage, SearchRequest

PER_PAGE = 20
DAY = 86_400
FACETS_SHOWN = (
    ("sector", "Sector"),
    ("family", "Kind of work"),
    ("level", "Level"),
    ("nations", "Nation"),
    ("regions", "Region"),
    ("grade_scheme", "Grade scheme"),
    ("contract", "Contract"),
    ("pattern", "Working pattern"),
    ("workplace", "Workplace"),
    ("clearance", "Clearance"),
    ("employer_key", "Employer"),
)
RADII = (5, 10, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results with the vacancies as the database has them now, and a notice for people."""

    request: SearchRequest
    page: SearchPage
    rows: list[tuple[Vacancy, Hit]] = field(default_factory=list)
    notice: str | None = None
    near_name: str = ""


def request_from(args: MultiDict[str, str]) -> tuple[SearchRequest, str | None, str]:
    """The request that a query string means; what cannot be meant is left out, with a sentence about it."""
    now = int(clock.now().timestamp())
    notice = None
    near_name = args.get("near", "").strip()[:80]
    place = locate(near_name) if near_name else None
    if near_name and (place is None or place.lat is None):
        notice = f"We do not know the place “{near_name}”. Try a town or a postcode."
    near = (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
    sort = args.get("sort", "relevance")
    return (
        SearchRequest(
            words=args.get("q", "")[:1000],
            filters=tuple((name, tuple(sorted(set(args.getlist(name)[:30])))) for name in FACETS if args.getlist(name)),
            pay_from=_number(args.get("pay_from"), 1, 500_000),
            pay_unstated=args.get("pay") == "unstated",
            posted_after=now - days * DAY if (days := _number(args.get("new"), 1, 60)) else None,
            closing_before=now + days * DAY if (days := _number(args.get("closing"), 1, 60)) else None,
            near=near,
            within=float(_number(args.get("within"), 1, 500) or 25) if near else None,
            sort=sort if sort in SORTS else "relevance",
            page=_number(args.get("page"), 1, 500) or 1,
            per_page=PER_PAGE,
            now=now // 60 * 60,
        ),
        notice,
        near_name,
    )


def _number(raw: str | None, lowest: int, highest: int) -> int | None:
    digits = (raw or "").replace(",", "").replace("£", "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 20:
        return None
    return max(lowest, min(highest, int(digits)))


def search(index: SearchIndex, args: MultiDict[str, str]) -> Results:
    """The results for a query string. A broken index or refused words never break a page: they give a notice."""
    request, notice, near_name = request_from(args)
    try:
        page = index.search(request)
    except QueryRefused as refused:
        return Results(request, SearchPage(0, 1, 1), notice=str(refused), near_name=near_name)
    except (IndexMissing, IndexBroken):
        return Results(
            request,
            _from_database(request),
            _rows(_from_database(request)),
            near_name=near_name,
            notice="Search is being rebuilt. Meanwhile titles are searched, without filters.",
        )
    rows = _rows(page)
    return Results(request, page, rows, notice or page.notice, near_name)


def _rows(page: SearchPage) -> list[tuple[Vacancy, Hit]]:
    """The hits whose vacancy is still open by the database and the clock, in the page's order."""
    wanted = [hit.reference for hit in page.hits]
    now = clock.now()
    found = {
        vacancy.reference: vacancy
        for vacancy in db.session.scalars(
            select(Vacancy)
            .where(Vacancy.reference.in_(wanted), Vacancy.status == "live")
            .options(selectinload(Vacancy.adverts).selectinload(Advert.source))
        )
        if vacancy.closes_at is None or vacancy.closes_at > now
    }
    return [(found[hit.reference], hit) for hit in page.hits if hit.reference in found]


def _from_database(request: SearchRequest) -> SearchPage:
    from html import escape

    conditions = [Vacancy.status == "live"]
    for word in request.words.split()[:5]:
        conditions.append(func.lower(Vacancy.title).contains(word.lower(), autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(Vacancy).where(*conditions)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(request.page, pages)
    found = db.session.scalars(
        select(Vacancy).where(*conditions).order_by(Vacancy.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    return SearchPage(total, page, pages, tuple(Hit(v.reference, escape(v.title), escape(v.excerpt)) for v in found))


def address_with(args: MultiDict[str, str], *, drop: tuple[str, str] | None = None, **changes: Any) -> str:
    """The query string with changes (None takes a name out), without the page unless it is changed."""
    pairs = [
        (name, value)
        for name, value in args.items(multi=True)
        if value and name not in changes and name != "page" and (name, value) != drop
    ]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return urlencode(pairs)


def chosen(request: SearchRequest) -> dict[str, tuple[str, ...]]:
    """The chosen values of each facet."""
    return dict(request.filters)


def shown_counts(page: SearchPage, name: str, picked: tuple[str, ...]) -> list[FacetCount]:
    """The values of a facet to show: the commonest fifteen, and those chosen whatever their count."""
    counts = list(page.facets.get(name, ()))
    top = counts[:15]
    known = {count.value for count in top}
    rest = [count for count in counts[15:] if count.value in picked]
    missing = [FacetCount(value, 0) for value in picked if value not in known and value not in {c.value for c in rest}]
    return top + rest + missing
