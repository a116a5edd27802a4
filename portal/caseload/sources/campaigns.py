"""What there is to do for a campaign before its applications come in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from flask import url_for

from portal.caseload.sources.lines import ANSWER_WITHIN, duty, page_of, reminder
from portal.employers import queries as employers
from portal.foundation.clock import LONDON
from portal.recruitment import agreeing, campaign_states, queries, reminding
from portal.recruitment.duties import Duty, Load
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import SERVICES
from portal.web import words

CLOSING = 2
"""Days before the closing time in which a vacancy stands in the queue."""


def closing_soon(load: Load) -> Iterator[Duty]:
    """Vacancies that close today or within two days."""
    today = load.at.astimezone(LONDON).date()
    for each in load.running.values():
        closes_at = each.posting.closes_at if each.posting else None
        if each.campaign.state != campaign_states.LIVE or closes_at is None or closes_at <= load.at:
            continue
        days = (closes_at.astimezone(LONDON).date() - today).days
        if days <= CLOSING:
            yield duty(
                each,
                whom="Applicants",
                what=f"{words.closes_in(closes_at, load.at)}, at {words.time_of_day(closes_at)}",
                since=load.last.get((each.campaign.id, "go_live"), each.campaign.updated_at),
                due=closes_at,
                act="Look at it, or move the closing time",
                address=page_of(each, "campaign_adverts.extend"),
            )


def to_be_taken(load: Load) -> Iterator[Duty]:
    """Enquiries and bought services that no consultant has taken: of every client but those the person acts for."""
    own = {organisation.id for organisation, _ in employers.organisations_of(load.person_id)}
    for campaign, client in queries.unassigned():
        if campaign.organisation_id not in own:
            yield Duty(
                campaign=campaign.reference,
                title=campaign.title,
                whom=client,
                what="Waits for a consultant to take it",
                since=campaign.begun_at,
                due=campaign.begun_at + ANSWER_WITHIN,
                act="Take it",
                address=url_for("consultant.campaigns.take", campaign=campaign.reference),
                posts=True,
                note=_asked(campaign),
            )


def _asked(campaign: Campaign) -> str:
    """What the client wrote, shortened: the page of what waits has all of it."""
    wanted = f"Wanted: {campaign.wanted}. " if campaign.wanted else ""
    return f"{wanted}{textwrap.shorten(campaign.details, 200, placeholder='…')}".strip()


def to_be_prepared(load: Load) -> Iterator[Duty]:
    """What the consultant does before applications can come in: the fee, the advert, publishing it."""
    for each in load.running.values():
        campaign, since = each.campaign, each.campaign.updated_at
        if campaign.state == campaign_states.ENQUIRY and (why := agreeing.missing(campaign)):
            page = "campaigns.fee" if campaign.title and "fee" in why else "campaigns.describe"
            yield duty(each, each.client, why, since, "Set it", page_of(each, page))
        elif campaign.state == campaign_states.AGREED:
            since = load.last.get((campaign.id, "send_back")) or load.last.get((campaign.id, "agree_terms"), since)
            address = page_of(each, "campaign_adverts.advert")
            yield duty(each, each.client, "The advert is to be written", since, "Write it", address)
        elif campaign.state == campaign_states.APPROVED:
            since = load.last.get((campaign.id, "approve_advert"), since)
            address = page_of(each, "campaign_adverts.live")
            unpaid = SERVICES[campaign.service].product and not campaign.order_reference
            note = "The client has yet to order the service: ask them first." if unpaid else ""
            says = "The approved advert is to be published"
            yield duty(each, each.client, says, since, "Publish it", address, note=note)


def with_the_client(load: Load) -> Iterator[Duty]:
    """Terms and adverts that wait for the client's word, with the days that they have waited."""
    for each in load.running.values():
        what = reminding.TERMS if each.campaign.state == campaign_states.ENQUIRY else ""
        what = reminding.ADVERT if each.campaign.state == campaign_states.DRAFTED else what
        if not what or (what == reminding.TERMS and agreeing.missing(each.campaign)):
            continue
        begins = ("send_advert",) if what == reminding.ADVERT else ("fee", "assign", "describe", "begin")
        dates = [load.last[each.campaign.id, event] for event in begins if (each.campaign.id, event) in load.last]
        since = max(dates, default=each.campaign.updated_at)
        yield reminder(load, each, f"The {what} waits" if what == reminding.ADVERT else "The terms wait", since)
