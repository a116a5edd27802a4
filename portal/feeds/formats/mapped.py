"""Any other document with repeated records (XML, JSON, JSON lines, CSV, a page's own data), read through a field map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from portal.feeds.columns import SAMPLES
from portal.feeds.formats.boards import document
from portal.feeds.formats.bytes_reading import text_of
from portal.feeds.formats.documents import sample, whole
from portal.feeds.formats.flattening import Record, flat
from portal.feeds.formats.pay_words import pay_in_words, period_in_words
from portal.feeds.formats.records import records_at, repeated
from portal.feeds.items import FeedDocument, FeedItem, FormatError
from portal.feeds.mapping import JOINED_BY, FieldMap, Flat, single_paths, values_at
from portal.feeds.naming import folded
from portal.feeds.proposing import propose_fields
from portal.feeds.recognising import Likeness, likeness, weight_of

KIND = "mapped"
NAME = "Other XML, JSON or CSV, through a mapping"
_COUNTED = re.compile(r"^\d+ (?:locations?|places?|sites?)$", re.IGNORECASE)
_YES = re.compile(r"^(?:true|yes|y|1)$", re.IGNORECASE)
_NO = re.compile(r"^(?:false|no|n|0)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mapping that fits a document best, how each field was found, and how far it is of vacancies."""

    mapping: FieldMap
    found_by: dict[str, str]
    likeness: Likeness


def read(body: bytes, *, address: str, content_type: str = "", mapping: FieldMap | None = None) -> FeedDocument:
    """Items by the mapping given, or by the one proposed; raises FormatError when there is nothing repeated."""
    found = whole(text_of(body, content_type))
    if mapping is None:
        proposal = best_of(found)
        mapping = proposal.mapping if proposal else None
    if mapping is None or not mapping.fields.get("title"):
        raise FormatError("not_a_feed", "The document has no repeated records with titles that could be read.")
    chosen = mapping
    records = records_at(found, chosen.records)
    return document(KIND, records, lambda record: _item(record, chosen, address))


def propose(body: bytes, content_type: str = "") -> Proposal | None:
    """The mapping that fits this document, from names and values; None when it has no repeated records with titles."""
    try:
        return best_of(whole(text_of(body, content_type)))
    except FormatError:
        return None


def best_of(found: Any) -> Proposal | None:
    """The proposal for a document already read."""
    best: tuple[float, Proposal] | None = None
    for path, records in repeated(found):
        # Spread over the list: its first entries are often one employer's, with one address between them.
        rows = [row for record in records[:: max(1, len(records) // SAMPLES)][:SAMPLES] if (row := flat(record))]
        if not rows:
            continue
        fields, said = propose_fields(rows)
        weight = weight_of(path, rows, fields, len(records))
        if weight and (best is None or weight > best[0]):
            best = weight, Proposal(FieldMap(path, fields), said, likeness(path, rows, fields))
    return best[1] if best else None


def sample_of(body: bytes, content_type: str = "") -> str:
    """The beginning of a document, to try a mapping on later; raises FormatError."""
    return sample(whole(text_of(body, content_type)))


def paths_of(body: bytes, records: str) -> list[str]:
    """Every path of the records there, for telling an operator what can be named; raises FormatError."""
    rows = [flat(record) for record in records_at(whole(text_of(body)), records)[:SAMPLES]]
    return list(dict.fromkeys(path for row in rows for path in row))


def lists_in(body: bytes) -> list[str]:
    """The paths of all repeated records; raises FormatError."""
    return [path for path, records in repeated(whole(text_of(body))) if records]


def _item(record: Record, mapping: FieldMap, address: str) -> FeedItem:
    row = flat(record)
    if not row:
        raise ValueError("nothing in it")
    return item_of(row, mapping, address)


def item_of(row: Flat, mapping: FieldMap, address: str) -> FeedItem:
    """One record as an item, by a mapping."""

    def all_of(name: str) -> list[str]:
        return values_at(row, mapping.fields.get(name, ""), joined_by=JOINED_BY.get(name, " "))

    def at(name: str) -> str:
        return "; ".join(all_of(name))

    link = next(iter(all_of("address")), "")
    used = {path for expression in mapping.fields.values() for path in single_paths(expression)}
    return FeedItem(
        key=next(iter(all_of("key")), ""),
        reference=next(iter(all_of("reference")), ""),
        title=next(iter(all_of("title")), ""),
        address=urljoin(address, _web(link)) if link else "",
        description="\n".join(all_of("description")),
        employer=next(iter(all_of("employer")), ""),
        locations=tuple(place for place in all_of("locations") if not _COUNTED.match(place)),
        salary=_salary(at),
        posted=machine_date(at("posted")),
        closing=machine_date(at("closing")),
        employment_type=at("employment_type"),
        contract=_switched(at("contract"), mapping.fields.get("contract", "")),
        pattern=_switched(at("pattern"), mapping.fields.get("pattern", "")),
        workplace=_switched(at("workplace"), mapping.fields.get("workplace", "")),
        category=at("category"),
        pay_is_guess=_YES.match(at("pay_is_guess")) is not None,
        extra=_rest(row, used),
    )


def _rest(row: Flat, used: set[str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for path, values in list(row.items())[:200]:
        text = "; ".join(text for _, text in values)
        if path not in used and not path.startswith("^") and len(text) < 500 and len(kept) < 60:
            kept[path[:60]] = text
    return kept


def _web(link: str) -> str:
    return f"https://{link}" if re.match(r"www\.[\w-]+\.", link) else link


def _salary(at: Any) -> str:
    """The printed pay; a bare figure takes its period from beside it; without either the parts are put together."""
    printed = str(at("salary"))
    period, currency = at("salary_period"), at("salary_currency")
    if printed and not re.fullmatch(r"[\d.,\s]+", printed):
        return printed
    parts = pay_in_words(at("salary_min"), at("salary_max"), currency=currency, period=period)
    if parts or not printed:
        return parts
    return pay_in_words(printed, currency=currency, period=period) if period_in_words(period) or currency else printed


def _switched(text: str, path: str) -> str:
    """A yes or no under `remote` or `permanent` is that word, or nothing."""
    if _NO.match(text):
        return ""
    if not _YES.match(text):
        return text
    name = folded(path.rpartition(".")[2])
    for word, said in (
        ("hybrid", "hybrid"),
        ("remote", "remote"),
        ("telecommut", "remote"),
        ("home", "remote"),
        ("wfh", "remote"),
        ("fulltime", "full time"),
        ("parttime", "part time"),
        ("permanent", "permanent"),
        ("temporary", "temporary"),
    ):
        if word in name:
            return said
    return ""


def machine_date(text: str) -> str:
    """A date in the machine forms that no person prints (20261213, /Date(…)/, microseconds) as ISO; others as they are."""
    stripped = text.strip()
    if re.fullmatch(r"20\d{6}", stripped):
        return f"{stripped[:4]}-{stripped[4:6]}-{stripped[6:]}"
    if found := re.fullmatch(r"20\d{6}T?\d{4,6}(Z?)", stripped):
        digits = re.sub(r"\D", "", stripped)
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}{found.group(1)}"
    if found := re.search(r"/Date\((\d{12,13})", stripped):
        return _instant(int(found.group(1)) / 1000)
    if found := re.fullmatch(r"(\d{10}|\d{13}|\d{16})(?:\.\d+)?", stripped):
        digits = found.group(1)
        return _instant(int(digits) / {10: 1, 13: 1000, 16: 1_000_000}[len(digits)])
    return stripped


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
