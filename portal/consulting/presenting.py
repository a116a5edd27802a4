"""The consultant's pages in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import get_args
from urllib.parse import quote

from portal.consulting.belonging import Belonging
from portal.consulting.bodies import Body, OpenVacancy
from portal.consulting.leading import Lead
from portal.consulting.signs import SIGNS
from portal.employers.findings import Sector
from portal.foundation.clock import LONDON
from portal.web import words
from portal.web.listing import Cell, Column, Filter, Shape

SHAPE = Shape(
    one="organisation",
    many="organisations",
    columns=(
        Column("name", "Organisation", sorts=True),
        Column("open", "Open", sorts=True, numeric=True),
        Column("again", "Advertised again", sorts=True, numeric=True),
        Column("short", "Short notice", sorts=True, numeric=True),
        Column("closes", "First closes", sorts=True),
        Column("member", "Membership"),
    ),
    sort="-again",
    search="Name of the organisation",
    filters=(
        Filter("why", "Because", (*SIGNS, ("all", "It recruits at all")), blank="Any sign of trouble"),
        Filter(
            "sector", "Sector", tuple((each, words.name_of(each)) for each in get_args(Sector) if each != "private")
        ),
        Filter("member", "Member organisation", (("yes", "In standing"), ("no", "Not in standing"))),
    ),
    empty="No organisation shows a sign that it finds its vacancies hard to fill. Choose “It recruits at all” to see every one with open vacancies.",
)
STATES = {
    "none": "Not a member",
    "current": "Member",
    "grace": "Member, renewal due",
    "lapsed": "Lapsed",
    "unpaid": "Fee not paid",
}


def row_of(lead: Lead) -> tuple[Cell, ...]:
    """A lead as a row of the list."""
    return (
        Cell(lead.name, f"/consultant/organisations/{lead.key}", words.name_of(lead.sector)),
        Cell(str(lead.open), f"/vacancies?employer_key={lead.key}"),
        Cell(str(lead.again)),
        Cell(str(lead.short)),
        Cell(_brief(lead.first_closes)),
        Cell(STATES[lead.belonging.state], note=_tier(lead.belonging)),
    )


def _tier(belonging: Belonging) -> str:
    if not belonging.tier:
        return ""
    tier = f"{belonging.tier.replace('_', ' ').capitalize()} tier"
    return f"{tier}, {belonging.discount_percent}% off" if belonging.discount_percent else tier


def _brief(at: datetime | None) -> str:
    """7 Dec 2026, in London: a list has little room."""
    return f"{at.astimezone(LONDON):%-d %b %Y}" if at else "No date"


def _day(at: datetime | None) -> str:
    return words.short_day(at) if at else "No date stated"


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """An open vacancy of an organisation's page; `earlier` leads to the advert that closed before."""

    title: str
    address: str
    pay: str
    closes: str
    seen: str
    signs: tuple[str, ...]
    earlier: str
    earlier_closed: str


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Everything that an organisation's page says."""

    name: str
    facts: tuple[tuple[str, str], ...]
    vacancies: tuple[VacancyRow, ...]
    search: str
    campaign: str


def page_of(body: Body) -> BodyPage:
    """The page of one organisation."""
    belonging = body.belonging
    facts = (
        ("Sector", words.name_of(body.sector)),
        ("Nation", words.name_of(body.nation) if body.nation else "Not known"),
        ("Number of staff", f"{body.staff_count:,}" if body.staff_count else "Not known"),
        ("Membership", STATES[belonging.state]),
        ("Tier", _tier(belonging) or "Not known, because we do not know the number of staff"),
        ("Open ICT vacancies", str(len(body.vacancies))),
        ("Closed in the last 12 months", _closed(body)),
    )
    search = f"/vacancies?employer_key={body.key}" if body.key and body.vacancies else ""
    campaign = f"/consultant/campaigns/begin?for={quote(body.which)}"
    return BodyPage(body.name, facts, tuple(_vacancy(each) for each in body.vacancies), search, campaign)


def _closed(body: Body) -> str:
    again = f", {body.closed_again} of them advertised again" if body.closed_again else ""
    return f"{body.closed}{again}"


def _vacancy(it: OpenVacancy) -> VacancyRow:
    signs = ("Advertised again",) if it.earlier else ()
    return VacancyRow(
        it.title,
        f"/vacancies/{it.reference}",
        it.pay or "Not stated",
        _day(it.closes_at),
        words.short_day(it.first_seen),
        (*signs, "Short notice") if it.short else signs,
        f"/vacancies/{it.earlier}" if it.earlier else "",
        words.short_day(it.earlier_closed) if it.earlier_closed else "",
    )
