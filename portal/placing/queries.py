"""Questions about placements; who may ask is decided here, afresh each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select

from portal.accounts import queries as accounts
from portal.applying.models import JobApplication
from portal.billing import queries as orders
from portal.billing.models import Order, OrderLine
from portal.billing.states import CANCELLED, DRAFT, PAID, SOLD
from portal.database.base import db
from portal.database.slicing import Found, page_of
from portal.employers.models import Organisation
from portal.foundation.clock import LONDON
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference
from portal.invoicing.models import IssuedDocument
from portal.offering.queries import name_of
from portal.placing.models import Placement, PlacementCredit, PlacementInstalment, PlacementShare, PlacementStep
from portal.placing.moving import words_of
from portal.recruitment import queries as campaigns
from portal.recruitment.fees import MILESTONES
from portal.recruitment.guarantee import Rung, ends_on
from portal.recruitment.models import Campaign
from portal.recruitment.placement_states import CONFIRMED, LEFT, PENDING, STARTED
from portal.web.listing import Asked

_NONE = "There is no such placement."
SOON = timedelta(days=30)
SUBJECT = "placement:"
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
class Coming:
    """A start or an end of a guarantee within thirty days, for a consultant's queue; `since` is when it came to that."""

    campaign: str
    placement: str
    name: str
    title: str
    client: str
    on: date
    since: datetime


@dataclass(frozen=True, slots=True)
class ToRaise:
    """A part of a fee that is due and not invoiced. `order` is the order that waits to be placed, empty where none was made;
    `is_settled` says whether the consultant has looked the fee over, before which nothing is ordered."""

    campaign: str
    placement: str
    milestone: str
    name: str
    title: str
    client: str
    pence: int
    due_at: datetime
    order: str
    is_settled: bool


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


def instalments_of(placement: Placement) -> list[PlacementInstalment]:
    """The parts of the fee, in the order of their milestones."""
    rows = db.session.scalars(
        select(PlacementInstalment)
        .where(PlacementInstalment.placement_id == placement.id)
        .execution_options(populate_existing=True)
    )
    return sorted(rows, key=lambda each: list(MILESTONES).index(each.milestone))


def subject_of(placement: Placement, milestone: str) -> str:
    """How the line of an order names the part of the fee that it asks for."""
    return f"{SUBJECT}{placement.reference}:{milestone}"


def line_of(placement: Placement, instalment: PlacementInstalment) -> tuple[Order, OrderLine] | None:
    """The order that asks for this part, and its line; none where there is none, or it was given up."""
    if instalment.order_id is None:
        return None
    order = orders.by_id(instalment.order_id)
    if order.state == CANCELLED and not order.credited_pence:
        return None
    lines, campaign = orders.lines_of(order.id), campaign_of(placement)
    wanted = subject_of(placement, instalment.milestone)
    bought = (campaign.bought_as or "").split(":")
    for line in lines:
        if line.subject == wanted or (bought[0] == "line" and str(line.id) == bought[1]):
            return order, line
    return None


def paid_of(placement: Placement) -> list[tuple[Order, OrderLine, int]]:
    """What was paid of the fee without VAT and not given back, by order, in the order of the milestones."""
    found = []
    for instalment in instalments_of(placement):
        there = line_of(placement, instalment)
        if there is not None and there[0].state == PAID:
            order, line = there
            left = min(instalment.pence, line.net_pence - line.credited_net_pence)
            if left > 0:
                found.append((order, line, left))
    return found


def owes(placement: Placement) -> bool:
    """Whether a part of the fee that is due was not paid."""
    for instalment in instalments_of(placement):
        if instalment.due_at is not None and instalment.pence:
            there = line_of(placement, instalment)
            if there is None or there[0].state != PAID:
                return True
    return False


def credits_of(placement: Placement) -> list[tuple[PlacementCredit, IssuedDocument]]:
    """The credit notes that were given for it."""
    rows = db.session.execute(
        select(PlacementCredit, IssuedDocument)
        .join(IssuedDocument, IssuedDocument.id == PlacementCredit.document_id)
        .where(PlacementCredit.placement_id == placement.id)
        .order_by(PlacementCredit.id)
    )
    return [(credit, document) for credit, document in rows]


def every_credit() -> list[tuple[PlacementCredit, IssuedDocument, Row]]:
    """All credit notes that were given for placements, the newest first."""
    rows = db.session.execute(
        select(PlacementCredit, IssuedDocument)
        .join(IssuedDocument, IssuedDocument.id == PlacementCredit.document_id)
        .order_by(PlacementCredit.id.desc())
    ).all()
    there = {each.placement.id: each for each in _rows(Placement.id.in_({row[0].placement_id for row in rows}))}
    return [(credit, document, there[credit.placement_id]) for credit, document in rows]


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


def starts_soon(person_id: int, *, at: datetime) -> list[Coming]:
    """Starts within thirty days, and those that have passed and are not noted, of a consultant's placements."""
    until = at.astimezone(LONDON).date() + SOON
    rows = _rows(
        Placement.campaign_id.in_(_run_by(person_id)),
        Placement.state.in_((PENDING, CONFIRMED)),
        Placement.starts_on <= until,
    )
    return sorted((_coming(each, each.placement.starts_on) for each in rows), key=lambda each: each.on)


def guarantees_ending(person_id: int, *, at: datetime) -> list[Coming]:
    """Guarantees that end within thirty days, of a consultant's placements."""
    return ending(to_look_at(person_id, at=at), at=at)


def to_look_at(person_id: int, *, at: datetime) -> list[Row]:
    """Of a consultant's placements that have started: whoever left, and those whose guarantee ends within thirty days."""
    begun = _rows(Placement.campaign_id.in_(_run_by(person_id)), Placement.state.in_((STARTED, LEFT)))
    return [each for each in begun if is_gone(each.placement) or _ends_soon(each.placement, at=at)]


def ending(rows: Sequence[Row], *, at: datetime) -> list[Coming]:
    """Of these the guarantees that end within thirty days, of whoever is still there."""
    found = [
        _coming(each, guarantee_ends(each.placement))
        for each in rows
        if not is_gone(each.placement) and _ends_soon(each.placement, at=at)
    ]
    return sorted(found, key=lambda each: each.on)


def _ends_soon(placement: Placement, *, at: datetime) -> bool:
    today = at.astimezone(LONDON).date()
    return bool(placement.schedule) and today <= guarantee_ends(placement) <= today + SOON


def is_gone(placement: Placement) -> bool:
    """Whether they left, by the client's word or by the consultant's, and what is due is not decided."""
    return placement.state == LEFT or (placement.state == STARTED and placement.reported_at is not None)


def to_raise(person_id: int | None = None) -> list[ToRaise]:
    """Parts of fees that are due and not invoiced, the longest due first: of a consultant's placements, or of all."""
    statement = (
        select(PlacementInstalment, Placement, JobApplication, Campaign, Organisation, Order)
        .join(Placement, Placement.id == PlacementInstalment.placement_id)
        .join(JobApplication, JobApplication.id == Placement.application_id)
        .join(Campaign, Campaign.id == Placement.campaign_id)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .outerjoin(Order, Order.id == PlacementInstalment.order_id)
        .where(
            PlacementInstalment.due_at.is_not(None),
            PlacementInstalment.pence > 0,
            Placement.state != "did_not_start",
            or_(PlacementInstalment.order_id.is_(None), Order.state.not_in(SOLD)),
        )
        .order_by(PlacementInstalment.due_at, PlacementInstalment.id)
    )
    if person_id is not None:
        statement = statement.where(Placement.campaign_id.in_(_run_by(person_id)))
    return [
        ToRaise(
            campaign.reference,
            placement.reference,
            instalment.milestone,
            name_of(application),
            campaign.title,
            organisation.name,
            instalment.pence,
            instalment.due_at,
            order.reference if order is not None and order.state != CANCELLED else "",
            placement.fee_agreed_at is not None,
        )
        for instalment, placement, application, campaign, organisation, order in db.session.execute(statement)
        if instalment.due_at is not None and not (order is not None and order.credited_pence)
    ]


def may_be_invoiced(order: Order) -> bool:
    """Whether the order still waits to be placed."""
    return order.state == DRAFT


def _coming(row: Row, on: date) -> Coming:
    return Coming(
        row.campaign.reference,
        row.placement.reference,
        row.name,
        row.campaign.title,
        row.organisation.name,
        on,
        row.placement.updated_at,
    )


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
