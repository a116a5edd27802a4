"""Staff change a product: what it is called, what it gives, and when it is sold. What was placed keeps what it was sold as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.audit.recording import record
from portal.billing import catalogue
from portal.billing.models import Product
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line

MOST_WEEKS, MOST_CREDITS = 52, 1_000


@dataclass(frozen=True, slots=True)
class Written:
    """What was entered; what a product of its kind does not have is None."""

    name: str
    description: str
    weeks: int | None
    credits: int | None
    is_sold: bool
    sold_from: date | None
    sold_to: date | None


def has_weeks(row: Product) -> bool:
    """Whether staff say for how many weeks it runs; a further week is always one."""
    return row.kind == "advert"


def has_credits(row: Product) -> bool:
    """Whether it is a bundle of credits."""
    return row.kind == "bundle"


def may_be_stopped(row: Product) -> bool:
    """Whether it can be taken off sale; by a membership's product the fees that fall due are asked for."""
    return row.kind != "membership"


def as_it_is(row: Product, *, on: date) -> dict[str, Any]:
    """The product as the form shows it."""
    over = row.sold_to is not None and row.sold_to < on
    return {
        "name": row.name,
        "description": row.description,
        "weeks": row.weeks,
        "credits": row.credits,
        "is_sold": not over,
        "sold_from": row.sold_from,
        "sold_to": None if over else row.sold_to,
    }


def edit(row: Product, written: Written, *, by: int, on: date) -> list[str]:
    """Change the product; the names of the columns that are different now."""
    values: dict[str, Any] = {**words(written.name, written.description)}
    if has_weeks(row):
        values["weeks"] = number(written.weeks, MOST_WEEKS, "weeks")
    if has_credits(row):
        values["credits"] = number(written.credits, MOST_CREDITS, "credits")
    if may_be_stopped(row):
        values |= _when(row, written, on)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    db.session.flush()
    if changed:
        facts = {name: str(values[name]) for name in changed}
        record("billing.product_changed", by=by, subject=f"product:{row.key}", facts=facts)
    return changed


def _when(row: Product, written: Written, on: date) -> dict[str, Any]:
    if not written.is_sold:
        over = row.sold_to is not None and row.sold_to < on
        return {} if over else {"sold_to": on - timedelta(days=1)}
    sold_from, sold_to = written.sold_from, written.sold_to
    if sold_from is None:
        raise RuleBroken("Enter the first day on which it is sold.")
    if sold_from != row.sold_from and sold_from < on:
        raise RuleBroken("Enter today or a later day as the first on which it is sold, or leave the day as it was.")
    if sold_from != row.sold_from and row.sold_from < on and catalogue.is_sold(row, on=on):
        raise RuleBroken(
            "It is sold already, so its first day stays. Take it off sale first, or leave the day as it was."
        )
    if sold_to is not None and sold_to < max(on, sold_from):
        raise RuleBroken("Enter a last day that is neither over nor before the first, or leave it empty.")
    return {"sold_from": sold_from, "sold_to": sold_to}


def words(name: str, description: str) -> dict[str, str]:
    """The name and the description as they are kept. Raises RuleBroken where they do not fit."""
    found = {"name": one_line(name), "description": one_line(description)}
    if not found["name"] or len(found["name"]) > 100:
        raise RuleBroken("Enter a name of at most 100 characters.")
    if len(found["description"]) > 500:
        raise RuleBroken("Shorten the description to 500 characters.")
    return found


def number(written: int | None, most: int, what: str) -> int:
    """How many it gives. Raises RuleBroken for none, and for more than `most`."""
    if written is None or not 1 <= written <= most:
        raise RuleBroken(f"Enter how many {what} it gives, from 1 to {most:,}.")
    return written
