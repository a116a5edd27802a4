"""Numbers of invoices and credit notes: one after another without a gap."""

from __future__ import annotations

from sqlalchemy import select, update

from portal.database.base import db
from portal.invoicing.models import IssuedDocument, NumberSeries

SERIES = {"invoice": "INV", "credit_note": "CN"}


def next_number(kind: str) -> str:
    """The next of the series, in the caller's transaction: when that fails, the number is given to the next who asks.

    The row of the series stays locked until the transaction ends, so of two who issue at once the second waits.
    """
    key = SERIES[kind]
    last = db.session.execute(
        update(NumberSeries)
        .where(NumberSeries.key == key)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return f"{key}-{last:06}"


def gaps() -> list[str]:
    """Numbers that were given out and that no document bears: none, or something outside the portal went wrong."""
    missing: list[str] = []
    for kind, key in SERIES.items():
        last = db.session.scalar(select(NumberSeries.last).where(NumberSeries.key == key)) or 0
        have = set(db.session.scalars(select(IssuedDocument.number).where(IssuedDocument.kind == kind)))
        missing += sorted({f"{key}-{number:06}" for number in range(1, last + 1)} - have)
    return missing
