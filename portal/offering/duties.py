"""What offers and their checks ask of a consultant, as rows of the queue (recruitment.duties)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from portal.offering import queries
from portal.offering.check_kinds import STATES
from portal.recruitment.duties import Duty, Load, end_of
from portal.web import words


def unanswered(load: Load) -> Iterator[Duty]:
    """Offers that wait for the candidate's answer, with their age."""
    for each in queries.open_offers(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=each.title,
            whom=each.name,
            what=f"An offer has been open for {words.counted((load.at - each.made_at).days, 'day')}",
            since=each.made_at,
            due=end_of(each.answer_by),
            act="Look at the offer",
            address=_offer(each.campaign, each.application),
        )


def unchecked(load: Load) -> Iterator[Duty]:
    """Checks before somebody's start that are not clear."""
    for each in queries.open_checks(load.person_id):
        yield Duty(
            campaign=each.campaign,
            title=each.title,
            whom=each.name,
            what=f"{each.check}: {STATES[each.state].lower()}",
            since=each.since,
            due=end_of(each.due_on),
            act="See to the check",
            address=_offer(each.campaign, each.application),
        )


def _offer(campaign: str, application: str) -> str:
    return url_for("consultant.offers.show", campaign=campaign, application=application)


SOURCES = (unanswered, unchecked)
