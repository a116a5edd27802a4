"""The board: applications as cards in columns by stage, or as one table, in a number of questions that is always the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applying import key, writing
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.applying.states import (
    ACCEPTED,
    CONDITIONS_MET,
    DECLINED,
    INTERVIEW,
    LONGLISTED,
    NAMES,
    OFFERED,
    REFUSED,
    RESERVE,
    SHORTLISTED,
    STARTED,
    SUBMITTED,
    WITHDRAWN,
    must_be_told,
)
from portal.foundation.clock import LONDON
from portal.selecting import grounds, possible, queries, ranking, scoring
from portal.selecting.declared import declares
from portal.selecting.desks import ROUND_NAMES, Desk
from portal.selecting.presenting import ARRANGED_FROM, called
from portal.web import words
from portal.web.listing import PER_PAGE, Asked, Shape
from portal.web.listing import Column as Heading

STAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sent": ("Sent in", (SUBMITTED,)),
    "longlist": ("Longlist", (LONGLISTED,)),
    "shortlist": ("Shortlist", (SHORTLISTED,)),
    "interview": ("Interview", (INTERVIEW,)),
    "reserve": ("Reserve list", (RESERVE,)),
    "offer": ("Offer", (OFFERED, ACCEPTED, CONDITIONS_MET)),
    "started": ("Started", (STARTED,)),
    "out": ("Not taken further", (*REFUSED, DECLINED, WITHDRAWN)),
}
"""The columns: their names and the states that stand in them."""
ALWAYS = ("longlist", "shortlist", "interview")
"""Columns that are shown with nobody in them, because somebody is to come into them."""
MOST = 20
"""Cards in a column before the rest has to be asked for."""
KEYS = (
    ("j or ↓", "Next application"),
    ("k or ↑", "The one before"),
    ("←", "Column before"),
    ("→", "Next column"),
    ("Enter", "Open it"),
    ("x", "Choose it, or not"),
    ("m", "Decide about those that are chosen"),
)
TABLE = Shape(
    one="application",
    many="applications",
    columns=(
        Heading("number", "Application", sorts=True),
        Heading("stage", "Stage", sorts=True),
        Heading("score", "Score", sorts=True, numeric=True),
        Heading("age", "In this stage", sorts=True, numeric=True),
        Heading("flags", "Note"),
    ),
    sort="number",
    empty="Nobody has applied yet. Drafts are not shown: they are their writers’ own.",
    keeps=("view",),
    csv=False,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One application. `name` is empty while it is hidden; `score` is the total of the round that `scored_in` names."""

    reference: str
    number: int
    called: str
    name: str
    address: str
    stage: str
    state_name: str
    score: int | None
    scored_in: str
    days: int
    age: str
    flags: Sequence[str]
    decides: Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A stage: how many stand in it, the cards that are shown, and how many are not."""

    key: str
    name: str
    number: int
    cards: Sequence[Card]
    left_out: int


def cards_of(desk: Desk, to: Callable[[str], str], *, at: datetime) -> list[Card]:
    """Everybody whom the desk sees, by number; `to` gives the address of an application's page."""
    rows = queries.every(desk)
    ids = [each.id for each in rows]
    steps, shown = queries.steps_of_many(ids), queries.names_shown_of_many(desk, rows)
    unread = queries.unread_of_many(ids) if desk.kind != "panel" else {}
    totals, can = _totals(desk, rows, at=at), possible.of_many(desk, rows, steps)
    stages = {state: stage for stage, (_, states) in STAGES.items() for state in states}
    found = []
    for each in rows:
        history = steps.get(each.id, [])
        days = _days(history, each, at=at)
        score, scored_in = totals.get(each.id, (None, ""))
        found.append(
            Card(
                each.reference,
                each.number or 0,
                called(each),
                str((each.answers.get("contact") or {}).get("name", "")) if each.id in shown else "",
                to(each.reference),
                stages[each.state],
                NAMES[each.state],
                score,
                scored_in,
                days,
                words.counted(days, "day") if days else "Since today",
                _flags(desk, each, history, unread.get(each.id, 0), chosen=can[each.id].chosen),
                can[each.id].events,
            )
        )
    return found


def columns_of(cards: Sequence[Card], whole: str) -> list[Column]:
    """The cards by stage, the best score first. Of the column that is asked for `whole` every card is shown."""
    found = []
    for stage, (name, _) in STAGES.items():
        theirs = sorted(
            (each for each in cards if each.stage == stage),
            key=lambda each: (each.score is None, -(each.score or 0), each.number),
        )
        shown = theirs if stage == whole else theirs[:MOST]
        if theirs or (cards and stage in ALWAYS):
            found.append(Column(stage, name, len(theirs), shown, len(theirs) - len(shown)))
    return found


def sorted_page(cards: Sequence[Card], asked: Asked) -> tuple[list[Card], int, int]:
    """A page of the table: its cards, how many there are in all, and which page it is."""
    order = list(STAGES)
    by: Mapping[str, Callable[[Card], tuple[int, ...]]] = {
        "number": lambda each: (each.number,),
        "stage": lambda each: (order.index(each.stage),),
        "score": lambda each: (each.score if each.score is not None else -1,),
        "age": lambda each: (each.days,),
    }
    found = sorted(cards, key=by[asked.sort], reverse=asked.descending)
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(asked.page, last)
    return found[(page - 1) * PER_PAGE : page * PER_PAGE], len(found), page


def decisions(cards: Sequence[Card]) -> list[tuple[str, list[str]]]:
    """What can be decided from here about several at once, under the name of the stage in which somebody stands about whom it
    can; reversing is done on the page of each."""
    found = []
    for stage, (name, _) in STAGES.items():
        theirs = dict.fromkeys(event for card in cards if card.stage == stage for event in card.decides)
        if events := [each for each in theirs if each != "reverse"]:
            found.append((name, events))
    return found


def _totals(desk: Desk, rows: Sequence[JobApplication], *, at: datetime) -> dict[int, tuple[int, str]]:
    """The totals that count, of the latest round for which this desk has any, with that round's name."""
    criteria = scoring.criteria(desk, at=at) if rows else []
    weights = {each.criterion.key: each.weight for each in criteria}
    found: dict[int, tuple[int, str]] = {}
    ids = [each.id for each in rows]
    for round_ in desk.rounds:
        sifts, agreed = queries.sifts_of(ids, round_), queries.moderations_of(ids, round_)
        for application in {*sifts, *agreed}:
            standing = scoring.standing_from(desk, sifts.get(application, []), agreed.get(application))
            if weights and standing.agreed is not None and set(standing.agreed) >= set(weights):
                total = sum(standing.agreed[each] * weight for each, weight in weights.items())
                found[application] = (total, ROUND_NAMES[round_])
    return found


def _flags(
    desk: Desk, application: JobApplication, steps: Sequence[ApplicationStep], unread: int, *, chosen: bool
) -> list[str]:
    found = ["Chosen for the post"] if chosen and application.state == INTERVIEW else []
    if desk.kind != "panel":
        if must_be_told(as_steps(steps)):
            found.append("Waits to be told")
        if unread:
            found.append(words.counted(unread, "new message"))
        if application.state in ARRANGED_FROM and application.adjustments:
            held = writing.held(application, "adjustments", key=key.of_portal())
            if held.get("about"):
                found.append("Needs adjustments")
    if grounds.were_missing(steps):
        found.append(grounds.WITHOUT)
    if ranking.claims_scheme(application):
        found.append("Interview scheme")
    if declares(application):
        found.append("Knows somebody")
    return found


def _days(steps: Sequence[ApplicationStep], application: JobApplication, *, at: datetime) -> int:
    since = next((each.at for each in reversed(steps) if each.before != each.after), application.updated_at)
    return (at.astimezone(LONDON).date() - since.astimezone(LONDON).date()).days
