"""Which placements there are, and for whom; who may ask is decided here, afresh each time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.employers.models import Organisation
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.offering.queries import name_of
from portal.placing.models import Placement, PlacementShare, PlacementStep
from portal.placing.moving import words_of
from portal.recruitment import queries as campaigns
from portal.recruitment.guarantee import Rung, ends_on
from portal.recruitment.models import Campaign
from portal.web.listing import Asked

_NONE = "There is no such placement."
_NOBODYS = {"begin": "The candidate"}
"""Who did what no person is noted for; what is not named here the portal did."""


@dataclass(frozen=True, slots=True)
class Row:
    """A placement with what it belongs to, for lists."""

    placement: Placement
    campaign: Campaign
    organisation: Organisation
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history."""

    at: datetime
    words: str
    by: str
    note: str


def for_consultant(person_id: int, reference: str, *, locked: bool = False) -> Placement:
    """A placement of a campaign that the person runs. Raises NotFound."""
    return _one(reference, Placement.campaign_id.in_(_run_by(person_id)), locked=locked)


def for_client(
    person_id: int, organisation: str, reference: str, *, locked: bool = False
) -> tuple[Organisation, Placement]:
    """A placement of a campaign that the person sees for its client. Raises NotFound."""
    placement = _one(reference, locked=locked)
    owner, _ = campaigns.for_client(person_id, organisation, campaigns.by_id(placement.campaign_id).reference)
    return owner, placement


def for_staff(reference: str, *, locked: bool = False) -> Placement:
    """Any placement. Raises NotFound."""
    return _one(reference, locked=locked)


def standing(application_id: int, *, locked: bool = False) -> Placement | None:
    """The placement of this application, unless they did not start."""
    statement = select(Placement).where(Placement.application_id == application_id, Placement.state != "did_not_start")
    if locked:
        statement = statement.with_for_update()
    return db.session.scalar(statement.execution_options(populate_existing=True))


def of_consultant(person_id: int, asked: Asked) -> Found:
    """A page of those of the campaigns that the person runs, as `Row`s, the newest first."""
    return _page(asked, Placement.campaign_id.in_(_run_by(person_id)))


def of_client(person_id: int, organisation: Organisation, asked: Asked) -> Found:
    """A page of those of the organisation's campaigns that the person sees, as `Row`s, the newest first."""
    seen = [each.id for each in campaigns.of_client(person_id, organisation)]
    return _page(asked, Placement.campaign_id.in_(seen))


def every(asked: Asked) -> Found:
    """A page of all there are, as `Row`s, the newest first."""
    return _page(asked)


def run_by(person_id: int, *conditions: ColumnElement[bool]) -> list[Row]:
    """Those of the campaigns that the person runs of which this holds, the newest first."""
    return _rows(Placement.campaign_id.in_(_run_by(person_id)), *conditions)


def numbered(ids: Collection[int]) -> list[Row]:
    """These, by their numbers."""
    return _rows(Placement.id.in_(ids))


def row_of(placement: Placement) -> Row:
    """One of them with what it belongs to."""
    return _rows(Placement.id == placement.id)[0]


def campaign_of(placement: Placement) -> Campaign:
    return campaigns.by_id(placement.campaign_id)


def schedule_of(placement: Placement) -> tuple[Rung, ...]:
    """The guarantee as it was copied."""
    return tuple(Rung(int(month), int(percent)) for month, percent in placement.schedule)


def guarantee_ends(placement: Placement) -> date:
    """Its last day; the day before the start where nothing is promised."""
    return ends_on(placement.starts_on, schedule_of(placement))


def shares_of(placement: Placement) -> list[tuple[int, int]]:
    """Each consultant with their share; the whole is the campaign's consultant's where nobody said otherwise."""
    rows = db.session.scalars(
        select(PlacementShare).where(PlacementShare.placement_id == placement.id).order_by(PlacementShare.id)
    ).all()
    return [(each.person_id, each.parts) for each in rows]


def history(placement: Placement) -> list[Told]:
    """What happened to it, the newest first."""
    steps: Sequence[PlacementStep] = db.session.scalars(
        select(PlacementStep).where(PlacementStep.placement_id == placement.id).order_by(PlacementStep.id.desc())
    ).all()
    names = accounts.names_of({each.by_id for each in steps if each.by_id})
    return [
        Told(
            each.at,
            words_of(each.event, each.before),
            names.get(each.by_id, accounts.SOMEBODY) if each.by_id else _NOBODYS.get(each.event, "The portal"),
            each.note,
        )
        for each in steps
    ]


def client_said(placement: Placement) -> str:
    """What the client wrote of a leaver; empty where they have not, or it was a mistake."""
    if placement.reported_at is None:
        return ""
    reports = select(PlacementStep.note).where(
        PlacementStep.placement_id == placement.id, PlacementStep.event == "report"
    )
    return db.session.scalar(reports.order_by(PlacementStep.id.desc()).limit(1)) or ""


def _rows(*conditions: ColumnElement[bool]) -> list[Row]:
    return [_row(*each) for each in db.session.execute(_with_all(*conditions).order_by(Placement.id.desc()))]


def _page(asked: Asked, *conditions: ColumnElement[bool]) -> Found:
    order = (Placement.id.desc(),)
    found = page_of(_with_all(*conditions), order=order, page=asked.page, per_page=asked.per_page)
    return Found([_row(*each) for each in found.rows], found.total, found.page)


def _with_all(*conditions: ColumnElement[bool]) -> Select[Placement, Campaign, Organisation, JobApplication]:
    return (
        select(Placement, Campaign, Organisation, JobApplication)
        .join(Campaign, Campaign.id == Placement.campaign_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .join(JobApplication, JobApplication.id == Placement.application_id)
        .where(*conditions)
    )


def _row(placement: Placement, campaign: Campaign, organisation: Organisation, application: JobApplication) -> Row:
    return Row(placement, campaign, organisation, name_of(application))


def _run_by(person_id: int) -> Select[int]:
    return select(Campaign.id).where(or_(Campaign.consultant_id == person_id, Campaign.deputy_id == person_id))


def _one(reference: str, *conditions: ColumnElement[bool], locked: bool = False) -> Placement:
    statement = select(Placement).where(Placement.reference == tidy_reference(reference), *conditions)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound(_NONE)
    return found
