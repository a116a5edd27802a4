"""A fixed fee in instalments: agreed with the terms, ordered part by part and once, and let go only with a reason."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.billing import placing as placing_orders
from portal.billing import queries as orders
from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import agreeing, cancelling, fee_pages, instalments, ordering, queries, tending, terms
from portal.recruitment.models import Campaign, CampaignInstalment
from tests import people
from tests.billing import making as billing
from tests.billing.making import DETAILS
from tests.membership import making as membership
from tests.races import at_once
from tests.recruitment import making

FEE = 450_000


@pytest.fixture
def cast(app: Flask, make_person):
    return making.cast(app, make_person)


def plan(app: Flask, cast, reference: str, key: str) -> None:
    making.act(app, reference, lambda it: agreeing.set_plan(it, plan=key, by=cast.consultant, at=clock.now()))


def agree(app: Flask, cast, reference: str) -> None:
    def both(it: Campaign) -> None:
        text = agreeing.text_for(it, at=clock.now())
        agreeing.agree(it, seen=terms.mark_of(text), by=cast.owner, at=clock.now())

    making.act(app, reference, both)


def campaign(app: Flask, cast, key: str = "steps") -> str:
    """A campaign whose fixed fee was agreed to in instalments; its reference."""
    reference = making.campaign(app, cast, service="fixed")
    plan(app, cast, reference, key)
    agree(app, cast, reference)
    return reference


def parts(app: Flask, reference: str) -> list[tuple[str, int, bool]]:
    """Each part that falls due for the search: its milestone, its sum, and whether it is due."""
    return making.ask(
        app, reference, lambda it: [(each.milestone, each.pence, bool(each.due_at)) for each in instalments.of(it)]
    )


def asked_for(app: Flask, reference: str, milestone: str = "terms_agreed") -> list[Order]:
    with app.app_context():
        return orders.with_subject(f"campaign:{reference}:{milestone}")


def on_account(app: Flask, cast, reference: str, milestone: str = "terms_agreed") -> str:
    """The client places the order for a part, on account, and pays it; the order's reference."""
    found = asked_for(app, reference, milestone)[0].reference
    with app.app_context(), transaction():
        order = orders.for_staff(found)
        from portal.billing import ordering as billing_ordering

        billing_ordering.detail(order, DETAILS)
        placing_orders.place(order, "account", by=cast.owner, at=clock.now(), po_again=True)
    billing.settle(app, found, what=f"bank:{found}")
    return found


def test_the_terms_name_every_instalment_and_what_cancelling_leaves_owed(app: Flask, cast) -> None:
    reference = making.campaign(app, cast, service="fixed")
    assert "in instalments" not in making.ask(app, reference, lambda it: agreeing.text_for(it, at=clock.now()))
    plan(app, cast, reference, "steps")
    text = making.ask(app, reference, lambda it: agreeing.text_for(it, at=clock.now()))
    for words in (
        "£4,500 without VAT, less your member discount if you have one on the day of each order, in instalments",
        "- £1,800 when the terms are agreed\n- £1,350 when the shortlist is made\n- £1,350 when the offer is accepted",
        "those after are not owed",
        "is given back when they accepted and do not start",
    ):
        assert words in text, words
    agree(app, cast, reference)
    assert making.ask(app, reference, lambda it: (it.terms_version, it.terms_text, it.fee_pence)) == (
        terms.VERSION,
        text,
        FEE,
    )
    assert making.mails(app, "terms_to_agree") == ["pat@leeds.gov.uk"]


def test_agreeing_orders_the_first_instalment_and_no_other(app: Flask, cast) -> None:
    reference = campaign(app, cast)
    assert parts(app, reference) == [("terms_agreed", 180_000, True), ("shortlist_made", 135_000, False)]
    assert [(each.net_pence, each.state) for each in asked_for(app, reference)] == [(180_000, "draft")]
    assert asked_for(app, reference, "shortlist_made") == []
    assert making.mails(app, "part_due") == ["pat@leeds.gov.uk"]
    with app.app_context():
        assert tending.tend(at=clock.now()) == (0, 0)


def test_membership_counts_on_the_day_of_each_order_and_the_terms_say_so(app: Flask, cast) -> None:
    reference = making.campaign(app, cast, service="fixed")
    plan(app, cast, reference, "halves")
    seen = making.ask(app, reference, lambda it: terms.mark_of(agreeing.text_for(it, at=clock.now())))
    membership.membership(app, cast.owner, "organisation", organisation_id=cast.client.id, staff=1_200)
    with pytest.raises(RuleBroken, match="terms have changed"):
        making.act(app, reference, lambda it: agreeing.agree(it, seen=seen, by=cast.owner, at=clock.now()))
    assert parts(app, reference) == []
    agree(app, cast, reference)
    text = str(making.ask(app, reference, lambda it: it.terms_text))
    assert (
        "£4,500 without VAT, less your member discount if you have one on the day of each order, today 20% for a"
        in text
    )
    assert parts(app, reference) == [("terms_agreed", 225_000, True)]
    assert asked_for(app, reference)[0].net_pence == 180_000


def test_how_a_fixed_fee_is_paid_is_chosen_until_the_terms_are_agreed(app: Flask, cast) -> None:
    reference = making.campaign(app, cast, service="fixed")
    with pytest.raises(RuleBroken, match="Choose when"):
        plan(app, cast, reference, "weekly")
    plan(app, cast, reference, "steps")
    plan(app, cast, reference, "whole")
    assert making.ask(app, reference, lambda it: it.fee_plan) == []
    agree(app, cast, reference)
    assert parts(app, reference) == [] and making.ask(app, reference, lambda it: it.fee_pence) is None
    with pytest.raises(RuleBroken, match="can no longer be changed"):
        plan(app, cast, reference, "steps")
    for service in ("assisted", "percentage"):
        with pytest.raises(RuleBroken, match="Only the fee of a full recruitment"):
            plan(app, cast, making.campaign(app, cast, service=service), "halves")
    bought = making.campaign(app, cast, service="fixed")
    making.act(app, bought, lambda it: setattr(it, "order_reference", "8R4TKM2X"))
    with pytest.raises(RuleBroken, match="has paid for this campaign already"):
        plan(app, cast, bought, "halves")


def test_the_plan_of_a_percentage_is_in_its_terms(app: Flask, cast) -> None:
    reference = making.campaign(app, cast)
    set_fee = lambda it, key: agreeing.set_fee(  # noqa: E731
        it, percent_parts=1_800, remuneration="Basic salary", plan=key, by=cast.consultant, at=clock.now()
    )
    with pytest.raises(RuleBroken, match="Choose when"):
        making.act(app, reference, lambda it: set_fee(it, "steps"))
    making.act(app, reference, lambda it: set_fee(it, "halves"))
    text = making.ask(app, reference, lambda it: agreeing.text_for(it, at=clock.now()))
    assert "due 50 per cent of it when the offer is accepted and 50 per cent of it on the day they start" in text
    making.act(app, reference, lambda it: set_fee(it, "start"))
    assert "due on the day they start" in making.ask(app, reference, lambda it: agreeing.text_for(it, at=clock.now()))


def test_the_advert_goes_live_once_the_first_instalment_is_settled(app: Flask, cast) -> None:
    reference = making.campaign(app, cast, service="fixed")
    plan(app, cast, reference, "steps")
    agree(app, cast, reference)
    for stage in ("drafted", "approved"):
        making._ON[stage](app, cast, reference)
    with pytest.raises(RuleBroken, match="not ordered yet"):
        making._go_live(app, cast, reference)
    order = on_account(app, cast, reference)
    assert making.ask(app, reference, lambda it: (it.order_reference, it.bought_as)) == (order, None)
    with app.app_context():
        assert db.session.query(Campaign).count() == 1, "the instalment begins no campaign"
    making._go_live(app, cast, reference)
    assert making.state_of(app, reference) == "live"


def test_ordering_finds_the_order_and_makes_one_that_was_given_up_again(app: Flask, cast) -> None:
    reference = campaign(app, cast)
    first = asked_for(app, reference)[0].reference
    found: list[str] = []
    press = lambda it: found.append(ordering.order(it, by=cast.owner, at=clock.now()))  # noqa: E731
    making.act(app, reference, press)
    with app.app_context(), transaction():
        placing_orders.cancel(orders.for_staff(first), because="Another cost centre.", by=None, at=clock.now())
    making.act(app, reference, press)
    assert found[0] == first != found[1]
    assert sorted(each.state for each in asked_for(app, reference)) == ["cancelled", "draft"]
    on_account(app, cast, reference)
    with pytest.raises(RuleBroken, match="has paid for this campaign already"):
        making.act(app, reference, press)


def test_an_instalment_is_ordered_once_however_many_workers_there_are(app_on_either: Flask) -> None:
    app = app_on_either
    cast = making.cast(app, lambda email, name="Pat", roles=(): people.make(app, email, name=name, given=roles))
    reference = campaign(app, cast)
    with app.app_context(), transaction():
        second = db.session.query(CampaignInstalment).filter_by(milestone="shortlist_made").one()
        second.due_at = clock.now()
    at = clock.now()
    done = at_once(app, lambda: instalments.order_forgotten(at=at), times=4)
    assert sorted(each for each in done if isinstance(each, int)) == [0, 0, 0, 1], done
    assert [each.net_pence for each in asked_for(app, reference, "shortlist_made")] == [135_000]
    assert len(asked_for(app, reference)) == 1


def test_a_milestone_brings_what_comes_before_it_and_brings_nothing_twice(app: Flask, cast) -> None:
    reference = campaign(app, cast)
    later = clock.now() + timedelta(days=30)
    for _ in range(3):
        making.act(app, reference, lambda it: instalments.reach(it, "offer_accepted", at=later))
    assert parts(app, reference) == [("terms_agreed", 180_000, True), ("shortlist_made", 135_000, True)]
    assert [len(asked_for(app, reference, each)) for each in ("terms_agreed", "shortlist_made")] == [1, 1]


def cancel(app: Flask, cast, reference: str) -> None:
    making.act(app, reference, lambda it: cancelling.cancel(it, because="No budget.", by=cast.owner, at=clock.now()))


def let_go(app: Flask, cast, reference: str, milestone: str = "terms_agreed", because: str = "As agreed.") -> None:
    making.act(
        app,
        reference,
        lambda it: instalments.waive(it, milestone, because=because, by=cast.consultant, at=clock.now()),
    )


def test_a_cancelled_campaign_owes_what_fell_due_and_nothing_after(app: Flask, cast) -> None:
    reference = campaign(app, cast)
    cancel(app, cast, reference)
    shown = making.ask(app, reference, lambda it: [(each.status, each.pence) for each in fee_pages.fee_of(it).parts])
    assert shown == [
        ("Order to be placed", 180_000),
        ("Not owed: the campaign is over", 135_000),
        ("Not owed: nobody was appointed", 135_000),
    ]
    with app.app_context():
        assert tending.tend(at=clock.now()) == (0, 0)
    on_account(app, cast, reference)
    assert making.state_of(app, reference) == "cancelled"


def test_what_is_owed_is_let_go_with_a_reason_and_its_order_with_it(app: Flask, cast) -> None:
    reference = campaign(app, cast)
    with pytest.raises(RuleBroken, match="ended without anybody appointed"):
        let_go(app, cast, reference)
    cancel(app, cast, reference)
    for milestone, because, says in (
        ("terms_agreed", " ", "Say what was agreed"),
        ("shortlist_made", "x", "not owed"),
        ("started", "x", "not owed"),
    ):
        with pytest.raises(RuleBroken, match=says):
            let_go(app, cast, reference, milestone, because)
    let_go(app, cast, reference)
    assert [each.state for each in asked_for(app, reference)] == ["cancelled"]
    with pytest.raises(RuleBroken, match="not owed"):
        let_go(app, cast, reference)
    with app.app_context():
        assert tending.tend(at=clock.now()) == (0, 0), "it is not ordered again"
        told = queries.history(queries.for_staff(reference))[0]
        assert (told.words, told.note) == ("Part of the fee let go", "£1,800 when the terms are agreed: As agreed.")


def test_what_was_placed_is_not_let_go_here(app: Flask, cast) -> None:
    reference = campaign(app, cast)
    on_account(app, cast, reference)
    cancel(app, cast, reference)
    with pytest.raises(RuleBroken, match="was placed"):
        let_go(app, cast, reference)


def test_the_whole_way_by_pages(app: Flask, cast, sign_in, make_person) -> None:
    reference = making.campaign(app, cast, service="fixed")
    consultant, client = sign_in(cast.consultant), sign_in(cast.owner)
    ours = f"/consultant/campaigns/{reference}"
    theirs = f"/employer/{cast.client.reference}/campaigns/{reference}"
    assert f"{ours}/fee" in consultant.get(ours).text
    assert "Half when the terms are agreed" in consultant.get(f"{ours}/fee").text
    assert "Choose when" in people.post(consultant, f"{ours}/fee", plan="").text
    assert people.post(consultant, f"{ours}/fee", plan="steps").location == ours
    assert "40 per cent when the terms are agreed" in consultant.get(ours).text
    read = client.get(f"{theirs}/terms").text
    assert "<li>£1,350 when the shortlist is made</li>" in read
    people.post(client, f"{theirs}/terms", seen=read.split('name="seen"')[1].split('value="')[1].split('"')[0])
    order = asked_for(app, reference)[0].reference
    assert "An instalment to order" in client.get("/employer").text
    page = client.get(theirs).text
    assert f'/orders/{order}"' in page and "Order to be placed" in page and "Not due yet" in page
    assert people.post(client, f"{theirs}/order").location == f"/employer/{cast.client.reference}/orders/{order}"
    assert "Order to be placed" in consultant.get(ours).text
    staff = sign_in(make_person("sam@society.example", roles=("staff",)))
    at = f"/staff/campaigns/{reference}"
    assert "£1,800" in staff.get("/staff/placements").text and at in staff.get("/staff/placements").text
    assert f"{at}/invoice/terms_agreed" in staff.get(at).text
    assert staff.get(f"{at}/invoice/never").status_code == 404
    assert staff.get(f"{at}/invoice/shortlist_made").location == at
    details = {"contact": "Pat", "bill_to": "Accounts", "bill_address": "1 High Street", "bill_email": "a@leeds.gov.uk"}
    assert "purchase-order number" in people.post(staff, f"{at}/invoice/terms_agreed", **details, po_number="").text
    assert people.post(staff, f"{at}/invoice/terms_agreed", **details, po_number="PO 7").location == at
    assert asked_for(app, reference)[0].state == "invoiced"
    assert "An instalment to order" not in client.get("/employer").text
    assert "£1,800" not in staff.get("/staff/placements").text


def test_ordering_again_and_letting_go_by_pages(app: Flask, cast, sign_in, make_person) -> None:
    reference = campaign(app, cast)
    consultant, ours = sign_in(cast.consultant), f"/consultant/campaigns/{reference}"
    people.post(consultant, f"{ours}/instalments/order", form_at=ours)
    assert "Order what is due" not in consultant.get(ours).text
    with app.app_context(), transaction():
        placing_orders.cancel(asked_for(app, reference)[0], because="Wrong.", by=None, at=clock.now())
    assert "Due, not ordered" in consultant.get(ours).text
    assert "£1,800" in consultant.get("/consultant/placements").text
    assert "of the fee fell due: when the terms are agreed" in consultant.get("/consultant").text
    people.post(consultant, f"{ours}/instalments/order", form_at=ours)
    assert [each.state for each in asked_for(app, reference)].count("draft") == 1
    assert consultant.get(f"{ours}/instalments/terms_agreed/waive").location == ours
    assert consultant.get(f"{ours}/instalments/never/waive").status_code == 404
    cancel(app, cast, reference)
    waive = f"{ours}/instalments/terms_agreed/waive"
    assert waive in consultant.get(ours).text
    assert "Say what was agreed" in people.post(consultant, waive, because="").text
    assert people.post(consultant, waive, because="We agreed in writing.").location == ours
    assert "Let go" in consultant.get(ours).text
    other = sign_in(making.another(app, make_person, "eve@society.example"))
    assert other.get(waive).status_code == 404
    assert people.post(other, f"{ours}/instalments/order", form_at="/consultant/campaigns").status_code == 404
