"""The fees and tiers that a new installation begins with; from then on they are the staff's."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources

from sqlalchemy import select

from portal.database.base import db
from portal.membership.models import FeeRow, TierRow


def seed() -> None:
    """Fill the tables of tiers and fees where they are empty, in the caller's transaction."""
    if db.session.scalar(select(TierRow.id).limit(1)) is None:
        db.session.add_all(
            TierRow(
                name=row["name"],
                least_staff=int(row["least_staff"]),
                discount_percent=int(row["discount_percent"]),
                from_date=date.fromisoformat(row["from_date"]),
            )
            for row in _rows("tiers.csv")
        )
    if db.session.scalar(select(FeeRow.id).limit(1)) is None:
        db.session.add_all(
            FeeRow(
                klass=row["class"],
                tier=row["tier"],
                pence=int(row["pence"]),
                from_date=date.fromisoformat(row["from_date"]),
            )
            for row in _rows("fees.csv")
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    file = resources.files("portal.membership") / "reference" / name
    yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())
