"""Numbers without a gap: each once, one after another, also where many issue at once and some fail (faults P-19)."""

from __future__ import annotations

import random

from flask import Flask

from portal.database.transaction import transaction
from portal.invoicing.numbering import gaps, next_number
from tests.races import at_once


def test_twenty_at_once_get_twenty_numbers_and_a_rollback_uses_none_up(app_on_either: Flask) -> None:
    def one() -> str:
        fails = random.random() < 0.4
        with transaction():
            number = next_number("invoice")
            if fails:
                raise RuntimeError("the printer is on fire")
        return number

    outcomes = [each for _ in range(2) for each in at_once(app_on_either, one, times=10)]
    given = sorted(each for each in outcomes if isinstance(each, str))
    assert all(isinstance(each, str | RuntimeError) for each in outcomes)
    assert given == [f"INV-{number:06}" for number in range(1, len(given) + 1)]


def test_credit_notes_have_a_series_of_their_own(app: Flask) -> None:
    with app.app_context():
        with transaction():
            assert [next_number("invoice"), next_number("credit_note"), next_number("invoice")] == [
                "INV-000001",
                "CN-000001",
                "INV-000002",
            ]
        assert gaps() == ["INV-000001", "INV-000002", "CN-000001"]


def test_a_number_that_no_document_bears_is_found(app: Flask) -> None:
    with app.app_context():
        assert gaps() == []
        with transaction():
            next_number("credit_note")
        assert gaps() == ["CN-000001"]
