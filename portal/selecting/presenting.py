"""Applications as those who choose see them: nothing on a page that the desk may not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.accounts import queries as accounts
from portal.applying import key, moving, presenting, writing
from portal.applying.answered import Answer
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.presenting import Part
from portal.applying.queries import wanted_for
from portal.applying.states import CALLED_OFF, CANDIDATE, INTERVIEW, NAMES, follow, seen, words_of
from portal.documents import queries as documents
from portal.selecting import grounds, hiding, possible, queries, scorers, scoring
from portal.selecting.declared import Declared, declared_in
from portal.selecting.desks import ROUND_NAMES, Desk
from portal.selecting.models import Sift
from portal.selecting.scoring import WORDS, Scored, Standing

KNOWN_NAMES = {**NAMES, CALLED_OFF: "That the recruitment was cancelled"}
ARRANGED_FROM = ("shortlisted", "interview", "reserve", "offered", "accepted", "conditions_met", "started")
"""States in which whoever arranges interviews reads which adjustments are needed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history, with the reason that was noted and whether the candidate was told."""

    at: datetime
    words: str
    by: str
    reason: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class File:
    """A document by a name that says nothing of its owner while names are hidden."""

    name: str
    reference: str
    state: str


@dataclass(frozen=True, slots=True)
class Page:
    """One application for one desk. `name` is empty while it is hidden; `unsettled` names the round that could be decided now,
    and in which no scores count yet, `stands` says why the decision that stands cannot be reversed."""

    reference: str
    called: str
    name: str
    state: str
    state_name: str
    known: str
    sent_at: datetime | None
    parts: Sequence[Part]
    files: Sequence[File]
    hidden: bool
    adjustments: str
    claims: bool
    history: Sequence[Told]
    decides: Sequence[str]
    stands: str
    chosen: bool
    round: str
    advice: str
    standing: Standing | None
    unsettled: str
    earlier: Sequence[Earlier]
    aside: bool
    declared: Declared | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The scores of a round that is behind it, with what is to be known of them."""

    round: str
    says: Sequence[str]
    lines: Sequence[ScoreLine]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A criterion with what each scorer gave for it, and the score that counts."""

    scored: Scored
    given: Sequence[tuple[str, int, str]]
    differs: bool
    counts: int | None


def called(application: JobApplication) -> str:
    """Application 12."""
    return f"Application {application.number}"


def name_of(desk: Desk, application: JobApplication) -> str:
    """Whose it is, or nothing while it is hidden."""
    if not queries.names_shown(desk, application):
        return ""
    return _name_in(application)


def names_of_many(desk: Desk, rows: Sequence[JobApplication]) -> dict[int, str]:
    """Whose these are, by id, by the rule of `name_of`; nothing for those that are hidden."""
    shown = queries.names_shown_of_many(desk, rows)
    return {each.id: _name_in(each) if each.id in shown else "" for each in rows}


def _name_in(application: JobApplication) -> str:
    return str((application.answers.get("contact") or {}).get("name", ""))


def adjustments_of(desk: Desk, application: JobApplication) -> str:
    """What would help the candidate, for whoever arranges the interview; nothing for a panel, or before the shortlist."""
    if desk.kind == "panel" or application.state not in ARRANGED_FROM:
        return ""
    return str(writing.held(application, "adjustments", key=key.of_portal()).get("about", ""))


def state_name_of(application: JobApplication) -> str:
    """Where it stands, as those who choose read it."""
    return NAMES[application.state]


def page_of(desk: Desk, application: JobApplication, *, at: datetime) -> Page:
    """Everything that the page says."""
    shown = queries.names_shown(desk, application)
    steps = moving.history(application)
    round_, can = desk.round_of(application), possible.of(desk, application)
    return Page(
        reference=application.reference,
        called=called(application),
        name=name_of(desk, application),
        state=application.state,
        state_name=NAMES[application.state],
        known=KNOWN_NAMES.get(seen(moving.as_steps(steps)), ""),
        sent_at=application.submitted_at,
        parts=parts_of(desk, application, shown=shown, at=at),
        files=files_of(application) if shown else (),
        hidden=not shown,
        adjustments=adjustments_of(desk, application),
        claims=bool((application.answers.get("schemes") or {}).get("schemes")),
        history=_history(steps, desk),
        decides=can.events,
        stands=can.refusals.get("reverse", ""),
        chosen=can.chosen and application.state == INTERVIEW,
        round=ROUND_NAMES.get(round_, ""),
        advice=scorers.advice(desk, round_) if round_ else "",
        standing=scoring.standing_of(desk, application, round_) if round_ else None,
        unsettled=_unsettled(desk, application, can.events, at=at),
        earlier=_earlier(desk, application, round_, steps, at=at),
        aside=queries.stands_aside(desk.person_id, application) is not None,
        declared=declared_in(desk, application, shown=shown),
    )


def _unsettled(desk: Desk, application: JobApplication, events: Sequence[str], *, at: datetime) -> str:
    rounds = [grounds.JUDGED[each] for each in events if each in grounds.JUDGED]
    return rounds[0] if rounds and grounds.unsettled(desk, [application], at=at) else ""


def _earlier(
    desk: Desk, application: JobApplication, now: str, steps: Sequence[ApplicationStep], *, at: datetime
) -> Sequence[Earlier]:
    """The scores of the rounds that this desk scored before: its own stay readable where too few were in when it was
    decided; those of others are shown by the same rule as ever."""
    found = []
    for round_ in ROUND_NAMES:
        standing = scoring.standing_of(desk, application, round_)
        theirs = standing.mine or (standing.shown and round_ in desk.rounds)
        if round_ == now or not theirs:
            continue
        says = []
        if standing.agreed is None and grounds.was_decided(steps, round_):
            says.append(f"The {round_} was decided without agreed scores.")
        if not standing.shown and standing.mine:
            says.append("You see what you gave. What others gave is shown only where two have handed theirs in.")
            standing = replace(standing, shown=[standing.mine], differs=())
        lines = score_lines(desk, standing, at=at)
        if standing.agreed is None:
            lines = [replace(each, counts=None) for each in lines]
        found.append(Earlier(ROUND_NAMES[round_], says, lines))
    return found


def parts_of(desk: Desk, application: JobApplication, *, shown: bool, at: datetime) -> list[Part]:
    """What was answered: without the sections that are nothing but who it is, and scrubbed, while names are hidden;
    adjustments and schemes are never among it."""
    wanted = wanted_for(desk.job, version=application.version, at=at)
    whole = writing.whole_of(application, wanted, key=key.of_portal())
    apart = ("adjustments", "schemes", *(() if shown else hiding.HIDDEN_SECTIONS))
    told = presenting.parts_of(application, whole, wanted, linked=False, for_candidate=False)
    parts = [each for each in told if each.key not in apart]
    return (
        parts
        if shown
        else [_scrubbed(each, hiding.marks_of(application.answers.get("contact") or {})) for each in parts]
    )


def _scrubbed(part: Part, marks: Sequence[str]) -> Part:
    answers = [Answer(each.label, hiding.scrub(each.words, marks)) for each in part.answers]
    return Part(part.key, part.title, answers, (), "")


def files_of(application: JobApplication) -> list[File]:
    """What was handed in: shown with names only, for a CV cannot be scrubbed."""
    return [File(each.name, each.reference, each.state) for each in documents.of(moving.subject_of(application))]


def _history(steps: Sequence[Any], desk: Desk) -> list[Told]:
    """The newest first. A candidate's own acts are the candidate's, by no name."""
    theirs = {desk.person_id} | {each.by_id for each in steps if each.by_id}
    names = accounts.names_of(theirs)

    def by(step: Any) -> str:
        move = follow(step.before, step.event)
        if move.who == CANDIDATE:
            return "The candidate"
        return names.get(step.by_id, "Somebody who left") if step.by_id else "The portal"

    return [
        Told(each.at, words_of(each.event, each.before), by(each), each.reason, each.told_at) for each in steps[::-1]
    ]


def score_lines(desk: Desk, standing: Standing, *, at: datetime) -> list[ScoreLine]:
    """Each criterion with what was given, once this desk may see it."""
    names = accounts.names_of({each.scorer_id for each in standing.shown})
    counts = standing.agreed or scoring.undisputed(standing)
    return [
        ScoreLine(
            each,
            [_given(sift, each.criterion.key, names) for sift in standing.shown],
            each.criterion.key in standing.differs,
            counts.get(each.criterion.key),
        )
        for each in scoring.criteria(desk, at=at)
    ]


def _given(sift: Sift, key_: str, names: Mapping[int, str]) -> tuple[str, int, str]:
    return (
        names.get(sift.scorer_id, "Somebody who left"),
        int(sift.scores.get(key_, 0)),
        str(sift.evidence.get(key_, "")),
    )


def score_choices() -> list[tuple[str, str]]:
    """The scale, as a list to choose from."""
    return [("", "Not scored yet"), *((str(score), f"{score}: {words}") for score, words in WORDS.items())]


def choices_between(given: Sequence[int]) -> list[tuple[str, str]]:
    """The part of the scale that lies between the scores that were given, both included."""
    lowest, highest = min(given), max(given)
    return [(value, says) for value, says in score_choices() if not value or lowest <= int(value) <= highest]
