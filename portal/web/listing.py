"""Lists for people who work with many rows: search, filters, sorting, pages and a download, all in the address.

A view says once what its list is like (`Shape`), reads what was asked for (`Shape.read`), lets a query find the rows
(`database.slicing.page_of` gives a page and the total) and shows them (`Shape.shown`) with components/listing.html.
Whatever an address holds that the list does not know is ignored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from portal.foundation.text import one_line
from portal.web.paging import pagination
from portal.web.words import counted

PER_PAGE = 50
MOST_WORDS = 100
MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `name` in the address when it `sorts`, and its heading."""

    name: str
    label: str
    sorts: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of one value; `options` are (value, label), and none chosen shows everything."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    blank: str = "Any"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: words, perhaps a link, a second line, a mark of alarm."""

    text: str
    address: str = ""
    note: str = ""
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list; `chosen` has every filter, empty where none is chosen."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    page: int = 1
    as_csv: bool = False

    @property
    def per_page(self) -> int | None:
        """How many rows to fetch: a page, or all of them for a download."""
        return None if self.as_csv else PER_PAGE

    @property
    def narrowed(self) -> bool:
        """Whether anything but the whole list is asked for."""
        return bool(self.words or any(self.chosen.values()))


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a select as the template wants it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of the form."""

    name: str
    label: str
    blank: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SortLink:
    """A way to sort: `current` says which way the list is sorted by it now, ascending or descending."""

    label: str
    address: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, ready for components/listing.html."""

    shape: Shape
    asked: Asked
    path: str
    rows: Sequence[Sequence[Cell]]
    total: int
    choices: tuple[Choice, ...]
    sorts: tuple[SortLink, ...]
    pages: dict[str, Any] | None
    csv_address: str

    @property
    def summary(self) -> str:
        """214 people; 3 people found."""
        number = counted(self.total, self.shape.one, self.shape.many)
        return f"{number} found" if self.asked.narrowed else number


@dataclass(frozen=True, slots=True)
class Shape:
    """What a list is like. The first column names the row. `sort` is the column it is sorted by unless asked
    otherwise ("-opened" for descending); `search` labels the search box, and without it there is none. `keeps` names
    what else of the address stays when people search or turn pages. `empty` is said when there is nothing at all."""

    one: str
    many: str
    columns: tuple[Column, ...]
    sort: str
    search: str = ""
    hint: str = ""
    filters: tuple[Filter, ...] = ()
    empty: str = ""
    keeps: tuple[str, ...] = ()
    csv: bool = True

    def read(self, query: Mapping[str, str]) -> Asked:
        """What this address asks for; what the list does not know is as if it were not there."""
        known = {each.name: {value for value, _ in each.options} for each in self.filters}
        given = {name: query.get(name, "") for name in known}
        sorted_by = query.get("sort", "")
        if sorted_by.removeprefix("-") not in {each.name for each in self.columns if each.sorts}:
            sorted_by = self.sort
        return Asked(
            words=one_line(query.get("q", ""), limit=MOST_WORDS) if self.search else "",
            chosen={name: value if value in known[name] else "" for name, value in given.items()},
            sort=sorted_by.removeprefix("-"),
            descending=sorted_by.startswith("-"),
            page=_page(query.get("page", "")),
            as_csv=self.csv and query.get("format") == "csv",
        )

    def shown(
        self,
        asked: Asked,
        *,
        path: str,
        rows: Sequence[Sequence[Cell]],
        total: int,
        page: int = 1,
        kept: Mapping[str, str] | None = None,
    ) -> Listing:
        """The list with these rows; `page` is the one that was found, `kept` the values of what it `keeps`."""
        asked = replace(asked, page=page)
        extra = {name: value for name, value in (kept or {}).items() if name in self.keeps and value}

        def address(asked: Asked) -> str:
            query = urlencode(extra | self._query(asked))
            return f"{path}?{query}" if query else path

        links = pagination(
            page,
            -(-total // PER_PAGE),
            address=lambda number: address(replace(asked, page=number)),
            label=f"Pages of {self.many}",
        )
        choices = tuple(
            Choice(
                each.name,
                each.label,
                each.blank,
                tuple(Option(value, label, asked.chosen.get(each.name) == value) for value, label in each.options),
            )
            for each in self.filters
        )
        sorts = tuple(
            SortLink(each.label, address(self._sorted(asked, each.name)), self._way(asked, each.name))
            for each in self.columns
            if each.sorts
        )
        download = address(replace(asked, page=1, as_csv=True)) if self.csv and total else ""
        return Listing(self, asked, path, rows, total, choices, sorts, links, download)

    def _query(self, asked: Asked) -> dict[str, str]:
        sorted_by = f"-{asked.sort}" if asked.descending else asked.sort
        query = {"q": asked.words, **asked.chosen, "sort": sorted_by if sorted_by != self.sort else ""}
        query |= {"page": str(asked.page) if asked.page > 1 else "", "format": "csv" if asked.as_csv else ""}
        return {name: value for name, value in query.items() if value}

    def _sorted(self, asked: Asked, column: str) -> Asked:
        """Sorted by this column, the other way round where it is sorted by it already."""
        return replace(asked, sort=column, descending=column == asked.sort and not asked.descending, page=1)

    def _way(self, asked: Asked, column: str) -> str:
        return "" if column != asked.sort else "descending" if asked.descending else "ascending"


def _page(raw: str) -> int:
    """A page's number as an address gives it; the first for anything that is none."""
    return min(max(int(raw), 1), MOST_PAGES) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


def plain(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The words of the cells, for a download."""
    return [[each.text for each in row] for row in rows]
