"""One record as path to texts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from portal.feeds.formats.bytes_reading import local, spelt, words
from portal.feeds.mapping import Flat

MAX_DEPTH = 8
MARKUP = {"p", "br", "ul", "ol", "li", "div", "b", "strong", "em", "i", "a", "span", "h1", "h2", "h3", "h4", "table", "section", "hr", "u"}  # fmt: skip
MAX_LEAVES = 400
MAX_REPEATS = 60
_NOTHING = re.compile(
    r"^(?:null|none|n/?a|nil|undefined|-+|\.|item not found|not (?:displayed|specified|stated|applicable|available))$",
    re.I,
)
_LABELS = ("label", "name", "key", "title", "field", "fieldname", "id")
_VALUES = ("value", "text", "values", "content", "data", "displayvalue", "valuelabel")
_LABEL_ATTRIBUTES = ("name", "label", "key", "title", "id", "type", "code")
_CARRIERS = re.compile(
    r"(?:custom)?(?:field|attribute|attr|property|prop|param|column|col|cell|fact|value|item|detail|data)s?", re.I
)


@dataclass(slots=True)
class Record:
    """One repeated record; `above` are the plain facts of what it stands in, by path with a leading `^`."""

    value: Any
    key: str = ""
    above: Flat = field(default_factory=dict)


def is_markup(element: etree._Element) -> bool:
    return len(element) > 0 and all(local(child).lower() in MARKUP for child in element)


def flat(record: Record) -> Flat:
    """Path to texts of everything in a record: `location.city`, `@id` for attributes, `@key` for an object's own key."""
    found: Flat = {}
    if isinstance(record.value, etree._Element):
        _flatten_xml(record.value, "", (), found, 0)
    elif isinstance(record.value, dict):
        _flatten_json(record.value, "", (), found, 0)
    if record.key:
        found.setdefault("@key", [((), record.key)])
    for path, values in record.above.items():
        found.setdefault(path, values)
    return found


def _add(found: Flat, path: str, position: tuple[int, ...], text: str) -> None:
    clean = text.strip()
    if clean and not _NOTHING.match(clean) and (path in found or len(found) < MAX_LEAVES):
        values = found.setdefault(path, [])
        if len(values) < MAX_REPEATS:
            values.append((position, clean))


def _flatten_xml(
    element: etree._Element, path: str, position: tuple[int, ...], found: Flat, depth: int, *, bare: bool = False
) -> None:
    for name, value in element.attrib.items() if not bare else ():
        plain = name.rpartition("}")[2]
        _add(found, f"{path}.@{plain}" if path else f"@{plain}", position, str(value))
    times = Counter(local(child) for child in element)
    counted: Counter[str] = Counter()
    if len(element) and (element.text or "").strip() and not path:
        _add(found, "#text", position, element.text or "")
    for child in element:
        name = local(child)
        if not name:
            continue
        here = f"{path}.{name}" if path else name
        place = (*position, counted[name]) if times[name] > 1 else position
        counted[name] += 1
        label = _label_of(child) if times[name] > 1 or _CARRIERS.fullmatch(name) else None
        if label is not None:
            here, place = f"{here}.{label}", position
        if len(child) and depth < MAX_DEPTH and not is_markup(child):
            _flatten_xml(child, here, place, found, depth + 1, bare=label is not None)
            continue
        if label is None:
            for attribute, value in child.attrib.items():
                _add(found, f"{here}.@{attribute.rpartition('}')[2]}", place, str(value))
        _add(found, here, place, words(child) or (child.get("value", "") if label is not None else ""))


def _label_of(element: etree._Element) -> str | None:
    """What an element says that it is called: `<field name="Salary">…`, `<attribute><label>…</label><value>…`."""
    for name in _LABEL_ATTRIBUTES:
        value = (element.get(name) or "").strip()
        if value and len(value) < 60 and re.match(r"[A-Za-z]", value):
            carried = words(element) or element.get("value", "")
            return value.replace(".", " ") if carried else None
    return None


def _flatten_json(record: dict[str, Any], path: str, position: tuple[int, ...], found: Flat, depth: int) -> None:
    for name, value in list(record.items())[:300]:
        here = f"{path}.{name}" if path else str(name)
        if isinstance(value, dict) and depth < MAX_DEPTH:
            _flatten_json(value, here, position, found, depth + 1)
        elif isinstance(value, list):
            _flatten_list(value, here, position, found, depth)
        else:
            _add(found, here, position, spelt(value) if value is not False else "false")


def _flatten_list(values: list[Any], path: str, position: tuple[int, ...], found: Flat, depth: int) -> None:
    labelled = [_labelled(each) for each in values[:MAX_REPEATS]]
    if values and all(labelled) and len({pair[0] for pair in labelled if pair}) == len(labelled):
        for label, text in filter(None, labelled):
            _add(found, f"{path}.{label}", position, text)
        return
    for number, each in enumerate(values[:MAX_REPEATS]):
        place = (*position, number) if len(values) > 1 else position
        if isinstance(each, dict) and depth < MAX_DEPTH:
            _flatten_json(each, path, place, found, depth + 1)
        elif isinstance(each, list):
            _flatten_list(each, path, place, found, depth + 1)
        else:
            _add(found, path, place, spelt(each))


def _labelled(value: Any) -> tuple[str, str] | None:
    """Label and text of `{"name": "Salary", "value": "…"}`, which stands for a field of that name."""
    if not isinstance(value, dict) or not 2 <= len(value) <= 8:
        return None
    by_name = {re.sub(r"[^a-z]", "", str(name).lower()): inner for name, inner in value.items()}
    label = next((by_name[name] for name in _LABELS if isinstance(by_name.get(name), str)), "")
    holder = next((name for name in _VALUES if name in by_name), None)
    if not label or holder is None or len(label) > 60:
        return None
    return label.replace(".", " "), spelt(by_name[holder])
