"""What somebody reads before applying: what each class costs now, and what an organisation's size brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership.classes import CLASSES, ORGANISATION
from portal.membership.fees import Fee, fee_for
from portal.membership.tiers import in_force, tier_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A class as a choice."""

    klass: str
    name: str
    who: str
    needs: str
    opens: str
    fee: str


@dataclass(frozen=True, slots=True)
class TierOffer:
    """What a size of organisation costs and brings. `fee` is that of today."""

    name: str
    from_staff: int
    fee: str
    discount_percent: int


def offers(*, on: date) -> list[Offer]:
    """The classes for people, each with its fee for the rest of this year."""
    return [
        Offer(
            each.key,
            each.name,
            each.who,
            {
                "none": "",
                "employer": "Your organisation’s Head of Profession is asked to endorse you.",
                "served": "The Head of Profession of the body you serve is asked to endorse you.",
            }[each.endorsed_by],
            _opens(each.may_vote, each.may_stand, each.gets_signposting),
            fee_in_words(each.key, "", on=on),
        )
        for each in CLASSES.values()
        if each.key != ORGANISATION
    ]


def tiers(*, on: date) -> list[TierOffer]:
    """The sizes of organisations with their fees."""
    return [
        TierOffer(
            each.name,
            each.least_staff,
            fee_in_words(ORGANISATION, each.name, on=on),
            each.discount_percent,
        )
        for each in in_force(on=on)
    ]


def for_size(staff_count: int, *, on: date) -> TierOffer:
    """What an organisation of this size would pay and get. Raises RuleBroken where there is no tier for it."""
    tier = tier_of(staff_count, on=on)
    fee = fee_in_words(ORGANISATION, tier.name, on=on)
    return TierOffer(tier.name, tier.least_staff, fee, tier.discount_percent)


def fee_in_words(klass: str, tier: str, *, on: date) -> str:
    """The fee for the months left and for a whole year; says so where none is set."""
    try:
        fee = fee_for(klass, tier, on=on)
    except RuleBroken:
        return "The fee is not set yet."
    return say(fee, year=on.year)


def say(fee: Fee, *, year: int) -> str:
    """£15 for the 2 months left of 2026, then £90 a year."""
    if fee.whole_year_pence == 0:
        return "Free."
    whole = f"{pounds(fee.whole_year_pence)} a year"
    if fee.months == 12:
        return f"{whole}."
    months = "the last month" if fee.months == 1 else f"the {fee.months} months left"
    return f"{pounds(fee.pence)} for {months} of {year}, then {whole}."


def _opens(may_vote: bool, may_stand: bool, gets_signposting: bool) -> str:
    signpost = "Every vacancy’s full text and signpost. " if gets_signposting else ""
    if may_vote and may_stand:
        return f"{signpost}You may vote and stand for office."
    return f"{signpost}No vote, and you may not stand for office."
