"""What this room holds of a person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from portal.billing.models import CreditEntry, Order, OrderLine, OrderStep
from portal.billing.states import CANCELLED, OPEN
from portal.database.base import db
from portal.database.holding import A_NUMBER, LINKS, STATE, WHO_ACTED, Holding, Whom, of
from portal.foundation import clock

ACCOUNTS = (
    "what the society’s accounts rest on, for six years after the year’s end (Companies Act 2006, section 388; "
    "Value Added Tax Act 1994, Schedule 11)"
)
THE_ORDER = "a fact about the order, not about you"
_WORDS = ("contact", "bill_to", "bill_address", "bill_email")
_OTHERS_WORDS = ("cancelled_because",)
_ACTORS = ("begun_by_id", "placed_by_id", "approved_by_id")
_REST = tuple(
    each.key
    for each in Order.__table__.columns
    if each.key not in (*_WORDS, *_OTHERS_WORDS, *_ACTORS, "id", "person_id", "organisation_id", "reference")
)


def _acted(whom: Whom) -> ColumnElement[bool]:
    return or_(*(getattr(Order, column) == whom.person_id for column in _ACTORS))


def _names(whom: Whom) -> ColumnElement[bool]:
    """Orders of organisations that name the person as contact, or whose bills go to them."""
    return and_(
        Order.organisation_id.is_not(None),
        or_(
            and_(func.lower(Order.bill_email).in_(sorted(whom.addresses)), Order.bill_email != ""),
            and_(Order.bill_to == whom.name, Order.bill_to != ""),
            and_(Order.contact == whom.name, Order.contact != ""),
        ),
    )


def _own_lines(whom: Whom) -> ColumnElement[bool]:
    return OrderLine.order_id.in_(select(Order.id).where(Order.person_id == whom.person_id))


_LINE = tuple(each.key for each in OrderLine.__table__.columns if each.key not in ("id", "order_id", "subject"))

HOLDINGS = (
    Holding(
        "What you ordered for yourself",
        Order,
        of(Order.person_id),
        exported=("reference", *_WORDS, *_OTHERS_WORDS, *_REST),
        withheld={A_NUMBER: ("id", "person_id", "organisation_id"), WHO_ACTED: _ACTORS},
        blanked={each: "" for each in (*_WORDS, *_OTHERS_WORDS)},
        kept={LINKS: ("id", "person_id", "organisation_id", *_ACTORS), ACCOUNTS: ("reference", *_REST)},
    ),
    Holding(
        "The lines of what you ordered for yourself",
        OrderLine,
        _own_lines,
        exported=_LINE,
        withheld={A_NUMBER: ("id", "order_id", "subject")},
        kept={LINKS: ("id", "order_id", "subject"), ACCOUNTS: _LINE},
    ),
    Holding(
        "Orders of organisations that name you",
        Order,
        _names,
        exported=("reference", *_WORDS),
        withheld={THE_ORDER: ("id", "person_id", "organisation_id", *_OTHERS_WORDS, *_REST), WHO_ACTED: _ACTORS},
        blanked=dict.fromkeys(_WORDS, ""),
        kept={
            LINKS: ("id", "person_id", "organisation_id", *_ACTORS),
            THE_ORDER: ("reference", *_OTHERS_WORDS, *_REST),
        },
    ),
    Holding(
        "Orders of organisations that you made or approved",
        Order,
        _acted,
        exported=("reference", "organisation_id", "begun_at", "placed_at", "approved_at"),
        withheld={
            A_NUMBER: ("id", "person_id", *_ACTORS),
            THE_ORDER: (
                *_WORDS,
                *_OTHERS_WORDS,
                *(each for each in _REST if each not in ("begun_at", "placed_at", "approved_at")),
            ),
        },
        kept={
            LINKS: ("id", "person_id", "organisation_id", *_ACTORS),
            THE_ORDER: ("reference", *_WORDS, *_OTHERS_WORDS, *_REST),
        },
    ),
    Holding(
        "What you did to orders",
        OrderStep,
        of(OrderStep.by_id),
        exported=("order_id", "event", "before", "after", "at", "note"),
        withheld={A_NUMBER: ("id", "by_id")},
        blanked={"note": ""},
        kept={LINKS: ("id", "order_id", "by_id"), STATE: ("event", "before", "after", "at")},
    ),
    Holding(
        "Advert credits that you spent for an organisation",
        CreditEntry,
        of(CreditEntry.by_id),
        exported=("organisation_id", "kind", "credits", "at"),
        withheld={A_NUMBER: ("id", "grant_id", "order_line_id", "subject", "by_id"), THE_ORDER: ("expires_on",)},
        kept={
            LINKS: ("id", "organisation_id", "grant_id", "order_line_id", "subject", "by_id"),
            ACCOUNTS: ("kind", "credits", "expires_on", "at"),
        },
    ),
)


def settle(whom: Whom) -> None:
    """Who is gone buys nothing more."""
    db.session.execute(
        update(Order)
        .where(Order.person_id == whom.person_id, Order.state.in_(OPEN))
        .values(state=CANCELLED, cancelled_at=clock.now())
    )
    db.session.flush()
