"""How a posted vacancy is doing, from what was counted: by day and by kind of place, with a small drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.vacancies.visiting import Visit

MOST_DAYS = 370
WIDTH, HEIGHT, LEFT, BOTTOM = 640, 180, 40, 24
"""Units of the drawing, whose left and lower edges hold the figures and the days."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's numbers."""

    day: date
    seen: int
    followed: int


@dataclass(frozen=True, slots=True)
class Place:
    """The numbers of one kind of place."""

    name: str
    seen: int
    followed: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A day in the drawing: views as a bar, signposts as a smaller one within it. Units of the drawing."""

    x: float
    width: float
    seen_y: float
    seen_height: float
    followed_y: float
    followed_height: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing: bars, lines with their figures, and which days it begins and ends with."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[float, int]]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything that the page of numbers says."""

    seen: int
    followed: int
    days: Sequence[Day]
    places: Sequence[Place]
    chart: Chart | None


def numbers_of(visits: Sequence[Visit], *, names: Mapping[str, str], first: date, last: date) -> Numbers:
    """The numbers from the first to the last day, days without a visit too; of a very long time, the last year."""
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    per_day: dict[date, dict[str, int]] = {}
    per_place: dict[str, dict[str, int]] = {source: {} for source in names}
    for each in visits:
        for counts in (per_day.setdefault(each.day, {}), per_place.setdefault(each.source, {})):
            counts[each.what] = counts.get(each.what, 0) + each.people
    days = [
        Day(day, per_day.get(day, {}).get("seen", 0), per_day.get(day, {}).get("followed", 0))
        for number in range((last - first).days + 1)
        for day in [first + timedelta(days=number)]
    ]
    places = [
        Place(names.get(source, source), counts.get("seen", 0), counts.get("followed", 0))
        for source, counts in per_place.items()
        if counts
    ]
    return Numbers(
        seen=sum(each.people for each in visits if each.what == "seen"),
        followed=sum(each.people for each in visits if each.what == "followed"),
        days=days,
        places=sorted(places, key=lambda place: (-place.seen, place.name)),
        chart=chart_of(days),
    )


def chart_of(days: Sequence[Day]) -> Chart | None:
    """The days as bars; None where there is nothing to draw."""
    highest = max((max(day.seen, day.followed) for day in days), default=0)
    if highest == 0:
        return None
    top = nice(highest)
    step = (WIDTH - LEFT) / len(days)
    height = HEIGHT - BOTTOM - 8

    def scaled(number: int) -> float:
        return round(height * number / top, 1)

    floor = HEIGHT - BOTTOM
    bars = [
        Bar(
            x=round(LEFT + step * number + step * 0.1, 1),
            width=round(step * 0.8, 1),
            seen_y=round(floor - scaled(day.seen), 1),
            seen_height=scaled(day.seen),
            followed_y=round(floor - scaled(day.followed), 1),
            followed_height=scaled(day.followed),
            words=f"{day.day.day} {day.day:%B}: {day.seen} views, {day.followed} to apply",
        )
        for number, day in enumerate(days)
    ]
    lines = [(round(floor - scaled(value), 1), value) for value in sorted({0, top // 2, top})]
    return Chart(bars, lines, _short(days[0].day), _short(days[-1].day))


def nice(highest: int) -> int:
    """The figure at which the drawing ends: an even one, not much above the highest."""
    for power in range(10):
        for factor in (1, 2, 4, 5, 6, 8):
            if factor * 10**power >= highest and factor * 10**power % 2 == 0:
                return int(factor * 10**power)
    return highest


def _short(day: date) -> str:
    return f"{day.day} {day:%B}"
