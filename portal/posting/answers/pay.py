"""Pay and grade: pounds as they were typed, or points and bands turned into pounds by the published scales."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.foundation.clock import LONDON
from portal.posting.answers.shape import Asked, Read, Typed, line, too_long
from portal.vacancies import pay_tables
from portal.vacancies.comparing_pay import annualised
from portal.vacancies.drafts import Grade, GradeScheme, Pay
from portal.vacancies.pay_periods import BOUNDS
from portal.web.words import pay_range

HOW: Mapping[str, str] = {
    "pounds": "In pounds",
    "grade": "By its grade, points or band",
    "unstated": "The advert does not say",
}
PERIODS: Mapping[str, str] = {"year": "a year", "month": "a month", "day": "a day", "hour": "an hour"}
BASES: Mapping[str, str] = {
    "full_time": "What a full-time person earns",
    "pro_rata": "What a full-time person earns; this post is paid in proportion (pro rata)",
    "actual": "What this post actually pays for its hours",
}
SCHEMES: Mapping[str, str] = {
    "njc_scp": "NJC pay points (SCP)",
    "afc_band": "NHS Agenda for Change band",
    "civil_service_grade": "Civil service grade",
    "he_spine": "University pay spine points",
    "police_staff": "Police staff grade",
    "local_grade": "Our own grade",
}
_POUNDS = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,2}))?\s*(k)?", re.IGNORECASE)
_TO = r"(?:\s*(?:-|–|to)\s*"
_POINTS = re.compile(rf"(?:SCP|points?|spine points?)?\s*([0-9]{{1,2}}){_TO}([0-9]{{1,2}}))?", re.IGNORECASE)
_BANDS = re.compile(rf"(?:AfC\s*)?(?:bands?)?\s*([2-9]\s?[a-d]?){_TO}([2-9]\s?[a-d]?))?", re.IGNORECASE)
_POINTED = {"njc_scp": ("SCP", _POINTS), "he_spine": ("Point", _POINTS), "afc_band": ("Band", _BANDS)}
_UNITS: Mapping[str, str] = {"year": "£38,626", "month": "£3,200", "day": "£450", "hour": "£18.50"}


@dataclass(frozen=True, slots=True)
class Worth:
    """What a grade comes to in a full-time year, and by which scale; for the words beside the field."""

    pounds: str
    source: str


def pence_of(typed: str) -> int | None:
    """Pounds as people type them, in whole pence: "38,626", "£18.50", "42k"; None for anything else."""
    found = _POUNDS.fullmatch(typed.strip())
    if found is None:
        return None
    whole = int(found[1].replace(",", "")) * (1000 if found[3] else 1)
    pence = (found[2] or "").ljust(2, "0")
    return None if found[3] and found[2] else whole * 100 + int(pence)


def grade_of(scheme: str, typed: str) -> Grade | None:
    """A grade in the words in which the scheme's points are known: "SCP 29-32", "Band 8a"; None where it has none."""
    if scheme not in SCHEMES or not typed:
        return None
    known: GradeScheme = scheme  # type: ignore[assignment]
    if scheme not in _POINTED:
        return Grade(known, typed)
    word, pattern = _POINTED[scheme]
    found = pattern.fullmatch(typed)
    ends = [end.replace(" ", "").lower() for end in found.groups() if end] if found else []
    return Grade(known, f"{word} {'-'.join(ends)}") if ends else None


def worth_of(grade: Grade | None, *, nation: str | None, on: date) -> Worth | None:
    """The pounds of a grade by the published scale in force that day; None where no scale covers it."""
    derived = pay_tables.derive(grade, nation=nation, on=on) if grade else None
    if derived is None:
        return None
    return Worth(pay_range(derived.minimum, derived.maximum, "year"), derived.source)


def pay(typed: Typed, asked: Asked) -> Read:
    read = Read()
    how, scheme, words = line(typed, "how"), line(typed, "scheme"), line(typed, "grade")
    allowances, note = line(typed, "allowances"), line(typed, "pay_note")
    if how not in HOW:
        read.problems["how"] = "Choose how the pay is stated."
    grade = _grade(read, scheme, words, needed=how == "grade")
    low, high = _range(read, typed) if how == "pounds" else (None, None)
    too_long(read, "allowances", allowances, most=200, what="Allowances")
    too_long(read, "pay_note", note, most=200, what="The note on pay")
    read.values |= {
        "how": how,
        "grade": grade or Grade(),
        "allowances": allowances,
        "pay_note": note,
        "minimum": low,
        "maximum": high,
        "per": line(typed, "per"),
        "basis": line(typed, "basis"),
    }
    return read


def _grade(read: Read, scheme: str, words: str, *, needed: bool) -> Grade | None:
    if scheme and scheme not in SCHEMES:
        read.problems["scheme"] = "Choose a pay scale of the list."
    elif words and not scheme:
        read.problems["scheme"] = "Choose which pay scale the grade is of."
    elif needed and not scheme:
        read.problems["scheme"] = "Choose the pay scale."
    if (needed or scheme) and not words:
        read.problems["grade"] = "Enter the grade, points or band, such as 29 to 32, or 8a."
    if too_long(read, "grade", words, most=60, what="The grade"):
        return None
    grade = grade_of(scheme, words)
    if scheme and words and grade is None:
        example = "29 to 32" if scheme in ("njc_scp", "he_spine") else "8a"
        read.problems["grade"] = f"We cannot read this as {SCHEMES.get(scheme, 'a grade')}. Write it as {example}."
    return grade


def _range(read: Read, typed: Typed) -> tuple[int | None, int | None]:
    least, most, per, basis = (line(typed, name) for name in ("minimum", "maximum", "per", "basis"))
    if per not in PERIODS:
        read.problems["per"] = "Choose what the pay is for: a year, a month, a day or an hour."
    if basis not in BASES:
        read.problems["basis"] = "Choose what the figures mean."
    if not least and not most:
        read.problems["minimum"] = "Enter the lowest pay, the highest pay, or both."
    amounts = {}
    for name, given in (("minimum", least), ("maximum", most)):
        amount = pence_of(given) if given else None
        if given and amount is None:
            read.problems[name] = f"Enter pounds in figures, such as {_UNITS.get(per, '£38,626')}."
        elif amount is not None and per in PERIODS:
            bottom, top = BOUNDS[per]  # type: ignore[index]
            if not bottom <= amount <= top:
                read.problems[name] = (
                    f"{pay_range(amount, amount, per)} is not a usual pay. Check the figure, and what it is for."
                )
        amounts[name] = amount
    low, high = amounts["minimum"], amounts["maximum"]
    if low is not None and high is not None and low > high:
        read.problems.setdefault("maximum", "The highest pay must not be less than the lowest.")
    return low, high


def pay_of(pay_read: Read, terms_read: Read, *, asked: Asked, nation: str | None) -> tuple[Pay, Grade]:
    """Pay and grade as the vacancies room knows them: as stated, as parsed and as a comparable year."""
    values = pay_read.values
    grade: Grade = values["grade"]
    stated = _stated(pay_read)
    stated = " ".join(filter(None, (stated, _apart(values["allowances"], values["pay_note"])))) if stated else ""
    evidence = ("The employer says so.",)
    if values["how"] == "pounds":
        low, high = values["minimum"], values["maximum"]
        found = Pay(
            stated=stated,
            minimum=low,
            maximum=high,
            period=values["per"],
            basis=values["basis"] if values["basis"] in BASES else "unknown",
            evidence=evidence,
        )
        hours = terms_read.values["hours"]
        return annualised(found, f"{hours} hours a week" if hours else ""), grade
    derived = pay_tables.derive(grade, nation=nation or asked.nation, on=asked.now.astimezone(LONDON).date())
    if values["how"] == "grade" and derived is not None:
        because = f"{grade.text} is worked out from the {derived.source}."
        return (
            Pay(
                stated=stated,
                annual_minimum=derived.minimum,
                annual_maximum=derived.maximum,
                derived=True,
                evidence=(*evidence, because),
            ),
            grade,
        )
    return Pay(stated=stated), grade


def _stated(read: Read) -> str:
    values = read.values
    if values["how"] == "pounds":
        words = pay_range(values["minimum"], values["maximum"], values["per"])
        also = {"pro_rata": ", pro rata", "actual": " for the hours of this post"}.get(values["basis"], "")
        return words + also
    return (values["grade"].text or "") if values["how"] == "grade" else ""


def _apart(allowances: str, note: str) -> str:
    return " ".join(filter(None, (f"plus {allowances}" if allowances else "", f"({note})" if note else "")))
