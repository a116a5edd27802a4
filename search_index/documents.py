"""The whole vocabulary of this package: what goes in, what is asked, what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

SINGLE_FACETS = ("sector", "family", "role", "level", "grade_scheme", "workplace", "employer_key")
MULTI_FACETS = ("nations", "regions", "contract", "pattern", "clearance")
FACETS = SINGLE_FACETS + MULTI_FACETS
SORTS = ("relevance", "newest", "closing", "pay", "distance")
WIDER_MILES = (10, 25, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class VacancyDocument:
    """A vacancy as it is searched. Pay is whole pounds a year, instants are epoch seconds, None is unknown."""

    reference: str
    title: str
    employer: str = ""
    description: str = ""
    keywords: str = ""
    sector: str | None = None
    family: str | None = None
    role: str | None = None
    level: str | None = None
    grade_scheme: str | None = None
    workplace: str | None = None
    employer_key: str | None = None
    nations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    contract: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    clearance: tuple[str, ...] = ()
    status: str = "live"
    pay_minimum: int | None = None
    pay_maximum: int | None = None
    posted: int | None = None
    first_seen: int | None = None
    closing: int | None = None
    coordinates: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. Filters are OR within a facet and AND between facets; `now` is epoch seconds.

    `pay_from` keeps those whose stated pay reaches it; `pay_unstated` lists instead those that state none.
    `facets` are those whose values are counted.
    """

    words: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pay_from: int | None = None
    pay_unstated: bool = False
    posted_after: int | None = None
    closing_before: int | None = None
    near: tuple[float, float] | None = None
    within: float | None = None
    sort: str = "relevance"
    page: int = 1
    per_page: int = 20
    now: int = 0
    include_closed: bool = False
    facets: tuple[str, ...] = FACETS


@dataclass(frozen=True, slots=True)
class Hit:
    """A found vacancy: `title_html` and `extract_html` are escaped, the words found in <mark>."""

    reference: str
    title_html: str
    extract_html: str
    miles: float | None = None


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results a value would give, the facet's own choice left aside."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results. `unstated` counts what matches but states no pay; `wider` are radii in miles with their counts."""

    total: int
    page: int
    pages: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    unstated: int = 0
    wider: tuple[tuple[int, int], ...] = ()
    suggestion: str | None = None
    notice: str | None = None
