"""Statements of every usual form are read to the penny, and what cannot be read is said, not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.errors import RuleBroken
from portal.invoicing import statements
from portal.invoicing.statements import Mapped

LLOYDS = """Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance
24/11/2026,FPI,'00-11-22,01234567,ANYSHIRE COUNCIL INV-000042,,472.00,1000.00
23/11/2026,DD,'00-11-22,01234567,ELECTRICITY,80.12,,528.00
"""
BARCLAYS = """Number,Date,Account,Amount,Subcategory,Memo
\t ,24/11/2026,00-11-22 01234567,472.00,Counter Credit,ANYSHIRE COUNCIL\tINV-000042
 ,23/11/2026,00-11-22 01234567,-80.12,Direct Debit,ELECTRICITY
"""
NATWEST = """Date, Type, Description, Value, Balance, Account Name, Account Number
24 Nov 2026,BAC,"'ANYSHIRE COUNCIL , INV-000042",472.00,1000.00,"'THE SOCIETY","'001122-01234567"
23 Nov 2026,D/D,"'ELECTRICITY",-80.12,528.00,"'THE SOCIETY","'001122-01234567"
"""
NATIONWIDE = """"Account Name:","Society ****12345"
"Account Balance:","£1,000.00"
"Available Balance: ","£1,000.00"

"Date","Transaction type","Description","Paid out","Paid in","Balance"
"24 Nov 2026","Bank credit","ANYSHIRE COUNCIL INV-000042","","£472.00","£1,000.00"
"23 Nov 2026","Direct debit","ELECTRICITY","£80.12","","£528.00"
"""
STARLING = """Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
24/11/2026,Anyshire Council,INV-000042,FASTER PAYMENT,472.00,1000.00,INCOME,
23/11/2026,Power Ltd,ELECTRICITY,DIRECT DEBIT,-80.12,528.00,BILLS,
"""
CO_OPERATIVE = """Date,Description,Type,Money In,Money Out,Balance
2026-11-24,ANYSHIRE COUNCIL INV-000042,CR,472.00,,1000.00
2026-11-23,ELECTRICITY,DD,,80.12,528.00
"""
HSBC = """24/11/2026,ANYSHIRE COUNCIL INV-000042,"472.00"
23/11/2026,ELECTRICITY,-80.12
"""
SANTANDER = "Date;Narrative #1;Narrative #2;Debit;Credit\r\n24/11/2026;ANYSHIRE COUNCIL;INV-000042;;472.00\r\n23/11/2026;POWER;ELECTRICITY;80.12;\r\n"
BANKS = {
    "Lloyds": LLOYDS,
    "Barclays": BARCLAYS,
    "NatWest": NATWEST,
    "Nationwide": NATIONWIDE,
    "Starling": STARLING,
    "Co-operative": CO_OPERATIVE,
    "HSBC, no headings": HSBC,
    "Santander, semicolons": SANTANDER,
}


@pytest.mark.parametrize("text", BANKS.values(), ids=BANKS)
def test_the_exports_of_banks_are_recognised(text: str) -> None:
    sheet = statements.cut(text)
    found = statements.read(sheet, statements.recognised(sheet))
    assert [(each.received_on, each.pence) for each in found.incoming] == [(date(2026, 11, 24), 47_200)]
    assert "INV-000042" in found.incoming[0].words
    assert "anyshire" in f"{found.incoming[0].payer} {found.incoming[0].words}".casefold()
    assert (found.outgoing, found.unread) == (1, ())


@pytest.mark.parametrize("text", [NATIONWIDE, STARLING])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_may_come_in_any_letters(text: str, letters: str) -> None:
    assert statements.decoded(text.encode(letters)) == text


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"a\0b"])
def test_what_is_no_text_is_refused_with_the_remedy(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="Export the statement from your bank as CSV"):
        statements.decoded(content)


@pytest.mark.parametrize("text", ["", " \n,,\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="empty"):
        statements.cut(text)


def test_a_statement_of_years_is_refused() -> None:
    with pytest.raises(RuleBroken, match="5,000"):
        statements.cut("Date,Amount\n" + "24/11/2026,1.00\n" * 5_001)


@pytest.mark.parametrize(
    ("raw", "pence"),
    [
        ("472.00", 47_200),
        ("1.15", 115),
        ("2.675", None),
        ("£1,234.5", 123_450),
        ("-80.12", -8_012),
        ("(80.12)", -8_012),
        ("80.12 DR", -8_012),
        ("80.12CR", 8_012),
        ("+5", 500),
        ("5−", -500),
        ("1.234,56", None),
        ("1,23", None),
        ("", None),
        ("nothing", None),
        ("20000000.01", None),
        ("1e5", None),
    ],
)
def test_amounts_are_read_to_the_penny_or_not_at_all(raw: str, pence: int | None) -> None:
    assert statements.pence(raw) == pence


@given(amount=st.integers(-2_000_000_000, 2_000_000_000))
def test_every_amount_that_is_written_is_read(amount: int) -> None:
    sign, whole = ("-" if amount < 0 else ""), abs(amount)
    assert statements.pence(f"{sign}£{whole // 100:,}.{whole % 100:02}") == amount
    assert statements.pence(f"{sign}{whole // 100}.{whole % 100:02}") == amount


@pytest.mark.parametrize(
    "raw", ["24/11/2026", "2026-11-24", "24-11-2026", "24 Nov 2026", "24 November 2026", "24/11/26", "2026-11-24T08:00:00", "24/11/2026 08:00"]
)  # fmt: skip
def test_days_come_before_months(raw: str) -> None:
    assert statements.day(raw) == date(2026, 11, 24)


def test_the_same_row_has_the_same_fingerprint_in_every_file_and_two_equal_payments_have_two() -> None:
    once = statements.cut("Date,Description,Amount\n24/11/2026,ANYSHIRE  COUNCIL,150.00\n")
    twice = statements.cut(
        "Date,Description,Amount\n24/11/2026,Anyshire Council,£150.00\n24/11/2026,Anyshire Council,150\n"
    )
    first = statements.read(once, statements.recognised(once)).incoming
    both = statements.read(twice, statements.recognised(twice)).incoming
    assert first[0].fingerprint == both[0].fingerprint != both[1].fingerprint


def test_rows_that_cannot_be_read_are_named_with_their_line() -> None:
    sheet = statements.cut("Date,Description,Amount\n31/02/2026,A,1.00\n24/11/2026,B,lots\n24/11/2026,C,1.00\n")
    found = statements.read(sheet, statements.recognised(sheet))
    assert found.unread == ((2, "no date"), (3, "no amount"))
    assert [each.words for each in found.incoming] == ["C"]


@pytest.mark.parametrize(
    ("mapped", "refusal"),
    [
        (Mapped(amount=1), "the date"),
        (Mapped(date=0), "the amount"),
        (Mapped(date=0, amount=1, paid_in=2), "not both"),
    ],
)
def test_an_incomplete_mapping_is_refused(mapped: Mapped, refusal: str) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        statements.read(statements.cut(LLOYDS), mapped)


def test_a_strange_statement_is_read_by_the_mapping_that_a_person_gives() -> None:
    sheet = statements.cut("Wann,Wieviel,Wer\n24/11/2026,12.00,Somebody\n")
    assert sheet.headings == ()
    found = statements.read(sheet, Mapped(date=0, amount=1, payer=2))
    assert [(each.pence, each.payer) for each in found.incoming] == [(1_200, "Somebody")]
    assert found.unread == ((1, "no date"),)
