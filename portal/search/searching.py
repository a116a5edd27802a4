"""The site's search: the index's answer checked against the database."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from portal.search.forms import Wish, read_wish
from portal.search.rows import ResultRow, rows_of
from portal.search.without_index import search_database
from search_index import IndexBroken, IndexMissing, QueryRefused, SearchIndex
from search_index.documents import SearchPage, SearchRequest

log = logging.getLogger(__name__)

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
