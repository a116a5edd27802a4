"""Any other XML or JSON document with repeated records, read through a field map."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import json_document, local, spelt, text_of, words, xml_tree
from portal.feeds.items import FeedDocument, FeedItem, FormatError
from portal.feeds.mapping import FieldMap, propose_fields

KIND = "mapped"
NAME = "Other XML or JSON, through a mapping"
MAX_DEPTH = 6
Flat = dict[str, str]


def read(body: bytes, *, address: str, content_type: str = "", mapping: FieldMap | None = None) -> FeedDocument:
    """Items by the mapping given, or by the one proposed; raises FormatError when there is nothing repeated."""
    whole = _whole(text_of(body, content_type))
    chosen = mapping or _propose(whole)
    if chosen is None or not chosen.fields.get("title"):
        raise FormatError("not_a_feed", "The document has no repeated records with titles that could be read.")
    records = [_flat(record) for record in _records(whole, chosen.records)]
    return document(KIND, records, lambda record: _item(record, chosen, address))


def propose(body: bytes, content_type: str = "") -> FieldMap | None:
    """The mapping that fits this document, from names and values; None when it has no repeated records."""
    try:
        return _propose(_whole(text_of(body, content_type)))
    except FormatError:
        return None


def _whole(text: str) -> Any:
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        return json_document(stripped)
    if stripped[:1] != "<":
        raise FormatError("not_a_feed", "The document is neither XML nor JSON.")
    return xml_tree(stripped)


def _propose(whole: Any) -> FieldMap | None:
    best: tuple[float, FieldMap] | None = None
    for path, records in _repeated(whole):
        fields = propose_fields([_flat(record) for record in records[:50]])
        weight = sum(2.0 if name in ("title", "address") else 1.0 for name in fields)
        if "title" in fields and (best is None or weight > best[0]):
            best = (weight, FieldMap(path, fields))
    return best[1] if best else None


def _repeated(whole: Any) -> list[tuple[str, list[Any]]]:
    found: list[tuple[str, list[Any]]] = []
    if isinstance(whole, etree._Element):
        _repeated_xml(whole, "", found)
    else:
        _repeated_json(whole, "", found, 0)
    return found


def _repeated_xml(element: etree._Element, path: str, found: list[tuple[str, list[Any]]]) -> None:
    names = Counter(local(child) for child in element if len(child))
    for name, times in names.items():
        if not name:
            continue
        here = f"{path}.{name}" if path else name
        children = [child for child in element if local(child) == name]
        if times > 1 or len(element) == 1:
            found.append((here, children))
        if times == 1 and here.count(".") < MAX_DEPTH:
            _repeated_xml(children[0], here, found)


def _repeated_json(value: Any, path: str, found: list[tuple[str, list[Any]]], depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        if value and all(isinstance(each, dict) for each in value[:20]):
            found.append((path, value))
        return
    if isinstance(value, dict):
        for name, inner in list(value.items())[:200]:
            _repeated_json(inner, f"{path}.{name}" if path else str(name), found, depth + 1)


def _records(whole: Any, path: str) -> list[Any]:
    steps = [step for step in path.split(".") if step]
    if isinstance(whole, etree._Element):
        level = [whole]
        for step in steps:
            level = [child for element in level for child in element if local(child) == step]
        return level
    value = whole
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def _flat(record: Any) -> Flat:
    """Path to text of everything in a record: `location.city`, `@id` for attributes."""
    flat: Flat = {}
    if isinstance(record, etree._Element):
        _flatten_xml(record, "", flat, 0)
    elif isinstance(record, dict):
        _flatten_json(record, "", flat, 0)
    return flat


def _flatten_xml(element: etree._Element, path: str, flat: Flat, depth: int) -> None:
    for name, value in element.attrib.items():
        _add(flat, f"{path}.@{name}" if path else f"@{name}", str(value))
    for child in element:
        name = local(child)
        if not name:
            continue
        here = f"{path}.{name}" if path else name
        if len(child) and depth < MAX_DEPTH and not _is_markup(child):
            _flatten_xml(child, here, flat, depth + 1)
        else:
            for attribute, value in child.attrib.items():
                _add(flat, f"{here}.@{attribute}", str(value))
            _add(flat, here, words(child))


def _is_markup(element: etree._Element) -> bool:
    return all(
        local(child) in {"p", "br", "ul", "ol", "div", "b", "strong", "em", "i", "a", "span", "h2", "h3"}
        for child in element
    )


def _flatten_json(record: dict[str, Any], path: str, flat: Flat, depth: int) -> None:
    for name, value in list(record.items())[:200]:
        here = f"{path}.{name}" if path else str(name)
        if isinstance(value, dict) and depth < MAX_DEPTH:
            _flatten_json(value, here, flat, depth + 1)
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            for each in value[:20]:
                inner: Flat = {}
                _flatten_json(each, here, inner, depth + 1)
                for inner_path, text in inner.items():
                    _add(flat, inner_path, text)
        else:
            _add(flat, here, spelt(value))


def _add(flat: Flat, path: str, text: str) -> None:
    clean = text.strip()
    if clean:
        flat[path] = f"{flat[path]}; {clean}" if path in flat else clean


def _item(record: Flat, mapping: FieldMap, address: str) -> FeedItem:
    def at(name: str) -> str:
        path = mapping.fields.get(name, "")
        return record.get(path, "") or _below(record, path)

    used = set(mapping.fields.values())
    place = at("locations")
    link = at("address").split("; ")[0]
    return FeedItem(
        key=at("key"),
        reference=at("reference"),
        title=at("title"),
        address=urljoin(address, link) if link else "",
        description=at("description"),
        employer=at("employer"),
        locations=tuple(filter(None, place.split("; "))),
        salary=at("salary"),
        posted=at("posted"),
        closing=at("closing"),
        employment_type=at("employment_type"),
        contract=at("contract"),
        pattern=at("pattern"),
        workplace=at("workplace"),
        category=at("category"),
        extra={
            path[:60]: text[:2000] for path, text in list(record.items())[:60] if path not in used and len(text) < 500
        },
    )


def _below(record: Flat, path: str) -> str:
    if not path:
        return ""
    return ", ".join(text for other, text in record.items() if other.startswith(path + "."))
