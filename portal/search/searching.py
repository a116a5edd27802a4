"""The site's search: the index's answer checked against the database, and what pages need to offer more."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.search.forms import RADII, Wish, read_wish
from portal.search.rows import ResultRow, rows_of
from portal.search.without_index import search_database
from search_index import IndexBroken, IndexMissing, QueryRefused, SearchIndex
from search_index.documents import FacetCount, SearchPage, SearchRequest

__all__ = ["FACETS_SHOWN", "RADII", "Results", "address_with", "chosen", "search", "shown_counts"]
log = logging.getLogger(__name__)

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
REBUILDING = "Search is being rebuilt. Meanwhile results are found more plainly, without counts beside the filters."


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results as the database has them now, a notice for people, and what was wrong with which field."""

    request: SearchRequest
    page: SearchPage
    rows: tuple[ResultRow, ...] = ()
    notice: str | None = None
    near_name: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def search(index: SearchIndex, args: MultiDict[str, str]) -> Results:
    """The results for a query string. A broken index or refused words never break a page: they give a notice."""
    return answer(index, read_wish(args))


def answer(index: SearchIndex, wish: Wish) -> Results:
    """The results for a wish."""
    request = wish.request
    notice = next(iter(wish.errors.values()), None)
    try:
        try:
            page = index.search(request)
        except (IndexMissing, IndexBroken) as problem:
            log.warning("search.from_database", extra={"reason": str(problem)})
            page, notice = search_database(request), notice or REBUILDING
    except QueryRefused as refused:
        errors = {**wish.errors, "q": str(refused)}
        return Results(request, SearchPage(0, 1, 1), notice=str(refused), near_name=wish.near_name, errors=errors)
    rows = rows_of(page.hits, include_closed=request.include_closed)
    if gone := len(page.hits) - len(rows):
        page = dataclasses.replace(page, total=max(len(rows), page.total - gone))
    return Results(request, page, rows, notice or page.notice, wish.near_name, wish.errors)


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
