"""What to say of a fee that is not paid, and when; the days are documented in docs/membership.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation.money import pounds
from portal.membership import candidates, queries, recipients, years
from portal.membership.letters import News, tell
from portal.membership.models import Due, Membership

AFTER_OFFER = (timedelta(days=14), timedelta(days=28))
"""When those are reminded who were just admitted, or came back."""
WARNED_FROM = (2, 14)
"""From this day of the year on those with a corporate seat are told that it hangs on their organisation's renewal."""


@dataclass(frozen=True, slots=True)
class Step:
    """One telling: `template` of templates/membership/mail, from `day` on; `name` tells two of a kind apart."""

    day: date
    template: str
    name: str


def steps(year: int, *, offered_on: date, is_first: bool, is_renewal: bool) -> tuple[Step, ...]:
    """All tellings about one unpaid fee, in their order; those that fall on or before the offer are left out."""
    template = "first_fee" if is_first else "return_fee"
    soon = [Step(offered_on + wait, template, f"after-{wait.days}") for wait in AFTER_OFFER]
    if not is_renewal:
        return tuple(soon)
    planned = [
        Step(date(year - 1, 12, 15), "renewal_reminder", "december"),
        Step(date(year, 1, 15), "renewal_reminder", "january"),
        Step(date(year, 2, 14), "renewal_reminder", "february"),
    ]
    lapse = Step(years.last_of_grace(year) + timedelta(days=1), "lapsed", "lapsed")
    in_time = [step for step in planned if step.day > offered_on]
    return (*in_time, lapse, *(soon if offered_on > years.last_of_grace(year) else ()))


def step_on(year: int, on: date, *, offered_on: date, is_first: bool, is_renewal: bool) -> Step | None:
    """The telling that is due on a day: the last whose day has come. Those that a late job missed are not made up for."""
    come = [step for step in steps(year, offered_on=offered_on, is_first=is_first, is_renewal=is_renewal)]
    return next((step for step in reversed(come) if step.day <= on), None)


def remind(*, on: date, after: int, most: int) -> tuple[int, int | None]:
    """Tell of some unpaid fees, those after this id; how many messages, and the last id or None at the end.

    Nobody is asked to pay for a corporate seat whose organisation is not in force: it would open nothing; nor by us
    for what an invoice asks for.
    """
    found = candidates.unpaid(on=on, after=after, most=most)
    if not found:
        return 0, None
    rows = [each.membership for each in found]
    to, left_out = recipients.of(rows), queries.without_their_organisation(rows, on=on)
    news: list[News] = []
    for each in found:
        due = each.due
        step = step_on(due.year, on, offered_on=due.offered_on, is_first=each.is_first, is_renewal=each.is_renewal)
        asked_by_invoice = bool(due.invoiced_as) and step is not None and step.template != "lapsed"
        if step is not None and each.membership.id not in left_out and not asked_by_invoice:
            news += _news(step, each.membership, due, to[each.membership.id])
    return tell(news), found[-1].due.id


def warn_seats(*, on: date) -> int:
    """Tell those with a corporate seat when their organisation has lapsed, or will in a fortnight."""
    if on < date(on.year, *WARNED_FROM):
        return 0
    in_grace = on <= years.last_of_grace(on.year)
    template = "seat_at_risk" if in_grace else "seat_lapsed"
    names = candidates.organisations_not_renewed(on.year)
    standings = queries.organisation_standings(names, on=on)
    news: list[News] = []
    for organisation_id, name in names.items():
        if standings[organisation_id].state != ("grace" if in_grace else "lapsed"):
            continue
        seats = queries.seats_of(organisation_id, held_on=on)
        stood = queries.standings_alone(seats, on=min(on, years.last_of_grace(on.year)))
        to = recipients.of(seats)
        for seat in seats:
            if stood[seat.id].in_force:
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
