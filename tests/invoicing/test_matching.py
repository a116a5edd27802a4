"""Receipts are matched by number, amount and payer; the likeliest first, and only with reasons."""

from __future__ import annotations

from datetime import date

import pytest

from portal.invoicing.matching import Open, numbers_in, suggestions

ANYSHIRE = Open(1, "INV-000042", "K7MT2XQ9", "PO-118877", "Anyshire County Council", 47_200, date(2026, 12, 24))
SAME_BUYER = Open(2, "INV-000043", "B4RT7KQ2", "PO-118878", "Anyshire County Council", 18_000, date(2026, 12, 28))
OTHER = Open(3, "INV-000044", "C4RT7KQ2", "", "Leeds Teaching Hospitals NHS Trust", 47_200, date(2026, 12, 1))
OPEN = [ANYSHIRE, SAME_BUYER, OTHER]


def numbers(pence: int, words: str) -> list[tuple[str, ...]]:
    return [tuple(each.number for each in one.invoices) for one in suggestions(pence, words, OPEN)]


@pytest.mark.parametrize(
    "words", ["INV-000042", "inv 42", "Invoice no. 42", "INVOICE:000042", "INV000042", "PAYMENT INV/42 THANKS"]
)
def test_an_invoice_is_found_by_its_number_however_the_bank_writes_it(words: str) -> None:
    first = suggestions(47_200, words, OPEN)[0]
    assert first.invoices == (ANYSHIRE,) and first.sure and first.pence == (47_200,)


def test_a_number_and_another_amount_is_a_suggestion_but_not_sure() -> None:
    first = suggestions(40_000, "INV-000042 ANYSHIRE CC", OPEN)[0]
    assert (first.invoices, first.pence, first.sure) == ((ANYSHIRE,), (40_000,), False)
    assert "£72.00 of it would stay owed" in first.because
    more = suggestions(50_000, "INV-000042", OPEN)[0]
    assert more.pence == (47_200,) and "£28.00 would be left over" in more.because


def test_of_two_equal_amounts_the_payers_name_decides() -> None:
    assert numbers(47_200, "ANYSHIRE COUNTY COUN BACS")[0] == ("INV-000042",)
    assert numbers(47_200, "LEEDS TEACHING HOSP NHS")[0] == ("INV-000044",)


def test_one_payment_may_be_for_several_invoices() -> None:
    assert numbers(65_200, "INV-000042 INV-000043")[0] == ("INV-000042", "INV-000043")
    assert numbers(65_200, "ANYSHIRE COUNTY COUNCIL")[0] == ("INV-000042", "INV-000043")


def test_the_order_or_the_purchase_order_leads_there_too() -> None:
    assert numbers(1, "K7MT 2XQ9")[0] == ("INV-000042",)
    assert numbers(18_000, "po-118878")[0] == ("INV-000043",)


def test_nothing_is_suggested_without_a_reason() -> None:
    assert suggestions(12_345, "SOMEBODY ELSE", OPEN) == []
    assert suggestions(12_345, "", OPEN) == []


def test_numbers_are_not_seen_where_there_are_none() -> None:
    assert numbers_in("INVESTMENT 42, CONV 7, 000042") == set()
