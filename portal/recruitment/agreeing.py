"""Agreeing to the terms of a campaign: what they say today, and the text that was agreed to and never changes."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from portal.billing import catalogue, queries
from portal.config import Settings
from portal.employers import queries as employers
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds
from portal.foundation.text import one_line
from portal.recruitment import moving, telling, terms
from portal.recruitment.campaign_states import ENQUIRY
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import PERCENTAGE, SERVICES

MOST_PARTS = 10_000


def set_fee(campaign: Campaign, *, percent_parts: int, remuneration: str, by: int, at: datetime) -> None:
    """Say what share of the pay the fee is (basis points) and what counts as pay; until the terms are agreed."""
    if campaign.service != PERCENTAGE:
        raise RuleBroken("The fee of this service is the price of its order.")
    if campaign.state != ENQUIRY:
        raise RuleBroken("The terms are agreed, so the fee can no longer be changed.")
    if not 0 < percent_parts <= MOST_PARTS:
        raise RuleBroken("Enter a fee above nought, and no more than 100 per cent of the pay.")
    if not one_line(remuneration):
        raise RuleBroken("Say what counts as pay: basic salary only, or which allowances with it.")
    campaign.percent_parts, campaign.remuneration = percent_parts, one_line(remuneration, limit=500)
    moving.note(campaign, "fee", by=by, at=at, words=f"{percent_of(percent_parts)} per cent")
    telling.terms_to_agree(campaign)


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
            fee=_fee_of(campaign, at=at),
            remuneration=campaign.remuneration,
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
    telling.client_answered(campaign, "The terms are agreed, so the advert can be written.")


def percent_of(parts: int) -> str:
    """18 or 17.5, from basis points."""
    return f"{parts / 100:g}"


def _fee_of(campaign: Campaign, *, at: datetime) -> str:
    if campaign.service == PERCENTAGE:
        share = percent_of(campaign.percent_parts) if campaign.percent_parts else "…"
        return (
            f"{share} per cent of the first year’s pay of whoever is appointed, and VAT, due when the offer is accepted. "
            "Nobody appointed, nothing owed."
        )
    service = SERVICES[campaign.service]
    if campaign.order_reference:
        order = queries.for_staff(campaign.order_reference)
        lines = [each for each in queries.lines_of(order.id) if each.product_key == service.product]
        each_one = sum(each.net_pence for each in lines) // max(1, sum(each.quantity for each in lines))
        return f"{pounds(each_one)} without VAT, by order {order.reference}."
    pence = catalogue.list_prices(on=at.astimezone(LONDON).date()).get(service.product, 0)
    return (
        f"The price of “{service.name}” on the day of your order: today {pounds(pence)} without VAT, less your member "
        "discount if you have one. The order is placed before the advert is published."
    )
