"""Filling an order, and a colleague's word on it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.billing import approving, calling_off, ordering, placing, queries, repricing, terms, valuing
from portal.billing.details import Details
from portal.billing.models import Order, Product, VatRate
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.mail.models import Message
from tests import people
from tests.billing import making
from tests.billing.conftest import Buyer
from tests.races import at_once


def mails(app: Flask, kind: str) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.session.query(Message).filter(Message.kind == f"billing/mail/{kind}").order_by(Message.id)
        return [(each.recipient, each.body) for each in found]


def staff(app: Flask) -> int:
    return people.make(app, "staff@society.example", given=("staff",))


def test_a_basket_adds_up_line_by_line(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner, ("advert", 2), ("bundle_5", 1))
    assert [
        (each.quantity, each.list_pence, each.net_pence, each.vat_pence, each.gross_pence)
        for each in making.lines(app, reference)
    ] == [(2, 30_000, 60_000, 12_000, 72_000), (1, 135_000, 135_000, 27_000, 162_000)]
    order = making.row(app, reference)
    assert (order.net_pence, order.vat_pence, order.gross_pence) == (195_000, 39_000, 234_000)
    assert (order.state, order.member, order.discount_because) == ("draft", False, "")


def test_more_of_the_same_is_one_line(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner, ("advert", 2), ("advert", 3))
    assert [each.quantity for each in making.lines(app, reference)] == [5]


def test_a_member_pays_less_and_every_line_says_why(app: Flask, member: Buyer) -> None:
    reference = making.placed(app, member.organisation_id, member.owner, ("advert", 1), ("full_recruitment", 1))
    assert [
        (each.discount_basis_points, each.discount_because, each.net_pence) for each in making.lines(app, reference)
    ] == [
        (2_000, "20% for a large member", 24_000),
        (2_000, "20% for a large member", 360_000),
    ]
    order = making.row(app, reference)
    assert (order.member, order.tier, order.placed_on) == (True, "large", date(2026, 11, 24))


def agreed_fee(app: Flask, buyer: Buyer) -> str:
    """An order of ours for a fee that the organisation agreed to."""
    with app.app_context(), transaction():
        made = ordering.begin(organisation_id=buyer.organisation_id, by=None, at=clock.now())
        ordering.detail(made, making.DETAILS)
        ordering.add_line(
            made, "placement_fee", 1, on=clock.today(), subject="placement:K7MT2XQ9:started", agreed_pence=837_000
        )
        return made.reference


def test_a_fee_that_was_agreed_stands_in_its_order_until_staff_cancel_it(app: Flask, buyer: Buyer) -> None:
    reference = agreed_fee(app, buyer)
    (line,) = making.lines(app, reference)

    def refused(act: Callable[[Order], object], match: str) -> None:
        with app.app_context(), pytest.raises(RuleBroken, match=match), transaction():
            act(queries.for_staff(reference))

    refused(lambda order: ordering.remove_line(order, line.id, on=clock.today()), "was agreed with you")
    refused(lambda order: ordering.add_line(order, "advert", 1, on=clock.today()), "an order of its own")
    refused(lambda order: ordering.quote(order, by=buyer.owner, at=clock.now()), "no list price to hold")
    refused(lambda order: placing.cancel(order, because="", by=buyer.owner, at=clock.now()), "was agreed with you")
    assert (making.row(app, reference).state, len(making.lines(app, reference))) == ("draft", 1)
    page = people.sign_in(app, buyer.owner).get(
        f"/employer/{making.reference_of(app, buyer.organisation_id)}/orders/{reference}"
    )
    assert "Check it and place it" in page.text
    for offered in ("Take out", "Change the numbers", "Choose more", "Throw the basket away", "Hold these list prices"):
        assert offered not in page.text
    by = staff(app)
    with app.app_context(), transaction():
        calling_off.cancel(queries.for_staff(reference), because="Not owed.", by=by, at=clock.now())
    assert making.row(app, reference).state == "cancelled"


def test_membership_takes_its_discount_off_a_fee_that_was_agreed(app: Flask, member: Buyer) -> None:
    reference = agreed_fee(app, member)
    making.place(app, reference, by=member.owner)
    assert [(each.list_pence, each.net_pence) for each in making.lines(app, reference)] == [(837_000, 669_600)]
    assert "Without VAT: £6,696 (20% for a large member)" in mails(app, "order_placed")[0][1]


def test_a_mail_about_an_order_names_no_discount_where_none_was_taken(app: Flask, member: Buyer) -> None:
    with app.app_context(), transaction():
        db.session.query(Product).filter_by(key="advert").one().discounted = False
    making.placed(app, member.organisation_id, member.owner, ("advert", 1))
    ((_, body),) = mails(app, "order_placed")
    assert "Without VAT: £300" in body and "large member" not in body


def test_a_non_member_is_shown_what_membership_would_have_saved(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 1))
    with app.app_context():
        order = queries.for_staff(reference)
        valued = valuing.value(order, queries.lines_of(order.id), on=clock.today())
        assert (valued.missed_pence, valued.missed_because) == (6_000, "20% for a large member")
        assert valued.saved_pence == 0


def test_the_discount_is_that_of_the_day_of_placing_and_a_lapsed_member_keeps_it_on_older_orders(
    app: Flask, member: Buyer, tmp_path: Path
) -> None:
    older = making.placed(app, member.organisation_id, member.owner)
    basket = making.order(app, member.organisation_id, member.owner)
    (tmp_path / "clock").write_text("2027-02-28T23:59:00+00:00")
    in_grace = making.placed(app, member.organisation_id, member.owner)
    (tmp_path / "clock").write_text("2027-03-01T00:00:00+00:00")
    making.place(app, basket, by=member.owner)
    nets = [making.row(app, each).net_pence for each in (older, in_grace, basket)]
    assert nets == [24_000, 24_000, 30_000]


def test_joining_while_the_basket_waits_brings_the_discount(app: Flask, buyer: Buyer) -> None:
    basket = making.order(app, buyer.organisation_id, buyer.owner)
    making.making.membership(app, buyer.owner, "organisation", organisation_id=buyer.organisation_id, staff=1_200)
    making.place(app, basket, by=buyer.owner)
    assert making.row(app, basket).net_pence == 24_000


def test_the_tier_is_the_one_that_was_paid_for(app: Flask, member: Buyer) -> None:
    with app.app_context(), transaction():
        from portal.employers.models import Organisation

        db.session.get_one(Organisation, member.organisation_id).staff_count = 9_000
    assert making.row(app, making.placed(app, member.organisation_id, member.owner)).tier == "large"


def test_a_price_in_force_is_superseded_on_its_london_day(app: Flask, buyer: Buyer, tmp_path: Path) -> None:
    making.set_price(app, "advert", 35_000, date(2027, 7, 1))
    (tmp_path / "clock").write_text("2027-06-30T22:59:00+00:00")
    before = making.placed(app, buyer.organisation_id, buyer.owner)
    (tmp_path / "clock").write_text("2027-06-30T23:00:00+00:00")
    after = making.placed(app, buyer.organisation_id, buyer.owner)
    assert [making.row(app, each).net_pence for each in (before, after)] == [30_000, 35_000]


def test_a_rate_of_vat_changes_at_midnight_in_london(app: Flask, buyer: Buyer, tmp_path: Path) -> None:
    with app.app_context(), transaction():
        db.session.add(VatRate(code="standard", basis_points=1_750, from_date=date(2027, 7, 1)))
    (tmp_path / "clock").write_text("2027-06-30T22:59:59+00:00")
    before = making.placed(app, buyer.organisation_id, buyer.owner)
    (tmp_path / "clock").write_text("2027-06-30T23:00:00+00:00")
    after = making.placed(app, buyer.organisation_id, buyer.owner)
    assert [making.row(app, each).vat_pence for each in (before, after)] == [6_000, 5_250]


def test_no_vat_is_charged_where_staff_say_why(app: Flask, buyer: Buyer) -> None:
    with app.app_context(), transaction():
        terms.set_by_staff(
            buyer.organisation_id,
            trusted=False,
            credit_limit_pence=0,
            no_vat_because="Supplied in Jersey, outside the scope of UK VAT",
            by=buyer.clerk,
        )
    order = making.row(app, making.placed(app, buyer.organisation_id, buyer.owner))
    assert (order.vat_pence, order.gross_pence) == (0, 30_000)
    assert order.no_vat_because.startswith("Supplied in Jersey")


def test_a_quote_holds_list_prices_for_thirty_days_and_no_longer(app: Flask, buyer: Buyer, tmp_path: Path) -> None:
    references = [making.order(app, buyer.organisation_id, buyer.owner) for _ in range(2)]
    with app.app_context(), transaction():
        for each in references:
            ordering.quote(queries.for_staff(each), by=buyer.owner, at=clock.now())
    making.set_price(app, "advert", 35_000, date(2026, 12, 1))
    (tmp_path / "clock").write_text("2026-12-24T12:00:00+00:00")
    making.place(app, references[0], by=buyer.owner)
    (tmp_path / "clock").write_text("2026-12-25T12:00:00+00:00")
    making.place(app, references[1], by=buyer.owner)
    assert [making.row(app, each).net_pence for each in references] == [30_000, 35_000]


def test_changing_a_line_ends_the_quote(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with app.app_context(), transaction():
        ordering.quote(queries.for_staff(reference), by=buyer.owner, at=clock.now())
        ordering.add_line(queries.for_staff(reference), "advert", 1, on=clock.today())
    assert making.row(app, reference).quoted_until is None


@pytest.mark.parametrize("quantity", [-1, 0, 1_001, 10**9])
def test_a_nonsensical_number_is_refused_and_nothing_is_added(app: Flask, buyer: Buyer, quantity: int) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with (
        app.app_context(),
        pytest.raises(RuleBroken, match="Enter a whole number from 1 to 1,000"),
        transaction(),
    ):
        ordering.add_line(queries.for_staff(reference), "featured", quantity, on=clock.today())
    assert [each.product_key for each in making.lines(app, reference)] == ["advert"]


@pytest.mark.parametrize(
    ("key", "sentence"), [("gold", "Choose something from the price list"), ("membership_person", "from its own page")]
)
def test_what_the_list_does_not_offer_cannot_be_ordered(app: Flask, buyer: Buyer, key: str, sentence: str) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with app.app_context(), pytest.raises(RuleBroken, match=sentence), transaction():
        ordering.add_line(queries.for_staff(reference), key, 1, on=clock.today())


def test_what_is_no_longer_sold_has_to_be_taken_out(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner, ("advert", 1), ("featured", 1))
    with app.app_context(), transaction():
        db.session.get_one(Product, "featured").sold_to = date(2026, 11, 23)
    with pytest.raises(RuleBroken, match="Featured listing is no longer sold"):
        making.place(app, reference, by=buyer.owner)
    assert making.row(app, reference).state == "draft"
    with app.app_context(), transaction():
        order = queries.for_staff(reference)
        ordering.remove_line(order, queries.lines_of(order.id)[1].id, on=clock.today())
    making.place(app, reference, by=buyer.owner)
    assert making.row(app, reference).gross_pence == 36_000


def test_another_orders_line_is_not_found(app: Flask, buyer: Buyer) -> None:
    one, two = (making.order(app, buyer.organisation_id, buyer.owner) for _ in range(2))
    line = making.lines(app, two)[0].id
    with app.app_context(), pytest.raises(NotFound), transaction():
        ordering.set_quantity(queries.for_staff(one), line, 3, on=clock.today())
    assert making.lines(app, two)[0].quantity == 1


def test_a_placed_order_is_never_changed(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    making.set_price(app, "advert", 1, date(2026, 11, 24))
    for act in (
        lambda order: ordering.add_line(order, "advert", 1, on=clock.today()),
        lambda order: ordering.detail(order, Details()),
        lambda order: placing.place(order, "account", by=buyer.owner, at=clock.now()),
    ):
        with app.app_context(), pytest.raises(RuleBroken, match="can no longer be changed"), transaction():
            act(queries.for_staff(reference))
    order = making.row(app, reference)
    assert (order.gross_pence, order.po_number) == (36_000, "PO 1001")


def test_the_history_tells_what_happened(app: Flask, buyer: Buyer) -> None:
    reference = making.placed(app, buyer.organisation_id, buyer.owner)
    making.settle(app, reference)
    assert making.steps(app, reference) == ["begin", "place", "invoice", "received", "pay", "fulfil"]
    assert [recipient for recipient, _ in mails(app, "order_placed")] == ["owner@anyshire.example"]
    assert "Total: £360" in mails(app, "order_placed")[0][1]


def test_one_may_see_the_orders_of_organisations_in_which_one_buys_or_approves(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    stranger, head, approver = (making.person(app, f"{each}@example.org") for each in ("stranger", "head", "approver"))
    making.seat(app, buyer.organisation_id, head, "head_of_profession")
    making.seat(app, buyer.organisation_id, approver, "approver")
    with app.app_context():
        assert queries.by_reference_for(buyer.owner, reference).reference == reference
        assert queries.by_reference_for(approver, reference.lower()).reference == reference
        for each in (stranger, head):
            with pytest.raises(NotFound):
                queries.by_reference_for(each, reference)


# Approval by a budget holder


@pytest.fixture
def limited(app: Flask, buyer: Buyer) -> tuple[Buyer, int, int]:
    """A buyer whose orders above £400 need approval; a recruiter and an approver."""
    recruiter, approver = making.person(app, "recruiter@anyshire.example"), making.person(app, "boss@anyshire.example")
    making.seat(app, buyer.organisation_id, recruiter, "recruiter")
    making.seat(app, buyer.organisation_id, approver, "approver")
    with app.app_context(), transaction():
        terms.set_by_owner(buyer.organisation_id, limit_pence=40_000, approve_text=False, po_pattern="", by=buyer.owner)
    return buyer, recruiter, approver


def act(app: Flask, verb: object, reference: str, **facts: object) -> None:
    with app.app_context(), transaction():
        verb(queries.for_staff(reference), at=clock.now(), **facts)  # type: ignore[operator]


def test_up_to_the_limit_nobody_is_asked(app: Flask, limited: tuple[Buyer, int, int]) -> None:
    buyer, recruiter, _ = limited
    assert making.row(app, making.placed(app, buyer.organisation_id, recruiter)).state == "invoiced"
    assert mails(app, "approval_asked") == []


def test_above_the_limit_a_colleague_approves(app: Flask, limited: tuple[Buyer, int, int]) -> None:
    buyer, recruiter, approver = limited
    reference = making.placed(app, buyer.organisation_id, recruiter, ("advert", 2))
    order = making.row(app, reference)
    assert (order.state, order.placed_at, order.placed_by_id) == ("awaiting_approval", None, recruiter)
    assert {to for to, _ in mails(app, "approval_asked")} == {"owner@anyshire.example", "boss@anyshire.example"}
    with app.app_context():
        assert [each.reference for each in approving.waiting_for(approver)] == [reference]
        assert approving.number_waiting_for(recruiter) == 0

    act(app, approving.approve, reference, by=approver, seen_pence=72_000)

    order = making.row(app, reference)
    assert (order.state, order.approved_by_id, order.placed_on) == ("invoiced", approver, date(2026, 11, 24))
    assert making.steps(app, reference) == ["begin", "ask", "approve", "invoice"]
    assert [to for to, _ in mails(app, "order_approved")] == ["recruiter@anyshire.example"]


@pytest.mark.parametrize("who", ["the one who placed it", "a stranger"])
def test_nobody_approves_their_own_order_nor_another_organisations(
    app: Flask, limited: tuple[Buyer, int, int], who: str
) -> None:
    buyer, _, approver = limited
    by = buyer.owner if who == "the one who placed it" else making.person(app, "stranger@example.org")
    reference = making.placed(app, buyer.organisation_id, buyer.owner, ("advert", 2))
    for verb, facts in ((approving.approve, {}), (approving.send_back, {"because": "x"})):
        with pytest.raises(RuleBroken, match="who did not make it"):
            act(app, verb, reference, by=by, **facts)
    assert making.row(app, reference).state == "awaiting_approval"
    act(app, approving.approve, reference, by=approver)


def test_whoever_began_an_order_cannot_approve_it_when_a_colleague_sends_it(
    app: Flask, limited: tuple[Buyer, int, int]
) -> None:
    buyer, recruiter, _ = limited
    reference = making.order(app, buyer.organisation_id, buyer.owner, ("advert", 2))
    making.place(app, reference, by=recruiter)
    with pytest.raises(RuleBroken, match="who did not make it"):
        act(app, approving.approve, reference, by=buyer.owner)


def test_with_nobody_else_to_approve_the_buyer_is_told_what_to_do(app: Flask, buyer: Buyer) -> None:
    with app.app_context(), transaction():
        terms.set_by_owner(buyer.organisation_id, limit_pence=0, approve_text=False, po_pattern="", by=buyer.owner)
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    with pytest.raises(RuleBroken, match="An owner can invite an approver"):
        making.place(app, reference, by=buyer.owner)
    assert making.row(app, reference).state == "draft"


def test_an_order_sent_back_is_a_basket_again_with_the_reason(app: Flask, limited: tuple[Buyer, int, int]) -> None:
    buyer, recruiter, approver = limited
    reference = making.placed(app, buyer.organisation_id, recruiter, ("advert", 2))
    with pytest.raises(RuleBroken, match="Say what should be changed"):
        act(app, approving.send_back, reference, by=approver, because=" ")
    act(app, approving.send_back, reference, by=approver, because="One is enough.")
    assert making.row(app, reference).state == "draft"
    assert "One is enough." in mails(app, "order_sent_back")[0][1]
    making.place(app, reference, by=recruiter)
    assert len(mails(app, "approval_asked")) == 4, "two who may approve, asked twice"
    act(app, approving.call_back, reference, by=recruiter)
    assert making.row(app, reference).state == "draft"


def test_what_waits_for_approval_keeps_list_prices_for_thirty_days(
    app: Flask, limited: tuple[Buyer, int, int], tmp_path: Path
) -> None:
    buyer, recruiter, approver = limited
    reference = making.placed(app, buyer.organisation_id, recruiter, ("advert", 2))
    making.set_price(app, "advert", 35_000, date(2026, 12, 1))
    (tmp_path / "clock").write_text("2026-12-25T12:00:00+00:00")
    with pytest.raises(RuleBroken, match="The total is £840 now; it was £720"):
        act(app, approving.approve, reference, by=approver, seen_pence=72_000)
    (tmp_path / "clock").write_text("2026-12-24T12:00:00+00:00")
    act(app, approving.approve, reference, by=approver, seen_pence=72_000)
    assert making.row(app, reference).gross_pence == 72_000


def test_of_many_who_approve_at_once_one_does(app_on_either: Flask) -> None:
    app = app_on_either
    owner = making.person(app, "owner@example.org")
    organisation_id = making.organisation(app, owner=owner)
    recruiter = making.person(app, "recruiter@example.org")
    making.seat(app, organisation_id, recruiter, "recruiter")
    with app.app_context(), transaction():
        terms.set_by_owner(organisation_id, limit_pence=0, approve_text=False, po_pattern="", by=owner)
    reference = making.placed(app, organisation_id, recruiter)

    def approve() -> str:
        with transaction():
            order = queries.for_staff(reference)
            approving.approve(order, by=owner, at=clock.now())
            return order.state

    done = at_once(app, approve)
    assert sorted(str(each) for each in done if not isinstance(each, RuleBroken)) == ["invoiced"]
    assert making.steps(app, reference).count("approve") == 1


def test_a_draft_is_shown_at_the_prices_of_the_day_without_being_written(app: Flask, buyer: Buyer) -> None:
    reference = making.order(app, buyer.organisation_id, buyer.owner)
    making.set_price(app, "advert", 35_000, date(2026, 11, 24))
    with app.app_context():
        order = queries.for_staff(reference)
        assert valuing.value(order, queries.lines_of(order.id), on=clock.today()).total.gross_pence == 42_000
        assert db.session.get_one(Order, order.id).gross_pence == 36_000
        with transaction():
            order = queries.for_staff(reference)
            repricing.price_again(order, on=clock.today())
    assert making.row(app, reference).gross_pence == 42_000
