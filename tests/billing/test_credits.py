"""Advert credits: bought, spent, returned and expired, and never more spent than there were."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.billing import credits
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.races import at_once


def buy(app: Flask, buyer: Buyer, key: str = "bundle_5") -> str:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, (key, 1))
    making.settle(app, reference)
    return reference


def spend(app: Flask, buyer: Buyer, number: int, subject: str = "posting:A") -> None:
    with app.app_context(), transaction():
        credits.spend(buyer.organisation_id, number, subject=subject, by=buyer.owner, at=clock.now())


def balance(app: Flask, buyer: Buyer) -> int:
    with app.app_context():
        return credits.balance(buyer.organisation_id, on=clock.today())


def ledger(app: Flask, buyer: Buyer) -> list[tuple[str, int]]:
    with app.app_context():
        return [(each.kind, each.credits) for each in reversed(credits.entries_of(buyer.organisation_id))]


def test_a_bundle_gives_its_credits_when_it_is_paid(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("bundle_5", 2))
    assert balance(app, buyer) == 0
    making.settle(app, reference)
    assert balance(app, buyer) == 10
    with app.app_context():
        assert [each.expires_on for each in credits.left(buyer.organisation_id, on=clock.today())] == [
            date(2027, 11, 24)
        ]


def test_an_advert_that_is_for_no_vacancy_yet_is_a_credit(app: Flask, buyer: Buyer) -> None:
    making.settle(app, making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 3), ("featured", 1)))
    assert balance(app, buyer) == 3


def test_what_expires_first_is_spent_first(app: Flask, buyer: Buyer, tmp_path: Path) -> None:
    buy(app, buyer)
    (tmp_path / "clock").write_text("2027-01-10T12:00:00+00:00")
    buy(app, buyer, "bundle_10")
    spend(app, buyer, 7)
    with app.app_context():
        left = credits.left(buyer.organisation_id, on=clock.today())
        assert [(each.credits, each.expires_on) for each in left] == [(8, date(2028, 1, 10))]
    assert ledger(app, buyer)[2:] == [("spend", -5), ("spend", -2)]


def test_too_few_credits_are_refused_and_none_is_spent(app: Flask, buyer: Buyer) -> None:
    buy(app, buyer)
    with pytest.raises(RuleBroken, match="has 5 credits left, and this takes 6"):
        spend(app, buyer, 6)
    assert (balance(app, buyer), ledger(app, buyer)) == (5, [("grant", 5)])


def test_credits_of_another_organisation_are_not_touched(app: Flask, buyer: Buyer, member: Buyer) -> None:
    buy(app, member)
    with pytest.raises(RuleBroken, match="no credit left"):
        spend(app, buyer, 1)
    assert balance(app, member) == 5


def test_credits_end_with_their_last_london_day_whether_or_not_the_job_ran(
    app: Flask, buyer: Buyer, tmp_path: Path
) -> None:
    buy(app, buyer)
    spend(app, buyer, 2)
    (tmp_path / "clock").write_text("2027-11-24T23:59:00+00:00")
    assert balance(app, buyer) == 3
    (tmp_path / "clock").write_text("2027-11-25T00:00:00+00:00")
    assert balance(app, buyer) == 0
    with pytest.raises(RuleBroken):
        spend(app, buyer, 1)
    for expected in (3, 0):
        with app.app_context(), transaction():
            assert credits.expire(on=clock.today(), at=clock.now()) == expected
    assert ledger(app, buyer) == [("grant", 5), ("spend", -2), ("expiry", -3)]


def test_returned_credits_go_back_once_to_the_grants_they_came_from(app: Flask, buyer: Buyer) -> None:
    buy(app, buyer)
    buy(app, buyer)
    spend(app, buyer, 7)
    spend(app, buyer, 1, "posting:B")
    for expected in (7, 0):
        with app.app_context(), transaction():
            assert credits.give_back("posting:A", by=buyer.owner, at=clock.now()) == expected
    assert balance(app, buyer) == 9
    spend(app, buyer, 1)
    with app.app_context(), transaction():
        assert credits.give_back("posting:A", by=None, at=clock.now()) == 1


def test_a_refunded_bundle_takes_the_credits_that_are_left_with_it(app: Flask, buyer: Buyer) -> None:
    from portal.billing import paying, queries

    reference = buy(app, buyer)
    spend(app, buyer, 2)
    with app.app_context(), transaction():
        order = queries.for_staff(reference)
        paying.give_back(order, order.paid_pence, "bank:B1", at=clock.now())
    assert balance(app, buyer) == 0
    assert ledger(app, buyer) == [("grant", 5), ("spend", -2), ("expiry", -3)]


def test_twelve_people_spending_ten_credits_at_once_get_exactly_ten(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@example.org")
    buyer = Buyer(making.organisation(app, owner=owner), owner)
    buy(app, buyer)
    buy(app, buyer)
    numbers = iter(range(100))

    def act() -> str:
        with transaction():
            credits.spend(buyer.organisation_id, 1, subject=f"posting:{next(numbers)}", by=owner, at=clock.now())
            return "spent"

    done = at_once(app, act, times=12)
    assert [each for each in done if not isinstance(each, RuleBroken)] == ["spent"] * 10
    assert balance(app, buyer) == 0
    assert sum(number for _, number in ledger(app, buyer)) == 0


def test_leap_day_credits_end_on_28_february() -> None:
    assert credits.a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert credits.a_year_after(date(2027, 3, 1)) == date(2028, 3, 1)
