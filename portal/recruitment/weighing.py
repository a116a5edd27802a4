"""What the numbered criteria of the advert weigh when applications are scored; fixed when the campaign goes live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.posting import publishing
from portal.recruitment import moving, queries
from portal.recruitment.models import Campaign, CriterionWeight

ESSENTIAL, DESIRABLE = "essential", "desirable"
KINDS = (ESSENTIAL, DESIRABLE)
MOST = 5
USUAL = 1


@dataclass(frozen=True, slots=True)
class Criterion:
    """A numbered criterion; each kind is numbered from 1. `key` names it in a form."""

    kind: str
    number: int
    words: str
    weight: int

    @property
    def key(self) -> str:
        return f"{self.kind}_{self.number}"


def criteria_of(campaign: Campaign, *, at: datetime) -> list[Criterion]:
    """The criteria as the advert has them, or as they were fixed, with their weights."""
    rows = _rows(campaign)
    if campaign.frozen_at is not None:
        return [Criterion(each.kind, each.number, each.words, each.weight) for each in rows]
    posting = queries.posting_of(campaign)
    if posting is None:
        return []
    whole = publishing.read(queries.organisation_of(campaign), posting.answers, at=at)
    known = {(each.kind, each.words): each.weight for each in rows}
    return [
        Criterion(kind, number, words, known.get((kind, words), USUAL))
        for kind in KINDS
        for number, words in enumerate(whole.value("criteria", kind), start=1)
    ]


def set_weights(campaign: Campaign, weights: Mapping[str, int], *, by: int, at: datetime) -> None:
    """Give criteria, by key, a weight from 1 to 5."""
    if campaign.frozen_at is not None:
        raise RuleBroken("The weights were fixed when the campaign went live, so that all are scored alike.")
    if any(not 1 <= each <= MOST for each in weights.values()):
        raise RuleBroken(f"Choose a weight from 1 to {MOST} for each criterion.")
    found = [
        Criterion(each.kind, each.number, each.words, weights.get(each.key, each.weight))
        for each in criteria_of(campaign, at=at)
    ]
    _write(campaign, found)
    moving.note(campaign, "weights", by=by, at=at)


def freeze(campaign: Campaign, *, at: datetime) -> None:
    """Keep the criteria and weights as they are now, for good."""
    if campaign.frozen_at is None:
        _write(campaign, criteria_of(campaign, at=at))
        campaign.frozen_at = at


def _write(campaign: Campaign, criteria: list[Criterion]) -> None:
    db.session.execute(delete(CriterionWeight).where(CriterionWeight.campaign_id == campaign.id))
    db.session.add_all(
        CriterionWeight(
            campaign_id=campaign.id, kind=each.kind, number=each.number, words=each.words, weight=each.weight
        )
        for each in criteria
    )
    db.session.flush()


def _rows(campaign: Campaign) -> list[CriterionWeight]:
    rows = db.session.scalars(select(CriterionWeight).where(CriterionWeight.campaign_id == campaign.id))
    return sorted(rows, key=lambda each: (KINDS.index(each.kind), each.number))
