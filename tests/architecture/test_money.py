"""No float comes anywhere near money (P-16): not in a column, and not in the rooms where money is reckoned."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import Float, Integer, Numeric

import portal.models  # noqa: F401 - brings every room's tables in
from portal.config import ROOT
from portal.database.base import Base

ROOMS = ("billing", "payments", "invoicing", "recruitment", "membership")
FLOATS_ARE_SECONDS = {
    "portal/billing/gateway.py",
    "portal/billing/provider.py",
    "portal/payments/checking_out.py",
    "portal/payments/heeding.py",
    "portal/payments/test_card.py",
}
FLOATS_ARE_MILLIMETRES = {"portal/invoicing/pdf.py"}
SOURCES = sorted(path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / "portal" / room).rglob("*.py"))
RECKONING = [path for path in SOURCES if path not in FLOATS_ARE_SECONDS | FLOATS_ARE_MILLIMETRES]


def _floats(path: str) -> list[int]:
    tree = ast.parse(Path(ROOT / path).read_text())
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]


def test_every_amount_is_kept_as_a_whole_number_of_pence() -> None:
    amounts = [
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name == "pence" or column.name.endswith(("_pence", "basis_points", "credits"))
    ]
    assert len(amounts) > 30
    assert [str(column) for column in amounts if not isinstance(column.type, Integer)] == []


def test_no_table_of_money_has_a_fraction() -> None:
    money = [
        table for table in Base.metadata.tables.values() if any("pence" in column.name for column in table.columns)
    ]
    fractions = [
        str(column) for table in money for column in table.columns if isinstance(column.type, (Float, Numeric))
    ]
    assert fractions == []


@pytest.mark.parametrize("path", RECKONING)
def test_no_float_where_money_is_reckoned(path: str) -> None:
    assert _floats(path) == []


def test_the_exceptions_are_files_that_hold_floats() -> None:
    assert all(_floats(path) for path in FLOATS_ARE_SECONDS | FLOATS_ARE_MILLIMETRES)
