"""Random walks: whatever is done with a placement in whatever order, its history explains it and no penny is lost."""

import contextlib
import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.applying import leaving as applying_leaving
from portal.applying import queries as applications
from portal.billing import books
from portal.billing import queries as orders
from portal.billing.models import Order
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import RuleBroken
from portal.offering import making as offer_making
from portal.offering import settling
from portal.placing import confirming, leaving, money, ordering, queries, raising, tending
from portal.placing.models import Placement, PlacementCredit, PlacementStep
from portal.recruitment import costing, placement_states
from portal.recruitment import queries as campaigns
from portal.recruitment.fees import FIXED, OF_SEARCH, PERCENTAGE, PLANS, USUAL
from tests.billing.making import settle
from tests.conftest import MakeApp
from tests.offering import making as offers
from tests.placing import making

TOGETHER = {
    "pending": ("accepted", "conditions_met"),
    "confirmed": ("conditions_met",),
    "did_not_start": ("withdrawn", "offer_withdrawn", "conditions_not_met", "accepted", "conditions_met", "started"),
}
"""Where an application may stand whose placement stands so; in every other state of it they have started."""


def check(app: Flask, application: str) -> None:
    with app.app_context():
        assert sum(books.balances().values()) == 0
        where = offers.find(application).state
        for row in db.session.query(Placement):
            steps = db.session.query(PlacementStep).filter_by(placement_id=row.id).order_by(PlacementStep.id)
            moves = [(each.before, each.event, each.after) for each in steps if each.before != each.after]
            assert placement_states.replay([event for _, event, _ in moves]) == row.state
            assert where in TOGETHER.get(row.state, ("started",)), (where, row.state)
            assert sum(each.pence for each in money.instalments_of(row)) == row.fee_pence
            for each in money.instalments_of(row):
                there = orders.with_subject(money.subject_of(row, each.milestone))
                assert sum(order.state != "cancelled" for order in there) <= 1
                assert all(order.net_pence == each.pence for order in there if order.state != "cancelled")
            credited = db.session.query(PlacementCredit).filter_by(placement_id=row.id)
            assert sum(each.pence for each in credited) == (row.remedy_pence if row.state == "credited" else 0)
        standing = [row for row in db.session.query(Placement) if row.state != "did_not_start"]
        assert len(standing) <= 1


class Walk:
    """Somebody who accepted an offer, and everything that can happen to them and their placement."""

    def __init__(self, app: Flask, seed: int, plan: str = "") -> None:
        self.app, self.chance = app, random.Random(seed)
        self.scene = making.in_parts(app, plan) if plan else making.scene(app)
        self.application = offers.accepted(app, self.scene)
        self.by = self.scene.consultant

    def placed(self, act: Callable[[Placement], object]) -> None:
        with self.app.app_context():
            row = queries.standing(offers.find(self.application).id)
            reference = row.reference if row else ""
        if reference:
            making.do(self.app, reference, act)

    def desk(self, act: Callable[..., object]) -> None:
        offers.at_desk(self.app, self.scene, self.application, act)

    def settle_fee(self) -> None:
        plan, more = self.chance.choice(list(PLANS[PERCENTAGE])), self.chance.randrange(0, 900_000)
        self.placed(
            lambda row: ordering.agree_fee(
                row, remuneration_pence=row.salary_pence + more, plan=plan, by=self.by, at=clock.now()
            )
        )

    def invoice(self) -> None:
        with self.app.app_context():
            due = [(each.placement, each.milestone) for each in raising.to_raise() if each.order]
        for reference, milestone in due:
            if reference:
                making.invoice(self.app, reference, milestone, paid=self.chance.random() < 0.8)
        making.pay_search(self.app, self.scene.campaign)

    def pay(self) -> None:
        with self.app.app_context():
            owed = [each.reference for each in db.session.query(Order).filter_by(state="invoiced")]
        for reference in owed:
            settle(self.app, reference, what=f"bank:{reference}")

    def clear(self) -> None:
        offers.clear_all(self.app, self.scene, self.application)

    def meet(self) -> None:
        self.desk(lambda desk, row: settling.meet(desk, row, at=clock.now()))

    def start(self) -> None:
        self.desk(lambda desk, row: settling.start(desk, row, at=clock.now()))

    def miss_start(self) -> None:
        if self.chance.random() < 0.3:
            self.desk(lambda desk, row: settling.miss_start(desk, row, because="Did not come.", at=clock.now()))

    def withdraw_offer(self) -> None:
        if self.chance.random() < 0.15:
            self.desk(lambda desk, row: offer_making.withdraw(desk, row, because="No money.", at=clock.now()))

    def withdraw(self) -> None:
        if self.chance.random() < 0.15:
            with self.app.app_context(), transaction():
                person = offers.find(self.application).person_id or 0
                row = applications.own(person, self.application, locked=True)
                applying_leaving.withdraw(row, applications.job_of(row), because="", by=person, at=clock.now())

    def reopen(self) -> None:
        self.placed(lambda row: confirming.reopen(row, because="Look again.", by=self.by, at=clock.now()))

    def confirm(self) -> None:
        self.placed(lambda row: confirming.confirm(row, by=self.by, at=clock.now()))

    def leave(self) -> None:
        day = clock.today()
        self.placed(lambda row: leaving.leave(row, left_on=day, because="Gone.", by=self.by, at=clock.now()))

    def correct(self) -> None:
        self.placed(lambda row: leaving.correct(row, because="A mistake.", by=self.by, at=clock.now()))

    def replace(self) -> None:
        if self.chance.random() < 0.3:
            self.placed(lambda row: leaving.replace(row, because="They ask.", by=self.by, at=clock.now()))

    def nothing_due(self) -> None:
        if self.chance.random() < 0.3:
            self.placed(lambda row: leaving.settle(row, because="Nothing.", by=self.by, at=clock.now()))

    def credit(self) -> None:
        def act(row: Placement) -> None:
            seen = leaving.remedy_of(row, making.ALL).pence
            leaving.credit(row, ticked=making.ALL, seen_pence=seen, by=self.by, at=clock.now())

        self.placed(act)

    def worker(self) -> None:
        with self.app.app_context():
            tending.tend(at=clock.now())


ACTS = (
    *(Walk.settle_fee, Walk.invoice, Walk.clear, Walk.meet, Walk.start) * 2,
    *(Walk.pay, Walk.credit) * 2,
    *(Walk.reopen, Walk.confirm, Walk.leave, Walk.correct, Walk.worker),
    *(Walk.replace, Walk.nothing_due, Walk.withdraw, Walk.withdraw_offer, Walk.miss_start),
)


def walk_on(app: Flask, seed: int) -> set[str]:
    """Many acts, each looked at; how the placements stand in the end."""
    walk, at = Walk(app, seed), clock.now()
    for _ in range(90):
        at += timedelta(days=walk.chance.choice((0, 0, 0, 0, 0, 1, 2, 25)))
        with as_of(at), contextlib.suppress(RuleBroken):
            walk.chance.choice(ACTS)(walk)
        check(app, walk.application)
    with app.app_context():
        return {state for (state,) in db.session.query(Placement.state)}


def test_walks_hold_what_always_holds_and_come_to_many_ends(
    set_up_folder: Path, make_app: MakeApp, tmp_path: Path
) -> None:
    """Walks that all ended alike would say little."""
    ends = set()
    for seed in range(16):
        folder = tmp_path / str(seed)
        shutil.copytree(set_up_folder, folder)
        ends |= walk_on(make_app(PORTAL_DATA_DIR=str(folder)), seed)
    assert len(ends) >= 5, ends


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("plan", [key for key in PLANS[FIXED] if key != USUAL[FIXED]])
def test_a_walk_of_somebody_whose_fee_is_fixed_and_in_instalments(app: Flask, plan: str, seed: int) -> None:
    """What falls due for the search is asked for once, and of the whole fee no more is asked than was agreed."""
    walk, at = Walk(app, 100 + seed, plan), clock.now()
    for _ in range(40):
        at += timedelta(days=walk.chance.choice((0, 0, 1, 3, 9)))
        with as_of(at), contextlib.suppress(RuleBroken):
            walk.chance.choice(ACTS)(walk)
        check(app, walk.application)
        with app.app_context():
            campaign = campaigns.for_staff(walk.scene.campaign)
            whole = costing.parts_of(campaign, campaign.fee_pence or 0)
        asked = making.search_orders(app, walk.scene.campaign)
        assert {milestone: pence for milestone, pence, _ in asked} == {
            each: whole[each] for each in OF_SEARCH if each in whole
        }
        assert len(asked) == len({milestone for milestone, _, _ in asked})
        with app.app_context():
            charged = sum(
                each.net_pence
                for each in db.session.query(Order)
                if each.state != "cancelled" and not each.credited_pence
            )
            assert charged <= sum(whole.values())
