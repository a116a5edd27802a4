"""Which organisation an employer's name, address and text mean, and whether it is the public sector."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from portal.employers.findings import EmployerFinding, PublicSector, Sector
from portal.employers.names import canonical, parts

FOLDER = Path(__file__).parent / "reference"
CLOSE = 94.0
"""Likeness of canonical names from which on a misspelling is taken for the body; below it nothing is assumed."""
BOARD_HOSTS = (
    "jobs.nhs.uk",
    "beta.jobs.nhs.uk",
    "civilservicejobs.service.gov.uk",
    "northeastjobs.org.uk",
    "teaching-vacancies.service.gov.uk",
    "jobs.ac.uk",
    "myjobscotland.gov.uk",
    "findajob.dwp.gov.uk",
    "nijobfinder.co.uk",
    "jobs.hscni.net",
    "jobs.smartrecruiters.com",
    "tal.net",
)
"""Hosts of boards, which say nothing of who employs."""


@dataclass(frozen=True, slots=True)
class Body:
    """A public body of the register."""

    key: str
    name: str
    sector: Sector
    kind: str
    nation: str | None
    end: str
    successor: str
    domains: tuple[str, ...] = ()


@dataclass(slots=True)
class Register:
    """All bodies, and the ways to reach one: canonical name, abbreviation as printed, web domain; and suppliers."""

    bodies: dict[str, Body] = field(default_factory=dict)
    by_name: dict[str, Body] = field(default_factory=dict)
    by_abbreviation: dict[str, Body] = field(default_factory=dict)
    by_domain: dict[str, Body] = field(default_factory=dict)
    suppliers: dict[str, tuple[str, str]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def load_register(extra: Path | None = None) -> Register:
    """The project's register, with an operator's file of the same columns over it. Read once a process."""
    register = Register()
    sources = [path for path in sorted(FOLDER.glob("*.csv")) if path.name != "suppliers.csv"]
    for path in [*sources, *([extra] if extra else [])]:
        with path.open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                _enter(register, row)
    with (FOLDER / "suppliers.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for name in (row["name"], *filter(None, row["other_names"].split("|"))):
                register.suppliers[canonical(name)] = (row["name"], row["kind"])
    return register


def _enter(register: Register, row: dict[str, str]) -> None:
    domains = tuple(filter(None, row["domains"].split("|")))
    body = Body(
        row["key"],
        row["name"],
        cast(Sector, row["sector"]),
        row["kind"],
        row["nation"] or None,
        row["end"],
        row["successor"],
        domains,
    )
    register.bodies[body.key] = body
    for name in (body.name, *filter(None, row["other_names" if "other_names" in row else "aliases"].split("|"))):
        if re.fullmatch(r"[A-Z][A-Za-z&]{1,7}", name):
            register.by_abbreviation.setdefault(name, body)
            if len(name) < 5:
                continue
        known = register.by_name.get(canonical(name))
        if known is None or (known.end and not body.end):
            register.by_name[canonical(name)] = body
    for domain in domains:
        register.by_domain.setdefault(domain, body)


_PATTERNS: tuple[tuple[re.Pattern[str], Sector, PublicSector, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), cast(Sector, sector), cast(PublicSector, public), words)
    for pattern, sector, public, words in (
        (r"\b(?:hospice|hospices)\b", "third_sector", "no", "a hospice is a charity"),
        (
            r"\bcharit(?:y|able)\b|\bage uk\b|\bmacmillan\b|\bbarnardo|\bred cross\b|\bmencap\b|\bcommunity interest\b|\bCIC\b|\bsocial enterprise\b",
            "third_sector",
            "no",
            "a charity or social enterprise",
        ),
        (
            r"\bnhs\b.*\b(?:trust|board|authority|unit|body|service|services|england|wales|scotland|digital|icb|ft)\b|\bNHS FT\b",
            "nhs",
            "yes",
            "the name of an NHS body",
        ),
        (
            r"\b(?:university )?(?:teaching )?health board\b|\bintegrated care (?:board|system)\b|\bhealth and social care trust\b|\bclinical commissioning group\b|\bambulance (?:service|trust)\b|^NHS\b",
            "nhs",
            "yes",
            "the name of an NHS body",
        ),
        (
            r"\b(?:county|city|borough|district|town|parish|community|metropolitan|unitary|combined) (?:council|authority)\b|\bcouncil$|\bcyngor\b|^london borough of\b|\bcouncil of\b",
            "local_government",
            "yes",
            "the name of a council",
        ),
        (r"\b(?:police|constabulary)\b", "police", "yes", "the name of a police body"),
        (
            r"\bfire (?:and|&) rescue\b|\bfire (?:service|brigade|authority)\b",
            "fire",
            "yes",
            "the name of a fire service",
        ),
        (
            r"\b(?:university|college|academy|academies|primary school|secondary school|high school|grammar school|infant school|junior school|schools?|sixth form|multi[- ]academy|learning trust|education(?:al)? trust|catholic trust|leaders trust)\b",
            "education",
            "yes",
            "the name of a school, college or university",
        ),
        (
            r"\b(?:surgery|surgeries|medical (?:centre|practice|group)|health centre|gp (?:practice|federation)|family practice|primary care network|group practice|primary care (?:careers|centre|hub)|doctors)\b",
            "nhs",
            "yes",
            "the name of an NHS practice",
        ),
        (
            r"\bhousing (?:association|group|trust|society|partnership)\b|\bhomes\b(?=.*\b(?:association|group|housing)\b)",
            "housing",
            "yes",
            "the name of a housing association",
        ),
        (
            r"\bministry of\b|\bdepartment (?:for|of)\b|\bhm (?:revenue|treasury|prison|courts|land|passport)\b|^government \w+ (?:service|department|office)\b",
            "civil_service",
            "yes",
            "the name of a government department",
        ),
        (
            r"\b(?:national park|passenger transport executive|waste authority|fire authority|inshore fisheries)\b",
            "local_government",
            "yes",
            "the name of a local public body",
        ),
        (
            r"\b(?:scottish|welsh) government\b|\bsocial security scotland\b",
            "devolved",
            "yes",
            "the name of a devolved body",
        ),
        (
            r"\b(?:ltd|limited|plc|llp|inc|gmbh|recruitment|recruiting|resourcing|consultancy|consulting|solutions|technologies|software|systems|staffing|associates|bank|insurance|capital|partners|agency ltd|homecare|care homes?|private|healthcare group|clinics?)\b",
            "private",
            "no",
            "the name of a company",
        ),
        (r"\b(?:health ?care|care group|the \w+ group|group)$", "private", "no", "the name of a private provider"),
        (
            r"\btrust\b|\bfoundation\b|\bassociation\b|\bsociety\b",
            "third_sector",
            "no",
            "the name of a charity or association",
        ),
    )
)
_DOMAIN_SECTORS: tuple[tuple[str, Sector], ...] = (
    (".nhs.uk", "nhs"),
    (".nhs.wales", "nhs"),
    (".nhs.scot", "nhs"),
    (".hscni.net", "nhs"),
    (".police.uk", "police"),
    (".mod.uk", "civil_service"),
    (".gov.scot", "devolved"),
    (".gov.wales", "devolved"),
    (".ac.uk", "education"),
    (".sch.uk", "education"),
    (".parliament.uk", "other"),
    (".gov.uk", "other"),
)
_RECRUITING = re.compile(
    r"\b(?:at|join|joining|within|here at|working for|work for|employed by|behalf of|for)\s+(?:the\s+)?((?:[A-Z][\w'’&.-]*|of|and|the|for|upon|on)(?:\s+(?:[A-Z][\w'’&.-]*|of|and|the|for|upon|on|&)){1,8})"
)
_BEHALF = re.compile(
    r"\b(?:on behalf of|our client,?|client is|contract (?:with|for)|dedicated to|based at our client|seconded to|services to|supporting|partnership with)\s+(?:our client,?\s+)?(?:the\s+)?((?:[A-Z][\w'’&.-]*|of|and|for)(?:\s+(?:[A-Z][\w'’&.-]*|of|and|for|&)){1,7})"
)
_OPENING = re.compile(
    r"^(?:the\s+)?((?:[A-Z][\w'’&.-]*|of|and|for|&)(?:\s+(?:[A-Z][\w'’&.-]*|of|and|for|&)){1,8})\s+(?:is|are|has|have|seeks?|requires?|wishes)\b",
    re.MULTILINE,
)


def find_employer(
    *,
    employer: str,
    url: str = "",
    description: str = "",
    title: str = "",
    source_organisation: str | None = None,
    register: Register | None = None,
    on: date | None = None,
) -> EmployerFinding:
    """Who employs, by the surest evidence there is: the register's names, then a pattern of names, the address, the text.

    When nothing is sure, public sector is "unclear" and the sector "other".
    """
    book = register or load_register()
    given = employer.strip() or (source_organisation or "").strip()
    body, why = _by_name(given, book)
    if body is not None:
        return _of_body(given, body, why, book, on)
    supplier = next((book.suppliers[name] for name in map(canonical, parts(given)) if name in book.suppliers), None)
    if supplier is not None:
        return _supplier(given, supplier, description, book)
    if given:
        pattern = _by_pattern(given)
        if pattern is not None:
            if pattern.public_sector == "no":
                served = _served(description, book)
                return replace(pattern, on_behalf_of=served.name if served else None)
            return pattern
    body, why = _by_domain(url, book)
    if body is not None:
        return _of_body(given or body.name, body, why, book, on)
    body, why = _by_text(description, book)
    if body is not None and not given:
        return _of_body(body.name, body, why, book, on)
    by_host = _by_host(given, url)
    if by_host is not None:
        return by_host
    if not given and re.search(r"\bNHS\b|\bhealth board\b", description[:3000]):
        return EmployerFinding("", "yes", "nhs", evidence=("text: speaks of the NHS as the employer",))
    return EmployerFinding(
        given, "unclear", "other", evidence=("nothing known of this employer",) if given else ("no employer named",)
    )


@lru_cache(maxsize=20_000)
def _cached_name(given: str, register_id: int) -> tuple[str | None, str]:
    book = _BOOKS[register_id]
    for part in parts(given):
        name = canonical(part)
        if name in book.by_name:
            return book.by_name[name].key, f"name: {part}"
        abbreviation = book.by_abbreviation.get(part)
        if abbreviation is not None and len(part) >= 3:
            return abbreviation.key, f"abbreviation: {part}"
        for shorter in (re.sub(r"\b(?:nhs trust|council|police|constabulary)$", "", name).strip(),):
            if shorter != name and len(shorter) > 6 and shorter in book.by_name:
                return book.by_name[shorter].key, f"name: {part}"
    whole = canonical(given)
    if len(whole) >= 12:
        close = process.extractOne(whole, book.by_name.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
        if close is not None and _same_tail(whole, close[0]):
            return book.by_name[close[0]].key, f"name nearly: {book.by_name[close[0]].name} ({close[1]:.0f} of 100)"
    return None, ""


_BOOKS: dict[int, Register] = {}


def _by_name(given: str, book: Register) -> tuple[Body | None, str]:
    if not given:
        return None, ""
    _BOOKS[id(book)] = book
    key, why = _cached_name(given, id(book))
    return (book.bodies[key], why) if key else (None, "")


def _same_tail(a: str, b: str) -> bool:
    """Different first words make different bodies, however alike the rest ("North" and "South")."""
    return a.split()[0] == b.split()[0] or fuzz.ratio(a.split()[0], b.split()[0]) >= 85


def _of_body(given: str, body: Body, why: str, book: Register, on: date | None) -> EmployerFinding:
    evidence = [why]
    if body.end and body.successor:
        heir = book.by_name.get(canonical(body.successor))
        if heir is not None and (body.end == "ended" or (on or date.max).isoformat() > body.end):
            evidence.append(f"{body.name} became {heir.name}")
            body = heir
    return EmployerFinding(
        given or body.name, "yes", body.sector, body.name, body.key, nation=body.nation, evidence=tuple(evidence)
    )


def _supplier(given: str, supplier: tuple[str, str], description: str, book: Register) -> EmployerFinding:
    served = _served(description, book)
    evidence = [f"{supplier[0]} is known as a{'n' if supplier[1][0] in 'aeiou' else ''} {supplier[1]}"]
    if served is not None:
        evidence.append(f"text: on behalf of {served.name}")
    return EmployerFinding(
        given, "no", "private", on_behalf_of=served.name if served else None, evidence=tuple(evidence)
    )


def _served(description: str, book: Register) -> Body | None:
    for match in _BEHALF.finditer(description[:4_000]):
        body = _longest(match.group(1), book)
        if body is not None:
            return body
    return None


def _longest(words: str, book: Register) -> Body | None:
    """The longest beginning of these words that is a body's name."""
    pieces = words.split()
    for length in range(len(pieces), 1, -1):
        body = book.by_name.get(canonical(" ".join(pieces[:length])))
        if body is not None:
            return body
    return None


def _by_pattern(given: str) -> EmployerFinding | None:
    for pattern, sector, public, words in _PATTERNS:
        match = pattern.search(given)
        if match:
            return EmployerFinding(given, public, sector, evidence=(f"name: “{match.group().strip()}” is {words}",))
    return None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _by_domain(url: str, book: Register) -> tuple[Body | None, str]:
    host = _host(url)
    if not host or host.endswith(BOARD_HOSTS):
        return None, ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        if domain in book.by_domain:
            return book.by_domain[domain], f"web domain: {domain}"
    return None, ""


def _by_host(given: str, url: str) -> EmployerFinding | None:
    host = _host(url)
    if not host or host.endswith(BOARD_HOSTS):
        return None
    for ending, sector in _DOMAIN_SECTORS:
        if f".{host}".endswith(ending):
            return EmployerFinding(given or host, "yes", sector, evidence=(f"web domain: {host} ends in {ending}",))
    return None


def _by_text(description: str, book: Register) -> tuple[Body | None, str]:
    text = description[:3_000]
    for pattern in (_OPENING, _RECRUITING):
        for match in pattern.finditer(text):
            body = _longest(match.group(1), book)
            if body is not None and body.kind not in ("sub organisation",):
                return body, f"text: {body.name}"
    return None, ""
