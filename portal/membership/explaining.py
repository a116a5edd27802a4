"""The classes with today's fees, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership import tiers, years
from portal.membership.classes import CLASSES, ORGANISATION
from portal.membership.fees import Fee, fee_for


@dataclass(frozen=True, slots=True)
class ClassOffer:
    """A class of people: what it costs for a year and from today to the end of this one, and who must vouch."""

    name: str
    who: str
    whole_year: str
    today: str
    endorsement: str
    votes: str


@dataclass(frozen=True, slots=True)
class TierOffer:
    """A tier of organisations: its size, fees and discount."""

    name: str
    size: str
    whole_year: str
    today: str
    discount: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Everything that /join says of fees. `months` is what is charged today."""

    months: int
    year: int
    classes: tuple[ClassOffer, ...]
    tiers: tuple[TierOffer, ...]


ENDORSEMENT = {
    "none": "Nobody needs to endorse you",
    "employer": "Your organisation’s Head of Profession endorses you",
    "served": "The Head of Profession of the body you serve endorses you",
}


def offer(*, on: date) -> Offer:
    """The classes and tiers that have a fee in force on a day."""
    people = []
    for each in CLASSES.values():
        fee = _fee(each.key, "", on) if each.is_personal else None
        if fee is not None:
            votes = "Votes, and may stand for office" if each.may_vote else "No vote, and may not stand for office"
            people.append(
                ClassOffer(each.name, each.who, *_amounts(fee), endorsement=ENDORSEMENT[each.endorsed_by], votes=votes)
            )
    bands = tiers.in_force(on=on)
    ends = [*(band.least_staff for band in bands[1:]), None]
    sizes = []
    for band, end in zip(bands, ends, strict=True):
        fee = _fee(ORGANISATION, band.name, on)
        if fee is not None:
            size = _size(band.least_staff, end)
            sizes.append(TierOffer(band.name.capitalize(), size, *_amounts(fee), f"{band.discount_percent}%"))
    return Offer(years.months_left(on), on.year, tuple(people), tuple(sizes))


def _fee(klass: str, tier: str, on: date) -> Fee | None:
    try:
        return fee_for(klass, tier, on=on)
    except RuleBroken:
        return None


def _amounts(fee: Fee) -> tuple[str, str]:
    return pounds(fee.whole_year_pence) if fee.whole_year_pence else "Free", pounds(fee.pence) if fee.pence else "Free"


def _size(least: int, end: int | None) -> str:
    if end is None:
        return f"{least:,} staff or more"
    return f"Under {end:,} staff" if least == 0 else f"{least:,} to {end - 1:,} staff"
