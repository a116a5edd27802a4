"""Agreeing to the terms of a campaign: what they say today, and the text that was agreed to and never changes."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from portal.config import Settings
from portal.employers import queries as employers
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.recruitment import costing, fees, instalments, moving, telling, terms
from portal.recruitment.campaign_states import ENQUIRY
from portal.recruitment.costing import percent_of
from portal.recruitment.fees import PLANS
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import FIXED, PERCENTAGE, SERVICES

MOST_PARTS = 10_000


def set_fee(
    campaign: Campaign, *, percent_parts: int, remuneration: str, by: int, at: datetime, plan: str = "acceptance"
) -> None:
    """Say what share of the pay the fee is (basis points), what counts as pay and when it is due (fees.PLANS); until the
    terms are agreed."""
    if campaign.service != PERCENTAGE:
        raise RuleBroken("The fee of this service is the price of its order.")
    if campaign.state != ENQUIRY:
        raise RuleBroken("The terms are agreed, so the fee can no longer be changed.")
    if not 0 < percent_parts <= MOST_PARTS:
        raise RuleBroken("Enter a fee above nought, and no more than 100 per cent of the pay.")
    if not one_line(remuneration):
        raise RuleBroken("Say what counts as pay: basic salary only, or which allowances with it.")
    campaign.fee_plan = _kept(PERCENTAGE, plan)
    campaign.percent_parts, campaign.remuneration = percent_parts, one_line(remuneration, limit=500)
    moving.note(campaign, "fee", by=by, at=at, words=f"{percent_of(percent_parts)} per cent")
    telling.terms_to_agree(campaign)


def set_plan(campaign: Campaign, *, plan: str, by: int, at: datetime) -> None:
    """Say whether a fixed fee is paid by one order or in instalments (fees.PLANS); until the terms are agreed."""
    if campaign.service != FIXED:
        raise RuleBroken("Only the fee of a full recruitment for a fixed fee is paid in instalments.")
    if campaign.state != ENQUIRY:
        raise RuleBroken("The terms are agreed, so the fee can no longer be changed.")
    if campaign.order_reference:
        raise RuleBroken(f"Order {campaign.order_reference} has paid for this campaign already.")
    campaign.fee_plan = _kept(FIXED, plan)
    moving.note(campaign, "fee", by=by, at=at, words=PLANS[FIXED][plan][0])
    telling.terms_to_agree(campaign)


def _kept(basis: str, plan: str) -> list[list[str | int]]:
    if plan not in PLANS[basis]:
        raise RuleBroken("Choose when the fee is due.")
    return fees.as_kept(PLANS[basis][plan][1])


def text_for(campaign: Campaign, *, at: datetime) -> str:
    """The terms as they were agreed to, or as they would be today."""
    if campaign.terms_agreed_at is not None:
        return campaign.terms_text
    settings: Settings = current_app.config["SETTINGS"]
    return terms.text_of(
        terms.Facts(
            society=settings.society_name,
            client=employers.any_by_id(campaign.organisation_id).name,
            service=campaign.service,
            title=campaign.title,
            posts=campaign.posts,
            fee=tuple(costing.sentences(campaign, at=at)),
            remuneration=campaign.remuneration,
            in_parts=costing.is_in_parts(campaign),
        )
    )


def missing(campaign: Campaign) -> str:
    """Why the terms cannot be agreed to yet, as a sentence; empty where they can."""
    if campaign.consultant_id is None:
        return "No consultant is named yet. The terms can be agreed once one is."
    if campaign.title == SERVICES[campaign.service].name:
        return "Say first which job is to be filled: the terms name it."
    if campaign.service == PERCENTAGE and campaign.percent_parts is None:
        return "The consultant has yet to say what share of the pay the fee is."
    if costing.is_in_parts(campaign) and not costing.list_price_of(campaign, at=clock.now()):
        return "The service has no price today, so its fee cannot be parted. Choose one order for all of it."
    return ""


def agree(campaign: Campaign, *, seen: str, by: int, at: datetime) -> None:
    """Agree to the terms that the client `seen` (terms.mark_of), for good."""
    if campaign.state == ENQUIRY and (why := missing(campaign)):
        raise RuleBroken(why)
    text = text_for(campaign, at=at)
    if campaign.state == ENQUIRY and seen != terms.mark_of(text):
        raise RuleBroken("The terms have changed while you had them open. Read them once more, then agree.")
    moving.move(campaign, "agree_terms", by=by, at=at, note=f"Version {terms.VERSION}")
    campaign.terms_version, campaign.terms_text = terms.VERSION, text
    campaign.terms_agreed_at, campaign.terms_agreed_by_id = at, by
    if costing.is_in_parts(campaign):
        campaign.fee_pence = costing.list_price_of(campaign, at=at)
        instalments.begin(campaign, at=at)
    telling.client_answered(campaign, "The terms are agreed, so the advert can be written.")
