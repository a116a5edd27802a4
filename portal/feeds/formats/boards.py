"""What the readers of applicant-tracking boards share: records to items, with each bad record kept as unreadable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import unquote

from portal.feeds.items import MAX_ITEMS, FeedDocument, FeedItem, Unreadable

R = TypeVar("R")


def document(
    kind: str,
    records: Sequence[R],
    read_one: Callable[[R], FeedItem],
    *,
    title: str = "",
    publisher: str = "",
    next_pages: Iterable[str] = (),
    complete: bool = True,
    warnings: Iterable[str] = (),
) -> FeedDocument:
    """Read each record; what raises or has no title is unreadable with its reason, what is past the limit is cut."""
    items: list[FeedItem] = []
    unreadable: list[Unreadable] = []
    notes = list(warnings)
    for record in records[:MAX_ITEMS]:
        try:
            items.append(read_one(record))
        except (AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError) as problem:
            unreadable.append(Unreadable(f"The entry could not be read ({type(problem).__name__}).", _sample(record)))
    cut = max(0, len(records) - MAX_ITEMS)
    if cut:
        notes.append(f"{cut} entries beyond the first {MAX_ITEMS:,} were not read.")
    return FeedDocument(
        kind,
        tuple(items),
        tuple(unreadable),
        cut=cut,
        title=title,
        publisher=publisher,
        next_pages=tuple(next_pages),
        complete=complete and not cut,
        warnings=tuple(notes),
    )


def account_in(pattern: str, records: Sequence[Any], field: str) -> str:
    """Whose board it is, by the account that its adverts' addresses name: `anytown-council` gives "Anytown Council"."""
    for record in records[:5]:
        found = re.search(pattern, str(record.get(field, ""))) if isinstance(record, dict) else None
        if found:
            return re.sub(r"[-_.]+", " ", unquote(found.group(1))).strip().title()
    return ""


def _sample(record: Any) -> str:
    return repr(record)[:500]
