"""What the people of a campaign are told by mail: the client's contacts, and its consultant with the deputy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.accounts.models import Person
from portal.accounts.writing_to import write_to, write_to_each
from portal.database.base import db
from portal.mail.posting import post
from portal.posting import queries as postings
from portal.recruitment import contacts, queries
from portal.recruitment.models import Campaign, PanelMember


def enquiry_received(campaign: Campaign, *, to: int) -> None:
    """To whoever asked, or ordered: it has come in, and a consultant will be named."""
    _tell("enquiry_received", campaign, [to])


def consultant_named(campaign: Campaign) -> None:
    """To the client's contacts: who runs it now."""
    consultant = db.session.get(Person, campaign.consultant_id) if campaign.consultant_id else None
    name = consultant.name if consultant else ""
    _tell("consultant_named", campaign, contacts.written_to(campaign), consultant=name)


def assigned(campaign: Campaign, *, to: int | None) -> None:
    """To the consultant or deputy whom somebody else named."""
    _tell("assigned", campaign, [to], ours=True)


def terms_to_agree(campaign: Campaign) -> None:
    """To the client's contacts: the terms can be agreed."""
    _tell("terms_to_agree", campaign, contacts.written_to(campaign))


def advert_to_approve(campaign: Campaign) -> None:
    """To the client's contacts: the advert waits for their word."""
    _tell("advert_to_approve", campaign, contacts.written_to(campaign))


def advert_live(campaign: Campaign) -> None:
    """To the client's contacts: it is public."""
    posting = queries.posting_of(campaign)
    vacancy = postings.vacancy_of(posting) if posting else None
    public = f"/vacancies/{vacancy.reference}" if vacancy else ""
    _tell(
        "advert_live",
        campaign,
        contacts.written_to(campaign),
        public=public,
        closes_at=posting.closes_at if posting else None,
    )


def client_answered(campaign: Campaign, says: str) -> None:
    """To the consultant and the deputy: what the client did, as a sentence."""
    _tell("client_answered", campaign, (campaign.consultant_id, campaign.deputy_id), ours=True, says=says)


def cancelled(campaign: Campaign, *, by: int | None) -> None:
    """To everybody on both sides but whoever did it."""
    _tell("cancelled", campaign, {*contacts.written_to(campaign)} - {by}, because=campaign.ended_because)
    ours = {campaign.consultant_id, campaign.deputy_id} - {by}
    _tell("cancelled", campaign, ours, ours=True, because=campaign.ended_because)


def client_commented(campaign: Campaign) -> None:
    """To the consultant and the deputy: the client has written something."""
    _tell("commented", campaign, {campaign.consultant_id, campaign.deputy_id}, ours=True, by_client=True)


def consultant_commented(campaign: Campaign) -> None:
    """To the client's contacts: the consultant has written something."""
    _tell("commented", campaign, contacts.written_to(campaign), by_client=False)


def remind_client(campaign: Campaign, what: str) -> None:
    """To the client's contacts: their terms or advert still wait. `what` is the page of it."""
    _tell("client_reminded", campaign, contacts.written_to(campaign), what=what)


def remind_panel(campaign: Campaign, members: Iterable[PanelMember]) -> None:
    """To who has joined the panel: candidates wait for its choice."""
    for each in members:
        write_to(
            each.person_id,
            "recruitment/mail/panel_reminded.txt",
            title=campaign.title,
            organisation=queries.organisation_of(campaign).name,
            address=f"/employer/panels/{campaign.reference}",
        )


def panel_invitation(campaign: Campaign, member: PanelMember) -> None:
    """To somebody who may have no account yet."""
    post(
        "recruitment/mail/panel_invitation.txt",
        to=member.email,
        name=member.name,
        title=campaign.title,
        organisation=queries.organisation_of(campaign).name,
        address="/employer/panels",
    )


def _tell(template: str, campaign: Campaign, to: Iterable[int | None], *, ours: bool = False, **facts: Any) -> None:
    """One mail to each; `ours` leads to the consultants' page of it, otherwise it is the client's."""
    organisation = queries.organisation_of(campaign)
    page = f"/consultant/campaigns/{campaign.reference}"
    if not ours:
        page = f"/employer/{organisation.reference}/campaigns/{campaign.reference}"
    write_to_each(
        to,
        f"recruitment/mail/{template}.txt",
        title=campaign.title,
        organisation=organisation.name,
        reference=campaign.reference,
        address=page,
        **facts,
    )
