"""A search's parameters, read in one place for the pages, the machine feeds and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from portal.foundation import clock
from portal.vacancies.locating import locate, suggest_places
from search_index.documents import FACETS, SORTS, SearchRequest

PER_PAGE = 20
DAY = 86_400
RADII = (5, 10, 25, 50, 100)
USUAL_MILES = 25
MOST_VALUES = 30
LONGEST_WORDS = 1_000
LONGEST_VALUE = 120
HIGHEST_PAY = 500_000
LAST_PAGE = 500
EVERYTHING: MultiDict[str, str] = MultiDict()
"""The search that asks for nothing in particular."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a query string asks for. `errors` maps a field to a sentence; what could not be meant is left out of the request."""

    request: SearchRequest
    near_name: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_wish(args: MultiDict[str, str], *, per_page: int = PER_PAGE) -> Wish:
    """The search that these parameters mean.

    `now` is the whole minute, so that the same search within a minute is the same request; the database
    decides by the exact time afterwards.
    """
    errors: dict[str, str] = {}
    now = int(clock.now().timestamp()) // 60 * 60
    near_name = _clean(args.get("near", ""))[:80]
    near = _near(near_name, errors)
    within = _number(args, "within", 1, 500, errors, "Enter a distance in whole miles, like 25.")
    new = _number(args, "new", 1, 365, errors, "Enter a number of days, like 7.")
    closing = _number(args, "closing", 1, 365, errors, "Enter a number of days, like 7.")
    sort = args.get("sort", "") or "relevance"
    if sort not in SORTS:
        errors["sort"] = "Choose one of the ways to sort that are offered."
        sort = "relevance"
    if sort == "distance" and near is None and "near" not in errors:
        errors["near"] = "Enter a town or a postcode to sort by distance."
    request = SearchRequest(
        words=_clean(args.get("q", ""))[:LONGEST_WORDS],
        filters=_filters(args),
        pay_from=_number(args, "pay_from", 0, HIGHEST_PAY, errors, "Enter pay in whole pounds a year, like 35000."),
        pay_unstated=args.get("pay") == "unstated",
        posted_after=None if new is None else now - new * DAY,
        closing_before=None if closing is None else now + closing * DAY,
        near=near,
        within=float(within or USUAL_MILES) if near else None,
        sort=sort,
        page=_number(args, "page", 1, LAST_PAGE, {}, "") or 1,
        per_page=per_page,
        now=now,
        include_closed=args.get("closed") == "yes",
    )
    return Wish(request, near_name, errors)


def _near(name: str, errors: dict[str, str]) -> tuple[float, float] | None:
    place = locate(name) if name else None
    if place is not None and place.lat is not None and place.lon is not None:
        return place.lat, place.lon
    if name:
        errors["near"] = _unknown_place(name)
    return None


def why_not_a_place(name: str) -> str | None:
    """Why one cannot search near it, in a sentence that says what to do; None when one can."""
    place = locate(name)
    return _unknown_place(name) if place is None or place.lat is None or place.lon is None else None


def _unknown_place(name: str) -> str:
    near = suggest_places(name, limit=3)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "Enter a town or a postcode."
    return f"We do not know the place “{name}”. {remedy}"


def _filters(args: MultiDict[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    chosen = ((name, {_clean(value)[:LONGEST_VALUE] for value in args.getlist(name)[:MOST_VALUES]}) for name in FACETS)
    return tuple((name, tuple(sorted(values - {""}))) for name, values in chosen if values - {""})


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def _number(
    args: MultiDict[str, str], name: str, lowest: int, highest: int, errors: dict[str, str], sentence: str
) -> int | None:
    """A whole number within bounds: "£35,000", "35k" and "35000" are the same; anything else is an error of the field."""
    typed = args.get(name, "").strip()
    number = whole_number(typed)
    if typed and number is None:
        errors[name] = sentence
    return None if number is None else max(lowest, min(highest, number))


def whole_number(typed: str) -> int | None:
    """What was typed as a whole number; None when it is not one."""
    plain = typed.replace(",", "").replace("£", "").strip().lower()
    digits = plain.removesuffix("k").removesuffix(".00")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits[:12]) * (1_000 if plain.endswith("k") else 1)
