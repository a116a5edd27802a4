"""Tables as workbooks: amounts as numbers of whole pence, words never as formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from flask import Response

from portal.foundation.text import slug

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 50


def in_hundredths(whole: int) -> Decimal:
    """`-123450` pence as pounds, -1234.50, or basis points as per cent: exactly."""
    return Decimal(whole).scaleb(-2)


def xlsx_response(filename: str, sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> Response:
    """A workbook to keep, of (name, header, rows) a sheet."""
    return Response(
        workbook(sheets),
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{slug(filename)}.xlsx"',
            "Cache-Control": "no-store",
        },
    )


def workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """The workbook's bytes. Whatever somebody wrote stays what they wrote: no formula, no link, no number."""
    held = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(held, plain) as book:
        bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, header, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            widths = [len(each) for each in header]
            sheet.write_row(0, 0, header, bold)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    _write(sheet, at, column, value, money=money, day=day)
                    widths[column] = max(widths[column], min(WIDEST, len(str(value or ""))))
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width + 2)
    return held.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, *, money: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, money)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no")
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, str(value))
