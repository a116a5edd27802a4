"""Beginning a campaign: by an enquiry of the client, by a consultant, or by an order that was settled."""

from __future__ import annotations

from datetime import datetime

from portal.database.base import db
from portal.employers import queries as employers
from portal.employers.models import Organisation
from portal.foundation.errors import RuleBroken
from portal.foundation.identifiers import new_reference
from portal.foundation.text import one_line, printable
from portal.recruitment import assigning, contacts, moving, telling
from portal.recruitment.campaign_states import ENQUIRY
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import FIXED, SERVICES

MOST_POSTS = 100
LONGEST = 4_000


def enquire(
    organisation: Organisation,
    *,
    title: str,
    service: str,
    posts: int,
    wanted: str,
    details: str,
    by: int,
    at: datetime,
) -> Campaign:
    """A person of the organisation asks for a consultant: it waits in the consultants' queue, and is told to them."""
    campaign = _new(organisation, title, service, posts=posts, wanted=wanted, details=details, by=by, at=at)
    moving.begin(campaign, by=by, at=at, note="Asked for by the client")
    contacts.put(campaign, by, by=by, at=at)
    telling.enquiry_received(campaign, to=by)
    return campaign


def begin(
    organisation: Organisation,
    *,
    title: str,
    service: str,
    posts: int,
    wanted: str,
    details: str,
    by: int,
    at: datetime,
) -> Campaign:
    """A consultant begins a campaign that was spoken of; it is theirs."""
    assigning.refuse_unfit(organisation.id, by)
    campaign = _new(organisation, title, service, posts=posts, wanted=wanted, details=details, by=by, at=at)
    campaign.consultant_id = by
    return moving.begin(campaign, by=by, at=at, note="Begun by its consultant")


def begin_bought(
    organisation: Organisation,
    *,
    service: str,
    order_reference: str,
    bought_as: str,
    contact: int | None,
    at: datetime,
) -> Campaign:
    """An order that was settled begins a campaign; whoever placed the order is its contact."""
    campaign = _new(organisation, SERVICES[service].name, service, posts=1, wanted="", details="", by=None, at=at)
    campaign.order_reference, campaign.bought_as = order_reference, bought_as
    moving.begin(campaign, by=None, at=at, note=f"Bought by order {order_reference}")
    if contact is not None and contacts.may_be(campaign, contact):
        contacts.put(campaign, contact, by=None, at=at)
        telling.enquiry_received(campaign, to=contact)
    return campaign


def begin_replacement(before: Campaign, *, bought_as: str, order_reference: str, by: int, at: datetime) -> Campaign:
    """A campaign for somebody in place of one who left, which the fee of the one before has paid for. Of two at once the
    database refuses the second (`bought_as`)."""
    organisation = employers.any_by_id(before.organisation_id)
    words = f"In place of somebody whom campaign {before.reference} found."
    campaign = _new(organisation, before.title, FIXED, posts=1, wanted="", details=words, by=by, at=at)
    campaign.order_reference, campaign.bought_as = order_reference, bought_as
    campaign.consultant_id, campaign.deputy_id = before.consultant_id, before.deputy_id
    moving.begin(campaign, by=by, at=at, note=f"Without a fee, in place of somebody of campaign {before.reference}")
    for person in contacts.of(before):
        contacts.put(campaign, person.id, by=by, at=at)
    return campaign


def describe(campaign: Campaign, *, title: str, posts: int, wanted: str, details: str, by: int, at: datetime) -> None:
    """Say what is to be filled, until the terms that name it are agreed."""
    if campaign.state != ENQUIRY:
        raise RuleBroken("The terms are agreed, and name what is to be filled. Change the advert instead.")
    _check(title, posts)
    campaign.title, campaign.posts = one_line(title, limit=300), posts
    campaign.wanted, campaign.details = one_line(wanted, limit=200), _tidy(details)
    moving.note(campaign, "describe", by=by, at=at)


def _check(title: str, posts: int) -> None:
    if not one_line(title):
        raise RuleBroken("Enter the job that is to be filled.")
    if not 1 <= posts <= MOST_POSTS:
        raise RuleBroken(f"Enter how many posts are to be filled, from 1 to {MOST_POSTS}.")


def _tidy(details: str) -> str:
    return "\n".join(printable(each) for each in details.splitlines()).strip()[:LONGEST]


def _new(
    organisation: Organisation,
    title: str,
    service: str,
    *,
    posts: int,
    wanted: str,
    details: str,
    by: int | None,
    at: datetime,
) -> Campaign:
    if service not in SERVICES:
        raise RuleBroken("Choose one of our services.")
    _check(title, posts)
    campaign = Campaign(
        reference=new_reference(),
        organisation_id=organisation.id,
        service=service or FIXED,
        order_reference="",
        title=one_line(title, limit=300),
        posts=posts,
        wanted=one_line(wanted, limit=200),
        details=_tidy(details),
        names_hidden=True,
        remuneration="",
        terms_version="",
        terms_text="",
        approved_mark="",
        ended_because="",
        begun_at=at,
        begun_by_id=by,
        updated_at=at,
    )
    db.session.add(campaign)
    return campaign
