"""A page of results as the template shows it: every word ready, every address worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

from portal.search.forms import RADII
from portal.search.rows import ResultRow
from portal.search.searching import Results
from portal.search.typed import SearchForm
from portal.web import words
from portal.web.paging import pagination
from search_index.documents import FacetCount, SearchPage

FACETS_SHOWN = (
    ("sector", "Sector"),
    ("family", "Kind of work"),
    ("role", "Role"),
    ("level", "Level"),
    ("nations", "Nation"),
    ("regions", "Region"),
    ("workplace", "Workplace"),
    ("contract", "Contract"),
    ("pattern", "Working pattern"),
    ("grade_scheme", "Grade scheme"),
    ("clearance", "Clearance"),
    ("employer_key", "Employer"),
)
SORTS_SHOWN = (
    ("relevance", "Best match"),
    ("newest", "Newest"),
    ("closing", "Closing soonest"),
    ("pay", "Highest pay"),
    ("distance", "Nearest"),
)
CLOSING_DAYS, NEW_DAYS = (3, 7, 14), (1, 3, 7, 14)
VALUES_SHOWN = 15
SOON, FRESH = timedelta(days=3), timedelta(days=2)

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One vacancy of a list."""

    reference: str
    title_html: str
    employer: str
    where: str
    pay: str
    facts: tuple[str, ...]
    closes: str
    closes_soon: bool
    is_new: bool
    extract_html: str
    is_featured: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter, with how many results it would give; `id` is its element's."""

    value: str
    label: str
    count: str
    chosen: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values; `chosen` names those in force."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go, with what stands there."""

    address: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything that the search page says."""

    heading: str
    rows: tuple[Row, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Link, ...]
    sorts: tuple[Link, ...]
    wider: tuple[Link, ...]
    pages: dict[str, Any] | None
    suggestion: Link | None
    unstated: Link | None
    notice: str | None
    problems: tuple[Link, ...]


def page_of(
    form: SearchForm, results: Results, *, employers: Callable[[set[str]], Names], now: datetime
) -> ResultsPage:
    """The page that answers a form; `employers` gives the names behind employers' keys."""
    shown = {name: shown_counts(results.page, name, form.filters.get(name, ())) for name, _ in FACETS_SHOWN}
    names = employers({count.value for count in shown["employer_key"]})
    page = results.page
    return ResultsPage(
        heading=heading_of(form, page.total),
        rows=tuple(row_of(row, now=now) for row in results.rows),
        facets=tuple(
            _facet(name, label, shown[name], form.filters.get(name, ()), names)
            for name, label in FACETS_SHOWN
            if shown[name]
        ),
        chips=_chips(form, names),
        sorts=_sorts(form),
        wider=tuple(
            Link(form.address(within=miles), f"Within {miles} miles of {form.near} ({count:,})")
            for miles, count in page.wider
        ),
        pages=pagination(
            page.page, page.pages, address=lambda number: form.address(page=number), label="Pages of results"
        ),
        suggestion=Link(form.address(q=page.suggestion), page.suggestion) if page.suggestion else None,
        unstated=_unstated(form, page),
        notice=None if form.problems else results.notice,
        problems=tuple(Link(f"#{name}", sentence) for name, sentence in form.problems.items()),
    )


def heading_of(form: SearchForm, total: int) -> str:
    """12 vacancies for “network” within 25 miles of Leeds."""
    said = form.words if '"' in form.words else f"“{form.words}”"
    about = f" for {said}" if form.words else ""
    where = f" within {form.within} miles of {form.near}" if form.request.near else ""
    return f"{words.counted(total, 'vacancy', 'vacancies') if total else 'No vacancies'}{about}{where}"


def row_of(vacancy: ResultRow, *, now: datetime) -> Row:
    """How a vacancy stands in a list. Where no word is found in the text, the extract that skips the labelled facts reads better."""
    miles = "" if vacancy.miles is None else f" ({words.counted(round(vacancy.miles), 'mile')} away)"
    if vacancy.miles is not None and vacancy.miles < 1:
        miles = " (under a mile away)"
    facts = (
        vacancy.grade_text,
        words.name_of(vacancy.workplace) if vacancy.workplace else None,
        *(words.name_of(value) for value in vacancy.contract),
        f"Seen at {vacancy.sources} sources" if vacancy.sources > 1 else None,
    )
    return Row(
        reference=vacancy.reference,
        title_html=vacancy.title_html,
        employer=f"{vacancy.employer_name} for {vacancy.on_behalf_of}"
        if vacancy.on_behalf_of
        else vacancy.employer_name,
        where=(words.listed(list(vacancy.places), most=3) or ("Remote" if vacancy.workplace == "remote" else ""))
        + miles,
        pay=pay_of(vacancy),
        facts=tuple(filter(None, facts)),
        closes=closing_of(vacancy, now),
        closes_soon=vacancy.closes_at is not None and vacancy.closes_at - now < SOON,
        is_new=now - (vacancy.posted_at or vacancy.first_seen) < FRESH,
        is_featured=vacancy.featured_until is not None and vacancy.featured_until > now,
        extract_html=vacancy.extract_html if "<mark>" in vacancy.extract_html else escape(vacancy.excerpt),
    )


def pay_of(vacancy: ResultRow) -> str:
    """Pay in a list: the range printed, else the one that a pay table gives, else the advert's words, else that there are none."""
    parsed = words.pay_range(vacancy.pay_minimum, vacancy.pay_maximum, vacancy.pay_period)
    if parsed:
        return f"{parsed}{', pro rata' if vacancy.pay_basis == 'pro_rata' else ''}"
    if vacancy.pay_derived and (scale := words.pay_range(vacancy.annual_minimum, vacancy.annual_maximum, "year")):
        return f"{scale} (from the pay scale)"
    stated = words.pay_as_stated(vacancy.pay_stated)
    return stated if stated and len(stated) <= 60 else "Pay not stated"


def closing_of(vacancy: ResultRow, now: datetime) -> str:
    """Closes tomorrow, at 11:59pm on Sunday 13 December 2026."""
    if vacancy.closes_at is None:
        return "No closing date stated"
    return f"{words.closes_in(vacancy.closes_at, now)}, at {words.long_time(vacancy.closes_at)}"


def shown_counts(page: SearchPage, name: str, chosen: tuple[str, ...]) -> list[FacetCount]:
    """The values of a facet to show: the commonest fifteen, and those chosen whatever their count."""
    counts = page.facets.get(name, ())
    top = list(counts[:VALUES_SHOWN])
    known = {count.value: count for count in counts}
    return top + [known.get(value, FacetCount(value, 0)) for value in chosen if value not in {c.value for c in top}]


def _facet(name: str, label: str, counts: list[FacetCount], chosen: tuple[str, ...], names: Names) -> Facet:
    options = tuple(
        Option(
            each.value, label_of(name, each.value, names), f"{each.count:,}", each.value in chosen, f"{name}-{number}"
        )
        for number, each in enumerate(counts, start=1)
    )
    return Facet(name, label, options, ", ".join(option.label for option in options if option.chosen))


def label_of(name: str, value: str, employers: Names) -> str:
    """A value of a facet as people read it."""
    return employers.get(value) or words.name_of(value) if name == "employer_key" else words.name_of(value)


def _chips(form: SearchForm, employers: Names) -> tuple[Link, ...]:
    request = form.request
    chips = [
        Link(form.address(drop=(name, value)), label_of(name, value, employers))
        for name, values in request.filters
        for value in values
    ]
    if request.near:
        chips.append(Link(form.address(near=None, within=None), f"Within {form.within} miles of {form.near}"))
    if request.pay_unstated:
        chips.append(Link(form.address(pay=None), "Pay not stated"))
    elif request.pay_from:
        chips.append(Link(form.address(pay_from=None), f"Pay reaches £{request.pay_from:,}"))
    if form.closing:
        chips.append(Link(form.address(closing=None), f"Closing within {words.counted(form.closing, 'day')}"))
    if form.new:
        chips.append(Link(form.address(new=None), f"New in the last {words.counted(form.new, 'day')}"))
    return tuple(chips)


def _sorts(form: SearchForm) -> tuple[Link, ...]:
    return tuple(
        Link(form.address(sort=None if name == "relevance" else name), label, name == form.request.sort)
        for name, label in SORTS_SHOWN
        if name != "distance" or form.request.near
    )


def _unstated(form: SearchForm, page: SearchPage) -> Link | None:
    if not page.unstated or form.request.pay_unstated:
        return None
    verb = "does not state its" if page.unstated == 1 else "do not state their"
    return Link(form.address(pay="unstated"), f"{page.unstated:,} more {verb} pay")


def choices(days: int | None, options: tuple[int, ...], say: str) -> list[Option]:
    """The options of a number-of-days list, with one that came by the address though the list does not offer it."""
    return [
        Option(str(each), say.format(words.counted(each, "day")), "", each == days)
        for each in sorted({*options, *([days] if days else [])})
    ]


def closing_choices(form: SearchForm) -> list[Option]:
    return choices(form.closing, CLOSING_DAYS, "Within {}")


def new_choices(form: SearchForm) -> list[Option]:
    return choices(form.new, NEW_DAYS, "In the last {}")


def radius_choices(form: SearchForm) -> list[Option]:
    return [
        Option(str(miles), words.counted(miles, "mile"), "", miles == form.within)
        for miles in sorted({*RADII, form.within})
    ]
