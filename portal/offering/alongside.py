"""The ways to an offer from a candidate's page of an application and from a desk's: seams of the rooms below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from portal.applying.models import JobApplication
from portal.applying.queries import steps_of
from portal.applying.states import RESERVE, may_answer_offer, seen
from portal.foundation import clock
from portal.foundation.clock import LONDON
from portal.offering import making, queries
from portal.offering.own_pages import SEEN_WITH_OFFER, day_says
from portal.selecting.desks import Desk
from portal.web.seams import Way


def of_candidate(application: JobApplication) -> Sequence[Way]:
    """To the offer once they were told of it, and to their place on the reserve list."""
    steps = steps_of(application)
    known = seen(steps)
    if known == RESERVE == application.state:
        address = url_for("account.offers.reserve", reference=application.reference)
        return (Way("Your place on the reserve list", address),)
    offer = queries.newest(application)
    if known not in SEEN_WITH_OFFER or offer is None:
        return ()
    address = url_for("account.offers.show", reference=application.reference)
    answers = may_answer_offer(steps)
    if not answers:
        return (Way("Your offer and its checks", address),)
    return (Way("Read the offer and answer it", address, day_says(offer, today=clock.today()), first=True),)


def until_of(application: JobApplication, at: datetime) -> Sequence[str]:
    """By when an answer to their offer is wanted."""
    offer = queries.newest(application)
    if offer is None or not may_answer_offer(steps_of(application)):
        return ()
    return (day_says(offer, today=at.astimezone(LONDON).date()),)


def of_desk(desk: Desk, application: JobApplication | None) -> Sequence[Way]:
    """To the offer of one, where there is one or can be, and to the list of all."""
    if desk.kind == "panel":
        return ()
    if application is None:
        return (Way("Offers and the reserve list", address_of(desk)),)
    if queries.newest(application) is not None:
        return (Way("The offer", address_of(desk, "show", application=application.reference)),)
    if making.may_offer(desk, application):
        return (Way("Offer the post", address_of(desk, "make", application=application.reference)),)
    if application.state == RESERVE:
        return (Way("The place on the reserve list", address_of(desk, "show", application=application.reference)),)
    return ()


def address_of(desk: Desk, page: str = "index", **more: Any) -> str:
    """One of this room's pages of a desk."""
    if desk.campaign is not None:
        return url_for(f"consultant.offers.{page}", campaign=desk.campaign.reference, **more)
    job = desk.job
    return url_for(
        f"employer.offers.{page}", reference=job.organisation.reference, posting=job.posting.reference, **more
    )


def choosing_address(desk: Desk, page: str = "index", **more: Any) -> str:
    """One of the pages of those who choose, of the same desk."""
    if desk.campaign is not None:
        return url_for(f"consultant.desk.{page}", campaign=desk.campaign.reference, **more)
    job = desk.job
    return url_for(
        f"employer.employer_desk.{page}", reference=job.organisation.reference, posting=job.posting.reference, **more
    )
