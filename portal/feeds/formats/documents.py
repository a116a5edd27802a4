"""Any XML, JSON, JSON-lines or CSV document, or the data in a page, opened; and a sample of it to keep."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from portal.feeds.formats.bytes_reading import json_document, spelt, xml_tree
from portal.feeds.items import FormatError


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
