"""When an advert closes and when it was posted: one instant each, or nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from portal.vacancies.dates import Printed, first_date
from portal.vacancies.drafts import DateFinding

FURTHEST = timedelta(days=730)
"""A closing time more than two years ahead is a mistake or a trick."""
_INTRODUCED = re.compile(
    r"(?:clos(?:ing|es?|e) date(?: and time)?(?: for (?:this (?:post|role|vacancy)|applications?|receipt of applications))?|"
    r"clos(?:es|ing) (?:on|at|date)|advert(?:isement)? (?:end date|clos(?:es|ing)(?: date)?)|"
    r"(?:advert(?:isement)?|vacancy|post|role|job|applications?) (?:will )?close[sd]?|(?:close|closing) applications|"
    r"(?:^|[.\n;|]\s*)clos(?:es|ing)(?= ?:| \w+ \d| \d)|expir(?:es|y date)|last (?:day|date) to apply|"
    r"(?:application )?deadline(?: for applications?)?|apply (?:before|by)|applications? (?:must be (?:received|submitted)|should be (?:received|submitted)|close[sd]?|deadline|to be (?:received|submitted))"
    r"(?: (?:no later than|by|before|on|at))?|last date for (?:receipt of )?applications|vacancy closes)"
    r"\s*(?:is|will be|:|-|–|by|on|at|before)*\s*",
    re.IGNORECASE,
)
_BROUGHT_FORWARD = re.compile(r"(?:may|might|could|can|is subject|will be (?:brought|extended))\b", re.IGNORECASE)
_EARLY = re.compile(r"(?:may|might|could|reserve the right to|can)\s+(?:\w+\s+){0,4}$", re.IGNORECASE)


def read_closing(
    *,
    closing: str = "",
    description: str = "",
    title: str = "",
    extra: tuple[tuple[str, str], ...] = (),
    posted: datetime | None = None,
    now: datetime,
) -> DateFinding:
    """The closing instant from its field, else from a labelled fact, else from the sentence of the text that names it.

    Impossible (31 November, before it was posted, years ahead) when something was printed that cannot be right.
    """
    near = posted or now
    facts = [
        value for label, value in extra if re.search(r"clos|deadline|end date|expir|apply by", label, re.IGNORECASE)
    ]
    for where, raw in [("closing field", closing), *(("labelled fact", fact) for fact in facts)]:
        if raw.strip():
            found = first_date(raw, near=near)
            if found:
                return _judged(found, raw, where, posted=posted, now=now)
    for text in (title, description[:15_000]):
        for match in _INTRODUCED.finditer(text):
            if _EARLY.search(text[max(0, match.start() - 40) : match.start()]):
                continue
            rest = text[match.end() : match.end() + 70]
            if _BROUGHT_FORWARD.match(rest):
                continue
            found = first_date(rest, near=near)
            if (
                found
                and found.start <= 32
                and not re.search(r"interview|assessment|[.!?]\s", rest[: found.start], re.IGNORECASE)
            ):
                return _judged(found, f"{match.group()}{rest[: found.end + 20]}", "text", posted=posted, now=now)
    return DateFinding()


def _judged(found: Printed, raw: str, where: str, *, posted: datetime | None, now: datetime) -> DateFinding:
    words = " ".join(raw.split())[:120]
    evidence = (f"{where}: {words}",)
    wrong = (
        found.impossible or found.at is None or found.at > max(now, posted or now) + FURTHEST or found.at.year < 2000
    )
    if wrong or (posted is not None and found.at is not None and found.at < posted - timedelta(days=2)):
        return DateFinding(None, words, found.date_only, impossible=True, evidence=evidence)
    return DateFinding(found.at, words, found.date_only, evidence=evidence)


def read_posted(raw: str, *, now: datetime) -> DateFinding:
    """When the advert was posted; a future instant is taken back to now, so that nothing pins itself to the top."""
    if not raw.strip():
        return DateFinding()
    found = first_date(raw, near=now - timedelta(days=180))
    if found is None or found.at is None or found.at.year < 2000:
        return DateFinding(None, raw.strip()[:120], evidence=())
    at = found.at - timedelta(hours=23, minutes=59) if found.date_only else found.at
    return DateFinding(min(at, now), raw.strip()[:120], found.date_only, evidence=(f"posted: {raw.strip()[:60]}",))
