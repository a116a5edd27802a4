"""Reminders go out before the day and after it, each once, and never for what is not owed."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.billing import terms
from portal.database.transaction import transaction
from portal.invoicing import daily, reminding
from tests.billing.conftest import Buyer
from tests.invoicing import making


def remind(app: Flask, tmp_path, day: str) -> list[str]:
    """What a day's job tells beyond what was told before it."""
    before = len(making.mails(app))
    making.on(tmp_path, day)
    with app.app_context():
        daily.run()
        daily.run()
    return [each.kind.rsplit("/")[-1] for each in making.mails(app)][before:]


def test_every_reminder_goes_out_once(app: Flask, buyer: Buyer, tmp_path) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    days = ["2026-12-16", "2026-12-17", "2026-12-24", "2026-12-30", "2026-12-31", "2027-01-22", "2027-01-23", "2027-02-22", "2027-06-01"]  # fmt: skip
    assert [remind(app, tmp_path, day) for day in days] == [
        [],
        ["reminder_before"],
        [],
        [],
        ["reminder_after"],
        [],
        ["reminder_after"],
        ["reminder_after"],
        [],
    ]
    last = making.mails(app)[-1]
    assert "was due on 24 December 2026, 60 days ago" in last.body and "£360.00 is still to be paid" in last.body
    assert last.attached == "invoicing:INV-000001"


def test_a_job_that_is_late_by_months_tells_the_last_only(app: Flask, buyer: Buyer, tmp_path) -> None:
    making.placed(app, buyer.organisation_id, buyer.owner)
    assert remind(app, tmp_path, "2027-03-01") == ["reminder_after"]


@pytest.mark.parametrize("settled", ["paid", "credited", "returned"])
def test_nobody_is_reminded_of_what_is_not_owed(app: Flask, buyer: Buyer, tmp_path, settled: str) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    if settled == "paid":
        making.settle(app, order)
    elif settled == "credited":
        making.credit(app, "INV-000001", by=buyer.clerk)
    else:
        making.mark_returned(app, "INV-000001", by=buyer.clerk)
    assert remind(app, tmp_path, "2027-01-05") == []


def test_what_is_left_is_what_is_asked_for(app: Flask, buyer: Buyer, tmp_path) -> None:
    order = making.placed(app, buyer.organisation_id, buyer.owner)
    making.settle(app, order, 30_000)
    assert remind(app, tmp_path, "2026-12-20") == ["reminder_before"]
    assert "£60.00 is still to be paid" in making.mails(app)[-1].body


def test_who_is_overdue_is_no_longer_served_before_paying(app: Flask, buyer: Buyer, tmp_path) -> None:
    with app.app_context(), transaction():
        terms.set_by_staff(
            buyer.organisation_id, trusted=True, credit_limit_pence=1_000_000, no_vat_because="", by=buyer.clerk
        )
    first = making.placed(app, buyer.organisation_id, buyer.owner)
    making.on(tmp_path, "2026-12-24")
    second = making.placed(app, buyer.organisation_id, buyer.owner)
    making.on(tmp_path, "2026-12-25")
    third = making.placed(app, buyer.organisation_id, buyer.owner)
    served = [making.row(app, each).fulfilled_at is not None for each in (first, second, third)]
    assert served == [True, True, False]
    making.settle(app, first)
    making.settle(app, third)
    assert making.row(app, third).fulfilled_at is not None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 16), None),
        (date(2026, 12, 17), "before"),
        (date(2026, 12, 24), "before"),
        (date(2026, 12, 25), None),
        (date(2026, 12, 31), "week"),
        (date(2027, 1, 23), "month"),
        (date(2028, 1, 1), "two_months"),
    ],
)
def test_which_reminder_a_day_asks_for(day: date, name: str | None) -> None:
    found = reminding.reminder_on(date(2026, 12, 24), day)
    assert (found.name if found else None) == name
