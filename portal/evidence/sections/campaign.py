"""How the campaign went: its dates and states, the terms that were agreed, its advert, and its criteria with their weights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.accounts import queries as accounts
from portal.evidence import adverts
from portal.evidence.applications import Gathered
from portal.evidence.packs import Entry, Section, Table
from portal.recruitment import planning, weighing
from portal.recruitment import queries as campaigns
from portal.recruitment.campaign_states import NAMES as STATES
from portal.recruitment.models import Campaign
from portal.recruitment.terms import blocks_of
from portal.web.words import long_time


def the_recruitment(campaign: Campaign, found: Gathered) -> Section:
    history = campaigns.history(campaign)
    days = [(words, day) for words, day in planning.planned(campaign)]
    return Section(
        "The recruitment",
        (
            f"State: {STATES[campaign.state]}. Posts to fill: {campaign.posts}.",
            "Names were hidden until the shortlist."
            if campaign.names_hidden
            else "Names were shown from the beginning.",
            *([f"It ended: {found.redactor.about_nobody(campaign.ended_because)}"] if campaign.ended_because else []),
        ),
        (
            Table("dates", ("What", "Planned for"), tuple(days)),
            Table(
                "campaign",
                ("When", "What", "Who", "Note"),
                tuple((each.at, each.words, each.by, found.redactor.about_nobody(each.note)) for each in history[::-1]),
            ),
        ),
    )


def terms(campaign: Campaign) -> Section:
    if campaign.terms_agreed_at is None:
        return Section("Terms", none="No terms were agreed.")
    by = accounts.names_of([campaign.terms_agreed_by_id or 0]).get(campaign.terms_agreed_by_id or 0, accounts.SOMEBODY)
    agreed = f"Version {campaign.terms_version}, agreed at {long_time(campaign.terms_agreed_at)} by {by}."
    entries: list[Entry] = []
    for kind, lines in blocks_of(campaign.terms_text):
        if kind == "heading":
            entries.append(Entry(" ".join(lines), ()))
            continue
        said = tuple(f"- {each}" for each in lines) if kind == "list" else tuple(lines)
        before = entries.pop() if entries else Entry("What was agreed", ())
        entries.append(Entry(before.title, (*before.lines, *said)))
    return Section("Terms", (agreed,), (), tuple(entries))


def published(written: Sequence[adverts.Version]) -> Section:
    rows = tuple(
        (each.number, each.at, each.by, change) for each in written for change in (each.changes or ("First published",))
    )
    return Section(
        "Adverts as they were published",
        (),
        (Table("adverts", ("Version", "From", "By", "Change"), rows),),
        tuple(
            Entry(f"Version {each.number}, from {long_time(each.at)}", tuple(each.words.split("\n")))
            for each in written
        ),
        none="Nothing was published.",
    )


def criteria(campaign: Campaign, *, at: datetime) -> Section:
    fixed = f"Fixed at {long_time(campaign.frozen_at)}." if campaign.frozen_at else "Not fixed yet."
    rows = tuple(
        (each.kind.capitalize(), each.number, each.words, each.weight) for each in weighing.criteria_of(campaign, at=at)
    )
    return Section(
        "Criteria and their weights",
        (f"{fixed} Changes of weights before that stand under “The recruitment”.",),
        (Table("criteria", ("Kind", "Number", "Criterion", "Weight"), rows),),
    )
