"""Random walks: whatever is done with a placement in whatever order, its history explains it and no penny is lost."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.applying import leaving as applying_leaving
from portal.applying import queries as applications
from portal.billing import books
from portal.billing import queries as orders
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import RuleBroken
from portal.offering import making as offer_making
from portal.offering import settling
from portal.placing import confirming, leaving, ordering, queries, tending
from portal.placing.models import Placement, PlacementCredit, PlacementStep
from portal.placing.sums import PLANS
from portal.recruitment import placement_states
from tests.billing.making import settle
from tests.offering import making as offers
from tests.placing import making
from tests.selecting.making import Scene

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
            assert sum(each.pence for each in queries.instalments_of(row)) == row.fee_pence
            for each in queries.instalments_of(row):
                there = orders.with_subject(queries.subject_of(row, each.milestone))
                assert sum(order.state != "cancelled" for order in there) <= 1
                assert all(order.net_pence == each.pence for order in there if order.state != "cancelled")
            credited = db.session.query(PlacementCredit).filter_by(placement_id=row.id)
            assert sum(each.pence for each in credited) == (row.remedy_pence if row.state == "credited" else 0)
        standing = [row for row in db.session.query(Placement) if row.state != "did_not_start"]
        assert len(standing) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_a_walk(app: Flask, seed: int) -> None:
    chance, scene = random.Random(seed), making.scene(app)
    application = offers.accepted(app, scene)
    at, by = clock.now(), scene.consultant

    def placed(act: Callable[[Placement], object]) -> None:
        with app.app_context():
            row = queries.standing(offers.find(application).id)
            reference = row.reference if row else ""
        if reference:
            making.do(app, reference, act)

    def desk(act: Callable[..., object]) -> None:
        offers.at_desk(app, scene, application, act)

    def pay() -> None:
        with app.app_context():
            due = [(each.placement, each.milestone) for each in queries.to_raise() if each.order]
        for reference, milestone in due:
            making.invoice(app, reference, milestone, paid=chance.random() < 0.8)

    def pay_late() -> None:
        with app.app_context():
            owed = [each.reference for each in db.session.query(orders.Order) if each.state == "invoiced"]
        for reference in owed:
            settle(app, reference, what=f"bank:{reference}")

    def withdraw() -> None:
        if chance.random() < 0.15:
            with app.app_context(), transaction():
                row = applications.own(offers.find(application).person_id or 0, application, locked=True)
                job = applications.job_of(row)
                applying_leaving.withdraw(row, job, because="", by=row.person_id or 0, at=clock.now())

    def take_back() -> None:
        if chance.random() < 0.15:
            desk(lambda it, row: offer_making.withdraw(it, row, because="No money.", at=clock.now()))

    def credit() -> None:
        def act(row: Placement) -> None:
            seen = leaving.remedy_of(row, making.ALL).pence
            leaving.credit(row, ticked=making.ALL, seen_pence=seen, by=by, at=clock.now())

        placed(act)

    def worker() -> None:
        with app.app_context():
            tending.tend(at=clock.now())

    def fee(row: Placement) -> None:
        plan = chance.choice(list(PLANS))
        more = chance.randrange(0, 900_000)
        ordering.agree_fee(row, remuneration_pence=row.salary_pence + more, plan=plan, by=by, at=clock.now())

    acts: list[Callable[[], object]] = [
        lambda: placed(fee),
        lambda: placed(fee),
        pay,
        pay,
        pay_late,
        lambda: offers.clear_all(app, scene, application),
        lambda: desk(lambda it, row: settling.meet(it, row, at=clock.now())),
        lambda: desk(lambda it, row: settling.start(it, row, at=clock.now())),
        lambda: placed(lambda row: confirming.reopen(row, because="Look again.", by=by, at=clock.now())),
        lambda: placed(lambda row: confirming.confirm(row, by=by, at=clock.now())),
        lambda: placed(
            lambda row: leaving.leave(row, left_on=clock.today(), because="Gone.", by=by, at=clock.now())
        ),
        lambda: placed(lambda row: leaving.correct(row, because="A mistake.", by=by, at=clock.now())),
        lambda: placed(lambda row: leaving.replace(row, because="", by=by, at=clock.now())),
        lambda: placed(lambda row: leaving.settle(row, because="Nothing.", by=by, at=clock.now())),
        credit,
        worker,
        withdraw,
        take_back,
    ]
    for _ in range(45):
        at += timedelta(days=chance.choice((0, 0, 1, 3, 9)))
        with as_of(at):
            try:
                chance.choice(acts)()
            except RuleBroken:
                db.session.remove()
        check(app, application)
