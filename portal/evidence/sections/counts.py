"""What is told in numbers and references alone: equality monitoring, and members who were found."""

from __future__ import annotations

from portal.applying import tallying
from portal.evidence.packs import Section, Table
from portal.introducing import queries as introductions
from portal.posting.models import Posting
from portal.recruitment.models import Campaign
from portal.web.words import counted


def monitoring(posting: Posting) -> Section:
    people, asked = tallying.report(posting.id)
    rows = tuple(
        (question.words, answer.words, "too few to show" if answer.people is None else answer.people)
        for question in asked
        for answer in question.answers
    )
    return Section(
        "Equality monitoring",
        (f"Of {people} people, counted in full tens. Counts of one to four are not shown.",) if people else (),
        (Table("monitoring", ("Question", "Answer", "People"), rows),),
        none=f"Counts are shown from {tallying.TEN} applications on.",
    )


def members_found(campaign: Campaign) -> Section:
    sent = introductions.of_campaign(campaign)
    rows = tuple((each.called, each.at, each.withdrawn_at) for each in introductions.introductions(campaign)[::-1])
    return Section(
        "Members who were found",
        (f"{counted(len(sent), 'member was', 'members were')} written to.",),
        (Table("introductions", ("Called", "Introduced", "Taken back"), rows),),
    )
