"""What is charged from a day on: a product's price, the rate of VAT, a tier's discount, a membership's fee.

Each is a row with the day on which it begins. A row that has begun is never changed: another supersedes it. One that
has not begun can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.audit.recording import record
from portal.billing import vat
from portal.billing.models import Price, Product, VatRate
from portal.billing.pricing import ALL
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.money import pence_of, pounds
from portal.membership.classes import CLASSES, ORGANISATION
from portal.membership.models import FeeRow, TierRow
from portal.web.words import day_in_words

MOST_PENCE = 10_000_000
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What sentences call it, where its amounts are kept, and what the record says of setting and withdrawing one.

    Amounts are pence, or basis points where they are percentages; `unit` is how many of them one of the column is.
    """

    name: str
    table: Any
    column: str
    acts: tuple[str, str]
    in_percent: bool = False
    unit: int = 1


PRICE = Kind("price", Price, "pence", ("billing.price_set", "billing.price_withdrawn"))
RATE = Kind(
    "rate of VAT", VatRate, "basis_points", ("billing.vat_rate_set", "billing.vat_rate_withdrawn"), in_percent=True
)
DISCOUNT = Kind(
    "discount",
    TierRow,
    "discount_percent",
    ("billing.discount_set", "billing.discount_withdrawn"),
    in_percent=True,
    unit=100,
)
FEE = Kind("fee", FeeRow, "pence", ("billing.fee_set", "billing.fee_withdrawn"))


@dataclass(frozen=True, slots=True)
class Setting:
    """Something with an amount from a day on. `key` stands in addresses; `of` says which rows are its own.

    `subject` is the product's key, the code of the rate, the tier's name, or the class of the fee with its tier.
    """

    key: str
    kind: Kind
    name: str
    of: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Row:
    """An amount from a day on: pence, or basis points."""

    amount: int
    from_date: date


def settings() -> list[Setting]:
    """Everything that staff can set from a day on, but the prices of products."""
    tiers = _tiers()
    return [
        _rate(),
        *(_discount(name) for name in tiers),
        *(_fee(klass, "") for klass in CLASSES if klass != ORGANISATION),
        *(_fee(ORGANISATION, name) for name in tiers),
    ]


def setting(key: str) -> Setting:
    """The setting of this key; raises NotFound. The fees of memberships are no prices of products."""
    product = db.session.get(Product, key)
    if product is not None and product.kind != "membership":
        return Setting(key, PRICE, f"Price of {product.name}", {"product_key": key})
    found = next((each for each in settings() if each.key == key), None)
    if found is None:
        raise NotFound("There is no such price.")
    return found


def rows_of(what: Setting) -> list[Row]:
    """Every amount it has had and will have, the newest first."""
    kind = what.kind
    kept, begins = getattr(kind.table, kind.column), kind.table.from_date
    rows = db.session.execute(select(kept, begins).filter_by(**what.of).order_by(begins.desc()))
    return [Row(amount * kind.unit, from_date) for amount, from_date in rows]


def amount_on(what: Setting, *, on: date) -> int | None:
    """The amount in force on a day; None before the first begins."""
    found = in_force(rows_of(what), on=on)
    return found.amount if found else None


def in_force(rows: Sequence[Row], *, on: date) -> Row | None:
    """Of a setting's rows, the newest first, the one that counts on a day."""
    return next((each for each in rows if each.from_date <= on), None)


def read(what: Setting, written: str | None) -> int:
    """The amount that somebody wrote, in pence or basis points. Raises RuleBroken with what to write instead."""
    if not what.kind.in_percent:
        pence = pence_of(written)
        if pence is None:
            raise RuleBroken(f"Enter the {what.kind.name} in pounds, such as 320 or 320.50.")
        return pence
    found = _PERCENT.fullmatch((written or "").strip())
    if found is None:
        raise RuleBroken("Enter a percentage, such as 20 or 17.5.")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def say(what: Setting, amount: int) -> str:
    """The amount as people read it."""
    return vat.percent(amount) if what.kind.in_percent else pounds(amount)


def check(what: Setting, amount: int, *, from_date: date, on: date) -> None:
    """Raise RuleBroken where this cannot be set."""
    if from_date <= on:
        raise RuleBroken(f"Enter a day after today: a {what.kind.name} that has begun is not changed.")
    if what.kind.in_percent and amount > ALL:
        raise RuleBroken("Enter a percentage of at most 100.")
    if amount % what.kind.unit:
        raise RuleBroken("Enter a whole percentage, such as 15.")
    if (what.kind == PRICE and not 0 < amount <= MOST_PENCE) or amount > MOST_PENCE:
        raise RuleBroken(f"Enter a {what.kind.name} above £0 and of at most £100,000.")
    rows = rows_of(what)
    if any(each.from_date == from_date for each in rows):
        raise RuleBroken(_taken(what, from_date))
    before = next((each for each in rows if each.from_date < from_date), None)
    if before is not None and before.amount == amount:
        raise RuleBroken(f"It is {say(what, amount)} then already. Nothing would change.")


def set_from(what: Setting, amount: int, *, from_date: date, by: int, on: date) -> None:
    """Let an amount be in force from a day after today; what was placed or quoted before keeps its own."""
    check(what, amount, from_date=from_date, on=on)
    kind = what.kind
    values: dict[str, Any] = {**what.of, kind.column: amount // kind.unit}
    if kind == DISCOUNT:
        values["least_staff"] = _least_staff(what, from_date)
    db.session.add(kind.table(from_date=from_date, **values))
    try:
        db.session.flush()
    except IntegrityError:
        raise RuleBroken(_taken(what, from_date)) from None
    record(kind.acts[0], by=by, subject=_subject(what), facts={"to": amount, "from": from_date.isoformat()})


def withdraw(what: Setting, from_date: date, *, by: int, on: date) -> None:
    """Take back an amount that has not begun."""
    if from_date <= on:
        raise RuleBroken(f"This {what.kind.name} has begun, so it is not withdrawn. Set another from a later day.")
    gone = db.session.execute(delete(what.kind.table).filter_by(from_date=from_date, **what.of))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise RuleBroken(f"This {what.kind.name} is not there any more. Nothing was changed.")
    record(what.kind.acts[1], by=by, subject=_subject(what), facts={"from": from_date.isoformat()})


def _rate() -> Setting:
    return Setting("vat-standard", RATE, "Standard rate of VAT", {"code": vat.STANDARD})


def _discount(tier: str) -> Setting:
    return Setting(f"discount-{_slug(tier)}", DISCOUNT, f"Discount of {tier} members", {"name": tier})


def _fee(klass: str, tier: str) -> Setting:
    name = f"{CLASSES[klass].name}, {tier}" if tier else CLASSES[klass].name
    return Setting(
        f"fee-{_slug(klass)}{'-' if tier else ''}{_slug(tier)}", FEE, f"Fee: {name}", {"klass": klass, "tier": tier}
    )


def _slug(words: str) -> str:
    return words.replace(" ", "-").replace("_", "-")


def _tiers() -> list[str]:
    """The names of the size bands, smallest first."""
    rows = db.session.execute(select(TierRow.name, TierRow.least_staff).order_by(TierRow.least_staff, TierRow.id))
    return list(dict.fromkeys(name for name, _ in rows))


def _least_staff(what: Setting, from_date: date) -> int:
    """A tier keeps its bounds when its discount changes."""
    return (
        db.session.scalar(
            select(TierRow.least_staff)
            .filter_by(**what.of)
            .where(TierRow.from_date <= from_date)
            .order_by(TierRow.from_date.desc())
            .limit(1)
        )
        or 0
    )


def _taken(what: Setting, from_date: date) -> str:
    return f"A {what.kind.name} from {day_in_words(from_date)} is set already. Withdraw it first, then set the new one."


def _subject(what: Setting) -> str:
    return f"product:{what.key}" if what.kind == PRICE else f"setting:{what.key}"
