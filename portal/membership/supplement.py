"""What growing into a higher tier costs for the rest of a year that is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.membership import fees, years
from portal.membership.classes import ORGANISATION


@dataclass(frozen=True, slots=True)
class Supplement:
    """The two fees of a whole year, the months left, and what their difference comes to; whole pence without VAT."""

    before_pence: int
    after_pence: int
    months: int

    @property
    def year_pence(self) -> int:
        """By how much the higher tier's fee is above the lower one's; nothing where it is not."""
        return max(0, self.after_pence - self.before_pence)

    @property
    def pence(self) -> int:
        """The difference for the months left, rounded as joining part-way is (membership.years.share_of)."""
        return years.share_of(self.year_pence, self.months)


def supplement(before: str, after: str, *, on: date) -> Supplement:
    """From one tier to another on a day, by the fees in force then. Raises RuleBroken where no fee is set."""
    lower, higher = (fees.fee_for(ORGANISATION, tier, on=on) for tier in (before, after))
    return Supplement(lower.whole_year_pence, higher.whole_year_pence, higher.months)
