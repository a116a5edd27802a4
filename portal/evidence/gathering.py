"""Gathering everything that shows how a campaign was run, as far as whoever asked may know it.

Consultants and staff get all of it but what is nobody's to read: equality answers, adjustments, what candidates wrote about
themselves, scores and feedback that are not to be seen yet, when a panel can come, and consultants' notes. A client gets what
it sees already: nobody before the shortlist, of those nothing from before, no checks and no fees. Names are taken out unless they were asked for, and even then stay out where
they are hidden while the campaign goes on.
"""

from __future__ import annotations

from datetime import datetime

from portal.applying import queries as applications
from portal.evidence import adverts
from portal.evidence.applications import gathered
from portal.evidence.packs import Pack
from portal.evidence.sections import campaign as of_campaign
from portal.evidence.sections import correspondence, counts, histories, interviews, offers, people, placements, scores
from portal.evidence.sights import Sight
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import OVER
from portal.recruitment.models import Campaign
from portal.selecting import scoring
from portal.selecting.desks import Desk


def gather(campaign: Campaign, sight: Sight, *, at: datetime) -> Pack:
    """The whole pack, in a number of questions that does not grow with the applications."""
    organisation, posting = campaigns.organisation_of(campaign), campaigns.posting_of(campaign)
    found = gathered(campaign, posting, sight)
    written = adverts.of(organisation, posting) if posting else []
    sections = [
        of_campaign.the_recruitment(campaign, found),
        of_campaign.terms(campaign),
        of_campaign.published(written),
        of_campaign.criteria(campaign, at=at),
        people.took_part(campaign, found),
        correspondence.public_questions(campaign, found, sight),
    ]
    if posting is not None and posting.vacancy_id is not None:
        desk = Desk("consultant", sight.person_id, applications.job_of_posting(posting), campaign)
        scored = scoring.criteria(desk, at=at)
        sections += [
            *scores.of_rounds(found, scored, sight),
            histories.of_applications(found, sight),
            interviews.of_interviews(posting, found, sight),
            offers.of_offers(found, sight),
            placements.of_placements(found, sight),
            correspondence.messages(found, sight),
            people.names_seen(found),
            counts.monitoring(posting),
        ]
    sections += [counts.members_found(campaign)] if sight.is_ours else []
    return Pack(
        campaign.title,
        organisation.name,
        campaign.reference,
        _notice(sight, campaign),
        at,
        tuple(sections),
        tuple((each.file, each.words) for each in written),
    )


def _notice(sight: Sight, campaign: Campaign) -> str:
    whose = (
        "It holds every application that was sent, by its number."
        if sight.is_ours
        else "It holds what the client of the recruitment may see: applications from the shortlist on, by their numbers."
    )
    if not sight.named:
        names = "Candidates’ names, addresses and files’ names are taken out, also out of what was written."
    elif campaign.names_hidden and campaign.state not in OVER:
        names = "It holds names of candidates from the shortlist on; before that they are hidden while the recruitment goes on."
    else:
        names = "It holds names of candidates. Keep it as carefully as their applications."
    return (
        f"{whose} {names} It never holds equality answers, adjustments, what candidates wrote in their applications or "
        "of times for interviews, who of a panel could come when, notes of checks, or consultants’ notes. Times are London’s."
    )
