"""Whether a membership is in force on a day, worked out from facts, with the reasons in words. Never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.foundation.money import pounds
from portal.membership import years

State = Literal["none", "current", "grace", "lapsed", "unpaid"]
BEST_FIRST: tuple[State, ...] = ("current", "grace", "unpaid", "lapsed", "none")


@dataclass(frozen=True, slots=True)
class Year:
    """What a membership owes for one membership year, and from which day on that is settled (paid, let off or free)."""

    year: int
    months: int
    pence: int
    settled_on: date | None = None
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The facts of one membership. `ended_on` is the first day on which it is no longer held."""

    klass: str
    began_on: date
    years: tuple[Year, ...] = ()
    ended_on: date | None = None
    ended_because: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether it is in force. `until` is the last day on which it is, or was, by what is settled so far.

    none: never belonged, or not yet. unpaid: admitted, but no year has been settled. current: this year is settled.
    grace: last year was, and this year's renewal may still be paid. lapsed: it was in force and is no longer.
    """

    state: State
    until: date | None = None
    klass: str | None = None
    reasons: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool:
        return self.state in ("current", "grace")


NEVER = Standing("none", reasons=("There is no membership.",))


def standing_on(held: Held, day: date, *, organisation: Standing | None = None) -> Standing:
    """The standing of one membership on a day, as it could be known on that day.

    `organisation` is the standing of the member organisation that a corporate seat belongs to: the seat stands only
    while that does.
    """
    own = _own(held, day)
    if organisation is None or not own.in_force:
        return own
    if not organisation.in_force:
        state: State = "unpaid" if organisation.state == "unpaid" else "lapsed"
        until = min(filter(None, (own.until, organisation.until)), default=None) if state == "lapsed" else None
        why = "A corporate seat stands only while its organisation’s membership is in force, and that is not."
        return Standing(state, until, held.klass, (*own.reasons, why, *_of_organisation(organisation)))
    return Standing(own.state, own.until, held.klass, (*own.reasons, *_of_organisation(organisation)))


def best_of(standings: Iterable[Standing]) -> Standing:
    """Of several memberships the one that opens most; among equals the one that lasts longest."""
    return min(
        standings, key=lambda each: (BEST_FIRST.index(each.state), -(each.until or date.min).toordinal()), default=NEVER
    )


def _own(held: Held, day: date) -> Standing:
    began = f"It began on {_say(held.began_on)}."
    if day < held.began_on:
        return Standing("none", None, held.klass, (f"It begins on {_say(held.began_on)}.",))
    settled = {each.year: each for each in held.years if each.settled_on is not None and each.settled_on <= day}
    past_end = held.ended_on is not None and held.ended_on <= day
    if past_end and held.ended_on is not None:
        because = f"It ended on {_say(held.ended_on)}" + (f": {held.ended_because}" if held.ended_because else ".")
        return Standing("lapsed", held.ended_on - timedelta(days=1), held.klass, (began, because))
    if day.year in settled:
        last = day.year
        while last + 1 in settled:
            last += 1
        until = _no_later(years.last_of_year(last), held)
        reasons = tuple(_settled(settled[each]) for each in range(day.year, last + 1))
        return Standing("current", until, held.klass, (began, *reasons, *_ending(held)))
    open_year = next((each for each in held.years if each.year == day.year), None)
    owing = _owing(open_year, day)
    grace_ends = years.last_of_grace(day.year)
    if day.year - 1 in settled and day <= grace_ends:
        grace = f"The fee for {day.year - 1} was settled, so it stays in force until {_say(grace_ends)}."
        return Standing("grace", _no_later(grace_ends, held), held.klass, (began, owing, grace, *_ending(held)))
    before = [year for year in settled if year < day.year]
    if not before:
        approved = f"The panel’s approval took effect on {_say(held.began_on)}."
        return Standing(
            "unpaid", None, held.klass, (approved, owing, "It comes into force when its first fee is paid.")
        )
    last_grace = years.last_of_grace(max(before) + 1)
    lapse = f"The last fee settled was that for {max(before)}, which carried it to {_say(last_grace)}; then it lapsed."
    return Standing("lapsed", last_grace, held.klass, (began, owing, lapse))


def _settled(due: Year) -> str:
    if due.waived:
        return f"The fee for {due.year} was let off on {_say(due.settled_on)}."
    if due.pence == 0:
        return f"{due.year} costs nothing, so it counts as paid."
    return f"The fee for {due.year}, {pounds(due.pence)}, was paid on {_say(due.settled_on)}."


def _owing(due: Year | None, day: date) -> str:
    if due is None:
        return f"No fee for {day.year} has been settled."
    if due.settled_on is not None:
        return f"The fee for {due.year}, {pounds(due.pence)}, was not settled until {_say(due.settled_on)}."
    return f"The fee for {due.year}, {pounds(due.pence)}, is not paid."


def _ending(held: Held) -> tuple[str, ...]:
    return () if held.ended_on is None else (f"It ends with {_say(held.ended_on - timedelta(days=1))}.",)


def _of_organisation(organisation: Standing) -> tuple[str, ...]:
    return tuple(f"The organisation’s membership: {reason}" for reason in organisation.reasons)


def _no_later(day: date, held: Held) -> date:
    return day if held.ended_on is None else min(day, held.ended_on - timedelta(days=1))


def _say(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "a day not recorded"
