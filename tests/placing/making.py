"""Placements of accepted offers, with their fees ordered, invoiced and paid by the verbs that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask

from portal.billing import books, on_behalf
from portal.billing import queries as orders
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.invoicing.models import IssuedDocument
from portal.offering import settling
from portal.placing import leaving, money, ordering, queries, raising
from portal.placing.models import Placement, PlacementInstalment
from portal.recruitment import agreeing, instalments, terms
from portal.recruitment import queries as campaigns
from portal.recruitment.fees import OF_SEARCH
from tests import people
from tests.billing.making import DETAILS, settle
from tests.offering import making as offers
from tests.offering.making import TERMS
from tests.selecting import making as scenes
from tests.selecting.making import Scene

ON_THE_DAY = datetime.fromisoformat("2027-02-01T09:00+00:00")
STAFF = "staff@society.example"
ALL = ("told_in_time", "fee_paid", "not_redundant")


def scene(app: Flask, *, parts: int = 1_800, number: int = 2) -> Scene:
    """A campaign for a percentage of the pay."""
    found = scenes.scene(app, number=number)
    with app.app_context(), transaction():
        campaign = campaigns.for_staff(found.campaign)
        campaign.percent_parts, campaign.remuneration = parts, terms.REMUNERATION
    return found


def reference_of(app: Flask, application: str) -> str:
    """The placement of an application."""
    with app.app_context():
        row = queries.standing(offers.find(application).id)
        assert row is not None
        return row.reference


def do(app: Flask, placement: str, act: Callable[[Placement], Any]) -> Any:
    """Do this with the placement, held, in a transaction."""
    with app.app_context(), transaction():
        return act(queries.for_staff(placement, locked=True))


def agree(app: Flask, scene: Scene, placement: str, plan: str = "acceptance", pence: int = TERMS.salary_pence) -> None:
    """Look the fee over."""
    do(
        app,
        placement,
        lambda row: ordering.agree_fee(row, remuneration_pence=pence, plan=plan, by=scene.consultant, at=clock.now()),
    )


def accepted(app: Flask, scene: Scene, plan: str = "acceptance", pence: int = TERMS.salary_pence) -> str:
    """A placement whose fee was looked over; its reference."""
    found = reference_of(app, offers.accepted(app, scene))
    agree(app, scene, found, plan, pence)
    return found


def invoice(app: Flask, placement: str, milestone: str = "offer_accepted", *, paid: bool = True) -> str:
    """Staff put the order on account, and its invoice is paid; the order's reference."""
    staff = staff_of(app)
    reference = str(
        do(
            app,
            placement,
            lambda row: ordering.put_on_account(row, milestone, DETAILS, by=staff, at=clock.now(), po_again=True),
        )
    )
    if paid:
        settle(app, reference, what=f"bank:{reference}")
    return reference


def _known(app: Flask) -> int:
    from portal.accounts.models import Person

    with app.app_context():
        return int(db.session.query(Person.id).filter_by(email=STAFF).scalar() or 0)


def started(app: Flask, scene: Scene, plan: str = "acceptance", pence: int = TERMS.salary_pence) -> str:
    """Somebody who started on 1 February 2027 and whose fee is paid; the placement."""
    application = offers.met(app, scene)
    placement = reference_of(app, application)
    agree(app, scene, placement, plan, pence)
    with as_of(ON_THE_DAY):
        offers.at_desk(app, scene, application, lambda desk, row: settling.start(desk, row, at=clock.now()))
        for milestone in due(app, placement):
            invoice(app, placement, milestone)
    return placement


def left(app: Flask, scene: Scene, placement: str, day: datetime) -> None:
    """They left on this day, which is noted on it."""
    with as_of(day):
        do(
            app,
            placement,
            lambda row: leaving.leave(
                row, left_on=day.date(), because="Another job.", by=scene.consultant, at=clock.now()
            ),
        )


def credit(app: Flask, scene: Scene, placement: str, seen: int, ticked: tuple[str, ...] = ALL) -> list[str]:
    """Give back what is due; the numbers of the credit notes."""

    def act(row: Placement) -> list[str]:
        made = leaving.credit(row, ticked=ticked, seen_pence=seen, by=scene.consultant, at=clock.now())
        return [each.number for each in made]

    return list(do(app, placement, act))


def due(app: Flask, placement: str) -> list[str]:
    """The milestones that have come and whose part is not invoiced."""
    with app.app_context():
        return [each.milestone for each in raising.to_raise() if each.placement == placement and each.order]


def parts(app: Flask, placement: str) -> dict[str, int]:
    """What is due at each milestone."""
    with app.app_context():
        return {each.milestone: each.pence for each in money.instalments_of(queries.for_staff(placement))}


def orders_of(app: Flask, placement: str) -> list[tuple[str, int, str]]:
    """Of each part that was ordered: its milestone, the order's net, and the order's state."""
    with app.app_context():
        row = queries.for_staff(placement)
        found = []
        for each in money.instalments_of(row):
            if each.order_id is not None:
                order = orders.by_id(each.order_id)
                found.append((each.milestone, order.net_pence, order.state))
        return found


def state_of(app: Flask, placement: str) -> str:
    with app.app_context():
        return queries.for_staff(placement).state


def balanced(app: Flask) -> bool:
    """Whether the book comes to nothing."""
    with app.app_context():
        return sum(books.balances().values()) == 0


def credited_net(app: Flask) -> int:
    """What all credit notes took back, without VAT."""
    with app.app_context():
        return sum(each.net_pence for each in db.session.query(IssuedDocument).filter_by(kind="credit_note"))


def instalment_rows(app: Flask) -> int:
    with app.app_context():
        return db.session.query(PlacementInstalment).count()


def in_parts(app: Flask, key: str = "steps", *, posts: int = 1, number: int = 2) -> Scene:
    """A campaign in selection whose fixed fee was agreed to in instalments."""
    found = scenes.scene(app, number=number)
    with app.app_context(), transaction():
        campaign, at = campaigns.for_staff(found.campaign), clock.now()
        campaign.service, campaign.posts, campaign.state = "fixed", posts, "enquiry"
        agreeing.set_plan(campaign, plan=key, by=found.consultant, at=at)
        agreeing.agree(campaign, seen=terms.mark_of(agreeing.text_for(campaign, at=at)), by=found.owner, at=at)
        campaign.state = "selection"
    return found


def search_orders(app: Flask, campaign: str) -> list[tuple[str, int, str]]:
    """Of each part that fell due for the search: its milestone, the order's net, and the order's state."""
    with app.app_context():
        return [
            (milestone, each.net_pence, each.state)
            for milestone in OF_SEARCH
            for each in orders.with_subject(f"campaign:{campaign}:{milestone}")
        ]


def pay_search(app: Flask, campaign: str) -> None:
    """Whatever fell due for the search is put on account and paid."""
    for milestone in OF_SEARCH:
        staff = staff_of(app)
        with app.app_context(), transaction():
            order = instalments.waiting(campaigns.for_staff(campaign, locked=True), milestone)
            reference = order.reference if order is not None else ""
            if order is not None:
                on_behalf.put_on_account(order, DETAILS, by=staff, at=clock.now(), po_again=True)
        if reference:
            settle(app, reference, what=f"bank:{reference}")


def staff_of(app: Flask) -> int:
    """Somebody of the staff."""
    return _known(app) or people.make(app, STAFF, name="Sam Staff", given=("staff",))
