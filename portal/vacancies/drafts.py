"""The shapes that reading an advert passes on. Money is whole pence; instants are aware UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.classification.findings import IctDecision, RoleFinding
from portal.employers.findings import EmployerFinding

Period = Literal["year", "month", "day", "hour", "session"]
Basis = Literal["full_time", "pro_rata", "actual", "unknown"]
GradeScheme = Literal[
    "njc_scp",
    "afc_band",
    "civil_service_grade",
    "local_grade",
    "he_spine",
    "police_staff",
    "other",
]
Workplace = Literal["remote", "hybrid", "onsite"]
Clearance = Literal["BPSS", "CTC", "SC", "DV", "NPPV", "DBS_basic", "DBS_standard", "DBS_enhanced"]


@dataclass(frozen=True, slots=True)
class Advert:
    """An advert in the reader's one canonical shape: clean text, or raw as a caller of `vacancies read` gives it.

    `description` may be plain text or HTML. `locations` is one text a place; a source with one text for all
    has one entry. Every text is '' where unstated. `extra` are labelled facts (label, value).
    """

    id: str = ""
    title: str = ""
    employer: str = ""
    locations: tuple[str, ...] = ()
    salary: str = ""
    description: str = ""
    url: str = ""
    posted: str = ""
    closing: str = ""
    employment_type: str = ""
    contract: str = ""
    pattern: str = ""
    workplace: str = ""
    category: str = ""
    reference: str = ""
    pay_is_guess: bool = False
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """The grading scheme and the point as advertised ("SCP 29-32", "Band 7"); None where unstated."""

    scheme: GradeScheme | None = None
    text: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay as stated, as parsed, and as a comparable full-time annual range.

    All amounts are whole pence, None where unknown. `minimum`, `maximum` are in `period` units ("up to X" has
    no minimum). `london_*` is the London range where a national and a London one are both given. `annual_*`
    is the full-time annual range that search compares; `derived` says that it (and minimum, maximum) came from
    a pay table and not from printed pounds.
    """

    stated: str = ""
    minimum: int | None = None
    maximum: int | None = None
    period: Period | None = None
    basis: Basis = "unknown"
    london_minimum: int | None = None
    london_maximum: int | None = None
    annual_minimum: int | None = None
    annual_maximum: int | None = None
    derived: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateFinding:
    """One instant read from an advert, or None; `raw` is the wording it was read from.

    `impossible` says that something was printed that cannot be right (31 November, closing before posted),
    so that a person must look.
    """

    at: datetime | None = None
    raw: str = ""
    date_only: bool = False
    impossible: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place resolved offline; lat and lon in WGS84 degrees, None where only the name is known."""

    name: str
    postcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    nation: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How the work is offered, each list in the contract's words, empty where the advert does not say."""

    workplace: Workplace | None = None
    contract: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    clearance: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader makes of one advert. `text` is the description as plain text."""

    advert: Advert
    text: str
    ict: IctDecision
    employer: EmployerFinding
    role: RoleFinding
    pay: Pay
    grade: Grade
    closing: DateFinding
    posted: DateFinding
    places: tuple[Place, ...]
    terms: Terms
