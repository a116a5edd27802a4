"""Telling what happened to the example people and organisations, in the order of time.

Each story says when its next step happens (`yield`) and then takes it. Told together, numbers of invoices and entries in
the books follow the calendar, as they would have.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.foundation import clock

Story = Generator[datetime]


def tell(stories: Iterable[Story]) -> None:
    """Take every step at its time, the earliest first. Steps open their own transactions."""
    to_come = [(begins, at, story) for at, story in enumerate(stories) if (begins := next(story, None)) is not None]
    heapq.heapify(to_come)
    while to_come:
        instant, at, story = heapq.heappop(to_come)
        with clock.as_of(instant):
            following = next(story, None)
        if following is not None:
            heapq.heappush(to_come, (max(following, instant), at, story))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days before the one on which the examples are made, wherever in their past a story has come to."""

    made_at: datetime

    def ago(self, days: int, hour: int = 10) -> datetime:
        """An hour of the London day so many days before; never one that is still to come."""
        day = self.made_at.astimezone(clock.LONDON).date() - timedelta(days=days)
        return min(clock.london_instant(day, time(hour)), self.made_at)
