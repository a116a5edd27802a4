"""What to say of a fee that is not paid, and when; the days are documented in docs/membership.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation.money import pounds
from portal.membership import candidates, queries, recipients, years
from portal.membership.letters import News, tell
from portal.membership.models import Due, Membership

AFTER_ADMISSION = (timedelta(days=14), timedelta(days=28))


@dataclass(frozen=True, slots=True)
class Step:
    """One telling: `template` of templates/membership/mail, from `day` on; `name` tells two of a kind apart."""

    day: date
    template: str
    name: str


def steps(year: int, *, offered_on: date, is_renewal: bool) -> tuple[Step, ...]:
    """All tellings about one unpaid fee, in their order; those that fall on or before the offer are left out."""
    if not is_renewal:
        planned = [Step(offered_on + wait, "first_fee", f"after-{wait.days}") for wait in AFTER_ADMISSION]
    else:
        planned = [
            Step(date(year - 1, 12, 15), "renewal_reminder", "december"),
            Step(date(year, 1, 15), "renewal_reminder", "january"),
            Step(date(year, 2, 14), "renewal_reminder", "february"),
            Step(years.last_of_grace(year) + timedelta(days=1), "lapsed", "lapsed"),
        ]
    return tuple(step for step in planned if step.day > offered_on or step.template == "lapsed")


def step_on(year: int, on: date, *, offered_on: date, is_renewal: bool) -> Step | None:
    """The telling that is due on a day: the last whose day has come. Those that a late job missed are not made up for."""
    come = [step for step in steps(year, offered_on=offered_on, is_renewal=is_renewal) if step.day <= on]
    return come[-1] if come else None


def remind(*, on: date, after: int, most: int) -> tuple[int, int | None]:
    """Tell of some unpaid fees, those after this id; how many messages, and the last id or None at the end."""
    rows = candidates.unpaid(on=on, after=after, most=most)
    if not rows:
        return 0, None
    to = recipients.of([membership for membership, _, _ in rows])
    news: list[News] = []
    for membership, due, is_renewal in rows:
        step = step_on(due.year, on, offered_on=due.offered_on, is_renewal=is_renewal)
        if step is not None:
            news += _news(step, membership, due, to[membership.id])
    return tell(news), rows[-1][1].id


def warn_seats(*, on: date) -> int:
    """Tell those with a corporate seat when their organisation has lapsed, or will in a fortnight."""
    if on < date(on.year, 2, 14):
        return 0
    template = "seat_lapsed" if on > years.last_of_grace(on.year) else "seat_at_risk"
    news: list[News] = []
    for organisation_id, name in candidates.organisations_not_renewed(on.year):
        seats = queries.seats_of(organisation_id, held_on=on)
        to = recipients.of(seats)
        for seat in seats:
            facts = {"organisation": name, "last_day": years.last_of_grace(on.year)}
            news += [News(template, f"{seat.reference}:{on.year}", each, facts) for each in to[seat.id]]
    return tell(news)


def warn_providers(*, on: date) -> int:
    """Tell providers thirty days before the declared end of serving their body."""
    ending = candidates.providers_ending(after=on, before=on + timedelta(days=30))
    to = recipients.of(ending)
    news = [
        News(
            "provider_ends",
            f"{row.reference}:{row.ended_on}",
            each,
            {"last_day": row.ended_on - timedelta(days=1) if row.ended_on else None},
        )
        for row in ending
        for each in to[row.id]
    ]
    return tell(news)


def _news(step: Step, membership: Membership, due: Due, to: Sequence[recipients.Recipient]) -> list[News]:
    facts = {
        "membership": membership,
        "due": due,
        "amount": pounds(due.pence),
        "grace_ends": years.last_of_grace(due.year),
    }
    return [News(step.template, f"{due.reference}:{step.name}", each, facts) for each in to]
