"""Scoring: two people, each alone, each criterion with its evidence; then what they differ in is talked about and agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.applying.queries import wanted_for
from portal.applying.wanted import Criterion
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.recruitment import merit, weighing
from portal.selecting import queries, scorers
from portal.selecting.desks import Desk
from portal.selecting.models import Moderation, Sift

SCORERS = merit.SCORERS
"""How many people score before anything is shown to either; where nobody runs the recruitment for the employer, one does."""
WORDS: Mapping[int, str] = {
    0: "No evidence",
    1: "Hardly any evidence",
    2: "Little evidence",
    3: "Some evidence",
    4: "Acceptable",
    5: "Good",
    6: "Very good",
    7: "Outstanding",
}
"""The scale of scores that the Civil Service uses for its Success Profiles (2018, read 29 November 2026)."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Scored:
    """A criterion as it is scored, and its weight."""

    criterion: Criterion
    weight: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the scoring of one application is. `shown` are the finished scores that this desk may see; `differs` the
    keys on which they differ; `agreed` the scores that count, or None while they are not settled."""

    mine: Sift | None
    finished: int
    needed: int
    shown: Sequence[Sift]
    differs: Sequence[str]
    agreed: Mapping[str, int] | None
    because: str


def criteria(desk: Desk, *, at: datetime) -> list[Scored]:
    """What is scored, with what each criterion weighs: as it was fixed for the campaign, else 1 each."""
    wanted = wanted_for(desk.job, at=at)
    weights: dict[tuple[bool, int], int] = {}
    if desk.campaign is not None:
        weights = {
            (each.kind == weighing.ESSENTIAL, each.number): each.weight
            for each in weighing.criteria_of(desk.campaign, at=at)
        }
    return [Scored(each, weights.get((each.essential, int(each.key[1:])), 1)) for each in wanted.criteria]


def needed(desk: Desk) -> int:
    """How many people score."""
    return SCORERS if desk.campaign is not None else 1


def save(
    desk: Desk,
    application: JobApplication,
    scores: Mapping[str, int],
    evidence: Mapping[str, str],
    *,
    done: bool,
    at: datetime,
) -> Sift:
    """Keep this person's scores; `done` hands them in, after which they are not changed. Raises RuleBroken."""
    round_ = desk.round_of(application)
    if not round_:
        raise RuleBroken("This application is not scored at present.")
    if queries.stands_aside(desk.person_id, application) is not None:
        raise RuleBroken("You have said that you know this candidate, so you take no part in choosing them.")
    asked = [each.criterion.key for each in criteria(desk, at=at)]
    if not asked:
        raise RuleBroken("This vacancy has no numbered criteria, so there is nothing to score. Decide with a reason.")
    _require_sound(asked, scores, evidence, whole=done)
    standing = standing_of(desk, application, round_)
    mine = standing.mine
    if mine is not None and mine.done_at is not None:
        raise RuleBroken("You have handed your scores in. What differs is settled in the moderation.")
    if mine is None:
        scorers.require_one_beside(desk, application, round_)
        if standing.finished >= standing.needed and desk.kind != "panel":
            raise RuleBroken("Two people have scored this application already.")
        mine = Sift(application_id=application.id, round=round_, scorer_id=desk.person_id, saved_at=at)
        db.session.add(mine)
    mine.scores = {key: scores[key] for key in asked if key in scores}
    mine.evidence = {key: evidence.get(key, "").strip() for key in asked}
    mine.saved_at, mine.done_at = at, at if done else None
    if done:
        record("selecting.scored", by=desk.person_id, subject=subject_of(application), facts={"round": round_})
    db.session.flush()
    return mine


def _require_sound(
    asked: Sequence[str], scores: Mapping[str, int], evidence: Mapping[str, str], *, whole: bool
) -> None:
    if any(not merit.LOWEST <= each <= merit.HIGHEST for each in scores.values()):
        raise RuleBroken(f"Choose a score from {merit.LOWEST} to {merit.HIGHEST}.")
    if any(len(each) > LONGEST for each in evidence.values()):
        raise RuleBroken(f"Evidence must be {LONGEST:,} characters or fewer.")
    if whole and any(key not in scores for key in asked):
        raise RuleBroken("Score every criterion before you hand your scores in.")
    if whole and any(not evidence.get(key, "").strip() for key in asked):
        raise RuleBroken("Say for every criterion what your score rests on.")


def standing_of(desk: Desk, application: JobApplication, round_: str) -> Standing:
    """How far it is, as this desk may know it."""
    sifts = queries.sifts_of([application.id], round_).get(application.id, [])
    agreed = queries.moderations_of([application.id], round_).get(application.id)
    return standing_from(desk, sifts, agreed)


def standing_from(desk: Desk, sifts: Sequence[Sift], moderation: Moderation | None) -> Standing:
    """The same from rows at hand. Who has not handed in their own scores sees nobody else's, unless they score nothing here."""
    finished = [each for each in sifts if each.done_at is not None]
    mine = next((each for each in sifts if each.scorer_id == desk.person_id), None)
    enough = len(finished) >= needed(desk)
    shown = finished if enough and (mine is None or mine.done_at is not None) else []
    keys = list(finished[0].scores) if finished else []
    differs = [key for key in keys if len({each.scores.get(key) for each in finished}) > 1]
    if moderation is not None:
        agreed: Mapping[str, int] | None = moderation.scores
    elif enough and not differs:
        agreed = finished[0].scores
    else:
        agreed = None
    return Standing(
        mine,
        len(finished),
        needed(desk),
        shown,
        differs if shown else (),
        agreed,
        moderation.because if moderation else "",
    )


def undisputed(standing: Standing) -> Mapping[str, int]:
    """The scores in which those who scored agree, as far as this desk may see them."""
    first = standing.shown[0].scores if standing.shown else {}
    return {key: value for key, value in first.items() if key not in standing.differs}


def moderate(
    desk: Desk, application: JobApplication, scores: Mapping[str, int], because: str, *, at: datetime
) -> Moderation:
    """Settle the scores that count, once those who scored are done. Raises RuleBroken."""
    round_ = desk.round_of(application)
    standing = standing_of(desk, application, round_) if round_ else None
    if standing is None or not standing.shown:
        raise RuleBroken("Scores are agreed once everybody who scores has handed theirs in.")
    if not because.strip():
        raise RuleBroken("Say how you came to the scores that count.")
    asked = [each.criterion.key for each in criteria(desk, at=at)]
    if set(scores) != set(asked) or any(not merit.LOWEST <= each <= merit.HIGHEST for each in scores.values()):
        raise RuleBroken(f"Choose a score from {merit.LOWEST} to {merit.HIGHEST} for every criterion.")
    for key in asked:
        given = [each.scores[key] for each in standing.shown]
        if not min(given) <= scores[key] <= max(given):
            raise RuleBroken("A score that counts lies between those that were given, both included.")
    row = queries.moderations_of([application.id], round_).get(application.id)
    if row is None:
        row = Moderation(application_id=application.id, round=round_, scores={}, because="", at=at)
        db.session.add(row)
    row.scores, row.because, row.by_id, row.at = dict(scores), because.strip()[:LONGEST], desk.person_id, at
    record("selecting.moderated", by=desk.person_id, subject=subject_of(application), facts={"round": round_})
    db.session.flush()
    return row
