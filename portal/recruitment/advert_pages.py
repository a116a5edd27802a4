"""The advert of a campaign, as the consultant who writes it and the client who approves it see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.posting import presenting as vacancies
from portal.posting import publishing
from portal.recruitment import advertising, queries
from portal.recruitment.campaign_states import AGREED, DRAFTED
from portal.recruitment.models import Campaign
from portal.vacancies.presenting import Fact, VacancyPage


@dataclass(frozen=True, slots=True)
class AdvertPage:
    """`page` is the public's page as it would be; `write` and `preview` are addresses of the posting room."""

    title: str
    client: str
    page: VacancyPage
    facts: Sequence[Fact]
    answers: Mapping[str, Any]
    missing: Sequence[str]
    write: str
    preview: str
    may_send: bool
    may_answer: bool
    says: str


def advert_of(campaign: Campaign, *, at: datetime) -> AdvertPage | None:
    """The page of the advert; None where there is none yet."""
    posting = queries.posting_of(campaign)
    if posting is None:
        return None
    organisation = queries.organisation_of(campaign)
    drawn = publishing.drawn(organisation, posting.answers, at=at)
    missing = advertising.missing(campaign, at=at) if campaign.state == AGREED else []
    return AdvertPage(
        title=vacancies.title_of(posting),
        client=organisation.name,
        page=vacancies.as_public(drawn, at=at),
        facts=vacancies.facts_for_staff(posting, organisation, at=at),
        answers=posting.answers,
        missing=missing,
        write=vacancies.address_of(organisation, posting),
        preview=vacancies.address_of(organisation, posting, "employer.checking.preview"),
        may_send=campaign.state == AGREED and not missing,
        may_answer=campaign.state == DRAFTED,
        says=_says(campaign),
    )


def choices_of(campaign: Campaign) -> list[tuple[str, str]]:
    """The client's vacancies that could be its advert, for a form."""
    return [
        (each.reference, f"{vacancies.title_of(each)} ({each.reference})")
        for each in queries.postings_to_choose(campaign)
    ]


def _says(campaign: Campaign) -> str:
    if campaign.state == AGREED:
        return "Write it with the client, then send it to them for approval."
    if campaign.state == DRAFTED:
        return "It waits for the client’s approval. Nothing of it is public before."
    return "The client has approved it." if campaign.approved_mark else ""
