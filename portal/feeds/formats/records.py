"""The repeated records of a document, wherever they lie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from portal.feeds.formats.bytes_reading import local, spelt, words
from portal.feeds.formats.flattening import MAX_DEPTH, Record, is_markup
from portal.feeds.mapping import Flat

EVERY = "*"
"""The step of a path that means every value of an object keyed by numbers or ids."""


def repeated(document: Any) -> Iterator[tuple[str, list[Record]]]:
    """Every path that holds records, with them: lists, single objects, and objects keyed by id (`jobs.*`)."""
    budget = [400]
    seen: set[str] = set()
    for path in _paths(document, "", 0, budget):
        if path not in seen:
            seen.add(path)
            yield path, records_at(document, path)


def _paths(value: Any, path: str, depth: int, budget: list[int]) -> Iterator[str]:
    budget[0] -= 1
    if depth > MAX_DEPTH or budget[0] < 0:
        return
    if isinstance(value, list):
        containers = [each for each in value[:20] if _holds(each)]
        if containers and depth == 0:
            yield path
        for each in containers[:5]:
            yield from _paths(each, path, max(depth, 1), budget)
        return
    if isinstance(value, dict) and _keyed_by_id(value):
        every = f"{path}.{EVERY}" if path else EVERY
        yield every
        for each in list(value.values())[:5]:
            yield from _paths(each, every, depth + 1, budget)
        return
    if depth == 0:
        yield path
    for name, values in _children(value):
        here = f"{path}.{name}" if path else name
        yield here
        for each in values[:5]:
            yield from _paths(each, here, depth + 1, budget)


def _keyed_by_id(value: dict[str, Any]) -> bool:
    inner = [each for each in value.values() if isinstance(each, dict)]
    if not inner or len(inner) != len(value):
        return False
    if all(re.search(r"\d", key) for key in value):
        return True
    shared = Counter(name for each in inner for name in each)
    return len(inner) > 2 and sum(1 for times in shared.values() if times >= 0.6 * len(inner)) >= 2


def _holds(value: Any) -> bool:
    if isinstance(value, etree._Element):
        return (len(value) > 0 and not is_markup(value)) or len(value.attrib) > 1
    return isinstance(value, dict) and bool(value)


def _children(value: Any) -> list[tuple[str, list[Any]]]:
    """The parts of a value that hold parts themselves, by name."""
    groups: dict[str, list[Any]] = {}
    if isinstance(value, etree._Element):
        for child in value:
            if local(child) and _holds(child):
                groups.setdefault(local(child), []).append(child)
    elif isinstance(value, dict):
        for name, inner in list(value.items())[:300]:
            if isinstance(inner, dict) and inner:
                groups[str(name)] = [inner]
            elif isinstance(inner, list) and (held := [each for each in inner[:5] if _holds(each)]):
                groups[str(name)] = held
    return list(groups.items())


def records_at(document: Any, path: str) -> list[Record]:
    """The records at a path; lists on the way are gone through. Anything but objects and elements is left out
    of a list of nothing but plain values, and kept (to be found unreadable) beside records."""
    level = [Record(each) for each in document] if isinstance(document, list) else [Record(document)]
    walked = ""
    for step in [step for step in path.split(".") if step]:
        above_path = f"{walked}.{step}" if walked else step
        below: list[Record] = []
        for record in level:
            inherited = {**record.above, **_plain(record.value, walked)}
            below += [Record(value, key, inherited) for key, value in _step(record.value, step)]
        level, walked = below, above_path
    if not any(_holds(record.value) for record in level):
        return []
    return level


def _step(value: Any, step: str) -> list[tuple[str, Any]]:
    if isinstance(value, etree._Element):
        return [("", child) for child in value if local(child) == step]
    if not isinstance(value, dict):
        return []
    if step == EVERY:
        return [(str(key), each) for key, each in value.items()]
    inner = value.get(step)
    if isinstance(inner, list):
        return [("", each) for each in inner]
    return [] if inner is None else [("", inner)]


def _plain(value: Any, path: str) -> Flat:
    """The plain facts directly in a value and one object below, for the records inside it to inherit."""
    found: Flat = {}
    if isinstance(value, etree._Element):
        pairs = [(f"@{name.rpartition('}')[2]}", str(text)) for name, text in value.attrib.items()]
        pairs += [(local(child), words(child)) for child in value if len(child) == 0 and local(child)]
    elif isinstance(value, dict):
        pairs = [(str(name), spelt(inner)) for name, inner in value.items() if not isinstance(inner, list)]
    else:
        return {}
    for name, text in pairs[:60]:
        if text and len(text) < 300:
            found.setdefault(f"^{path}.{name}" if path else f"^{name}", [((), text)])
    return found
