"""Scores that wait for a consultant, and those that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from portal.applying.models import JobApplication
from portal.applying.states import SUBMITTED
from portal.caseload.sources.lines import choosing_now, duty
from portal.database.base import db
from portal.recruitment.duties import Duty, Load, Running, end_of
from portal.recruitment.models import CriterionWeight
from portal.selecting.models import Interest, Moderation, Sift
from portal.selecting.scoring import SCORERS
from portal.web import words


@dataclass(frozen=True, slots=True)
class _Scored:
    """An application that waits for the longlist: since when, who has handed scores in and when, and what was agreed."""

    application_id: int
    posting_id: int
    sent_at: datetime
    finished: Sequence[tuple[int, Mapping[str, int], datetime]]
    agreed: bool

    def waits_for(self, person_id: int) -> bool:
        """Whether this person could still score it."""
        return len(self.finished) < SCORERS and all(scorer != person_id for scorer, _, _ in self.finished)

    @property
    def differs(self) -> bool:
        """Whether enough have scored it, and not alike, and nothing is agreed."""
        if self.agreed or len(self.finished) < SCORERS:
            return False
        return any(scores != self.finished[0][1] for _, scores, _ in self.finished)


def to_be_scored(load: Load) -> Iterator[Duty]:
    """Scores that wait for this person, and differences that are to be agreed."""
    being_chosen = {each.posting.id: each for each in choosing_now(load) if each.posting}
    mine: dict[int, list[datetime]] = {}
    differing: dict[int, list[datetime]] = {}
    for row in _being_scored(load, being_chosen):
        if row.waits_for(load.person_id):
            mine.setdefault(row.posting_id, []).append(row.sent_at)
        elif row.differs:
            differing.setdefault(row.posting_id, []).append(max(done_at for _, _, done_at in row.finished))
    for posting, each in being_chosen.items():
        merit = url_for("consultant.desk.merit", campaign=each.campaign.reference, round="longlist")
        due = end_of(each.campaign.longlist_on)
        closed = each.posting.closes_at if each.posting else None
        if since := mine.get(posting):
            waits = words.counted(len(since), "application waits", "applications wait")
            began = max(min(since), closed or min(since))
            yield duty(each, "You", f"{waits} for your scores", began, "Score them", merit, due=due)
        if since := differing.get(posting):
            differs = words.counted(len(since), "application has", "applications have")
            said = f"{differs} scores that differ and are to be agreed"
            yield duty(each, "You, and who scored with you", said, min(since), "Agree them", merit, due=due)


def _being_scored(load: Load, being_chosen: Mapping[int, Running]) -> Iterator[_Scored]:
    """What waits for the longlist in campaigns that have criteria, but for whom the person knows; in four questions."""
    campaigns = {each.campaign.id: posting for posting, each in being_chosen.items()}
    scored = select(CriterionWeight.campaign_id).where(CriterionWeight.campaign_id.in_(campaigns)).distinct()
    waiting = (
        JobApplication.posting_id.in_([campaigns[each] for each in db.session.scalars(scored)]),
        JobApplication.state == SUBMITTED,
    )
    ids = select(JobApplication.id).where(*waiting)
    known = select(Interest.application_id).where(
        Interest.application_id.in_(ids), Interest.person_id == load.person_id, Interest.ended_at.is_(None)
    )
    aside = set(db.session.scalars(known))
    finished: dict[int, list[tuple[int, Mapping[str, int], datetime]]] = {}
    for application, scorer, scores, done_at in db.session.execute(
        select(Sift.application_id, Sift.scorer_id, Sift.scores, Sift.done_at).where(
            Sift.application_id.in_(ids), Sift.round == "longlist", Sift.done_at.is_not(None)
        )
    ):
        finished.setdefault(application, []).append((scorer, scores, done_at or load.at))
    for application, posting, sent_at, moderation in db.session.execute(
        select(JobApplication.id, JobApplication.posting_id, JobApplication.submitted_at, Moderation.id)
        .outerjoin(Moderation, (Moderation.application_id == JobApplication.id) & (Moderation.round == "longlist"))
        .where(*waiting)
    ):
        if application not in aside:
            done = finished.get(application, [])
            yield _Scored(application, posting, sent_at or load.at, done, moderation is not None)
