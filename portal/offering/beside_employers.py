"""What waits for an employer who recruits without a consultant, for the employers' first page (employers.beside)."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from portal.applying.models import JobApplication
from portal.applying.states import ACCEPTED, CONDITIONS_MET
from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.beside import Waits
from portal.employers.seats import BUYING
from portal.foundation import clock
from portal.offering.models import Offer
from portal.offering.queries import name_of
from portal.posting.models import Posting
from portal.recruitment.models import Campaign


def waiting(person_id: int) -> list[Waits]:
    """Starts whose day has come, which nobody has noted: they started, did not, or start on another day."""
    ours = {each.id: each for each, roles in employers.organisations_of(person_id) if roles & BUYING}
    if not ours:
        return []
    rows = db.session.execute(
        select(JobApplication, Posting)
        .join(Posting, Posting.id == JobApplication.posting_id)
        .join(Offer, Offer.application_id == JobApplication.id)
        .where(
            Posting.organisation_id.in_(ours),
            Posting.id.not_in(select(Campaign.posting_id).where(Campaign.posting_id.is_not(None))),
            JobApplication.state.in_((ACCEPTED, CONDITIONS_MET)),
            Offer.state == "accepted",
            Offer.now_starts_on <= clock.today(),
        )
        .order_by(Offer.now_starts_on, JobApplication.id)
    )
    return [
        Waits(
            f"Say whether {name_of(application)} has started"
            if application.state == CONDITIONS_MET
            else f"The start of {name_of(application)} has come, and their checks are open",
            url_for(
                "employer.offers.show",
                reference=ours[posting.organisation_id].reference,
                posting=posting.reference,
                application=application.reference,
            ),
            f"{posting.title}, {ours[posting.organisation_id].name}",
        )
        for application, posting in rows
    ]
