"""The repeated records of any XML, JSON, JSON-lines or CSV document, each as path to texts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from portal.feeds.formats.bytes_reading import json_document, local, spelt, words, xml_tree
from portal.feeds.items import FormatError
from portal.feeds.mapping import Flat

MAX_DEPTH = 8
MAX_LEAVES = 400
MAX_REPEATS = 60
EVERY = "*"
"""The step of a path that means every value of an object keyed by numbers or ids."""
_MARKUP = {"p", "br", "ul", "ol", "li", "div", "b", "strong", "em", "i", "a", "span", "h1", "h2", "h3", "h4", "table", "section", "hr", "u"}  # fmt: skip
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


def whole(text: str) -> Any:
    """The document as an element, or as what JSON gives; JSON lines and CSV become lists. Raises FormatError."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        try:
            return tabled(json_document(stripped))
        except FormatError:
            lines = _json_lines(stripped)
            if lines is None:
                raise
            return lines
    if re.match(r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", stripped[:2000], re.IGNORECASE | re.DOTALL):
        return embedded(stripped)
    if stripped[:1] == "<":
        return xml_tree(stripped)
    wrapped = re.match(r"[\w.$ =]{1,60}[=(]\s*([\[{].*[\]}])\s*\)?;?\s*$", stripped[:10_000_000], re.DOTALL)
    if wrapped:
        return tabled(json_document(wrapped.group(1)))
    rows = _csv_rows(stripped)
    if rows is None:
        raise FormatError("not_a_feed", "The document is neither XML, JSON nor a table of comma-separated values.")
    return rows


def embedded(text: str) -> list[Any]:
    """The JSON that a page carries for its own scripts (`__NEXT_DATA__` and such); raises FormatError when none."""
    found = []
    for node in LexborHTMLParser(text).css('script[type="application/json"]'):
        try:
            found.append(json.loads(node.text(strip=False)))
        except (ValueError, RecursionError):
            continue
    if not found:
        raise FormatError("not_a_feed", "The page carries no data that could be read.")
    return found


def _json_lines(text: str) -> list[Any] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip()[:1] == "{" for line in lines[:5]):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _csv_rows(text: str) -> list[Any] | None:
    """Rows of a table by its header, or None. The delimiter is the one that cuts the header into most columns."""
    csv.field_size_limit(1_000_000)
    tables = [table for delimiter in ",\t;|" if (table := _cut(text, delimiter))]
    if not tables:
        return None
    names, body = max(tables, key=lambda table: len(table[0]))
    return [{name: value.strip() for name, value in zip(names, row, strict=False) if name} for row in body]


def _cut(text: str, delimiter: str) -> tuple[list[str], list[list[str]]] | None:
    """The header and the rows below it; lines above the header (a title, a date) are passed over."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return None
    header = next((n for n, row in enumerate(rows[:10]) if sum(map(bool, row)) > 1), None)
    if header is None or len(rows) <= header + 1:
        return None
    names, body = [name.strip() for name in rows[header]], rows[header + 1 :]
    alike = sum(1 for row in body[:50] if len(row) == len(names)) / len(body[:50])
    return (names, body) if alike >= 0.8 and max(map(len, names)) <= 80 else None


def tabled(value: Any, depth: int = 0) -> Any:
    """JSON in which a list of column names beside rows of plain values has become a list of objects."""
    if not isinstance(value, dict) or depth > 3:
        return value
    headers = [names for key, given in value.items() if (names := _column_names(given)) and _is_header(key)]
    for key, given in value.items():
        if not (isinstance(given, list) and given and all(isinstance(row, list) for row in given[:20])):
            continue
        names = next((names for names in headers if len(names) == len(given[0])), None)
        if names:
            rows = [dict(zip(names, row, strict=False)) for row in given if isinstance(row, list)]
            return {**value, key: rows}
    return {key: tabled(given, depth + 1) if isinstance(given, dict) else given for key, given in value.items()}


def _is_header(key: str) -> bool:
    return re.fullmatch(r"(?:columns?|fields?|headers?|heading|cols|names|columnnames|schema)", key.lower()) is not None


def _column_names(given: Any) -> list[str] | None:
    if not isinstance(given, list) or len(given) < 2:
        return None
    names = [each if isinstance(each, str) else spelt(each) or _called(each) for each in given]
    return names if all(names) else None


def _called(each: Any) -> str:
    return next((str(each[name]) for name in ("id", "field", "key") if isinstance(each, dict) and each.get(name)), "")


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
        return (len(value) > 0 and not _is_markup(value)) or len(value.attrib) > 1
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


def _is_markup(element: etree._Element) -> bool:
    return len(element) > 0 and all(local(child).lower() in _MARKUP for child in element)


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
        if len(child) and depth < MAX_DEPTH and not _is_markup(child):
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


def thinned(value: Any, depth: int = 0) -> Any:
    """The document with at most three of everything repeated and texts cut, to keep as a sample."""
    if isinstance(value, dict):
        return {str(name)[:100]: thinned(inner, depth + 1) for name, inner in list(value.items())[:120]} if depth < 10 else {}  # fmt: skip
    if isinstance(value, list):
        return [thinned(each, depth + 1) for each in value[:3]] if depth < 10 else []
    return value[:1500] if isinstance(value, str) else value


def sample(document: Any) -> str:
    """The beginning of a document as text that `whole` reads again: what a mapping is tried on."""
    if not isinstance(document, etree._Element):
        return json.dumps(thinned(document), ensure_ascii=False)
    copy = etree.fromstring(etree.tostring(document, with_tail=False))
    for element in copy.iter():
        if element.text and len(element.text) > 1500:
            element.text = element.text[:1500]
        counted: Counter[Any] = Counter()
        for child in list(element):
            counted[child.tag] += 1
            if counted[child.tag] > 3:
                element.remove(child)
    return str(etree.tostring(copy, encoding="unicode"))
