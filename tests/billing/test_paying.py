"""Money in, money back, and the book of accounts."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.billing import books, crediting, paying, placing, queries, terms, trusting
from portal.billing.facts import OrderPaid
from portal.billing.models import LedgerEntry, LedgerPosting
from portal.billing.pricing import Amounts
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import announcing, clock
from portal.foundation.errors import RuleBroken
from portal.reactions import REACTIONS
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.races import at_once


@pytest.fixture
def told(app: Flask) -> list[object]:
    """What is announced, beside what follows from it."""
    heard: list[object] = []
    announcing.follow({fact: (*reactions, heard.append) for fact, reactions in REACTIONS.items()})
    yield heard
    announcing.follow(REACTIONS)


def give_back(app: Flask, reference: str, pence: int, what: str = "bank:B1") -> bool:
    with app.app_context(), transaction():
        return paying.give_back(queries.for_staff(reference), pence, what, at=clock.now())


def credit(app: Flask, reference: str, *pence: int, what: str = "CN1") -> list[Amounts]:
    """Credit so much of the net of each line in turn; without amounts, all that is left."""
    with app.app_context(), transaction():
        order = queries.for_staff(reference)
        lines = queries.lines_of(order.id)
        parts = [(line.id, each) for line, each in zip(lines, pence, strict=False) if each] or crediting.left(order)
        done = crediting.credit(order, parts, what=what, because="Not wanted", at=clock.now(), by=None)
        return [amounts for _, amounts in done]


def balances(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {account: pence for account, pence in books.balances().items() if pence}


def test_a_card_payment_pays_the_order_and_is_told_once(app: Flask, buyer: Buyer, told: list[object]) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    assert balances(app) == {}
    assert making.settle(app, reference, what="card:pi_1") is True
    order = making.row(app, reference)
    assert (order.state, order.paid_pence, order.owed_pence) == ("paid", 36_000, 0)
    assert order.fulfilled_at is not None
    assert balances(app) == {"card": 36_000, "vat": -6_000, "income:advert": -30_000}
    assert making.settle(app, reference, what="card:pi_1") is False
    assert making.row(app, reference).paid_pence == 36_000
    assert [each for each in told if isinstance(each, OrderPaid)] == [OrderPaid(order.id)]


def test_part_payments_pay_when_the_last_one_is_there(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    assert balances(app) == {"debtors": 36_000, "vat": -6_000, "income:advert": -30_000}
    making.settle(app, reference, 10_000, "bank:R1")
    assert (making.row(app, reference).state, making.row(app, reference).owed_pence) == ("invoiced", 26_000)
    making.settle(app, reference, 26_000, "bank:R2")
    assert making.row(app, reference).state == "paid"
    assert balances(app) == {"bank": 36_000, "vat": -6_000, "income:advert": -30_000}


def test_what_is_paid_twice_is_owed_back_and_not_lost(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    making.settle(app, reference, what="bank:R1")
    making.settle(app, reference, what="card:pi_2")
    order = making.row(app, reference)
    assert (order.state, order.paid_pence, order.owed_pence) == ("paid", 72_000, -36_000)
    assert balances(app)["debtors"] == -36_000


def test_money_for_a_cancelled_order_is_noted_and_does_not_revive_it(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    with app.app_context(), transaction():
        placing.cancel(queries.for_staff(reference), because="", by=buyer.owner, at=clock.now())
    making.settle(app, reference, what="card:pi_1")
    order = making.row(app, reference)
    assert (order.state, order.kept_pence, order.fulfilled_at) == ("cancelled", 36_000, None)
    assert balances(app) == {"card": 36_000, "debtors": -36_000}
    give_back(app, reference, 36_000, "card:re_1")
    assert balances(app) == {}


def test_never_more_is_given_back_than_was_paid(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    making.settle(app, reference)
    give_back(app, reference, 30_000, "bank:B1")
    with pytest.raises(RuleBroken, match="£60 was paid and not given back"):
        give_back(app, reference, 6_001, "bank:B2")
    assert (making.row(app, reference).state, making.row(app, reference).refunded_pence) == ("paid", 30_000)
    assert give_back(app, reference, 30_000, "bank:B1") is False
    give_back(app, reference, 6_000, "bank:B3")
    assert making.row(app, reference).state == "refunded"


@pytest.mark.parametrize("pence", [0, -1])
def test_giving_nothing_back_is_refused(app: Flask, buyer: Buyer, pence: int) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    making.settle(app, reference)
    with pytest.raises(RuleBroken, match="above £0"):
        give_back(app, reference, pence)


def test_twenty_identical_payments_at_once_are_one(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@example.org")
    reference = making.placed(app, making.organisation(app, owner=owner), owner, ("bundle_10", 1), way="card")

    def settle() -> bool:
        with transaction():
            order = queries.for_staff(reference)
            return paying.settle(order, order.gross_pence, "card:pi_1", at=clock.now())

    done = at_once(app, settle, times=20)
    assert sorted(done) == [False] * 19 + [True]
    order = making.row(app, reference)
    assert (order.state, order.paid_pence) == ("paid", 288_000)
    assert making.steps(app, reference).count("pay") == making.steps(app, reference).count("fulfil") == 1
    with app.app_context():
        from portal.billing import credits

        assert credits.balance(order.organisation_id or 0, on=clock.today()) == 10


def test_however_many_give_back_at_once_no_more_goes_than_came(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@example.org")
    reference = making.placed(app, making.organisation(app, owner=owner), owner)
    making.settle(app, reference)
    numbers = iter(range(100))

    def refund() -> bool:
        with transaction():
            return paying.give_back(queries.for_staff(reference), 15_000, f"bank:B{next(numbers)}", at=clock.now())

    done = at_once(app, refund)
    assert [each for each in done if not isinstance(each, RuleBroken)] == [True, True]
    assert making.row(app, reference).refunded_pence == 30_000
    with app.app_context():
        assert books.balance("bank") == 6_000 and sum(books.balances().values()) == 0


def test_a_whole_credit_reverses_the_sale_exactly_and_cancels_what_was_not_paid(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 3), ("featured", 1))
    credit(app, reference)
    order = making.row(app, reference)
    assert (order.state, order.credited_pence, order.owed_pence) == ("cancelled", order.gross_pence, 0)
    assert balances(app) == {}


def test_a_line_that_is_credited_after_payment_leaves_the_buyer_something_to_get_back(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1), ("featured", 1))
    making.settle(app, reference)
    assert credit(app, reference, 0, 12_000) == [Amounts(12_000, 2_400)]
    order = making.row(app, reference)
    assert (order.state, order.owed_pence) == ("paid", -14_400)
    assert balances(app)["debtors"] == -14_400
    give_back(app, reference, 14_400)
    assert (making.row(app, reference).owed_pence, balances(app).get("debtors", 0)) == (0, 0)


def test_what_is_left_after_a_credit_pays_the_order(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1), ("featured", 1))
    making.settle(app, reference, 36_000)
    credit(app, reference, 0, 12_000)
    assert making.row(app, reference).state == "paid"


def test_more_than_is_left_of_a_line_cannot_be_credited(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    credit(app, reference, 20_000)
    with pytest.raises(RuleBroken, match="Of “Advert” £100 without VAT is not yet credited"):
        credit(app, reference, 10_001, what="CN2")
    assert making.lines(app, reference)[0].credited_pence == 24_000


def test_what_was_not_sold_cannot_be_credited(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, way="card")
    with app.app_context(), pytest.raises(RuleBroken, match="neither on account nor paid"), transaction():
        order = queries.for_staff(reference)
        crediting.credit(order, crediting.left(order), what="CN1", because="", at=clock.now(), by=None)


BASKETS = st.lists(
    st.tuples(
        st.sampled_from(["advert", "extra_week", "featured", "bundle_5", "full_recruitment"]), st.integers(1, 40)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BASKETS, st.lists(st.integers(1, 3_000_000), max_size=4), st.booleans(), st.data())
def test_page_order_ledger_and_what_is_paid_agree_to_the_penny(
    app: Flask, buyer: Buyer, member: Buyer, basket: list[tuple[str, int]], parts: list[int], as_member: bool, data
) -> None:
    who = member if as_member else buyer
    reference = making.placed(app, who.organisation_id, who.owner, *basket)
    lines, order = making.lines(app, reference), making.row(app, reference)
    assert order.gross_pence == sum(line.gross_pence for line in lines) == order.net_pence + order.vat_pence
    for number, part in enumerate(parts):
        if making.row(app, reference).owed_pence <= 0:
            break
        making.settle(app, reference, min(part, making.row(app, reference).owed_pence), f"bank:{number}")
    left = making.row(app, reference).owed_pence
    if left:
        making.settle(app, reference, left, "card:last")
    assert (making.row(app, reference).state, making.row(app, reference).paid_pence) == ("paid", order.gross_pence)
    first = data.draw(st.integers(1, lines[0].net_pence))
    credit(app, reference, first)
    if first < lines[0].net_pence or len(lines) > 1:
        credit(app, reference, what="CN2")
    give_back(app, reference, order.gross_pence)
    after = making.row(app, reference)
    assert (after.state, after.credited_pence, after.owed_pence) == ("refunded", order.gross_pence, 0)
    with app.app_context():
        of_order = db.session.query(LedgerEntry).join(LedgerPosting, LedgerPosting.id == LedgerEntry.posting_id)
        mine = of_order.filter(LedgerPosting.order_id == order.id).all()
        by_account: dict[str, int] = {}
        for entry in mine:
            by_account[entry.account] = by_account.get(entry.account, 0) + entry.pence
        income = {account: pence for account, pence in by_account.items() if pence}
        # What came by bank and by card may go back by bank alone, so those two only come to nothing together.
        assert sum(income.pop(each, 0) for each in ("bank", "card")) == 0 and income == {}


def test_a_posting_that_does_not_balance_is_refused(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    for entries, sentence in (((("bank", 1),), "does not balance"), ((("pocket", 1), ("bank", -1)), "no account")):
        with app.app_context(), pytest.raises(ValueError, match=sentence), transaction():
            books.post(queries.for_staff(reference), kind="x", what="x", entries=entries, at=clock.now())


# Served before it has paid


def trust(app: Flask, organisation_id: int, up_to: int, *, by: int) -> None:
    with app.app_context(), transaction():
        terms.set_by_staff(organisation_id, trusted=True, credit_limit_pence=up_to, no_vat_because="", by=by)


def test_without_trust_nothing_is_given_before_it_is_paid(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    assert making.row(app, reference).fulfilled_at is None
    making.settle(app, reference)
    assert making.row(app, reference).fulfilled_at is not None


def test_a_trusted_organisation_is_served_up_to_its_limit(app: Flask, buyer: Buyer) -> None:
    trust(app, buyer.organisation_id, 72_000, by=buyer.clerk)
    served = [
        making.row(app, making.placed(app, buyer.organisation_id, buyer.owner)).fulfilled_at is not None
        for _ in range(3)
    ]
    assert served == [True, True, False]


def test_nobody_who_owes_something_overdue_is_served_before_paying(app: Flask, buyer: Buyer, tmp_path) -> None:
    trust(app, buyer.organisation_id, 1_000_000, by=buyer.clerk)
    first = making.placed(app, buyer.organisation_id, buyer.owner)
    (tmp_path / "clock").write_text("2026-12-24T12:00:00+00:00")
    with app.app_context():
        assert not trusting.is_overdue(buyer.organisation_id, on=clock.today())
    (tmp_path / "clock").write_text("2026-12-25T12:00:00+00:00")
    late = making.placed(app, buyer.organisation_id, buyer.owner)
    assert making.row(app, late).fulfilled_at is None
    making.settle(app, first)
    assert making.row(app, making.placed(app, buyer.organisation_id, buyer.owner)).fulfilled_at is not None


def test_orders_placed_at_once_stay_within_the_limit_together(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@example.org")
    organisation_id = making.organisation(app, owner=owner)
    trust(app, organisation_id, 100_000, by=making.person(app, "clerk@society.example"))
    references = iter([making.order(app, organisation_id, owner) for _ in range(6)])

    def place() -> bool:
        with transaction():
            order = queries.for_staff(next(references))
            placing.place(order, "account", by=owner, at=clock.now(), po_again=True)
            return order.fulfilled_at is not None

    assert sorted(at_once(app, place, times=6)) == [False] * 4 + [True] * 2


def test_what_costs_nothing_is_paid_as_it_is_placed(app: Flask, buyer: Buyer) -> None:
    from portal.billing.models import Price

    with app.app_context(), transaction():
        db.session.add(Price(product_key="advert", pence=0, from_date=date(2026, 11, 1)))
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    making.place(app, reference, by=buyer.owner)
    assert (making.row(app, reference).state, balances(app)) == ("paid", {})
