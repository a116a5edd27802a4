"""A line of the queue: what all that looks for them has in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import url_for

from portal.foundation.clock import LONDON
from portal.recruitment import campaign_states, reminding
from portal.recruitment.duties import Duty, Load, Running
from portal.web import words

ANSWER_WITHIN = timedelta(days=2)
"""A question, a message and an enquiry are late after two days."""
CHOOSING = (campaign_states.CLOSED, campaign_states.SELECTION, campaign_states.OFFER)


def choosing_now(load: Load) -> Iterable[Running]:
    """Campaigns in which candidates are being chosen."""
    return (each for each in load.running.values() if each.campaign.state in CHOOSING)


def page_of(each: Running, endpoint: str) -> str:
    """The address of one of the consultant's pages of a campaign."""
    return url_for(f"consultant.{endpoint}", campaign=each.campaign.reference)


def duty(
    each: Running,
    whom: str,
    what: str,
    since: datetime,
    act: str,
    address: str,
    *,
    due: datetime | None = None,
    posts: bool = False,
    note: str = "",
) -> Duty:
    """A line about a campaign; `act` is the word on its button, `address` where that leads."""
    title = f"{each.campaign.title}, {each.client}"
    return Duty(each.campaign.reference, title, whom, what, since, act, address, due, posts, note)


def reminder(
    load: Load, each: Running, what: str, since: datetime, *, whom: str = "", due: datetime | None = None
) -> Duty:
    """A line about somebody who lets us wait: to be reminded, unless they were within the pause."""
    reminded = load.last.get((each.campaign.id, "remind"))
    said = f"Reminded on {words.short_day(reminded)}" if reminded and reminded >= since else ""
    if reminded and reminded > load.at - reminding.PAUSE:
        act, address = "Open the campaign", page_of(each, "campaigns.show")
    else:
        act, address = "Remind them", url_for("consultant.queue.remind", campaign=each.campaign.reference)
    days = (load.at.astimezone(LONDON).date() - since.astimezone(LONDON).date()).days
    age = f" for {words.counted(days, 'day')}" if days else " since today"
    return duty(each, whom or each.client, what + age, since, act, address, due=due, note=said)
