"""What an order's line is for, as its `subject` says it; and what a line for a membership asks on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.billing.models import OrderLine
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.membership import rises
from portal.membership.models import Due, TierRise
from portal.membership.supplement import Supplement, supplement

DUE, RISE = "due:", "rise:"
OF_MEMBERSHIP = (DUE, RISE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a membership asks for a line: `problem` says why it cannot be bought, `description` what it is called now."""

    pence: int
    description: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Memberships:
    """The fees and the rises that the lines of some orders are for, by subject."""

    dues: Mapping[str, Due]
    rises: Mapping[str, TierRise]

    def asked(self, line: OrderLine, *, on: date, held: date) -> Asked:
        """What a line asks on a day, by the fees of the day on which prices are held."""
        if line.subject.startswith(RISE):
            return _of_rise(self.rises.get(line.subject), line, on, held)
        return _of_due(self.dues.get(line.subject), line)


def memberships(lines: Sequence[OrderLine]) -> Memberships:
    """Everything of memberships that these lines are for, as it is this moment."""
    found = rises.under(references(lines, RISE))
    return Memberships(_dues(references(lines, DUE)), {f"{RISE}{each}": row for each, row in found.items()})


def references(lines: Sequence[OrderLine], kind: str) -> list[str]:
    """The references of this kind that lines are for."""
    return [each.subject.removeprefix(kind) for each in lines if each.subject.startswith(kind)]


def words_of(rise: TierRise, now: Supplement) -> str:
    """What a rise is called on an order."""
    before, after = (each.replace("_", " ") for each in (rise.before, rise.after))
    months = "12 months" if now.months == 12 else "the last month" if now.months == 1 else f"{now.months} months"
    return f"Membership for {rise.year}, from {before} to {after} organisation ({months})"


def _of_due(due: Due | None, line: OrderLine) -> Asked:
    if due is None:
        problem = f"{line.description} is owed no longer. Throw this order away."
        return Asked(line.list_pence, line.description, problem)
    if due.paid_on is not None:
        problem = f"{line.description} is settled already. Throw this order away; there is nothing to pay."
        return Asked(due.pence, line.description, problem)
    return Asked(due.pence, line.description)


def _of_rise(rise: TierRise | None, line: OrderLine, on: date, held: date) -> Asked:
    if rise is None or not rise.is_open:
        what = "paid" if rise is not None and rise.closed_on is None else "given up"
        problem = f"{line.description} is {what} already. Throw this order away; there is nothing to pay."
        return Asked(line.list_pence, line.description, problem)
    if on.year > rise.year:
        problem = f"{rise.year} is over, so this order would change nothing. Throw it away."
        return Asked(line.list_pence, line.description, problem)
    try:
        now = supplement(rise.before, rise.after, on=held)
    except RuleBroken as unset:
        return Asked(line.list_pence, line.description, str(unset))
    return Asked(now.pence, words_of(rise, now))


def _dues(wanted: Sequence[str]) -> dict[str, Due]:
    if not wanted:
        return {}
    rows = db.session.scalars(select(Due).where(Due.reference.in_(wanted)).execution_options(populate_existing=True))
    return {f"{DUE}{row.reference}": row for row in rows}
