"""A fixed fee in instalments and whom it places: shared to the penny, asked for once, given back with who does not start."""

from datetime import datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.applying import leaving as applying_leaving
from portal.applying import queries as applications
from portal.applying.moving import move
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import RuleBroken
from portal.offering import settling
from portal.placing import leaving, money, ordering, presenting, queries, raising
from portal.placing.models import Placement
from portal.placing.sums import next_share
from portal.recruitment import campaign_states, cancelling, fees
from portal.recruitment import queries as campaigns
from portal.recruitment.fees import ALL, FIXED, OF_SEARCH, PLANS, USUAL, Terms
from tests.conftest import SignIn
from tests.offering import making as offers
from tests.placing import making
from tests.selecting.making import Scene

TERMS, SHORTLIST, ACCEPTED = 180_000, 135_000, 135_000
IN_PARTS = [key for key in PLANS[FIXED] if key != USUAL[FIXED]]


@pytest.mark.parametrize("key", IN_PARTS)
@given(pence=st.integers(1, 10**9), posts=st.integers(1, 12))
def test_every_plan_comes_to_exactly_the_fee_over_all_its_posts(key: str, pence: int, posts: int) -> None:
    plan = PLANS[FIXED][key][1]
    parts = fees.instalments(fees.checked(Terms(FIXED, pence, plan)), pence)
    assert sum(parts.values()) == pence and list(parts) == [each.milestone for each in plan]
    assert plan[0].milestone == "terms_agreed" and sum(each.parts for each in plan) == ALL
    shares = {milestone: [0] * posts for milestone in parts}
    for number in range(posts):
        for milestone, each in parts.items():
            shares[milestone][number] = next_share(each, sum(shares[milestone]), posts - number)
    assert {milestone: sum(each) for milestone, each in shares.items()} == parts
    assert all(max(each) - min(each) <= 1 for each in shares.values())


@given(st.integers(100, 10**9), st.integers(1, 8), st.lists(st.booleans(), max_size=40))
def test_who_goes_frees_exactly_their_share_and_nobody_shares_what_is_taken(
    pence: int, posts: int, comes: list[bool]
) -> None:
    """Each True is somebody who comes, each False the first of those who are there who does not start; whoever came beyond
    the posts then has what is free."""
    standing: list[int] = []

    def share() -> int:
        return next_share(pence, sum(standing), posts - sum(each > 0 for each in standing))

    for here in comes:
        if here:
            standing.append(share())
        elif standing:
            standing.pop(0)
            for place, each in enumerate(standing):
                standing[place] = each or share()
        assert 0 <= sum(standing) <= pence and min(standing, default=0) >= 0
        if len(standing) >= posts:
            assert sum(standing) == pence


def test_a_plan_that_is_kept_is_read_as_it_was_agreed() -> None:
    for basis, plans in PLANS.items():
        for key, (_, plan) in plans.items():
            assert fees.as_agreed(fees.as_kept(plan)) == plan
            assert fees.key_of(basis, plan) == key


def shortlist(app: Flask, scene: Scene, *places: int) -> None:
    with app.app_context(), transaction():
        for place in places:
            row = offers.find(scene.sent[place])
            for event in ("longlist", "shortlist"):
                move(row, event, by=scene.chair, at=clock.now(), reason="Evidence.")


def withdraw(app: Flask, application: str) -> None:
    with app.app_context(), transaction():
        row = applications.own(offers.find(application).person_id or 0, application, locked=True)
        applying_leaving.withdraw(row, applications.job_of(row), because="", by=row.person_id or 0, at=clock.now())


def test_the_first_on_the_shortlist_brings_its_instalment_and_the_others_bring_nothing(app: Flask) -> None:
    scene = making.in_parts(app)
    assert making.search_orders(app, scene.campaign) == [("terms_agreed", TERMS, "draft")]
    shortlist(app, scene, 0, 1)
    assert making.search_orders(app, scene.campaign) == [
        ("terms_agreed", TERMS, "draft"),
        ("shortlist_made", SHORTLIST, "draft"),
    ]
    with app.app_context():
        found = [(each.milestone, each.placement, each.name) for each in raising.to_raise(scene.consultant)]
        assert found == [("terms_agreed", "", ""), ("shortlist_made", "", "")]
        assert raising.to_raise(scene.member) == []


def test_an_acceptance_asks_for_its_part_alone(app: Flask) -> None:
    scene = making.in_parts(app)
    placement = making.reference_of(app, offers.accepted(app, scene))
    assert making.parts(app, placement) == {
        "terms_agreed": TERMS,
        "shortlist_made": SHORTLIST,
        "offer_accepted": ACCEPTED,
    }
    assert making.orders_of(app, placement) == [("offer_accepted", ACCEPTED, "draft")]
    assert [pence for _, pence, _ in making.search_orders(app, scene.campaign)] == [TERMS, SHORTLIST]
    with app.app_context():
        row = queries.for_staff(placement)
        assert (row.fee_pence, row.fee_agreed_at) == (450_000, clock.now())
        assert [each.pence for each in raising.to_raise()] == [TERMS, SHORTLIST, ACCEPTED]
        assert money.owes(row) and money.paid_of(row) == []
        assert ("Basis of the fee", "Fixed, in instalments") in presenting.page_of(row, at=clock.now()).facts
        assert ordering.order_forgotten(at=clock.now()) == 0
    making.pay_search(app, scene.campaign)
    making.invoice(app, placement)
    with app.app_context():
        row = queries.for_staff(placement)
        assert not money.owes(row) and [pence for _, _, pence in money.paid_of(row)] == [TERMS, SHORTLIST, ACCEPTED]
        assert raising.to_raise() == []
    assert making.balanced(app)


def test_the_consultant_cannot_settle_a_fixed_fee_anew_nor_staff_raise_the_search_with_a_placement(
    app: Flask, sign_in: SignIn
) -> None:
    scene = making.in_parts(app)
    placement = making.reference_of(app, offers.accepted(app, scene))
    with pytest.raises(RuleBroken, match="agreed with the terms"):
        making.agree(app, scene, placement)
    with pytest.raises(RuleBroken, match="No order of this placement"):
        making.invoice(app, placement, "terms_agreed")
    staff, at = sign_in(making.staff_of(app)), f"/staff/placements/{placement}"
    assert staff.get(f"{at}/invoice/terms_agreed").location == at
    page = staff.get(at).text
    assert f"{at}/invoice/offer_accepted" in page and f"{at}/invoice/terms_agreed" not in page


@pytest.mark.parametrize("paid", [False, True])
def test_who_does_not_start_gives_back_their_part_and_the_next_one_is_asked_for_it(app: Flask, paid: bool) -> None:
    scene = making.in_parts(app)
    first = offers.accepted(app, scene)
    gone = making.reference_of(app, first)
    making.pay_search(app, scene.campaign)
    making.invoice(app, gone, paid=paid)
    withdraw(app, first)
    assert making.state_of(app, gone) == "did_not_start" and making.credited_net(app) == ACCEPTED
    assert [state for _, _, state in making.search_orders(app, scene.campaign)] == ["paid", "paid"]
    second = making.reference_of(app, offers.accepted(app, scene, place=1))
    assert making.parts(app, second) == making.parts(app, gone)
    assert making.orders_of(app, second) == [("offer_accepted", ACCEPTED, "draft")]
    assert len(making.search_orders(app, scene.campaign)) == 2, "what is due for the search is not asked for again"
    assert making.balanced(app)


def test_posts_share_every_instalment_to_the_penny(app: Flask) -> None:
    scene = making.in_parts(app, posts=2)
    with app.app_context(), transaction():
        campaigns.for_staff(scene.campaign).fee_pence = 450_001
    own = [making.parts(app, making.reference_of(app, offers.accepted(app, scene, place=place))) for place in (0, 1)]
    assert own[0] == {"terms_agreed": 90_000, "shortlist_made": 67_501, "offer_accepted": 67_500}
    assert own[1] == {"terms_agreed": 90_000, "shortlist_made": 67_500, "offer_accepted": 67_500}


def test_somebody_beyond_the_posts_costs_nothing_until_a_post_is_free(app: Flask) -> None:
    scene = making.in_parts(app)
    first = offers.accepted(app, scene)
    second = making.reference_of(app, beyond(app, scene, 1))
    assert set(making.parts(app, second).values()) == {0} and making.orders_of(app, second) == []
    with app.app_context():
        facts = presenting.page_of(queries.for_staff(second), at=clock.now()).facts
        assert ("Basis of the fee", "Fixed, and paid with the posts before") in facts
    gone = making.reference_of(app, first)
    withdraw(app, first)
    assert making.orders_of(app, gone) == [("offer_accepted", ACCEPTED, "cancelled")]
    assert making.parts(app, second) == making.parts(app, gone)
    assert making.orders_of(app, second) == [("offer_accepted", ACCEPTED, "draft")]


def beyond(app: Flask, scene: Scene, place: int) -> str:
    """Somebody accepts though every post is taken; their application."""
    reference = offers.interviewed(app, scene, place)
    offers.offer(app, scene, reference, again=True)
    offers.tell(app, scene, reference)
    offers.accept(app, reference)
    return reference


def test_the_last_part_waits_for_the_start(app: Flask) -> None:
    scene = making.in_parts(app, "steps_start")
    application = offers.met(app, scene)
    placement = making.reference_of(app, application)
    assert making.orders_of(app, placement) == []
    with as_of(making.ON_THE_DAY):
        offers.at_desk(app, scene, application, lambda desk, row: settling.start(desk, row, at=clock.now()))
    assert making.orders_of(app, placement) == [("started", ACCEPTED, "draft")]


def test_a_leaver_gives_back_a_share_of_all_instalments_from_the_last_first(app: Flask) -> None:
    scene = making.in_parts(app)
    application = offers.met(app, scene)
    placement = making.reference_of(app, application)
    making.pay_search(app, scene.campaign)
    making.invoice(app, placement)
    with as_of(making.ON_THE_DAY):
        offers.at_desk(app, scene, application, lambda desk, row: settling.start(desk, row, at=clock.now()))
    making.left(app, scene, placement, datetime.fromisoformat("2027-02-20T10:00+00:00"))
    with app.app_context():
        row = queries.for_staff(placement)
        assert leaving.facts_of(row).fee_paid and leaving.remedy_of(row, making.ALL).pence == 337_500
    assert len(making.credit(app, scene, placement, 337_500)) == 3
    assert making.credited_net(app) == 337_500 and making.balanced(app)
    assert making.state_of(app, placement) == "credited"


def test_a_cancelled_campaign_keeps_who_was_placed_and_asks_for_nothing_more(app: Flask) -> None:
    scene = making.in_parts(app)
    shortlist(app, scene, 0)
    with app.app_context(), transaction():
        row = campaigns.for_staff(scene.campaign, locked=True)
        cancelling.cancel(row, because="No budget.", by=scene.owner, at=clock.now())
        assert row.state == campaign_states.CANCELLED
    assert [each for each, _, _ in making.search_orders(app, scene.campaign)] == list(OF_SEARCH)
    with app.app_context():
        assert db.session.query(Placement).count() == 0
        assert [each.milestone for each in raising.to_raise()] == list(OF_SEARCH)
