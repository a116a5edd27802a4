"""The kinds of source, one row each: how it is called and which module reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.feeds.formats import (
    adzuna,
    ashby,
    atom,
    greenhouse,
    indeed,
    job_posting,
    json_feed,
    lever,
    mapped,
    nhs_jobs,
    north_east_jobs,
    oleeo,
    personio,
    recruitee,
    rss,
    smartrecruiters,
    teamtailor,
    workable,
)
from portal.feeds.items import TEXTS, FeedDocument, FeedItem, FormatError
from portal.feeds.mapping import FieldMap

TITLE_LIMIT, TEXT_LIMIT, DESCRIPTION_LIMIT = 1_000, 4_000, 200_000
"""Characters of an item's title, of its other texts, and of its description; the rest is cut with a warning."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source. `is_page` says that robots.txt applies, because it is a page meant for people."""

    kind: str
    name: str
    read: Callable[..., FeedDocument]
    is_page: bool = False


FORMATS: dict[str, Format] = {
    module.KIND: Format(module.KIND, module.NAME, module.read, is_page=module is job_posting)
    for module in (
        rss,
        atom,
        json_feed,
        nhs_jobs,
        oleeo,
        north_east_jobs,
        job_posting,
        indeed,
        greenhouse,
        lever,
        ashby,
        workable,
        smartrecruiters,
        teamtailor,
        recruitee,
        personio,
        adzuna,
        mapped,
    )
}


def read(
    kind: str,
    body: bytes,
    *,
    address: str,
    content_type: str = "",
    mapping: dict[str, object] | None = None,
) -> FeedDocument:
    """Read a document of this kind; raises FormatError, whatever the bytes are."""
    chosen = FORMATS.get(kind)
    if chosen is None:
        raise FormatError("not_a_feed", f"There is no kind {kind!r}. The kinds are {', '.join(FORMATS)}.")
    if not body.strip():
        raise FormatError("not_a_feed", "The answer was empty.")
    try:
        if kind == mapped.KIND:
            whole = mapped.read(
                body,
                address=address,
                content_type=content_type,
                mapping=FieldMap.from_data(mapping) if mapping else None,
            )
        else:
            whole = chosen.read(body, address=address, content_type=content_type)
    except FormatError:
        raise
    except (RecursionError, MemoryError):
        raise FormatError("parse_limit", "The document is nested too deeply or too large to read.") from None
    except Exception as problem:
        raise FormatError("not_a_feed", f"The document could not be read ({type(problem).__name__}).") from problem
    return _capped(whole)


def _capped(whole: FeedDocument) -> FeedDocument:
    items = tuple(_cap(item) for item in whole.items)
    cut = sum(1 for before, after in zip(whole.items, items, strict=True) if before is not after)
    if not cut:
        return whole
    return replace(whole, items=items, warnings=(*whole.warnings, f"{cut} entries had texts too long to keep whole."))


def _cap(item: FeedItem) -> FeedItem:
    limits = {"title": TITLE_LIMIT, "description": DESCRIPTION_LIMIT}
    changes: dict[str, object] = {}
    for name in TEXTS:
        value, limit = getattr(item, name), limits.get(name, TEXT_LIMIT)
        if len(value) > limit:
            changes[name] = value[:limit]
    if len(item.locations) > 60 or any(len(place) > TEXT_LIMIT for place in item.locations):
        changes["locations"] = tuple(place[:TEXT_LIMIT] for place in item.locations[:60])
    return replace(item, **changes) if changes else item  # type: ignore[arg-type]
