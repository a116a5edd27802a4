"""Pay, as stated and as a comparable full-time annual range. When unsure, nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from portal.vacancies import pay_tables
from portal.vacancies.drafts import Basis, Grade, Pay, Period

HOURS_A_WEEK, WEEKS_A_YEAR, DAYS_A_YEAR = 37, 52.143, 220
"""A full-time year for comparison: 37 hours (the NJC week), 365/7 weeks, and 220 working days for daily rates."""
LOWEST_YEAR, HIGHEST_YEAR = 600_000, 60_000_000
"""Pence: stated annual pay outside £6,000 to £600,000 is not taken for pay."""

_AMOUNT = r"(?:£\s*|GBP\s*)?(\d{1,3}(?:,\s?\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)\s*(k\b|K\b)?"
_POUNDS = r"(?:£\s*|GBP\s*)(\d{1,3}(?:,\s?\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)\s*(k\b|K\b)?"
_JOIN = r"(?:\s*(?:per (?:annum|hour|day)|p\.?a\.?|a year|FTE)?\s*(?:-|–|—|−|to|and|up to|rising to|/)\s*(?:up to\s*|max(?:imum)?\.?:?\s*)?|\.?\s+(?:national |london )?max(?:imum)? (?:salary|pay)\s*(?:of|is|:)?\s*|[ ]+(?=£))"
_RANGE = re.compile(_POUNDS + _JOIN + _AMOUNT + r"(?![\d%])")
_SINGLE = re.compile(_POUNDS + r"(?!\s*(?:m\b|bn\b|million|billion))")
_BARE_RANGE = re.compile(
    r"(?<![\d/.,])(\d{2,3},?\d{3}(?:\.\d{2})?)()\s*(?:-|–|to)\s*(?:£\s*)?(\d{2,3},?\d{3}(?:\.\d{2})?)()(?![\d/])"
)
_BARE_SINGLE = re.compile(r"(?<![\d/.,-])(\d{2,3},\d{3}(?:\.\d{2})?|\d{5}(?:\.\d{2})?)()(?![\d/,])")
_PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    (
        "hour",
        re.compile(
            r"\b(?:per|an|a|each|/)\s*(?:hour|hr)\b|\bp\.?\s?/?h(?:r|our)?\b|\bphr\b|/\s*h(?:r|our)?\b|\bhourly\b|\bper hr\b",
            re.IGNORECASE,
        ),
    ),
    ("session", re.compile(r"\b(?:per|a|each)\s*session\b|\bsessional\b", re.IGNORECASE)),
    (
        "day",
        re.compile(r"\b(?:per|a|each)\s*(?:day|diem)\b|\bp\.?/?d\b|\bdaily\b|/\s*day\b|\bday rate\b", re.IGNORECASE),
    ),
    (
        "month",
        re.compile(
            r"\b(?:per|a|each)\s*(?:calendar\s*)?month\b|\bp\.?c?\.?m\b|\bmonthly\b|\bper calendar\b", re.IGNORECASE
        ),
    ),
    (
        "year",
        re.compile(
            r"\b(?:per|a|each)\s*(?:annum|year|yr)\b|\bp\.?\s?a\b|\bannual(?:ly)?\b|\bper ann\w*|/\s*(?:annum|year|yr)\b|\bp/a\b",
            re.IGNORECASE,
        ),
    ),
)
_PRO_RATA = re.compile(r"\bpro[\s-]?rata\b|\bpro-rated\b|\bprorata\b", re.IGNORECASE)
_ACTUAL = re.compile(r"\bactual\b|\bFTE\b|\bfull[- ]time equivalent\b|\bpart[- ]time salary\b", re.IGNORECASE)
_FTE_NOTE = re.compile(r"\(?\s*(?:FTE|full[- ]time equivalent|FTE salary)\s*(?:of|:|is)?\s*" + _POUNDS, re.IGNORECASE)
_NOT_PAY_BEFORE = re.compile(
    r"(?:allowance|bonus|supplement|pension|contribut\w*|budgets?|turnover|funding|worth|save|saving|savings|voucher|relocation|referral|"
    r"welcome|payment of|retention|premium|cost|costs|expenses|fee|fees|income|value|contract of|contracts|revenue|portfolio|discounts?|"
    r"loan|additional|an extra|plus up to|grant|investment|spend|spending|assets|reward|overtime|standby|on[- ]call|weighting)[\w\s,'’()/:-]{0,45}$",
    re.IGNORECASE,
)
_NOT_PAY_AFTER = re.compile(
    r"^[\s,]*(?:(?:per annum|p\.?a\.?|a year|pa)?\s*(?:DDaT|digital|market|recruitment|retention|location|London|skills|specialist|car|non[- ]consolidated|pension)?\s*)?"
    r"(?:allowance|bonus|supplement|RRA|payment|towards|into|contribut|budget|million|billion|m\b|bn\b|pension|voucher|welcome)|^\s*(?:%|per cent)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?im)(?:^|\b)(?:salary(?: range| scale| details)?|pay(?: range| scale)?|remuneration|starting salary|starting pay|national|base salary)\b[^\n£]{0,60}$|salary|remuneration|per annum|starting"
)
_NATIONAL = re.compile(
    r"\bnational\b|\boutside london\b|\bnon[- ]london\b|\bregional\b|\brest of (?:the )?uk\b|\bother locations\b",
    re.IGNORECASE,
)
_LONDON = re.compile(r"\blondon\b", re.IGNORECASE)
_SECTION_END = re.compile(
    r"(?im)^\s*(?:job grade|contract type|business area|working pattern|type of role|contents|job summary|location|\n)\b"
)
_PLACE_AFTER = re.compile(
    r"\s*(?:per annum|p\.?a\.?)?\s*\(\s*(?:national|outside|london|inner|outer|[A-Z][a-z]+)[^)\n]{0,40}\)",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\b(?:up to|to a maximum of|maximum(?: of)?|max(?:imum)? salary|circa up to)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|starting (?:at|from)|minimum(?: of)?|starts? at|at least)\s*$|^\s*\+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Figure:
    """Amounts found at one place of a text, in pence."""

    low: int
    high: int | None
    start: int
    end: int


def read_pay(
    *,
    salary: str = "",
    description: str = "",
    title: str = "",
    grade: Grade | None = None,
    sector: str | None = None,
    nation: str | None = None,
    on: date,
    is_guess: bool = False,
) -> Pay:
    """The pay of the advertised post: from its field, else its text, else (only as annual range) from a pay table."""
    if is_guess:
        return Pay(evidence=("The source worked this pay out itself, so it is not taken as stated.",))
    pay = _from_text(salary, in_field=True) if salary.strip() else None
    if pay is None:
        pay = _from_description(description) or _from_title(title)
    if pay is None:
        pay = Pay(stated=salary.strip()[:200] if salary.strip() else "", evidence=())
        derived = pay_tables.derive(grade, nation=nation, on=on) if grade else None
        if derived:
            return replace(
                pay,
                annual_minimum=derived.minimum,
                annual_maximum=derived.maximum,
                derived=True,
                evidence=(
                    f"No pounds are stated; {grade.text if grade else ''} is worked out from the {derived.source}.",
                ),
            )
        return pay
    return _annualised(pay)


def _from_title(title: str) -> Pay | None:
    return _from_text(title, in_field=False) if "£" in title else None


def _from_description(description: str) -> Pay | None:
    """The first figure of the text that is introduced as pay, with the lines around it for London and basis."""
    text = description[:12_000]
    figures = [figure for figure in _figures(text, bare=False) if _plausible(figure, text)]
    best: tuple[int, _Figure] | None = None
    for figure in figures[:40]:
        before, after = text[max(0, figure.start - 140) : figure.start], text[figure.end : figure.end + 60]
        score = 0
        if _LABEL.search(before):
            score += 3
        if _PERIODS[4][1].search(after) or any(pattern.search(after[:25]) for _, pattern in _PERIODS):
            score += 2
        if figure.low is not None and figure.high is not None and figure.low != figure.high:
            score += 1
        if re.search(r"(?i)\bsalary\b|\bpay\b", before[-45:]):
            score += 2
        if score >= 3 and (best is None or score > best[0]):
            best = (score, figure)
    if best is None:
        return None
    chosen = best[1]
    start = max(0, text.rfind("\n", 0, chosen.start) - 60)
    start = max(start, chosen.start - 120)
    ends = _SECTION_END.search(text, chosen.end)
    end = min(chosen.end + 700, ends.start() if ends else len(text))
    return _from_text(text[start:end], in_field=False, anchor=chosen.start - start)


def _from_text(text: str, *, in_field: bool, anchor: int | None = None) -> Pay | None:
    figures = [each for each in _figures(text, bare=in_field) if _plausible(each, text)]
    if anchor is not None:
        figures = [each for each in figures if each.start >= anchor] or figures
    if not figures:
        return None
    national, london = _places(figures, text)
    main = national or figures[0]
    tail = text[main.end : main.end + 60]
    period = _period(
        main, text[max(0, main.start - 30) : main.start], text[main.start : main.end] + tail, text if in_field else ""
    )
    if period is None or not _sensible(main, period):
        return None
    low: int | None = main.low
    high: int | None = main.high
    before = text[max(0, main.start - 25) : main.start]
    if low == high and _UP_TO.search(before):
        low = None
    elif low == high and (_FROM.search(before) or re.match(r"\s*\+", text[main.end :])):
        high = None
    stated = re.sub(r"\s+", " ", text).strip() if in_field else re.sub(r"\s+", " ", text[main.start : main.end]).strip()
    return Pay(
        stated=stated[:200],
        minimum=low,
        maximum=high,
        period=period,
        basis=_basis(text, period),
        london_minimum=london.low if london else None,
        london_maximum=london.high if london else None,
        evidence=(f"{'salary field' if in_field else 'text'}: {' '.join(text[main.start : main.end].split())}",),
    )


def _figures(text: str, *, bare: bool) -> list[_Figure]:
    found: list[_Figure] = []
    taken: list[tuple[int, int]] = []
    patterns = [(_RANGE, True), (_SINGLE, False)] + (
        [(_BARE_RANGE, True), (_BARE_SINGLE, False)] if bare and "£" not in text else []
    )
    for pattern, is_range in patterns:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            low = _pence(match.group(1), match.group(2))
            high: int | None = _pence(match.group(3), match.group(4)) if is_range else low
            if is_range and match.group(4) and not match.group(2) and low < 1_000_00:
                low *= 1000
            if high is not None and high < low and low >= 1_000_00 and text[match.end() : match.end() + 1] != "…":
                low, high = (low, low) if high < 10_000_00 else (high, low)
            if is_range and text[match.end() : match.end() + 1] == "…":
                # The source cut its own text off in the middle of the upper figure.
                high = None
            found.append(_Figure(low, high, match.start(), match.end()))
            taken.append((match.start(), match.end()))
    return sorted(found, key=lambda figure: figure.start)


def _pence(digits: str, thousand: str | None) -> int:
    pounds = float(digits.replace(",", "").replace(" ", ""))
    return round(pounds * (1000 if thousand else 1) * 100)


def _plausible(figure: _Figure, text: str) -> bool:
    before, after = text[max(0, figure.start - 60) : figure.start], text[figure.end : figure.end + 50]
    line_before = before.rsplit("\n", 1)[-1] if "\n" in before else before
    sentence = re.split(r"[.;!?]\s", line_before)[-1]
    return not _NOT_PAY_BEFORE.search(sentence) and not _NOT_PAY_AFTER.search(after)


def _places(figures: list[_Figure], text: str) -> tuple[_Figure | None, _Figure | None]:
    """The national and the London figure, where both are given."""
    if len(figures) < 2:
        return None, None
    national = london = None
    previous_end = 0
    for figure in figures:
        before, after = text[max(previous_end, figure.start - 70) : figure.start], text[figure.end : figure.end + 30]
        previous_end = figure.end
        own = _PLACE_AFTER.match(after)
        label = own.group() if own else before
        if _NATIONAL.search(label) or (own and not _LONDON.search(label)):
            national = national or figure
        elif _LONDON.search(label) and figure.low >= LOWEST_YEAR:
            london = london or figure
    if london and not national:
        national = next(
            (figure for figure in figures if figure is not london and (figure.low or 0) <= (london.low or 0)), None
        )
    return (national, london) if national and london else (national, None)


def _period(figure: _Figure, before: str, near: str, whole: str) -> Period | None:
    for text in (near[: (figure.end - figure.start) + 28], before, near, whole):
        for period, pattern in _PERIODS:
            if text and pattern.search(text):
                guessed = period
                if _sensible(figure, guessed):
                    return guessed
    amount = figure.high or figure.low or 0
    if amount >= 8_000_00:
        return "year"
    if 5_00 <= amount <= 100_00:
        return "hour"
    return None


def _sensible(figure: _Figure, period: Period) -> bool:
    amount = figure.high or figure.low or 0
    bounds: dict[Period, tuple[int, int]] = {
        "year": (LOWEST_YEAR, HIGHEST_YEAR),
        "month": (400_00, 20_000_00),
        "day": (50_00, 3_000_00),
        "hour": (4_00, 400_00),
        "session": (20_00, 1_500_00),
    }
    low, high = bounds[period]
    return low <= amount <= high


def _basis(text: str, period: Period) -> Basis:
    if re.search(r"\(?\s*FTE\s*£|\bactual\b", text, re.IGNORECASE):
        return "actual"
    if _PRO_RATA.search(text):
        return "pro_rata"
    if period == "year" and re.search(r"per annum|p\.?\s?a\b|full[- ]time|a year", text, re.IGNORECASE):
        return "full_time"
    return "unknown"


def _annualised(pay: Pay) -> Pay:
    """With the comparable full-time annual range, where the stated figures allow one."""
    if pay.basis == "actual":
        full = _FTE_NOTE.search(pay.stated)
        if not full:
            return pay
        amount = _pence(full.group(1), full.group(2))
        return replace(pay, annual_minimum=amount, annual_maximum=amount)
    factor = {
        "year": 1.0,
        "month": 12.0,
        "day": float(DAYS_A_YEAR),
        "hour": HOURS_A_WEEK * WEEKS_A_YEAR,
        "session": None,
        None: None,
    }[pay.period]
    if factor is None:
        return pay

    def yearly(amount: int | None) -> int | None:
        return None if amount is None else round(amount * factor)

    return replace(pay, annual_minimum=yearly(pay.minimum), annual_maximum=yearly(pay.maximum))
