"""Facts that a known kind of entry carries beside its own fields, put where their names say that they belong."""

from __future__ import annotations

from dataclasses import replace

from portal.feeds.formats.mapped import item_of
from portal.feeds.items import TEXTS, FeedItem
from portal.feeds.mapping import FieldMap, Flat, single_paths
from portal.feeds.proposing import propose_fields

PAY = ("salary_min", "salary_max", "salary_currency", "salary_period")
FILLABLE = (*(name for name in TEXTS if name not in ("key", "title", "address")), "locations")
"""What a fact may fill: all but what tells an entry from its neighbours."""


def with_facts(item: FeedItem, row: Flat) -> FeedItem:
    """The item with its empty fields filled from the facts; what fills none is kept as extra."""
    if not row:
        return item
    fields, _ = propose_fields([row])
    found = item_of(row, FieldMap("", fields), "")
    empty = {name: value for name in FILLABLE if not getattr(item, name) and (value := getattr(found, name))}
    expressions = [fields.get(name, "") for name in (*empty, *(PAY if "salary" in empty else ()))]
    used = {path for expression in expressions for path in single_paths(expression)}
    rest = {
        path[:60]: "; ".join(text for _, text in values)[:2000]
        for path, values in list(row.items())[:60]
        if path not in used
    }
    return replace(item, **empty, extra=dict(list({**item.extra, **rest}.items())[:60]))  # type: ignore[arg-type]
