"""What offers and their checks ask of a consultant, as rows of the queue (recruitment.duties)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from portal.applying.states import INTERVIEW
from portal.offering import choosing, queries
from portal.offering.check_kinds import STATES
from portal.recruitment.duties import Duty, Load, end_of
from portal.web import words


def to_be_offered(load: Load) -> Iterator[Duty]:
    """Whom a panel chose, and to whom the post is not offered yet. Nothing is asked where nobody stands at the interviews."""
    if not any(load.waits(each, INTERVIEW) for each in load.running.values()):
        return
    for campaign, application, since in choosing.chosen_and_not_offered(load.person_id):
        yield Duty(
            campaign=campaign.reference,
            title=campaign.title,
            whom=queries.name_of(application),
            what="The panel has chosen them, and nothing is offered yet",
            since=since,
            due=end_of(campaign.told_by),
            act="Make the offer",
            address=url_for("consultant.offers.make", campaign=campaign.reference, application=application.reference),
        )


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


SOURCES = (to_be_offered, unanswered, unchecked)
