"""Organisations that buy, and their orders, made by the verbs that the pages call."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from portal.billing import binding, ordering, paying, placing, queries
from portal.billing.details import Details
from portal.billing.models import CreditEntry, Order, OrderLine, Price
from portal.database.base import db
from portal.database.transaction import transaction
from portal.employers.models import Organisation, Seat
from portal.foundation import clock
from tests import people
from tests.membership import making

DETAILS = Details(
    contact="Robin Hall",
    bill_to="Accounts payable",
    bill_address="1 High Street\nAnytown",
    bill_email="accounts@example.org",
    cost_centre="ICT 12",
    po_number="PO 1001",
)


def person(app: Flask, email: str, *, name: str = "Robin Hall") -> int:
    return people.make(app, email, name=name)


def organisation(app: Flask, *, owner: int, name: str = "Anyshire Council", staff: int = 1_200) -> int:
    return making.organisation(app, name, staff=staff, owner=owner)


def member(app: Flask, *, owner: int, name: str = "Anyshire Council", staff: int = 1_200) -> int:
    """An organisation that has paid for this year; large unless told otherwise, which takes 20 % off."""
    organisation_id = organisation(app, owner=owner, name=name, staff=staff)
    making.membership(app, owner, "organisation", organisation_id=organisation_id, staff=staff)
    return organisation_id


def seat(app: Flask, organisation_id: int, person_id: int, role: str, *, confirmed: bool = True) -> None:
    now = clock.now()
    with app.app_context(), transaction():
        db.session.add(
            Seat(
                organisation_id=organisation_id,
                person_id=person_id,
                role=role,
                given_at=now,
                confirmed_at=now if confirmed else None,
            )
        )


def order(app: Flask, organisation_id: int, by: int, *lines: tuple[str, int], details: Details | None = DETAILS) -> str:
    """A draft with these products; its reference."""
    with app.app_context(), transaction():
        made = ordering.begin(organisation_id=organisation_id, by=by, at=clock.now())
        for key, quantity in lines or (("advert", 1),):
            ordering.add_line(made, key, quantity, on=clock.today())
        if details is not None:
            ordering.detail(made, details)
        return made.reference


def placed(app: Flask, organisation_id: int, by: int, *lines: tuple[str, int], way: str = "account") -> str:
    """The same, placed."""
    reference = order(app, organisation_id, by, *lines)
    place(app, reference, way, by=by)
    return reference


def place(app: Flask, reference: str, way: str = "account", *, by: int, **facts: object) -> None:
    with app.app_context(), transaction():
        row = queries.for_staff(reference)
        if way == "card":
            # The room that takes cards has tests of its own; here the buyer has bound themselves to pay by one.
            ordering.repricing.price_again(row, on=clock.today())
            row.way, row.placed_by_id = "card", by
            binding.bind(queries.locked(row.id), "place", by=by, at=clock.now())
        else:
            placing.place(row, way, by=by, at=clock.now(), po_again=True, **facts)  # type: ignore[arg-type]


def settle(app: Flask, reference: str, pence: int | None = None, what: str = "bank:R1") -> bool:
    with app.app_context(), transaction():
        row = queries.for_staff(reference)
        return paying.settle(row, row.gross_pence if pence is None else pence, what, at=clock.now())


def row(app: Flask, reference: str) -> Order:
    with app.app_context():
        return queries.for_staff(reference)


def lines(app: Flask, reference: str) -> list[OrderLine]:
    with app.app_context():
        return queries.lines_of(queries.for_staff(reference).id)


def steps(app: Flask, reference: str) -> list[str]:
    with app.app_context():
        return [each.event for each in queries.history(queries.for_staff(reference).id)]


def reference_of(app: Flask, organisation_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Organisation, organisation_id).reference


def set_price(app: Flask, key: str, pence: int, from_date: date) -> None:
    with app.app_context(), transaction():
        db.session.add(Price(product_key=key, pence=pence, from_date=from_date))


def give_credits(app: Flask, organisation_id: int, number: int = 1) -> None:
    """Advert credits that last for a year."""
    with app.app_context(), transaction():
        expires_on = clock.today() + timedelta(days=365)
        db.session.add(
            CreditEntry(
                organisation_id=organisation_id,
                kind="grant",
                credits=number,
                expires_on=expires_on,
                subject="",
                at=clock.now(),
            )
        )
