"""The terms of a campaign as one versioned text: who does what, what counts as pay, the fee, and the guarantee.

A change of the words gets a new VERSION; what was agreed to is kept with its campaign and never changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from portal.recruitment.guarantee import CONDITIONS, DEFAULT, Rung
from portal.recruitment.sold_services import ASSISTED, PERCENTAGE, SERVICES

VERSION = "2026-12"
REMUNERATION = "The basic salary of the first year and every guaranteed allowance, without overtime and expenses."
_MONTHS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text says of one campaign. `fee` are paragraphs and lists; `remuneration` is for a percentage alone,
    `in_parts` says whether a fixed fee is paid in instalments."""

    society: str
    client: str
    service: str
    title: str
    posts: int
    fee: tuple[str, ...]
    remuneration: str = ""
    in_parts: bool = False


def text_of(facts: Facts, schedule: tuple[Rung, ...] = DEFAULT) -> str:
    """The whole text: headings are lines that begin with "# ", items of a list with "- ", paragraphs stand apart."""
    posts = "1 post" if facts.posts == 1 else f"{facts.posts} posts"
    parts = [
        f"Between {facts.client} (“you”) and {facts.society} (“we”), for {facts.title}, {posts}. "
        f"Service: {SERVICES[facts.service].name}.",
        "# Who does what",
        *(_assisted() if facts.service == ASSISTED else _whole()),
        "# The fee",
        *facts.fee,
        *(
            ["# What counts as pay", facts.remuneration or REMUNERATION, "The post’s pay is counted for one full year."]
            if facts.service == PERCENTAGE
            else []
        ),
    ]
    if facts.service != ASSISTED:
        parts += ["# The guarantee", *_guarantee(schedule)]
    parts += [
        "# Applicants and their data",
        "Names are hidden from whoever longlists until the shortlist is made, unless we agree otherwise before it is published. "
        "We pass on only what applicants agreed to. Each of us answers for the personal data that each of us keeps.",
        "# Changes and ending",
        f"You may cancel at any time until the campaign is over. {_owed(facts)}, unless we agree otherwise in writing. "
        "Later versions of these terms change nothing in this campaign.",
    ]
    return "\n\n".join(parts)


def _owed(facts: Facts) -> str:
    if facts.in_parts:
        return (
            "The parts of the fee that fell due before stay owed for work that was begun, and those after are not owed"
        )
    return "What was ordered stays owed for work that was begun"


def mark_of(text: str) -> str:
    """A short mark of a text, given back with the agreement, so that what is agreed to is what was read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def blocks_of(text: str) -> list[tuple[str, list[str]]]:
    """The text as (kind, lines), kind being heading, list or paragraph, for a page."""
    kinds = {"# ": "heading", "- ": "list"}
    found = []
    for part in filter(None, (each.strip() for each in text.split("\n\n"))):
        kind = kinds.get(part[:2], "paragraph")
        found.append((kind, [line[2:] if line[:2] in kinds else line for line in part.split("\n")]))
    return found


def _whole() -> list[str]:
    return [
        "We write the advert with you and publish it when you have approved it, answer applicants’ questions, score "
        "every application against your numbered criteria, propose a longlist, arrange interviews, and tell every "
        "applicant what became of their application.",
        "You approve the advert, give us the criteria and a panel with a chair, make the shortlist from the longlist, "
        "hold the interviews, decide whom to appoint, and employ them. You make the offer; we carry it.",
    ]


def _assisted() -> list[str]:
    return [
        "We score every application against your numbered criteria and propose a longlist with our reasons.",
        "You write, approve and pay for the advert, make the shortlist, hold the interviews, and tell applicants what "
        "became of their applications.",
    ]


def _said_to_you(condition: str) -> str:
    """A condition of the guarantee as the client reads it."""
    said = condition.replace("The client told", "you told")
    return f"{said[:1].lower()}{said[1:]}"


def _guarantee(schedule: tuple[Rung, ...]) -> list[str]:
    steps = [
        f"- {each.percent} per cent of the fee if the last day lies in the {_MONTHS[each.month - 1]} month"
        for each in schedule
    ]
    return [
        "If somebody whom we placed leaves early, we give back:",
        "\n".join(steps),
        "This holds when:",
        "\n".join(f"- {_said_to_you(words)}" for words in CONDITIONS.values()),
        "Instead of money you may ask for a replacement.",
    ]
