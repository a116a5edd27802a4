"""Bank holidays of the UK's nations, worked out by their rules. Days that are made holidays once are not known."""

from __future__ import annotations

from datetime import date, timedelta

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Butcher and Meeus."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    skipped, left = divmod(century, 4)
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    leaps, rest = divmod(of_century, 4)
    weekday = (32 + 2 * left + 2 * leaps - moon - rest) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def name_of(day: date, nation: str | None = None) -> str:
    """What the day is called if it is a bank holiday in that nation, or without one anywhere in the UK; else nothing."""
    found = _of(day.year, nation)
    return found.get(day, "")


def _of(year: int, nation: str | None) -> dict[date, str]:
    sunday = easter(year)
    days = {
        sunday - timedelta(days=2): "Good Friday",
        _first(year, 5, MONDAY): "the early May bank holiday",
        _last(year, 5, MONDAY): "the spring bank holiday",
    }
    days |= _moved(
        [(date(year, 1, 1), "New Year’s Day")] + ([(date(year, 1, 2), "2 January")] * _is(nation, "scotland"))
    )
    days |= _moved([(date(year, 12, 25), "Christmas Day"), (date(year, 12, 26), "Boxing Day")])
    if _is(nation, "england", "wales", "northern_ireland"):
        days[sunday + timedelta(days=1)] = "Easter Monday"
        days[_last(year, 8, MONDAY)] = "the summer bank holiday"
    if _is(nation, "scotland"):
        days[_first(year, 8, MONDAY)] = "the summer bank holiday"
        days |= _moved([(date(year, 11, 30), "St Andrew’s Day")])
    if _is(nation, "northern_ireland"):
        days |= _moved([(date(year, 3, 17), "St Patrick’s Day")])
        days |= _moved([(date(year, 7, 12), "the Battle of the Boyne")])
    return days


def _is(nation: str | None, *nations: str) -> bool:
    return nation is None or nation in nations


def _moved(named: list[tuple[date, str]]) -> dict[date, str]:
    """The days with the weekdays that stand in for those at a weekend, each on a day of its own."""
    days: dict[date, str] = dict(named)
    taken = {day for day, _ in named if day.weekday() < SATURDAY}
    for day, name in named:
        if day.weekday() >= SATURDAY:
            instead = day
            while instead.weekday() >= SATURDAY or instead in taken:
                instead += timedelta(days=1)
            taken.add(instead)
            days[instead] = f"the day in lieu of {name}"
    return days


def _first(year: int, month: int, weekday: int) -> date:
    day = date(year, month, 1)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _last(year: int, month: int, weekday: int) -> date:
    day = _first(year, month, weekday)
    while (day + timedelta(days=7)).month == month:
        day += timedelta(days=7)
    return day
