"""What lines and orders come to: whole pence, discounts and VAT in basis points, every half penny upwards.

VAT is worked out for each line and never again for the total (docs/decisions/vat.md), so the lines add up to the order
by construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ALL = 10_000
"""The whole, in basis points."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Without VAT, the VAT, and both."""

    net_pence: int
    vat_pence: int

    @property
    def gross_pence(self) -> int:
        return self.net_pence + self.vat_pence


NOTHING = Amounts(0, 0)


def half_up(amount: int, parts: int, of: int) -> int:
    """So many `parts` `of` an amount, to the nearer penny, a half penny upwards; nothing here is below nought."""
    return (2 * amount * parts + of) // (2 * of)


def priced(list_pence: int, quantity: int, *, discount: int, vat: int) -> Amounts:
    """What a line comes to: the whole line is discounted, then VAT is worked out on what is left."""
    net = half_up(list_pence * quantity, ALL - discount, ALL)
    return Amounts(net, half_up(net, vat, ALL))


def total(lines: Iterable[Amounts]) -> Amounts:
    """What the lines come to together."""
    every = list(lines)
    return Amounts(sum(each.net_pence for each in every), sum(each.vat_pence for each in every))


def credited(line: Amounts, before: Amounts, *, net_pence: int) -> Amounts:
    """What crediting so much more of a line's net comes to, when `before` was credited already.

    The VAT credited is at any time the line's VAT in the proportion of what was credited of its net, so that the parts
    of a line that is credited bit by bit come to exactly the line.
    """
    if not 0 < net_pence <= line.net_pence - before.net_pence:
        raise ValueError("a credit is of something, and of no more than is left")
    vat_in_all = half_up(line.vat_pence, before.net_pence + net_pence, line.net_pence)
    return Amounts(net_pence, vat_in_all - before.vat_pence)
