"""The pages of the books: periods that people choose, tables, and a chart beside its table."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.foundation.money import pounds, pounds_and_pence
from portal.invoicing import bookkeeping
from portal.invoicing.bookkeeping import BUCKETS, PERSON, Debtor, Period, Sum, VatLine
from portal.invoicing.tables import in_hundredths
from portal.web import words
from portal.web.listing import Option

BY = {"month": "Month", "name": "Product", "sector": "Sector"}
DEBTORS_HEADER = ("Buyer", "Reference", *(name for _, name in BUCKETS), "Total")
VAT_HEADER = ("VAT rate", "Invoiced, net", "Invoiced, VAT", "Credited, net", "Credited, VAT", "Net", "VAT")
BAR_WIDTH, BAR_HEIGHT, BAR_GAP, LABEL_WIDTH, FIGURE_WIDTH = 420, 22, 10, 180, 110


@dataclass(frozen=True, slots=True)
class Asked:
    """Which time, and by what the sums stand."""

    period: Period
    by: str
    since: str
    until: str
    problem: str
    presets: tuple[tuple[str, str], ...]

    @property
    def choices(self) -> list[Option]:
        """By what the sums may stand, as the options of a select."""
        return [Option(key, name, key == self.by) for key, name in BY.items()]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart."""

    label: str
    figure: str
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class RevenuePage:
    """A table of sums, its total, and the chart of the same."""

    heading: str
    rows: tuple[tuple[str, str, str, str], ...]
    total: tuple[str, str, str]
    bars: tuple[Bar, ...]
    height: int
    width: int
    label_width: int


@dataclass(frozen=True, slots=True)
class DebtorsPage:
    """The table of debtors, its totals, and invoices on which too much was paid."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...], str], ...]
    totals: tuple[str, ...]
    overdue: str
    overpaid: tuple[tuple[str, str, str], ...]


def read_period(query: Mapping[str, str], today: date, *, quarter: bool = False) -> Asked:
    """The time that an address asks for: the present year, or for VAT the last whole quarter, unless it says another."""
    usual = last_quarter(today) if quarter else Period(date(today.year, 1, 1), today)
    since, until = query.get("since", ""), query.get("until", "")
    period, problem = usual, ""
    if since or until:
        try:
            period = Period(date.fromisoformat(since), date.fromisoformat(until))
            if period.since > period.until:
                raise ValueError
        except ValueError:
            period, problem = usual, "Enter a first and a last day, the first before the last."
    by = query.get("by", "")
    return Asked(
        period,
        by if by in BY else "month",
        period.since.isoformat(),
        period.until.isoformat(),
        problem,
        _presets(today),
    )


def last_quarter(today: date) -> Period:
    """The last whole quarter of the calendar."""
    month = 3 * ((today.month - 1) // 3)
    year, first = (today.year, month - 2) if month else (today.year - 1, 10)
    last = first + 2
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def revenue_page(sums: Sequence[Sum], by: str) -> RevenuePage:
    """Sums by month, product or sector."""
    found = bookkeeping.totalled(sums, by)
    labelled = [(_label(key, by), net, vat) for key, net, vat in found]
    most = max((net for _, net, _ in labelled), default=0)
    bars = tuple(
        Bar(label, pounds(net), at * (BAR_HEIGHT + BAR_GAP), max(0, net) * BAR_WIDTH // most if most > 0 else 0)
        for at, (label, net, _) in enumerate(labelled)
    )
    rows = tuple(
        (label, pounds_and_pence(net), pounds_and_pence(vat), pounds_and_pence(net + vat))
        for label, net, vat in labelled
    )
    net, vat = sum(each.net_pence for each in sums), sum(each.vat_pence for each in sums)
    return RevenuePage(
        BY[by],
        rows,
        (pounds_and_pence(net), pounds_and_pence(vat), pounds_and_pence(net + vat)),
        bars,
        max(1, len(bars)) * (BAR_HEIGHT + BAR_GAP),
        LABEL_WIDTH + BAR_WIDTH + FIGURE_WIDTH,
        LABEL_WIDTH,
    )


def revenue_sheets(sums: Sequence[Sum]) -> list[tuple[str, Sequence[str], list[tuple[Any, ...]]]]:
    """The sums as further sheets of a workbook."""
    sheets: list[tuple[str, Sequence[str], list[tuple[Any, ...]]]] = []
    for by, name in BY.items():
        rows = [
            (_label(key, by), in_hundredths(net), in_hundredths(vat), in_hundredths(net + vat))
            for key, net, vat in bookkeeping.totalled(sums, by)
        ]
        sheets.append((f"By {name.lower()}", (name, "Net", "VAT", "Gross"), rows))
    return sheets


def debtors_page(found: Sequence[Debtor]) -> DebtorsPage:
    """Who owes what, and what is owed to buyers."""
    totals = [sum(each.buckets[at] for each in found) for at in range(len(BUCKETS))]
    return DebtorsPage(
        tuple(name for _, name in BUCKETS),
        tuple(
            (
                each.name,
                each.reference,
                tuple(pounds_and_pence(pence) if pence else "" for pence in each.buckets),
                pounds_and_pence(each.total_pence),
            )
            for each in found
        ),
        (*(pounds_and_pence(each) for each in totals), pounds_and_pence(sum(totals))),
        pounds_and_pence(sum(totals[1:])),
        tuple(
            (document.number, document.buyer_name, pounds_and_pence(-order.owed_pence))
            for document, order in bookkeeping.owed_to_buyers()
        ),
    )


def debtor_cells(found: Sequence[Debtor], shown: Callable[[int], Any]) -> list[tuple[Any, ...]]:
    """The debtors as rows under DEBTORS_HEADER."""
    return [
        (each.name, each.reference, *(shown(pence) for pence in each.buckets), shown(each.total_pence))
        for each in found
    ]


def vat_page(found: Sequence[VatLine]) -> dict[str, Any]:
    """The figures of a return: by rate, and for its boxes."""
    return {
        "columns": VAT_HEADER,
        "rows": vat_cells(found, pounds_and_pence),
        "boxes": (
            ("Box 1: VAT due on sales", pounds_and_pence(sum(each.vat_pence for each in found))),
            ("Box 6: total value of sales, without VAT", pounds_and_pence(sum(each.net_pence for each in found))),
        ),
    }


def vat_cells(found: Sequence[VatLine], shown: Callable[[int], Any]) -> list[tuple[Any, ...]]:
    """The figures under VAT_HEADER, with their total."""
    rows: list[tuple[Any, ...]] = [(each.rate, *(shown(pence) for pence in _figures(each))) for each in found]
    sums = [sum(column) for column in zip(*map(_figures, found), strict=True)]
    return [*rows, ("All", *(shown(each) for each in sums))] if rows else []


def _figures(line: VatLine) -> tuple[int, ...]:
    return (
        line.invoiced_net,
        line.invoiced_vat,
        line.credited_net,
        line.credited_vat,
        line.net_pence,
        line.vat_pence,
    )


def _label(key: str, by: str) -> str:
    if by == "month":
        return f"{date.fromisoformat(f'{key}-01'):%B %Y}"
    if by == "sector":
        return "People, for themselves" if key == PERSON else words.name_of(key)
    return key


def _presets(today: date) -> tuple[tuple[str, str], ...]:
    quarter = last_quarter(today)
    month = date(today.year, today.month, 1)
    before = Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    periods = (
        ("This month", Period(month, today)),
        ("Last quarter", quarter),
        ("This year", Period(date(today.year, 1, 1), today)),
        ("Last year", before),
    )
    return tuple((name, f"?since={each.since}&until={each.until}") for name, each in periods)
