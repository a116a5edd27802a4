"""Contract, working pattern, workplace and clearance: only what the advert says, with the words that say it."""

from __future__ import annotations

import re

from portal.vacancies.drafts import Terms, Workplace
from portal.vacancies.term_words import (
    ALSO_OFFERED,
    BOTH,
    CLEARANCE,
    CONTRACT_FIELD,
    CONTRACT_TEXT,
    FULL_TIME,
    HYBRID,
    ONSITE,
    PART_TIME_POST,
    PATTERN_FIELD,
    PATTERN_TEXT,
    REMOTE,
    STEMS,
)

READ = 9_000


_NOT = re.compile(r"\b(?:not|no|unable to|cannot|without|isn't|never)\b[^.\n]{0,30}$", re.IGNORECASE)
_CIVIL_CONTRACT = re.compile(
    r"^Contract type\n(.+?)(?=\n(?:Length of employment|Business area|Type of role|Working pattern|Number of|Contents)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_LABELLED_CONTRACT = re.compile(r"^contract(?: type| term)? ?: ?(\S[^\n]{1,80})$", re.MULTILINE | re.IGNORECASE)
_CIVIL_PATTERN = re.compile(
    r"^Working pattern\n(.+?)(?=\n(?:Number of|Contents|Business area|Location)|\Z)", re.MULTILINE | re.DOTALL
)


def read_terms(
    *,
    title: str = "",
    description: str = "",
    employment_type: str = "",
    contract: str = "",
    pattern: str = "",
    workplace: str = "",
    location_text: str = "",
    salary: str = "",
    extra: tuple[tuple[str, str], ...] = (),
) -> Terms:
    """What the fields say, and where they say nothing, what title and text say."""
    text = description[:READ]
    evidence: list[str] = []
    labelled_contract = (
        _block(_CIVIL_CONTRACT, text)
        + " "
        + _block(_LABELLED_CONTRACT, text)
        + " "
        + " ".join(v for k, v in extra if re.search(r"contract|tenure", k, re.IGNORECASE))
    )
    labelled_pattern = (
        _block(_CIVIL_PATTERN, text)
        + " "
        + " ".join(v for k, v in extra if re.search(r"pattern|hours", k, re.IGNORECASE))
    )
    fields = " ; ".join((contract, employment_type, labelled_contract))
    contracts = _found(CONTRACT_FIELD, fields, "field", evidence)
    stated = bool(contracts)
    contracts += [each for each in _found(CONTRACT_FIELD[1:], title, "title", evidence) if each not in contracts]
    if not stated:
        contracts += [each for each in _found(CONTRACT_TEXT, text[:5000], "text", evidence) if each not in contracts]
    if "bank" in contracts and "TEMPORARY" in employment_type:
        contracts.remove("temporary")
    elif contracts == ["temporary"] and "TEMPORARY" in employment_type:
        contracts = _found(CONTRACT_TEXT[1:], f"{title} {text[:4000]}", "text", evidence) or (
            ["bank"] if re.search(r"\bbank\b", f"{title} {text}", re.IGNORECASE) else contracts
        )
    patterns = _found(PATTERN_FIELD, " ; ".join((pattern, labelled_pattern)), "field", evidence)
    if not labelled_pattern.strip() and not pattern.strip():
        patterns = _found(PATTERN_FIELD[:2], f"{contract} {employment_type}", "field", evidence)
        patterns += [each for each in _found(PATTERN_FIELD, title, "title", evidence) if each not in patterns]
        patterns += [
            each for each in _found(PATTERN_TEXT, f"{text[:5000]}\n{salary}", "text", evidence) if each not in patterns
        ]
        patterns = _less_than_full(patterns, text, evidence)
    else:
        offered = _found(ALSO_OFFERED, f"{contract}\n{text[:READ]}", "text", evidence)
        patterns += [each for each in offered if each not in patterns]
    place = _workplace(workplace, f"{title}\n{location_text}", text, evidence)
    clearance = _found(CLEARANCE, f"{title}\n{description[:15_000]}", "text", evidence)
    if "DBS_enhanced" in clearance:
        clearance = [each for each in clearance if each not in ("DBS_basic", "DBS_standard")]
    return Terms(place, tuple(contracts), tuple(patterns), tuple(clearance), tuple(evidence[:12]))


def _less_than_full(patterns: list[str], text: str, evidence: list[str]) -> list[str]:
    """Boards mark nearly every post FULL_TIME; hours or a "part-time post" in its own text know better."""
    part = PART_TIME_POST.search(text)
    if part is None or "full_time" not in patterns or FULL_TIME.search(text):
        return patterns
    evidence.append(f"part_time in text: {' '.join(part.group().split())[:60]}")
    return ["part_time", *(each for each in patterns if each not in ("full_time", "part_time"))]


def _block(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1)[:200] if found else ""


def _found(table: tuple[tuple[str, re.Pattern[str]], ...], text: str, where: str, evidence: list[str]) -> list[str]:
    found = []
    lower = text.lower()
    for name, pattern in table:
        if not any(stem in lower for stem in STEMS.get(name, ("",))):
            continue
        for match in pattern.finditer(text):
            if not _NOT.search(text[max(0, match.start() - 40) : match.start()]):
                found.append(name)
                evidence.append(f"{name} in {where}: {' '.join(match.group().split())[:60]}")
                break
    return found


def _workplace(field: str, where: str, text: str, evidence: list[str]) -> Workplace | None:
    plain = re.sub(r"[^a-z]", "", field.lower())
    if plain:
        if "hybrid" in plain:
            return "hybrid"
        if "remote" in plain or plain == "true" or "telecommut" in plain or "home" in plain:
            return "remote"
        if plain in ("onsite", "office", "officebased", "inperson", "onsiteonly"):
            return "onsite"
    for name, pattern, source in (
        ("hybrid", HYBRID, where),
        ("hybrid", BOTH, where),
        ("remote", re.compile(r"\b(?:remote|home[- ]?based|homeworking)\b", re.IGNORECASE), where),
        ("onsite", ONSITE, text),
        ("hybrid", HYBRID, text),
        ("remote", REMOTE, text),
    ):
        match = pattern.search(source)
        if match and (name == "onsite" or not _NOT.search(source[max(0, match.start() - 40) : match.start()])):
            evidence.append(f"{name}: {' '.join(match.group().split())[:80]}")
            return name  # type: ignore[return-value]
    return None
