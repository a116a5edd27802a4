"""How an unknown document is read: which records, and which path is which field. Kept as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.feeds.naming import FIELDS
from portal.foundation.errors import RuleBroken

Flat = dict[str, list[tuple[tuple[int, ...], str]]]
"""A record as path to texts, each with its place among repeated parts (`()` where nothing repeats)."""

MAPPED = (*FIELDS, "pay_is_guess")
JOINED_BY = {"description": "\n", "locations": ", "}


@dataclass(frozen=True, slots=True)
class FieldMap:
    """`records` is the path of the repeated records ('' for a document that is the list); `fields` field to path.

    A path names the steps from the record with dots, `@` before an attribute, `^` before a fact of what the
    record stands in. `a + b` puts two together (a town and a postcode); `a | b` takes the first that says anything.
    """

    records: str
    fields: dict[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        return {"records": self.records, "fields": dict(self.fields)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> FieldMap:
        fields = dict(data.get("fields") or {})
        return cls(str(data.get("records", "")), {str(name): str(path) for name, path in fields.items()})


def corrected(mapping: FieldMap, changes: Mapping[str, str]) -> FieldMap:
    """The mapping with an operator's corrections; an empty path takes the field out. Raises RuleBroken."""
    fields, records = dict(mapping.fields), mapping.records
    for name, path in changes.items():
        if name == "records":
            records = path
        elif name not in MAPPED:
            raise RuleBroken(f"There is no field {name!r}. The fields are {', '.join(('records', *MAPPED))}.")
        elif path:
            fields[name] = path
        else:
            fields.pop(name, None)
    if not fields.get("title"):
        raise RuleBroken("A vacancy needs a title: give the path of one with title=….")
    return FieldMap(records, fields)


def single_paths(expression: str) -> list[str]:
    """The plain paths of `a + b | c`."""
    return [path.strip() for option in expression.split("|") for path in option.split(" + ") if path.strip()]


def values_at(record: Flat, expression: str, *, joined_by: str = ", ") -> list[str]:
    """The texts at a path; parts joined with ` + ` are put together place by place, alternatives are by `|`."""
    if not expression:
        return []
    if expression in record:
        return _texts(record[expression])
    for option in expression.split("|"):
        parts = [found for path in option.split(" + ") if (found := _below(record, path.strip()))]
        if parts:
            return _texts(parts[0]) if len(parts) == 1 else _put_together(parts, joined_by)
    return []


def _texts(values: list[tuple[tuple[int, ...], str]]) -> list[str]:
    return list(dict.fromkeys(text for _, text in values))


def _below(record: Flat, path: str) -> list[tuple[tuple[int, ...], str]]:
    """The values at a path, or of all that lies beneath it, put together place by place."""
    if path in record:
        return record[path]
    beneath = [values for other, values in record.items() if path and other.startswith(path + ".")]
    if not beneath:
        return []
    places = sorted({place for values in beneath for place, _ in values})
    whole = _put_together(beneath, ", ")
    return [(places[min(number, len(places) - 1)], text) for number, text in enumerate(whole)]


def _put_together(parts: list[list[tuple[tuple[int, ...], str]]], joined_by: str) -> list[str]:
    places = sorted({place for values in parts for place, _ in values if place}) or [()]
    deepest = [
        place for place in places if not any(other != place and other[: len(place)] == place for other in places)
    ]
    found = []
    for place in deepest:
        texts = [text for values in parts for at, text in values if place[: len(at)] == at]
        kept: list[str] = []
        for text in texts:
            if not any(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", other, re.IGNORECASE) for other in kept):
                kept.append(text)
        found.append(joined_by.join(kept))
    return list(dict.fromkeys(filter(None, found)))
