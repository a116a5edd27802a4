"""A statement is looked at, then taken in; every payment once, whichever files it stands in."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.invoicing import importing, statements
from portal.invoicing.models import BankStatement, Receipt
from portal.privacy import retaining
from tests.invoicing.test_statements import LLOYDS
from tests.races import at_once

MORE = """Date,Description,Amount
24/11/2026,ANYSHIRE COUNCIL INV-000042,472.00
25/11/2026,LEEDS TRUST INV-000044,100.00
25/11/2026,LEEDS TRUST INV-000044,100.00
"""


@pytest.fixture
def staff(app_on_either: Flask) -> int:
    from tests import people

    return people.make(app_on_either, "staff@example.org", given=("staff",))


def upload(app: Flask, by: int, text: str) -> str:
    with app.app_context(), transaction():
        return importing.upload(text.encode(), name="november.csv", by=by, at=clock.now()).reference


def take_in(app: Flask, by: int, reference: str) -> tuple[int, int]:
    with app.app_context(), transaction():
        row = importing.by_reference(reference)
        importing.take_in(row, statements.recognised(importing.sheet_of(row)), by=by, at=clock.now())
        return row.taken, row.known


def test_what_was_taken_in_before_is_passed_over_quietly(app_on_either: Flask, staff: int) -> None:
    assert take_in(app_on_either, staff, upload(app_on_either, staff, LLOYDS)) == (1, 0)
    assert take_in(app_on_either, staff, upload(app_on_either, staff, LLOYDS)) == (0, 1)
    assert take_in(app_on_either, staff, upload(app_on_either, staff, MORE)) == (2, 1)
    assert take_in(app_on_either, staff, upload(app_on_either, staff, MORE)) == (0, 3)
    with app_on_either.app_context():
        assert db.session.scalar(select(func.sum(Receipt.pence))) == 47_200 + 20_000


def test_the_same_payments_taken_in_twice_at_once_are_there_once(app_on_either: Flask, staff: int) -> None:
    files = [upload(app_on_either, staff, MORE) for _ in range(4)]
    left = list(files)

    def one() -> tuple[int, int]:
        return take_in(app_on_either, staff, left.pop())

    outcomes = at_once(app_on_either, one, times=4)
    assert sorted(outcomes) == [(0, 3), (0, 3), (0, 3), (3, 0)]


def test_the_text_of_a_statement_is_gone_once_it_is_taken_in_or_thrown_away(app_on_either: Flask, staff: int) -> None:
    taken, dropped = upload(app_on_either, staff, LLOYDS), upload(app_on_either, staff, MORE)
    take_in(app_on_either, staff, taken)
    with app_on_either.app_context(), transaction():
        importing.drop(importing.by_reference(dropped), by=staff)
    with app_on_either.app_context():
        assert set(db.session.scalars(select(BankStatement.content))) == {""}
        for reference in (taken, dropped):
            with pytest.raises(RuleBroken, match="Upload it again"):
                importing.sheet_of(importing.by_reference(reference))


def test_a_statement_that_nobody_took_in_is_let_go_after_a_day(app: Flask, tmp_path) -> None:
    from tests import people

    staff = people.make(app, "staff@example.org", given=("staff",))
    reference = upload(app, staff, LLOYDS)
    (tmp_path / "clock").write_text("2026-11-25T09:00:01+00:00")
    with app.app_context(), transaction():
        retaining.apply(at=clock.now())
    with app.app_context():
        row = importing.by_reference(reference)
        assert (row.state, row.content) == ("dropped", "")


def test_a_reference_that_is_none_is_not_found(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFound):
        importing.by_reference("NONESUCH")
