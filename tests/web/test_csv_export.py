"""Lists that are opened in a spreadsheet: whole, readable, and without a formula (W-08)."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, Response

from portal.web.csv_export import csv_response, encoded, safe_cell
from tests.conftest import MakeApp

FORMULAS = [
    '=HYPERLINK("https://evil.example","Click")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1:A2)", "\t=1", "\r=1", "\n=1",
    " =1", "\xa0=1", "  -1", "\0=1", "\ufeff=1", "＝1+1", "＠SUM(1)", "-", "+", "=",
]  # fmt: skip
HARMLESS = [
    "Siân Ó Néill", "a;b", "a,b", 'say "yes"', '"', "two\nlines", "two\r\nlines", "a=b", "1-2", "x@example.org", "'quoted'", "", " ", "😀",
    "0123", "trailing\\", "a\tb",
]  # fmt: skip


def read_back(sent: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline=""), strict=True))


def written(header: Sequence[str], *rows: Sequence[Any]) -> list[list[str]]:
    return read_back(b"".join(encoded(header, rows)))


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_begins_a_formula_and_none_of_its_words_is_lost(words: str) -> None:
    [_, [name, cell, after]] = written(["Name", "Words", "After"], ["Robin", words, "end"])
    assert (name, after) == ("Robin", "end")
    assert cell == "'" + words.replace("\0", "").replace("\ufeff", "")


@pytest.mark.parametrize("words", HARMLESS)
def test_other_words_come_back_as_they_were(words: str) -> None:
    assert written(["Words", "After"], [words, "end"]) == [["Words", "After"], [words, "end"]]


def test_headings_are_cells_too() -> None:
    assert written(["=1+1"]) == [["'=1+1"]]


def test_a_telephone_number_stays_readable_with_its_plus() -> None:
    assert written(["Telephone"], ["+44 20 7946 0000"])[1] == ["'+44 20 7946 0000"]


def test_a_nul_is_taken_out() -> None:
    assert written(["Words"], ["a\0b"])[1] == ["ab"]


@pytest.mark.parametrize("words", ["a;=1+1", 'a",=1', "a\n=1", "a\r\n=1"])
def test_no_separator_inside_a_cell_begins_another(words: str) -> None:
    sent = b"".join(encoded(["Words"], [[words]])).decode("utf-8-sig")
    assert read_back(sent.encode())[1] == [words]
    assert sent == '"Words"\r\n"' + words.replace('"', '""') + '"\r\n'


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (-5, "-5"),
        (0, "0"),
        (True, "yes"),
        (False, "no"),
        (Decimal("-1.50"), "-1.50"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2026-07-01 23:30"),
    ],
)
def test_numbers_days_and_instants_are_written_as_people_read_them(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_half_a_character_spoils_no_file() -> None:
    assert written(["Words"], ["a\ud800b"])[1] == ["a?b"]


def test_excel_is_told_that_the_file_is_utf_8_and_only_at_its_beginning() -> None:
    sent = b"".join(encoded(["Name"], [["\ufeffSiân"]] * 5_000))
    assert sent.startswith(b"\xef\xbb\xbf") and sent.count(b"\xef\xbb\xbf") == 1


@pytest.fixture
def sent_while_read(app: Flask) -> list[str]:
    told: list[str] = []

    @app.get("/list")
    def show() -> Response:
        def rows() -> Iterator[tuple[str, int]]:
            for number in range(3_000):
                told.append(f"row {number}")
                yield f"Person {number}", number

        return csv_response('Members "of"\r\n2026.csv', ["Name", "Number"], rows())

    return told


def test_a_file_is_kept_not_shown_and_never_cached(app: Flask, sent_while_read: list[str]) -> None:
    answer = app.test_client().get("/list")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="members-of-2026.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    rows = read_back(answer.data)
    assert rows[0] == ["Name", "Number"] and rows[-1] == ["Person 2999", "2999"] and len(rows) == 3_001


def test_a_file_is_sent_while_its_rows_are_read(app: Flask, sent_while_read: list[str]) -> None:
    answer = app.test_client().get("/list", buffered=False)
    first = next(answer.iter_encoded())
    assert first.startswith(b'\xef\xbb\xbf"Name"') and 0 < len(sent_while_read) < 2_000
    answer.close()


def test_vacancies_leave_the_command_line_as_such_a_file_too(make_app: MakeApp) -> None:
    app = make_app()
    assert app.test_cli_runner().invoke(args=["setup", "--with-examples"]).exit_code == 0
    rows = read_back(app.test_cli_runner().invoke(args=["vacancies", "export", "--format", "csv"]).stdout_bytes)
    assert rows[0][:3] == ["reference", "status", "title"] and len(rows) > 50
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
