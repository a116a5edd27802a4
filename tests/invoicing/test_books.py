"""Revenue, VAT figures and aged debtors against a hand-made sample and the ledger, to the penny, in every form (P-16, P-18)."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from portal.billing import books
from portal.billing.models import VatRate
from portal.database.base import db
from portal.database.transaction import transaction
from portal.invoicing import bookkeeping
from portal.invoicing.bookkeeping import Period
from tests import people
from tests.billing.conftest import Buyer
from tests.invoicing import making

WHOLE = Period(date(2026, 1, 1), date(2027, 12, 31))
ASKED = f"since={WHOLE.since}&until={WHOLE.until}"
BY_HAND = {"November 2026": (60_000 + 12_000 - 20_000, 10_400), "December 2026": (30_000, 7_500)}
"""Net and VAT: two adverts at £300 and a featured listing at £120, at 20 %, of which £200 was credited; an advert at 25 %."""


@pytest.fixture
def staff(app: Flask, buyer: Buyer, tmp_path: Path) -> FlaskClient:
    """Who reads the books of a short trade, on 3 February: see BY_HAND."""
    with app.app_context(), transaction():
        db.session.add(VatRate(code="standard", basis_points=2_500, from_date=date(2026, 12, 1)))
    making.on(tmp_path, "2026-11-24")
    making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 2))
    making.placed(app, buyer.organisation_id, buyer.owner, ("featured", 1))
    making.credit(app, "INV-000001", 20_000, by=buyer.clerk)
    making.on(tmp_path, "2026-12-01")
    making.placed(app, buyer.organisation_id, buyer.owner)
    making.allocate(app, making.receipt(app, 10_000, by=buyer.clerk), "INV-000001", 10_000, by=buyer.clerk)
    making.on(tmp_path, "2027-02-03")
    return people.sign_in(app, people.make(app, "staff@example.org", given=("staff",)))


def ledger(app: Flask) -> tuple[int, int, int]:
    """Income, VAT and debtors as the ledger has them."""
    with app.app_context():
        found = books.balances()
    income = sum(pence for account, pence in found.items() if account.startswith(books.INCOME))
    return -income, -found.get(books.VAT, 0), found.get(books.DEBTORS, 0)


def pence(pounds: object) -> int:
    """`1,234.50`, 1234.5 or "£1,234.50" in pence."""
    return round(float(str(pounds).replace(",", "").replace("£", "").replace("−", "-")) * 100)


def rows(client: FlaskClient, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(path).text.lstrip("\ufeff"))))


def test_revenue_vat_and_debtors_agree_with_the_ledger(app: Flask, staff: FlaskClient) -> None:
    net, vat, owed = ledger(app)
    with app.app_context():
        sums = bookkeeping.revenue(WHOLE)
        returned = bookkeeping.vat_return(WHOLE)
        debtors = bookkeeping.debtors(date(2027, 2, 3))
        for by in ("month", "name", "sector"):
            assert sum(each[1] for each in bookkeeping.totalled(sums, by)) == net
            assert sum(each[2] for each in bookkeeping.totalled(sums, by)) == vat
    assert (sum(each.net_pence for each in returned), sum(each.vat_pence for each in returned)) == (net, vat)
    assert sum(each.total_pence for each in debtors) == owed
    assert (net, vat) == tuple(sum(column) for column in zip(*BY_HAND.values(), strict=True))


def test_a_credit_after_a_change_of_rate_bears_the_rate_of_its_sale(
    app: Flask, buyer: Buyer, staff: FlaskClient
) -> None:
    """P-17."""
    making.credit(app, "INV-000001", by=buyer.clerk)
    note = making.document(app, "CN-000002")
    assert (note.net_pence, note.vat_pence) == (40_000, 8_000)
    assert {line.vat_basis_points for line in note.lines} == {2_000}
    with app.app_context():
        credited = {each.rate: (each.credited_net, each.credited_vat) for each in bookkeeping.vat_return(WHOLE)}
    assert credited == {"25%": (0, 0), "20%": (60_000, 12_000)}


def test_months_are_as_reckoned_by_hand(app: Flask, staff: FlaskClient) -> None:
    page = staff.get(f"/staff/revenue?{ASKED}").text
    book = load_workbook(io.BytesIO(staff.get(f"/staff/revenue?{ASKED}&format=xlsx").data), data_only=True)
    months = {row[0]: (pence(row[1]), pence(row[2])) for row in book["By month"].iter_rows(min_row=2, values_only=True)}
    assert months == BY_HAND
    for month, (net, vat) in BY_HAND.items():
        assert month in page and f"£{net / 100:,.2f}" in page and f"£{vat / 100:,.2f}" in page
    assert "<svg" in page


def test_the_workbook_and_the_csv_hold_every_line_and_sum_to_the_ledger(app: Flask, staff: FlaskClient) -> None:
    net, vat, _ = ledger(app)
    header, *told = rows(staff, f"/staff/revenue?{ASKED}&format=csv")
    book = load_workbook(io.BytesIO(staff.get(f"/staff/revenue?{ASKED}&format=xlsx").data), data_only=True)
    first, *lines = book["Lines"].iter_rows(values_only=True)
    assert list(first) == header and [row[1] for row in lines] == [row[1] for row in told]
    for name, wanted in (("Net", net), ("VAT", vat), ("Gross", net + vat)):
        at = header.index(name)
        assert sum(pence(row[at]) for row in told) == sum(pence(row[at]) for row in lines) == wanted
    for sheet in ("By month", "By product", "By sector"):
        assert sum(pence(row[1]) for row in book[sheet].iter_rows(min_row=2, values_only=True)) == net


def test_vat_figures_of_a_period_as_reckoned_by_hand(app: Flask, staff: FlaskClient) -> None:
    _, *found = rows(staff, "/staff/vat?since=2026-10-01&until=2026-11-30&format=csv")
    assert [[row[0], *map(pence, row[1:])] for row in found] == [
        ["20%", 72_000, 14_400, 20_000, 4_000, 52_000, 10_400],
        ["All", 72_000, 14_400, 20_000, 4_000, 52_000, 10_400],
    ]


def test_what_is_unpaid_for_sixty_days_is_in_the_overdue_list(
    app: Flask, buyer: Buyer, staff: FlaskClient, tmp_path: Path
) -> None:
    """P-18: due 24 December and 31 December; on 22 February the first are sixty days late, on the next day more."""
    _, _, owed = ledger(app)
    seen = {}
    for day in ("2027-02-22", "2027-02-23"):
        making.on(tmp_path, day)
        client = people.sign_in(app, people.make(app, f"staff{day}@example.org", given=("staff",)))
        header, row = rows(client, "/staff/debtors?format=csv")
        seen[day] = {name: pence(each) for name, each in zip(header[2:], row[2:], strict=True) if pence(each)}
    november, december = 72_000 + 14_400 - 24_000 - 10_000, 37_500
    assert seen["2027-02-22"] == {"31 to 60 days": november + december, "Total": owed}
    assert seen["2027-02-23"] == {"31 to 60 days": december, "61 to 90 days": november, "Total": owed}
