"""Money is whole pence, and shares are basis points: no float comes near it."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import Float, Integer, Numeric

from portal import models
from portal.config import ROOT
from portal.database.base import db

ROOMS = ("billing", "payments", "invoicing", "membership")
INEXACT = {"float", "Float", "Numeric", "Decimal", "Fraction"}
NOT_MONEY = {
    "portal/billing/gateway.py": "seconds to wait for the provider",
    "portal/billing/provider.py": "seconds to wait for the provider",
    "portal/payments/checking_out.py": "seconds to wait for the provider",
    "portal/payments/heeding.py": "seconds to wait for the provider",
    "portal/payments/test_card.py": "seconds to wait for the provider",
    "portal/invoicing/pdf.py": "millimetres of paper",
    "portal/invoicing/tables.py": "cells of a workbook, where whole pence move two places as exact decimals",
    "portal/invoicing/fonts.py": "folders, which are joined with a slash",
}
MODULES = sorted(
    path
    for path in [
        *(each for room in ROOMS for each in (ROOT / "portal" / room).rglob("*.py")),
        ROOT / "portal/foundation/money.py",
    ]
    if path.relative_to(ROOT).as_posix() not in NOT_MONEY
)


def inexact(source: str) -> list[int]:
    """The lines with a float, with what makes one, or with a division that does; a path may be joined with a slash."""
    return sorted({getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)) if _is_inexact(node)})


def _is_inexact(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float() | complex()):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in INEXACT:
            return True
        case ast.Call(func=ast.Name(id="round")) | ast.AugAssign(op=ast.Div()):
            return True
        case ast.BinOp(op=ast.Div()):
            return not _joins_a_path(node)
    return False


def _joins_a_path(node: ast.BinOp) -> bool:
    parts = [each for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return any(isinstance(each.value, str) for each in parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_inexact_is_near_money(path: Path) -> None:
    assert inexact(path.read_text()) == []


def test_what_is_left_out_is_there() -> None:
    assert [each for each in NOT_MONEY if not (ROOT / each).exists()] == []


@pytest.mark.parametrize(
    "line",
    [
        "pence * 1.2",
        "float(pence)",
        "pence / 100",
        "pence /= 3",
        "Decimal('1')",
        "sa.Numeric(10, 2)",
        "round(pence)",
        "1e2",
    ],
)
def test_the_check_sees_what_is_inexact(line: str) -> None:
    assert inexact(line) == [1]


@pytest.mark.parametrize("line", ["pence * 12 // 10", "folder / 'prices.csv'", "divmod(pence, 100)"])
def test_the_check_lets_pass_what_is_whole(line: str) -> None:
    assert inexact(line) == []


def test_columns_of_money_are_whole_numbers() -> None:
    assert models
    columns = [each for table in db.metadata.tables.values() for each in table.columns]
    money = [each for each in columns if each.name == "pence" or each.name.endswith(("_pence", "_basis_points"))]
    assert len(money) > 25
    assert [str(each) for each in money if not isinstance(each.type, Integer)] == []
    rooms = {"orders", "order_lines", "prices", "vat_rates", "ledger_entries", "payment_attempts", "payment_refunds"}
    of_money = [each for each in columns if each.table.name in rooms]
    assert [
        str(each) for each in of_money if isinstance(each.type, Float | Numeric) and not isinstance(each.type, Integer)
    ] == []
