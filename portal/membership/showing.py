"""Memberships in words, as frozen facts: for their holders and for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.membership import queries, renewing, rises, tiers, years
from portal.membership.classes import name_of
from portal.membership.ending import WISHED
from portal.membership.models import Due, Membership, TierRise
from portal.membership.standing import Standing
from portal.web.words import counted, day_in_words

STATES: Mapping[str, str] = {
    "current": "In force",
    "grace": "In grace",
    "unpaid": "First fee not paid",
    "lapsed": "Lapsed",
    "ended": "Ended",
    "none": "Not begun",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One sum that is due."""

    reference: str
    year: int
    months: str
    amount: str
    tier: str


@dataclass(frozen=True, slots=True)
class RiseOwed:
    """A rise into a higher tier that is asked for and not paid."""

    reference: str
    before: str
    after: str
    year: int
    months: str
    amount: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of a membership's history. `settled` and `open` say what staff may do with it, `rose` into which tiers
    it rose meanwhile."""

    reference: str
    year: int
    months: str
    amount: str
    tier: str
    words: str
    payment_reference: str
    because: str
    settled: bool
    open: bool
    rose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One membership as its pages show it. `state` is a key of STATES, `said` one or two sentences to its holder.

    `tier` is the one that counts today, `rising` what is asked for to rise above it. `back` says what coming back costs today, empty where that is not the way; `choices` are the last days among
    which the holder may choose when ending it.
    """

    reference: str
    klass: str
    class_name: str
    organisation: str
    state: str
    standing: Standing
    said: str
    began_on: date
    ended_on: date | None
    ended_because: str
    owed: tuple[Owed, ...]
    years: tuple[YearLine, ...]
    tier: str
    rising: tuple[RiseOwed, ...]
    back: str
    may_keep: bool
    needs_its_organisation: bool
    choices: tuple[tuple[date, str], ...]

    @property
    def state_words(self) -> str:
        return STATES[self.state]

    @property
    def last_day(self) -> date | None:
        return None if self.ended_on is None else self.ended_on - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return self.state == "ended"


def cards(rows: Sequence[Membership], *, on: date) -> list[Card]:
    """These memberships on a day, in the order given."""
    dues, standings = queries.dues_of([row.id for row in rows]), queries.standings(rows, on=on)
    alone = queries.without_their_organisation(rows, on=on)
    rose = rises.of_memberships([row.id for row in rows])
    names = queries.organisation_names({row.organisation_id for row in rows if row.organisation_id is not None})
    return [
        _card(
            row,
            dues.get(row.id, []),
            rose.get(row.id, []),
            standings[row.id],
            organisation=names.get(row.organisation_id or 0, ""),
            without_organisation=row.id in alone,
            on=on,
        )
        for row in rows
    ]


def card(row: Membership, *, on: date) -> Card:
    """One membership on a day."""
    return cards([row], on=on)[0]


def may_go_on_alone(held: Sequence[Card]) -> str:
    """The reference of the corporate seat that a person may follow with a membership as an individual: the newest
    that has ended, ends or does not stand with its organisation. Empty where another membership carries them."""
    carries = ("current", "grace", "unpaid")
    if any(each.state in carries and each.ended_on is None and not each.needs_its_organisation for each in held):
        return ""
    seats = [each for each in held if each.klass == "corporate_seat"]
    return seats[0].reference if seats else ""


def state_of(row: Membership, standing: Standing, *, on: date) -> str:
    """The key of STATES: a membership that has ended is told apart from one that lapsed."""
    return "ended" if row.ended_on is not None and row.ended_on <= on else standing.state


def discount_of(tier: str, *, on: date) -> int:
    """What a tier takes off recruitment services, in per cent; nothing for a tier that is not in force."""
    return next((each.discount_percent for each in tiers.in_force(on=on) if each.name == tier), 0)


def seats_in_words(organisation_id: int, *, on: date) -> str:
    """How many corporate seats are held under an organisation, and how many of them are in force; never whose."""
    held = queries.seats_of(organisation_id, held_on=on)
    if not held:
        return "No corporate seat is held."
    standing = sum(each.in_force for each in queries.standings(held, on=on).values())
    return f"{counted(len(held), 'corporate seat is', 'corporate seats are')} held, {standing:,} of them in force."


def _card(
    row: Membership,
    dues: Sequence[Due],
    rose: Sequence[TierRise],
    standing: Standing,
    *,
    organisation: str,
    without_organisation: bool,
    on: date,
) -> Card:
    state = state_of(row, standing, on=on)
    wished = row.ended_on is not None and row.ended_because == WISHED
    comes_back = not wished and state in ("lapsed", "unpaid") and renewing.may_come_back(row, on=on)
    owed = tuple(
        Owed(due.reference, due.year, _months(due), pounds(due.pence), due.tier)
        for due in dues
        if due.paid_on is None
        and state != "ended"
        and not without_organisation
        and not (comes_back and due.year == on.year)
        and due.year >= on.year
        and (row.ended_on is None or row.ended_on > date(due.year, 1, 1))
    )
    return Card(
        reference=row.reference,
        klass=row.klass,
        class_name=name_of(row.klass),
        organisation=organisation,
        state=state,
        standing=standing,
        said=_said(row, state, standing, without_organisation=without_organisation, owed=owed, on=on),
        began_on=row.began_on,
        ended_on=row.ended_on,
        ended_because=row.ended_because,
        owed=owed,
        years=tuple(_line(due, rose, on) for due in dues),
        tier=_tier(dues, rose, on),
        rising=tuple(
            RiseOwed(each.reference, each.before, each.after, each.year, _months(each), pounds(each.pence))
            for each in rose
            if each.is_open and each.year == on.year and state != "ended"
        ),
        back=_back(row, on) if comes_back else "",
        may_keep=wished and state != "ended",
        needs_its_organisation=without_organisation,
        choices=() if state == "ended" else _choices(row, standing, on),
    )


def _said(
    row: Membership,
    state: str,
    standing: Standing,
    *,
    without_organisation: bool,
    owed: Sequence[Owed],
    on: date,
) -> str:
    until = day_in_words(standing.until) if standing.until else ""
    if state == "ended":
        last = row.ended_on - timedelta(days=1) if row.ended_on else on
        return f"It ended with {day_in_words(max(last, row.began_on))}."
    if row.ended_on is not None:
        return f"It ends with {day_in_words(row.ended_on - timedelta(days=1))}."
    if without_organisation:
        return (
            "It is not in force, because the organisation’s membership is not. It is again once the organisation’s is."
        )
    if state == "current":
        renewal = next((each for each in owed if each.year > on.year), None)
        if renewal is not None:
            return f"It is in force until {until}. The renewal for {renewal.year} can be paid now."
        opens = years.renewal_opens((standing.until or on).year + 1)
        if opens > on:
            return f"It is in force until {until}. The renewal is offered from {day_in_words(opens)}."
        return f"It is in force until {until}."
    if state == "grace":
        return f"It stays in force until {until}, so that the renewal for {on.year} can be paid. Then it lapses."
    if state == "unpaid":
        return "The panel has approved it. It begins when its first fee is paid."
    if state == "lapsed":
        return f"It was in force until {until}, and has lapsed since." if until else "It has lapsed."
    return f"It begins on {day_in_words(row.began_on)}."


def _tier(dues: Sequence[Due], rose: Sequence[TierRise], on: date) -> str:
    """The tier that counts on a day: of the newest year that is settled and has begun, or of the first that is owed."""
    settled = [due for due in dues if due.paid_on is not None and due.paid_on <= on and due.year <= on.year]
    of = settled[-1:] or list(dues[:1])
    return rises.climbed(of[0].tier, rose, year=of[0].year, on=on) if of else ""


def _line(due: Due, rose: Sequence[TierRise], on: date) -> YearLine:
    if due.pence == 0:
        said = "Free"
    elif due.waived_because:
        said = f"Let off on {day_in_words(due.paid_on)}" if due.paid_on else "Let off"
    elif due.paid_on is not None:
        said = f"Paid on {day_in_words(due.paid_on)}"
    else:
        said = "Not paid" if due.year >= on.year else "Was not paid"
    return YearLine(
        due.reference,
        due.year,
        _months(due),
        pounds(due.pence),
        due.tier,
        said,
        due.payment_reference,
        due.waived_because,
        settled=due.pence > 0 and due.paid_on is not None,
        open=due.paid_on is None,
        rose=tuple(_rise(each) for each in rose if each.year == due.year and each.paid_on is not None),
    )


def _rise(rise: TierRise) -> str:
    """Large from 24 November 2026: £80 for 2 months. Given back on 1 December 2026."""
    after = rise.after.replace("_", " ").capitalize()
    from_day = day_in_words(rise.paid_on) if rise.paid_on else ""
    given_back = f" Given back on {day_in_words(rise.closed_on)}." if rise.closed_on else ""
    return f"{after} from {from_day}: {pounds(rise.pence)} for {_months(rise)}.{given_back}"


def _months(due: Due | TierRise) -> str:
    return "the whole year" if due.months == years.MONTHS else counted(due.months, "month")


def _back(row: Membership, on: date) -> str:
    """What coming back costs."""
    try:
        fee = renewing.fee_for_coming_back(row, on=on)
    except RuleBroken:
        return f"The fee for {on.year} is not set yet, so write to us first."
    if fee.pence == 0:
        return f"It costs nothing for {on.year}."
    months = "the last month" if fee.months == 1 else f"the {fee.months} months left"
    return f"It costs {pounds(fee.pence)} for {months} of {on.year}."


def _choices(row: Membership, standing: Standing, on: date) -> tuple[tuple[date, str], ...]:
    """The last days that the holder may choose: that of what is settled, and today."""
    days = [(on, f"Today, {day_in_words(on)}")]
    if standing.state == "current" and standing.until is not None and standing.until > on:
        days.insert(0, (standing.until, f"{day_in_words(standing.until)}, the last day that is settled"))
    return tuple(each for each in days if row.ended_on is None or each[0] + timedelta(days=1) < row.ended_on)
