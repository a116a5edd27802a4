"""How long an advert is shown for what was bought: whole weeks from the day on which it is published, in London."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portal.foundation.clock import LONDON, end_of_london_day


def shown_until(first_day: date, weeks: int) -> datetime:
    """The last minute of a listing: four weeks from a Wednesday end with a Wednesday."""
    return end_of_london_day(first_day + timedelta(weeks=weeks))


def weeks_needed(first_day: date, closes_at: datetime) -> int:
    """How many whole weeks a vacancy needs that is published on that day and closes then."""
    days = (closes_at.astimezone(LONDON).date() - first_day).days
    return max(1, -(-days // 7))


def weeks_short(first_day: date, closes_at: datetime, *, bought: int) -> int:
    """How many weeks must be bought beyond those that were, or that the advert itself will bring."""
    return max(0, weeks_needed(first_day, closes_at) - bought)
