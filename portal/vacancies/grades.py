"""Which grading scheme an advert names, and the point in it."""

from __future__ import annotations

import re

from portal.vacancies.drafts import Grade, GradeScheme

CIVIL_SECTORS = {"civil_service", "alb", "devolved"}
_DASH = r"\s*(?:-|–|—|to|/)\s*"

_SCP = re.compile(
    rf"\b(?:(?:NJC|GLPC|LGS)\s+)?(?:SCP|SCPs|spinal (?:column )?points?|scale points?|NJC (?:points?|pts?))\s*[:.]?\s*(\d{{1,2}})(?:{_DASH}(?:SCP\s*)?(\d{{1,2}}))?",
    re.IGNORECASE,
)
_AFC = re.compile(
    rf"\b(?:(?:AfC|Agenda for Change|NHS)\s*[-:,]?\s*)?(?:pay\s*)?Bands?\s*[:\-]?\s*([2-9](?:\s?[a-d])?)\b(?:{_DASH}(?:Band\s*)?([2-9](?:\s?[a-d])?)\b)?",
    re.IGNORECASE,
)
_AFC_SHORT = re.compile(r"(?:^|[\s(,-])(?:AfC\s*|B)([2-9][a-d]?)(?=$|[\s),:-])")
_CIVIL = re.compile(
    r"\b((?:SCS|Senior Civil Service)\s*(?:Pay\s*Band\s*)?[1-3]A?|SCS|Senior Civil Service|Senior Executive Officer|Higher Executive Officer|Executive Officer|"
    r"Administrative Officer|Administrative Assistant|SEO|HEO|HEOD?|EO|AO|AA|G(?:rade\s*)?[67]|Grade\s*[67]|SO|TSO|HSO|SSO|PSO)\b"
)
_CIVIL_LABEL = re.compile(
    r"(?:Job grade|Grade|Pay band|Payband)\s*[:\-]?\s*\n?\s*((?:SCS\s*(?:Pay\s*Band\s*)?[1-3]?A?|Grade\s*[67]|G[67]|SEO|HEO|EO|AO|AA|"
    r"Senior Executive Officer|Higher Executive Officer|Executive Officer|Administrative (?:Officer|Assistant))\b[^\n.;]{0,30})",
    re.IGNORECASE,
)
_JOB_GRADE = re.compile(
    r"^Job grade\n(.{1,120}?)(?=\n(?:Contract type|Length of employment|Business area|Type of role|Working pattern|Number of|Contents)\b)",
    re.MULTILINE | re.DOTALL,
)
_LONG = {
    "senior executive officer": "SEO",
    "higher executive officer": "HEO",
    "executive officer": "EO",
    "administrative officer": "AO",
    "administrative assistant": "AA",
}
_HE = re.compile(
    rf"\b(?:spine|spinal|HE (?:single )?pay)\s*(?:points?)?\s*(\d{{1,2}})(?:{_DASH}(\d{{1,2}}))?", re.IGNORECASE
)
_POLICE = re.compile(r"\b(?:police staff (?:grade|scale|band)|PS)\s*([A-Z0-9]{1,3})\b", re.IGNORECASE)
_LOCAL = re.compile(
    rf"\b((?:Harmonised |Support |Pay )?(?:Grade|Scale|Band|Range|Level)\s*[:\-]?\s*(?:[A-Z]{{1,3}}\d{{0,2}}|\d{{1,2}}[A-Za-z]?)(?:{_DASH}(?:[A-Z]\d{{0,2}}|\d{{1,2}}))?|PO\s?\d{{1,2}}|SO\s?[12]|LC[1-4]|MG\s?\d{{1,2}})(?![\w£])",
    re.IGNORECASE,
)
_LABELLED_INLINE = re.compile(r"\b(?:Salary|Grade|Pay scale|Pay range) ?: ?[^\n]{2,60}")
"""The same within the one long line that some boards make of a text."""
_SOUGHT = re.compile(
    r"\b(?:recruit\w*|seek\w*|looking (?:for|to recruit)|this is an?|appoint\w*|opportunity for an?|arisen for an?|post is|role is)\b[^.\n]{0,60}?"
    r"\bBand\s?([2-9][a-d]?)\b",
    re.IGNORECASE,
)
_OTHERS_GRADE = re.compile(
    r"(?:report(?:s|ing)? to|line manag\w*|supervis\w*|support(?:s|ing)?|mentor\w*|train\w*|lead\w*|progress\w* to|band)\s+(?:a|an|the|of|other|our|of the)?\s*$",
    re.IGNORECASE,
)


def read_grade(
    *,
    title: str,
    salary: str = "",
    description: str = "",
    sector: str | None = None,
    extra: tuple[tuple[str, str], ...] = (),
) -> Grade:
    """The scheme and point as the advert names them, the labelled fact before the salary, the title, the text.

    The same word means different schemes: "Grade 7" is the civil service's only where that employs, "Band 6" is
    Agenda for Change only in the NHS. Nothing when it is not said.
    """
    block = _JOB_GRADE.search(description, 0, 8_000) if sector in CIVIL_SECTORS or sector is None else None
    if block and (own := _departmental(block.group(1))):
        return Grade("civil_service_grade", own, (f"job grade: {own}",))
    facts = "\n".join(
        f"{label}: {value}" for label, value in extra if re.search(r"grade|band|scale|scp", label, re.IGNORECASE)
    )
    for where, text in (("field", facts), ("salary", salary), ("title", title)):
        found = text and _scheme(text, sector, plain=True)
        if found:
            return Grade(found[0], found[1], (f"{where}: {found[1]}",))
    found = _scheme(_labelled_part(description), sector, plain=False)
    if found is None and sector == "nhs":
        found = _only_band(description[:8000])
    if found:
        return Grade(found[0], found[1], (f"text: {found[1]}",))
    return Grade()


def _departmental(block: str) -> str | None:
    """A page's job grade: the service-wide name with the department's own after it, "EO (B1)", or that alone."""
    lines = [line.strip() for line in block.splitlines() if line.strip() and not line.strip().startswith("£")]
    names = [_civil(line) for line in lines if line.lower() != "other"][:3]
    if not names or len(" ".join(names)) > 60:
        return None
    first, *own = dict.fromkeys(names)
    return f"{first} ({own[0]})" if len(own) == 1 and len(lines) == 2 else first


def _only_band(text: str) -> tuple[GradeScheme, str] | None:
    """The Agenda for Change band, when the whole text names only one that is not other people's, or seeks people of one."""
    bands = {
        _band(match)
        for match in re.finditer(r"\bBand\s?([2-9][a-d]?)\b", text, re.IGNORECASE)
        if not _OTHERS_GRADE.search(text[max(0, match.start() - 40) : match.start()])
    }
    if len(bands) == 1:
        return "afc_band", bands.pop()
    sought = {_band(match) for match in _SOUGHT.finditer(text)}
    return ("afc_band", sought.pop()) if len(sought) == 1 else None


def _labelled_part(description: str) -> str:
    """What the text says of this post's grade: labelled lines, and its beginning without other people's grades."""
    labelled = re.findall(
        r"(?im)^.{0,40}\b(?:grade|band|banding|scp|salary|pay scale|job level)\b.{0,120}$(?:\n.{0,80})?",
        description[:8000],
    )
    return "\n".join([*labelled[:12], *_LABELLED_INLINE.findall(description, 0, 8_000)[:4]])


def _scheme(text: str, sector: str | None, *, plain: bool) -> tuple[GradeScheme, str] | None:
    scp = _SCP.search(text)
    if scp and int(scp.group(1)) <= 62:
        if sector == "education" and int(scp.group(1)) > 43:
            return "he_spine", _points("Point", scp)
        return "njc_scp", _points("SCP", scp)
    if sector == "nhs" or re.search(r"\b(?:AfC|Agenda for Change)\b", text, re.IGNORECASE):
        band = _own(_AFC, text) or (_AFC_SHORT.search(text) if plain else None)
        if band:
            return "afc_band", _band(band)
    if sector in CIVIL_SECTORS or sector is None:
        civil = _CIVIL_LABEL.search(text) or (_CIVIL.search(text) if plain else None)
        if civil:
            return "civil_service_grade", _civil(civil.group(1))
    if sector in CIVIL_SECTORS and plain:
        band = re.search(r"\bBand ([2-9]|[A-F]\d?)\b", text)
        if band:
            return "civil_service_grade", f"Band {band.group(1)}"
    return _local(text, sector, plain=plain)


def _local(text: str, sector: str | None, *, plain: bool) -> tuple[GradeScheme, str] | None:
    police = _POLICE.search(text) if sector == "police" else None
    if police:
        return "police_staff", police.group(0)
    he = _HE.search(text) if sector == "education" else None
    if he:
        return "he_spine", _points("Point", he)
    if sector in ("nhs", "private", "third_sector") or (
        not plain and sector not in ("local_government", "education", "police", "fire", "housing")
    ):
        return None
    local = _own(_LOCAL, text)
    if local:
        words = re.sub(r"\s+", " ", local.group(1)).replace(":", "").strip()
        return ("police_staff" if sector == "police" else "local_grade"), words[:1].upper() + words[1:]
    return None


def _own(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is this post's, not that of a manager or of those it manages."""
    for match in pattern.finditer(text):
        if not _OTHERS_GRADE.search(text[max(0, match.start() - 40) : match.start()]):
            return match
    return None


def _points(name: str, match: re.Match[str]) -> str:
    return f"{name} {match.group(1)}-{match.group(2)}" if match.group(2) else f"{name} {match.group(1)}"


def _band(match: re.Match[str]) -> str:
    first = match.group(1).replace(" ", "").lower()
    second = match.group(2) if match.re.groups > 1 else None
    return f"Band {first}" + (f"-{second.replace(' ', '').lower()}" if second else "")


def _civil(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip(" ,;:-")
    short = _LONG.get(words.lower())
    if short:
        return short
    grade = re.fullmatch(r"(?:Grade|G)\s*([67])", words, re.IGNORECASE)
    return f"Grade {grade.group(1)}" if grade else words
