"""What consultants have behind /consultant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from portal.access.meaning import Access
from portal.access.owning import CAMPAIGNS, CONSULTANTS, DESK, LOG_OF_ONE, PLACEMENTS, TEXTS

CONSULTANT_ACCESS: Mapping[str, Access] = {
    "consultant.interviews.index": Access(
        ("consultant",), "interviewing.agenda: interviews of the campaigns of which the person is consultant or deputy"
    ),
    "consultant.offers.ask": DESK.by("POST"),
    "consultant.placements.index": Access(
        ("consultant",),
        "placing.queries.of_consultant: of campaigns whose consultant or deputy the signed-in person is",
    ),
    "consultant.placements.show": PLACEMENTS,
    **{
        f"consultant.placements.{page}": PLACEMENTS.by("GET", "POST")
        for page in ("fee", "split", "leave", "remedy", "correct", "reopen")
    },
    "consultant.placements.order": PLACEMENTS.by("POST"),
    "consultant.placements.confirm": PLACEMENTS.by("POST"),
    "consultant.desk.finish": DESK.by("GET", "POST"),
    "consultant.queue.show": Access(
        ("consultant",), "caseload.queue.of: about campaigns that the signed-in person runs, and what nobody has taken"
    ),
    "consultant.queue.remind": CAMPAIGNS.by("GET", "POST"),
    "consultant.comments.show": CAMPAIGNS.by("GET", "POST"),
    "consultant.pack.show": DESK,
    "consultant.pack.file": DESK,
    "consultant.texts.index": TEXTS,
    "consultant.texts.add": TEXTS.by("GET", "POST"),
    "consultant.texts.change": TEXTS.by("GET", "POST"),
    "consultant.texts.aside": TEXTS.by("POST"),
    "consultant.log.show": CAMPAIGNS,
    "consultant.log.note": CAMPAIGNS.by("GET", "POST"),
    "consultant.log.call": CAMPAIGNS.by("GET", "POST"),
    "consultant.log.follow_up": CAMPAIGNS.by("GET", "POST"),
    "consultant.log.done": CAMPAIGNS.by("POST"),
    "consultant.log.remove": CAMPAIGNS.by("POST"),
    "consultant.log_files.index": LOG_OF_ONE,
    "consultant.log_files.add": replace(
        LOG_OF_ONE.by("POST"),
        without_token="documents.receiving asks for it itself, once whose note it is and how much is sent is known",  # noqa: S106 - words
    ),
    "consultant.log_files.show": CAMPAIGNS,
    "consultant.log_files.remove": LOG_OF_ONE.by("POST"),
    "consultant.leads.show": CONSULTANTS,
    "consultant.leads.search": CONSULTANTS,
    "consultant.leads.organisation": replace(CONSULTANTS, foreign="shown"),
    "consultant.campaigns.index": Access(
        ("consultant",), "recruitment.queries.listed: campaigns whose consultant or deputy the signed-in person is"
    ),
    "consultant.campaigns.waiting": Access(
        ("consultant",), "recruitment.queries.unassigned: what no consultant has taken yet, for every consultant"
    ),
    "consultant.campaigns.take": Access(
        ("consultant",),
        "recruitment.queries.waiting: what no consultant has taken yet; anything else changes nothing",
        foreign="shown",
    ).by("POST"),
    "consultant.campaigns.begin": Access(("consultant",), "nothing is owned: the register and organisations").by(
        "GET", "POST"
    ),
    "consultant.campaigns.show": CAMPAIGNS,
    "consultant.campaigns.assign": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.describe": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.fee": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.show_terms": CAMPAIGNS,
    "consultant.campaign_instalments.order": CAMPAIGNS.by("POST"),
    "consultant.campaign_instalments.waive": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.note": CAMPAIGNS.by("POST"),
    "consultant.campaign_adverts.advert": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.take_back": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.live": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.close": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.reopen": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.extend": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.cancel": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_people.people": CAMPAIGNS,
    "consultant.campaign_people.add_contact": CAMPAIGNS.by("POST"),
    "consultant.campaign_people.remove_contact": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_people.invite": CAMPAIGNS.by("POST"),
    "consultant.campaign_people.on_panel": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_people.weights": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_people.plan": CAMPAIGNS.by("GET", "POST"),
    "consultant.all_questions.index": Access(
        ("consultant",), "questions.queries.waiting_for: about the signed-in consultant’s own campaigns"
    ),
    "consultant.evidence.index": CAMPAIGNS.by("GET", "POST"),
    "consultant.evidence.show": CAMPAIGNS,
    "consultant.evidence.take": CAMPAIGNS.by("POST"),
    "consultant.found_members.index": CAMPAIGNS,
    "consultant.found_members.approach": CAMPAIGNS.by("GET", "POST"),
    "consultant.found_members.approached": CAMPAIGNS.by("GET", "POST"),
    "consultant.found_members.introductions": CAMPAIGNS,
    "consultant.questions.show": CAMPAIGNS.by("GET", "POST"),
    "consultant.questions.answer": CAMPAIGNS.by("GET", "POST"),
}
