"""A search as its page shows it: the fields as they were typed, and the addresses of searches near it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.foundation.text import one_line
from portal.search.forms import USUAL_MILES
from search_index.documents import SearchRequest

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was typed, kept as it was typed, beside the request that it means.

    `problems` is field to sentence: such a field is left out of the request and nothing else is lost.
    """

    words: str
    near: str
    within: int
    pay_from: str
    closing: int | None
    new: int | None
    request: SearchRequest
    pairs: Pairs
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The chosen values of each facet."""
        return dict(self.request.filters)

    @property
    def narrowed(self) -> bool:
        """Whether anything but words and place narrows the search."""
        request = self.request
        return bool(
            request.filters
            or request.pay_from
            or request.pay_unstated
            or request.posted_after
            or request.closing_before
        )

    def address(
        self, path: str = "/vacancies", *, drop: tuple[str, str] | None = None, **changes: str | int | None
    ) -> str:
        """The address of this search with changes (None takes a name out), on its first page unless asked otherwise."""
        kept = [pair for pair in self.pairs if pair[0] not in changes and pair != drop]
        kept += [(name, str(value)) for name, value in changes.items() if value is not None]
        query = urlencode(kept)
        return f"{path}?{query}" if query else path

    def without_filters(self) -> str:
        """The address with the words and the place alone."""
        kept = urlencode([pair for pair in self.pairs if pair[0] in ("q", "near", "within", "sort")])
        return f"/vacancies?{kept}" if kept else "/vacancies"


def typed_form(args: MultiDict[str, str], request: SearchRequest, problems: dict[str, str]) -> SearchForm:
    """The form as a query string filled it in, beside the request that it was read as."""
    form = SearchForm(
        words=request.words,
        near=one_line(args.get("near", ""), limit=80),
        within=int(request.within or 0) or _whole(args.get("within")) or USUAL_MILES,
        pay_from=one_line(args.get("pay_from", ""), limit=20),
        closing=_whole(args.get("closing")) if request.closing_before else None,
        new=_whole(args.get("new")) if request.posted_after else None,
        request=request,
        pairs=(),
        problems=problems,
    )
    return replace(form, pairs=_pairs(form, args))


def _pairs(form: SearchForm, args: MultiDict[str, str]) -> Pairs:
    """The form as a query string: known names only, no blanks, no defaults, always in one order."""
    pairs = [
        ("q", form.words),
        ("near", form.near),
        ("within", str(form.within) if form.near and args.get("within") else ""),
        ("pay_from", form.pay_from),
        ("pay", "unstated" if form.request.pay_unstated else ""),
        ("closing", str(form.closing or "")),
        ("new", str(form.new or "")),
        *((name, value) for name, values in form.request.filters for value in values),
        ("sort", form.request.sort if form.request.sort != "relevance" else ""),
        ("closed", "yes" if form.request.include_closed else ""),
    ]
    return tuple(pair for pair in pairs if pair[1])


def _whole(raw: str | None) -> int | None:
    digits = (raw or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 4 else None
