"""The advert of a campaign: begun or chosen, sent to the client, approved, published, closed and opened again.

It is written in the posting room; while the terms are agreed and the client has not been asked, its consultant may write
it as the client's people may (recruitment.lending).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.billing.terms import terms_of
from portal.foundation.clock import LONDON
from portal.foundation.errors import RuleBroken
from portal.posting import agreeing, agreement, ending, publishing, writing
from portal.posting import queries as postings
from portal.posting.models import Posting
from portal.posting.publishing import ADVERT, EXTRA_WEEK
from portal.posting.states import DRAFT, LIVE, OVER
from portal.recruitment import campaign_states as states
from portal.recruitment import moving, queries, telling, weighing
from portal.recruitment.models import Campaign
from portal.recruitment.sold_services import SERVICES

NO_CRITERIA = "Enter at least one essential criterion in “What you look for”: every application is scored against them."


def begin_advert(campaign: Campaign, *, by: int, at: datetime) -> Posting:
    """Begin the draft of the vacancy that the campaign is to fill."""
    _refuse_chosen(campaign)
    organisation = queries.organisation_of(campaign)
    posting = writing.begin(organisation, title=campaign.title, by=by, at=at)
    writing.save(posting, "role", {"title": campaign.title, "posts": str(campaign.posts)}, by=by, at=at)
    _choose(campaign, posting, by=by, at=at)
    return posting


def choose(campaign: Campaign, reference: str, *, by: int, at: datetime) -> Posting:
    """Take a vacancy that the client has begun already as the one to be filled."""
    _refuse_chosen(campaign)
    if reference not in {each.reference for each in queries.postings_to_choose(campaign)}:
        raise RuleBroken("Choose one of the organisation’s vacancies that no other campaign fills.")
    posting = postings.by_reference(reference, locked=True)
    _choose(campaign, posting, by=by, at=at)
    return posting


def missing(campaign: Campaign, *, at: datetime) -> list[str]:
    """Why the advert cannot be sent to the client yet, in sentences; empty where it can."""
    posting = queries.posting_of(campaign)
    if posting is None:
        return ["Begin the advert, or choose a vacancy that the client has begun."]
    organisation = queries.organisation_of(campaign)
    found = publishing.incomplete(posting, organisation, at=at)
    essential = publishing.read(organisation, posting.answers, at=at).value("criteria", "essential")
    return [*found, *([] if essential else [NO_CRITERIA])]


def send(campaign: Campaign, *, by: int, at: datetime) -> None:
    """Ask the client to approve the advert; until they have answered it is not changed by the consultant."""
    if campaign.state == states.AGREED and (why := missing(campaign, at=at)):
        raise RuleBroken(why[0])
    moving.move(campaign, "send_advert", by=by, at=at)
    telling.advert_to_approve(campaign)


def approve(campaign: Campaign, *, seen: str, by: int, at: datetime) -> None:
    """The client agrees to the text that they `seen` (posting.agreement.mark_of_text)."""
    posting = _posting(campaign)
    if campaign.state == states.DRAFTED and seen != agreement.mark_of_text(posting.answers):
        raise RuleBroken("The advert was changed while you had it open. Look at it once more, then decide.")
    if terms_of(campaign.organisation_id).approve_text:
        if not agreeing.may_approve(by, posting):
            raise RuleBroken(
                "Your organisation wants an owner or an approver who did not write the text to approve it. "
                "Ask one of them to look at it here."
            )
        posting.approved_mark = agreement.mark_of_text(posting.answers)
    moving.move(campaign, "approve_advert", by=by, at=at)
    campaign.approved_mark = agreement.mark_of_text(posting.answers)
    telling.client_answered(campaign, "The advert is approved, so it can be published.")


def send_back(campaign: Campaign, *, because: str, by: int, at: datetime) -> None:
    """The client asks for changes."""
    if not because.strip():
        raise RuleBroken("Say what should be changed, so that the consultant can act on it.")
    moving.move(campaign, "send_back", by=by, at=at, note=because)
    telling.client_answered(campaign, f"The client asks for changes to the advert: {because.strip()}")


def take_back(campaign: Campaign, *, because: str, by: int, at: datetime) -> None:
    """The consultant takes the advert back to change it; it has to be approved anew."""
    if not because.strip():
        raise RuleBroken("Say what you change, so that the client knows why they are asked again.")
    moving.move(campaign, "send_back", by=by, at=at, note=because)


def go_live(campaign: Campaign, *, by: int, at: datetime) -> None:
    """Publish the advert, at no price where the service includes it, and fix the weights of its criteria."""
    posting, service = _posting(campaign), SERVICES[campaign.service]
    moving.move(campaign, "go_live", by=by, at=at)
    if service.product and not campaign.order_reference:
        raise RuleBroken("The service is not ordered yet. Ask the client to place its order, then publish.")
    if campaign.approved_mark != agreement.mark_of_text(posting.answers):
        raise RuleBroken("The advert was changed after the client approved it. Take it back, and send it once more.")
    if posting.state != LIVE:
        if service.includes_advert:
            _give_advert(campaign, posting, at=at)
        elif not publishing.is_bought(posting):
            raise RuleBroken(
                "This service does not include the advert. Ask the client to publish the vacancy, which they pay for."
            )
        publishing.publish(posting, by=by, at=at)
    _refuse_early_dates(campaign, posting)
    weighing.freeze(campaign, at=at)
    telling.advert_live(campaign)


def close(campaign: Campaign, *, because: str, note: str, by: int, at: datetime) -> None:
    """Close the advert before its time; `because` is one of posting.ending.REASONS["close"]."""
    posting = _posting(campaign)
    if campaign.state != states.LIVE or posting.state != LIVE:
        raise states.refusal("close")
    ending.end(posting, "close", because=because, note=note, by=by, at=at)
    moving.move(campaign, "close", by=by, at=at, note=ending.REASONS["close"][because].choice)


def reopen(campaign: Campaign, *, closing: Mapping[str, Any], by: int, at: datetime) -> None:
    """Open it to applications again until a later time; `closing` has closes_on and closes_time as they were typed."""
    posting = _posting(campaign)
    moving.move(campaign, "reopen", by=by, at=at)
    if posting.state not in OVER:
        raise RuleBroken("Its vacancy is not closed. Look at the vacancy first.")
    _move_closing(campaign, posting, closing, by=by, at=at)
    publishing.reopen(posting, by=by, at=at)
    _refuse_early_dates(campaign, posting)


def extend(campaign: Campaign, *, closing: Mapping[str, Any], by: int, at: datetime) -> None:
    """Move the closing time of a live advert."""
    posting = _posting(campaign)
    if campaign.state != states.LIVE or posting.state != LIVE:
        raise RuleBroken("Only a live advert has a closing time to move.")
    _move_closing(campaign, posting, closing, by=by, at=at)
    publishing.republish(posting, by=by, at=at)
    _refuse_early_dates(campaign, posting)
    moving.note(campaign, "closing", by=by, at=at)


def _move_closing(campaign: Campaign, posting: Posting, closing: Mapping[str, Any], *, by: int, at: datetime) -> None:
    typed = {**(posting.answers.get("closing") or {}), **closing}
    writing.save(posting, "closing", typed, by=by, at=at)
    short = publishing.extra_weeks(posting, queries.organisation_of(campaign), at=at)
    if short and SERVICES[campaign.service].includes_advert:
        number = 1 + sum(1 for each in postings.bought(posting) if each.subject.startswith("campaign:"))
        subject = f"{moving.subject_of(campaign)}:{number}"
        publishing.note_purchase(posting, kind=EXTRA_WEEK, weeks=short, subject=subject, by=by, at=at)


def _give_advert(campaign: Campaign, posting: Posting, *, at: datetime) -> None:
    """Note the advert, with as many weeks as it asks for, as part of the service."""
    if posting.state != DRAFT or posting.order_reference:
        raise RuleBroken("The vacancy waits for an order or its day. The client can take it back on its own page.")
    if publishing.is_bought(posting):
        return
    short = publishing.extra_weeks(posting, queries.organisation_of(campaign), at=at)
    weeks = publishing.advert_weeks() + short
    subject = moving.subject_of(campaign)
    publishing.note_purchase(posting, kind=ADVERT, weeks=weeks, subject=subject, by=None, at=at)


def _refuse_early_dates(campaign: Campaign, posting: Posting) -> None:
    if campaign.longlist_on and posting.closes_at:
        closes_on = posting.closes_at.astimezone(LONDON).date()
        if campaign.longlist_on < closes_on:
            raise RuleBroken("The longlist is planned before the advert closes. Change the dates that are planned.")


def _posting(campaign: Campaign) -> Posting:
    posting = queries.posting_of(campaign, locked=True)
    if posting is None:
        raise RuleBroken("The campaign has no advert yet. Begin one, or choose a vacancy of the client.")
    return posting


def _refuse_chosen(campaign: Campaign) -> None:
    if campaign.posting_id is not None:
        raise RuleBroken("The campaign has its advert already.")
    if campaign.state != states.AGREED:
        raise RuleBroken("The advert is begun once the terms are agreed.")


def _choose(campaign: Campaign, posting: Posting, *, by: int, at: datetime) -> None:
    campaign.posting_id, campaign.title = posting.id, posting.title or campaign.title
    moving.note(campaign, "vacancy", by=by, at=at, words=f"Vacancy {posting.reference}")
