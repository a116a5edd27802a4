"""The official lists of public bodies, read into rows of the register's shape."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from portal.employers.findings import Sector
from portal.employers.names import canonical
from portal.employers.register import Body, read_bodies


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One body as a line of a register file; several other names or domains are joined with "|"."""

    key: str
    name: str
    aliases: str = ""
    domains: str = ""
    sector: Sector = "other"
    kind: str = "other"
    nation: str = ""
    start: str = ""
    end: str = ""
    successor: str = ""


COLUMNS = tuple(column.name for column in fields(RegisterRow))
_GOVUK_SECTORS: dict[str, Sector] = {
    "ministerial department": "civil_service",
    "non-ministerial department": "civil_service",
    "civil service": "civil_service",
    "sub organisation": "civil_service",
    "special health authority": "nhs",
    "devolved administration": "devolved",
    "devolved government": "devolved",
    "court": "other",
}
_ODS_SPECIAL_COUNTRIES = {"7": "wales", "S": "scotland", "Z": "northern_ireland"}
_LOWER_WORDS = {"and", "of", "the", "for", "in", "on", "upon", "under", "by"}
_UPPER_WORDS = {"NHS", "ICB", "CSU", "HSC", "LHB", "UK"}


def slug(name: str) -> str:
    """A key made of the name, stable while the name is: "Ashmere & Vale Council" gives "ashmere-and-vale-council"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain.replace("&", " and "))).strip("-")


def read_govuk_organisations(text: str) -> tuple[RegisterRow, ...]:
    """Rows from a page (or a list of pages) of the GOV.UK organisations API; what is not such JSON gives none."""
    try:
        pages = json.loads(text)
    except ValueError:
        return ()
    rows = []
    for page in pages if isinstance(pages, list) else [pages]:
        results = page.get("results") if isinstance(page, dict) else None
        for result in results if isinstance(results, list) else []:
            row = _govuk_row(result) if isinstance(result, dict) else None
            if row is not None:
                rows.append(row)
    return tuple(rows)


def _govuk_row(result: Mapping[str, object]) -> RegisterRow | None:
    details = result.get("details")
    facts: Mapping[str, object] = details if isinstance(details, dict) else {}
    name = _text(result, "title")
    if not name:
        return None
    form = _text(result, "format").lower()
    closed = _text(facts, "govuk_status") == "closed"
    heirs = result.get("superseding_organisations")
    heir = heirs[0] if isinstance(heirs, list) and heirs and isinstance(heirs[0], dict) else {}
    return RegisterRow(
        key=_text(facts, "slug") or slug(name),
        name=name,
        aliases=_text(facts, "abbreviation"),
        sector=_GOVUK_SECTORS.get(form, "alb"),
        kind=form or "other",
        end=(_text(facts, "closed_at")[:10] or "ended") if closed else "",
        successor=_text(heir, "title") or _heir_in_slug(heir),
    )


def _heir_in_slug(heir: Mapping[str, object]) -> str:
    address = _text(heir, "id") or _text(heir, "web_url")
    return address.rstrip("/").rpartition("/")[2].replace("-", " ").title() if address else ""


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value.strip() if isinstance(value, str) else ""


def read_mysociety_authorities(text: str) -> tuple[RegisterRow, ...]:
    """Rows from mySociety's CSV of UK local authorities; successors given there as codes become names."""
    lines = [line for line in csv.DictReader(io.StringIO(text)) if line.get("official-name")]
    names = {line.get("local-authority-code") or "": line["official-name"].strip() for line in lines}
    rows = []
    for line in lines:
        name = line["official-name"].strip()
        nice = (line.get("nice-name") or "").strip()
        heirs = [code.strip() for code in (line.get("replaced-by") or "").split(",") if code.strip()]
        rows.append(
            RegisterRow(
                key=slug(name),
                name=name,
                aliases=nice if nice != name else "",
                sector="local_government",
                kind="combined authority" if line.get("local-authority-type") == "COMB" else "council",
                nation=slug(line.get("nation") or "").replace("-", "_"),
                start=line.get("start-date") or "",
                end=line.get("end-date") or "",
                successor=names.get(heirs[0], "") if len(heirs) == 1 else "",
            )
        )
    return tuple(rows)


def read_ods(text: str) -> tuple[RegisterRow, ...]:
    """Rows from an NHS ODS file such as etr.csv, which has no heading line.

    By position: code, name, national grouping, health geography, five lines of address, postcode, open date and
    close date as YYYYMMDD. Names are in capitals there.
    """
    rows = []
    for line in csv.reader(io.StringIO(text)):
        if len(line) < 12 or not re.fullmatch(r"[A-Z0-9]{3,8}", line[0].strip()) or not line[1].strip():
            continue
        name = _in_title_case(line[1].strip())
        rows.append(
            RegisterRow(
                key=slug(name),
                name=name,
                sector="nhs",
                kind="nhs trust" if "TRUST" in line[1].upper() else "nhs body",
                nation=_ODS_SPECIAL_COUNTRIES.get(line[0].strip()[0], "england"),
                start=_day(line[10]),
                end=_day(line[11]),
            )
        )
    return tuple(rows)


def _day(digits: str) -> str:
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", digits.strip())
    return "-".join(found.groups()) if found else ""


def _in_title_case(name: str) -> str:
    if name != name.upper():
        return name
    return " ".join(_cased(word, first=place == 0) for place, word in enumerate(name.split()))


def _cased(word: str, *, first: bool) -> str:
    if word in _UPPER_WORDS:
        return word
    if word.lower() in _LOWER_WORDS and not first:
        return word.lower()
    return re.sub(r"(?<![A-Za-z'’])[a-z]", lambda found: found.group().upper(), word.lower())


@dataclass(frozen=True, slots=True)
class Merged:
    """What an official list brings: the operator's rows as they are to be kept, and which of the list's were what."""

    rows: tuple[RegisterRow, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def merge(listed: Iterable[RegisterRow], kept: Iterable[RegisterRow], known: Callable[[str], Body | None]) -> Merged:
    """The operator's rows with an official list laid over them; merging the same list again changes nothing.

    A body that the register knows by any name keeps its key, sector and domains, which are better judged there;
    from the list it takes its name, kept beside the old one, its end and its successor.
    """
    rows = {row.key: row for row in kept}
    added: list[str] = []
    changed: list[str] = []
    unchanged = 0
    for row in _once(listed):
        body = known(row.name)
        new = row if body is None or not body.public else _renewed(body, row)
        old = rows.get(new.key) or (_as_row(body) if body is not None and body.public else None)
        if old is not None and _same(old, new):
            unchanged += 1
            continue
        (added if old is None else changed).append(new.name)
        rows[new.key] = new
    return Merged(tuple(rows[key] for key in sorted(rows)), tuple(added), tuple(changed), unchanged)


def _renewed(body: Body, row: RegisterRow) -> RegisterRow:
    ours = _as_row(body)
    names = [
        name for name in (*ours.aliases.split("|"), *row.aliases.split("|"), ours.name) if name and name != row.name
    ]
    return replace(
        ours,
        name=row.name,
        aliases="|".join(dict.fromkeys(names)),
        start=row.start or ours.start,
        end=row.end if row.end and row.end != "ended" else ours.end or row.end,
        successor=ours.successor or row.successor,
    )


def _as_row(body: Body) -> RegisterRow:
    return RegisterRow(
        key=body.key,
        name=body.name,
        aliases="|".join(body.aliases),
        domains="|".join(body.domains),
        sector=body.sector,
        kind=body.kind,
        nation=body.nation or "",
        start=body.start,
        end=body.end,
        successor=body.successor,
    )


def _same(old: RegisterRow, new: RegisterRow) -> bool:
    def facts(row: RegisterRow) -> tuple[object, ...]:
        names = {canonical(name) for name in (row.name, *row.aliases.split("|")) if name}
        return names, row.start, row.end, row.successor

    return facts(old) == facts(new)


def read_rows(path: Path) -> tuple[RegisterRow, ...]:
    """An operator's file as it was written; none when there is no such file."""
    return tuple(_as_row(body) for body in read_bodies(path)) if path.exists() else ()


KINDS: dict[str, Callable[[str], tuple[RegisterRow, ...]]] = {
    "govuk": read_govuk_organisations,
    "mysociety": read_mysociety_authorities,
    "ods": read_ods,
}


def write_register(path: Path, rows: Iterable[RegisterRow]) -> int:
    """Write an operator's extra file for `load_register(extra=path)`; returns how many bodies are in it."""
    written = 0
    unfinished = path.with_suffix(".new")
    with unfinished.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in _once(rows):
            writer.writerow(asdict(row))
            written += 1
    unfinished.replace(path)
    return written


def _once(rows: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    seen: set[str] = set()
    for row in rows:
        if row.key not in seen:
            seen.add(row.key)
            yield row
