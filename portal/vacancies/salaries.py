"""Pay, as stated and as a comparable full-time annual range. When unsure, nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from portal.vacancies import pay_tables
from portal.vacancies.drafts import Basis, Grade, Pay, Period

HOURS_A_WEEK, WEEKS_A_YEAR, DAYS_A_YEAR = 37.0, 52.143, 220
"""A full-time year for comparison: 37 hours (the NJC week) unless the advert names its own, 365/7 weeks, 220 working days."""
FULL_WEEK = (35.0, 40.0)
"""Hours a week that an advert may call full-time; fewer are a part-time post's and say nothing of a full year."""
LOWEST_YEAR, HIGHEST_YEAR = 600_000, 60_000_000
"""Pence: stated annual pay outside £6,000 to £600,000 is not taken for pay."""
WIDEST = 8
"""A range whose top is this many times its bottom is a slip of the pen, and which end is wrong cannot be known."""
READ_AT_MOST, WEIGH_AT_MOST = 12_000, 40

_Span = Period | Literal["week"]
_BOUNDS: dict[_Span, tuple[int, int]] = {
    "year": (LOWEST_YEAR, HIGHEST_YEAR),
    "month": (400_00, 20_000_00),
    "day": (50_00, 3_000_00),
    "hour": (4_00, 400_00),
    "session": (20_00, 15_000_00),
    "week": (150_00, 5_000_00),
}
"""Pence within which a figure of each period can be pay. The contract has no word for a week: its pay has no period."""

_NUMBER = r"(\d{1,3}(?:,\s?\d{3})+(?:\.\d{1,2})?|\d{2,3}\.\d{3}(?!\d)|\d+(?:\.\d{1,2})?)(?:\s*(k\b|K\b))?"
_SIGN = r"(?:£\s*|GBP\s*|\(£\)\s*)"
_PER = r"(?:\(?(?i:per (?:annum|hour|day|month|week)|an? (?:hour|year|day|month|week)|p\.?a\.?|p\.?/?h\.?|p\.?/?d\.?|/\s?(?:hour|hr|day)|FTE|WTE|gross)\)?)"
_JOIN = (
    rf"(?:\s*{_PER}?\s*(?i:-|–|—|−|to|and|up to|rising to|/)\s*(?i:up to\s*|(?:national |london )?max(?:imum)?\.?(?: (?:salary|pay))?:?\s*)?"
    rf"|\s*{_PER}?\.?\s+(?i:rising to)\s*"
    r"|\.?\s+(?i:national |london )?(?i:max(?:imum)?) (?i:salary|pay)\s*(?i:of|is|:)?\s*|[ ]+(?=£))"
)
_RANGE = re.compile(_SIGN + _NUMBER + _JOIN + _SIGN + "?" + _NUMBER + r"(?![\d%])")
_SINGLE = re.compile(_SIGN + _NUMBER + r"(?!\s*(?:m\b|bn\b|million|billion))")
_LONGER = re.compile(r"\s*[-–]\s*£\s*" + _NUMBER)
_BARE_RANGE = re.compile(
    rf"(?<![\d/.,$€-])(\d{{2,3}},?\d{{3}}(?:\.\d{{2}})?|\d{{1,3}}\.\d{{2}}|\d{{2,3}})\s*([kK]\b)?\s*{_PER}?\s*(?:-|–|to)\s*(?:£\s*)?"
    r"(\d{2,3},?\d{3}(?:\.\d{2})?|\d{1,3}\.\d{2}|\d{2,3})\s*([kK]\b)?(?![\d/%])"
)
_BARE_SINGLE = re.compile(
    r"(?<![\d/.,$€-])(\d{2,3},\d{3}(?:\.\d{2})?|\d{5,6}(?:\.\d{2})?|\d{2}(?=\s*[kK]\b)|\d{1,3}\.\d{2}(?=\s*(?:$|p\.?/?h|per h|an h|/\s?h)))\s*([kK]\b)?(?![\d/,])"
)
_OTHER_MONEY = re.compile(r"[$€]|\b(?:AUD|USD|EUR|NZD|CAD)\b")
_PERIODS: tuple[tuple[_Span, re.Pattern[str]], ...] = (
    (
        "hour",
        re.compile(
            r"\b(?:per|an|a|each|/)\s*(?:hour|hr)\b|\bp\.?\s?/?h(?:r|our)?\b|(?<=\d)ph\b|\bphr\b|/\s*h(?:r|our)?\b|\bhourly\b",
            re.IGNORECASE,
        ),
    ),
    ("session", re.compile(r"\b(?:per|a|each)\s*session\b|\bsessional\b|/\s*session\b", re.IGNORECASE)),
    (
        "day",
        re.compile(
            r"\b(?:per|a|each)\s*(?:day|diem)\b|\bp\.?/?d\b|(?<=\d)pd\b|\bdaily\b|/\s*day\b|\bday rate\b", re.IGNORECASE
        ),
    ),
    (
        "week",
        re.compile(
            r"\b(?:per|a|each)\s*week\b(?<!hours per week)(?<!hours a week)|\bp\.?/?w\b|(?<=\d)pw\b|\bweekly\b|/\s*week\b",
            re.IGNORECASE,
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:per|a|each)\s*(?:calendar\s*)?month\b|\bp\.?c?\.?m\b|(?<=\d)pc?m\b|\bmonthly\b|\bper calendar\b",
            re.IGNORECASE,
        ),
    ),
    (
        "year",
        re.compile(
            r"\b(?:per|a|each)\s*(?:annum|year|yr)\b|\bp\.?\s?a\b|(?<=\d)pa\b|\bannual(?:ly)?\b|\bper ann\w*|/\s*(?:annum|year|yr)\b|\bp/a\b",
            re.IGNORECASE,
        ),
    ),
)
_PRO_RATA = re.compile(r"\bpro[\s-]?rata\b|\bpro-?rated\b", re.IGNORECASE)
_FULL_TIME_BEFORE = re.compile(
    r"(?:\b(?:FTE|WTE)|full[- ]time(?: equivalent)?)(?:\s+(?:salary|pay|range|of|is))*\s*[:\-–]?\s*$", re.IGNORECASE
)
_FULL_TIME_AFTER = re.compile(
    r"^[\s,]*(?:(?:annually|per annum|p\.?a\.?|a year)[\s,]*)?\(?\s*(?:FTE|WTE|full[- ]time(?: equivalent)?)\b(?!\s*(?:of|:|is|salary)?\s*£)",
    re.IGNORECASE,
)
_ACTUAL_BEFORE = re.compile(r"\bactual(?:\s+(?:annual|starting|salary|pay|range|of|is))*\s*[:\-–]?\s*$", re.IGNORECASE)
_ACTUAL_AFTER = re.compile(
    r"^[\s,]*(?:(?:annually|per annum|p\.?a\.?|a year)[\s,]*)?\(?\s*(?:actual|for [\d.]+ (?:hours|hrs))\b(?! (?:salary|pay|:|£))",
    re.IGNORECASE,
)
_FTE_NOTE = re.compile(
    r"\(?\s*(?:FTE|WTE|full[- ]time(?: equivalent)?)\s*(?:salary|range|pay)?\s*(?:of|:|is)?\s*"
    + _SIGN
    + _NUMBER
    + r"(?:\s*(?:-|–|to)\s*£?\s*"
    + _NUMBER
    + ")?",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(\d{2}(?:\.\d{1,2})?)\s*(?:hours|hrs)\s*(?:per|a|/|each)\s*week", re.IGNORECASE)
_NOT_PAY_BEFORE = re.compile(
    r"(?:allowance|bonus|supplement|pension|contribut\w*|budgets?|turnover|funding|worth|save|saving|savings|voucher|relocation|referral|refer a friend|"
    r"welcome|payment of|retention|premium|cost|costs|expenses|fee|fees|income|value|contract of|contracts|revenue|portfolio|discounts?|\bOTE|"
    r"loan|additional|an extra|plus up to|grant|investment|spend|spending|assets|reward|overtime|standby|on[- ]call|weighting|higher starting salary|"
    r"delivering|managing|responsible for|package|enhancements?|maternity|paternity|sickness|DBS|disclosure|checks?|deduct\w*|charged?)[\w\s,'’()/:-]{0,45}$",
    re.IGNORECASE,
)
_NOT_PAY_AFTER = re.compile(
    r"^[\s,]*(?:(?:per annum|p\.?a\.?|a year|pa)?\s*(?:DDaT|digital|market|recruitment|retention|location|London|skills|specialist|car|clothing|tool|non[- ]consolidated|pension|"
    r"training|personal|learning|annual)?\s*)?"
    r"(?:allowance|bonus|supplement|RRA|payment|towards|into|contribut|deduct|for an? (?:enhanced|standard|basic)|budget|programme|portfolio|million|billion|m\b|bn\b|pension|voucher|welcome|OTE\b)|^\s*(?:%|per cent)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?im)(?:^|\b)(?:salary(?: range| scale| details)?|pay(?: range| scale)?|remuneration|starting salary|starting pay|national|base salary)\b[^\n£]{0,60}$|salary|remuneration|per annum|starting"
)
_RIGHT_BEFORE = re.compile(
    r"(?im)(?:^|\b)(?:salary|pay|remuneration)(?: range| scale| details)?\s*(?:is|of|from|:|-|–)?\s*$"
)
_HEADED = re.compile(r"(?im)^(?:salary|pay)(?: range| scale)?[ \t]*:?[ \t]*\n\s*$")
_WRAPPED = re.compile(r"(?i)\b(?:up to|of|an?|and|with|to|is|plus|includes?)[ \t]*\n[ \t]*$")
_NATIONAL = re.compile(
    r"\bnational\b|\boutside london\b|\bnon[- ]london\b|\bregional\b|\brest of (?:the )?uk\b|\bother locations\b",
    re.IGNORECASE,
)
_LONDON = re.compile(r"\blondon\b", re.IGNORECASE)
_SECTION_END = re.compile(
    r"(?im)^\s*(?:job grade|contract type|business area|working pattern|type of role|contents|job summary|location|\n)\b"
)
_PLACE_AFTER = re.compile(
    r"\s*(?i:per annum|p\.?a\.?)?\s*(?:(?i:for (?:our |the )?(?:national|london)\b)[^.,;£\n]{0,20}|\(\s*(?:(?i:national|outside|london|inner|outer|regional|rest of|other)|[A-Z][a-z]+)[^)\n]{0,40}\))"
)
_UP_TO = re.compile(
    r"\b(?:up to|maximum (?:\w+ )?salary (?:for [\w ]{3,30} )?is|to a maximum of|maximum(?: of)?|max(?:imum)? salary|circa up to|to)\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|starting (?:at|from)|minimum(?: of)?|starts? at|at least)\s*$|^\s*\+", re.IGNORECASE)
_HOURLY_ABOVE = re.compile(r"\bhourly\b|\bper hour\b|\b(?:pay )?rates?\b", re.IGNORECASE)
"""In a text a small figure is a rate only below such a heading; in a pay field it can be nothing else."""
_WITH_ALLOWANCE = re.compile(r"\s*\(?which (?:may |can |could )?includes? an? (?:\w+ ){0,3}allowance", re.IGNORECASE)
"""A figure that an allowance makes bigger yields to one of the pay alone."""
_CUT_OFF = "…"


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
    full_time: bool = False,
) -> Pay:
    """The pay of the advertised post: from its field, else its text, else (only as annual range) from a pay table.

    `full_time` says that the advert calls the post full-time, so that a bare annual figure is a full-time one.
    """
    if is_guess:
        return Pay(evidence=("The source worked this pay out itself, so it is not taken as stated.",))
    pay = _from_text(salary, in_field=True) if salary.strip() else None
    if pay is None:
        pay = _from_description(description) or _from_title(title)
    if pay is None:
        return _from_table(salary.strip()[:200], grade, nation=nation, on=on)
    if full_time and pay.basis == "unknown" and pay.period == "year":
        pay = replace(pay, basis="full_time")
    return _annualised(pay, description)


def _from_table(stated: str, grade: Grade | None, *, nation: str | None, on: date) -> Pay:
    derived = pay_tables.derive(grade, nation=nation, on=on) if grade else None
    if derived is None:
        return Pay(stated=stated)
    return Pay(
        stated=stated,
        annual_minimum=derived.minimum,
        annual_maximum=derived.maximum,
        derived=True,
        evidence=(f"No pounds are stated; {grade.text if grade else ''} is worked out from the {derived.source}.",),
    )


def _from_title(title: str) -> Pay | None:
    return _from_text(title, in_field=False) if "£" in title else None


def _from_description(description: str) -> Pay | None:
    """The figure of the text that is best introduced as pay, with the lines around it for London and basis."""
    if "£" not in description and "GBP" not in description:
        return None
    text = description[:READ_AT_MOST]
    figures = [figure for figure in _figures(text, bare=False) if _plausible(figure, text)]
    best: tuple[int, _Figure] | None = None
    for figure in figures[:WEIGH_AT_MOST]:
        score = _introduction(figure, text)
        if score >= 3 and (best is None or score > best[0]):
            best = (score, figure)
    if best is None:
        return None
    chosen = best[1]
    start = max(0, text.rfind("\n", 0, chosen.start) - 60, chosen.start - 120)
    ends = _SECTION_END.search(text, chosen.end)
    end = min(chosen.end + 700, ends.start() if ends else len(text))
    return _from_text(text[start:end], in_field=False, anchor=chosen.start - start)


def _introduction(figure: _Figure, text: str) -> int:
    """How plainly a text says that this figure is the pay: by the words before it, its period, its being a range."""
    before, after = text[max(0, figure.start - 140) : figure.start], text[figure.end : figure.end + 60]
    score = 3 if _LABEL.search(before) else 0
    if _PERIODS[5][1].search(after) or any(pattern.search(after[:25]) for _, pattern in _PERIODS):
        score += 2
    if figure.low != figure.high:
        score += 1
    if re.search(r"(?i)\bsalary\b|\bpay\b", before[-45:]):
        score += 2
    if _RIGHT_BEFORE.search(before):
        score += 2
    if _HEADED.search(before):
        score += 4
    return score


def _from_text(text: str, *, in_field: bool, anchor: int | None = None) -> Pay | None:
    figures = [each for each in _figures(text, bare=in_field) if _plausible(each, text)]
    if anchor is not None:
        figures = [each for each in figures if each.start >= anchor] or figures
    figures = [each for each in figures if not _WITH_ALLOWANCE.match(text, each.end)] or figures
    if not figures:
        return None
    national, london = _places(figures, text)
    main = national or _fuller(figures, text)
    if main.low == main.high == figures[0].low == figures[0].high:
        main = figures[0]
    tail = text[main.end : main.end + 60]
    period = _period(
        main,
        text[max(0, main.start - 30) : main.start],
        text[main.start : main.end] + tail,
        text if in_field else "",
        text[max(0, main.start - 120) : main.start],
    )
    if period is None or (main.high is not None and main.high > WIDEST * main.low):
        return None
    low, high = _ends(main, text)
    stated = re.sub(r"\s+", " ", text).strip() if in_field else re.sub(r"\s+", " ", text[main.start : main.end]).strip()
    return Pay(
        stated=stated[:200],
        minimum=low,
        maximum=high,
        period=None if period == "week" else period,
        basis=_basis(main, text, period),
        london_minimum=london.low if london else None,
        london_maximum=london.high if london else None,
        evidence=(f"{'salary field' if in_field else 'text'}: {' '.join(text[main.start : main.end].split())}",),
    )


def _ends(figure: _Figure, text: str) -> tuple[int | None, int | None]:
    """Its minimum and maximum: "up to" has no minimum, "from" and "+" no maximum."""
    before = text[max(0, figure.start - 25) : figure.start]
    if figure.low == figure.high and _UP_TO.search(before):
        return None, figure.high
    if figure.low == figure.high and (_FROM.search(before) or re.match(r"\s*\+(?!\s*[A-Za-z£])", text[figure.end :])):
        return figure.low, None
    return figure.low, figure.high


def _fuller(figures: list[_Figure], text: str) -> _Figure:
    """The first figure, or the range right after it that has it for an end: "£36,400 / £36,000 rising to £36,400"."""
    first = figures[0]
    if len(figures) > 1 and first.low == first.high:
        then = figures[1]
        if then.low != then.high and first.low in (then.low, then.high) and then.start - first.end <= 60:
            return then
    return first


def _figures(text: str, *, bare: bool) -> list[_Figure]:
    found = _matched(text, ((_RANGE, True), (_SINGLE, False)))
    if (
        bare
        and not any(_plausible(figure, text) and figure.high and figure.high >= 4_00 for figure in found)
        and not _OTHER_MONEY.search(text)
    ):
        found = _matched(text, ((_BARE_RANGE, True), (_BARE_SINGLE, False)))
        found = [figure for figure in found if _bare_is_pay(figure, text)]
    elif bare and found and _BARE_RANGE.match(text.lstrip("( £")) and found[0].low == found[0].high:
        found = _matched(text, ((_BARE_RANGE, True), (_SINGLE, False)))
    return sorted(found, key=lambda figure: figure.start)


def _bare_is_pay(figure: _Figure, text: str) -> bool:
    """A number without a pound sign: thousands a year, or with its pence or its unit an hourly rate."""
    top = figure.high or figure.low
    if top >= 8_000_00:
        return True
    words = text[figure.start : figure.end + 14]
    return 6_00 <= top <= 150_00 and (
        bool(_PERIODS[0][1].search(words)) or bool(re.fullmatch(r"\s*\d+\.\d\d(?:\s*[-–]\s*\d+\.\d\d)?\s*", text))
    )


def _matched(text: str, patterns: tuple[tuple[re.Pattern[str], bool], ...]) -> list[_Figure]:
    found: list[_Figure] = []
    taken: list[tuple[int, int]] = []
    for pattern, is_range in patterns:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append((match.start(), match.end()))
            found.append(_figure(match, text, is_range=is_range))
    return found


def _figure(match: re.Match[str], text: str, *, is_range: bool) -> _Figure:
    """The amounts of a match with its slips mended: "£30-35k", "£19 - 22,000", ends the wrong way round, a text cut off."""
    low, end = _pence(match.group(1), match.group(2)), match.end()
    if not is_range:
        return _Figure(low, low, match.start(), end)
    high = _pence(match.group(3), match.group(4))
    if low < 1_000_00 and high >= 10_000_00 and low * 1000 <= high:
        low *= 1000
    if text[end : end + 1] == _CUT_OFF:
        return _Figure(low, None, match.start(), end)
    if high < low:
        low, high = (low, low) if high * WIDEST < low else (high, low)
    if longer := _LONGER.match(text, end):
        further = _pence(longer.group(1), longer.group(2))
        if further > high:
            high, end = further, longer.end()
    return _Figure(low, high, match.start(), end)


def _pence(digits: str, thousand: str | None) -> int:
    if re.fullmatch(r"\d{2,3}\.\d{3}", digits):
        digits = digits.replace(".", "")
    pounds = float(digits.replace(",", "").replace(" ", ""))
    return round(min(pounds, 1e9) * (1000 if thousand else 1) * 100)


def _plausible(figure: _Figure, text: str) -> bool:
    before, after = text[max(0, figure.start - 60) : figure.start], text[figure.end : figure.end + 50]
    if _WRAPPED.search(before):
        before = before.rstrip().replace("\n", " ")
    line_before = before.rsplit("\n", 1)[-1] if "\n" in before else before
    sentence = re.split(r"[.;!?]\s", line_before)[-1]
    if not line_before.strip() and after.startswith("\n"):
        after = ""
    return not _NOT_PAY_BEFORE.search(sentence) and not _NOT_PAY_AFTER.search(after)


def _places(figures: list[_Figure], text: str) -> tuple[_Figure | None, _Figure | None]:
    """The national and the London figure, where both are given."""
    if len(figures) < 2:
        return None, None
    national = elsewhere = london = None
    previous_end = 0
    for figure in figures:
        before, after = text[max(previous_end, figure.start - 70) : figure.start], text[figure.end : figure.end + 40]
        previous_end = figure.end
        own = _PLACE_AFTER.match(after)
        label = own.group() if own else before
        if _NATIONAL.search(label):
            national = national or figure
        elif _LONDON.search(label) and figure.low >= LOWEST_YEAR:
            london = london or figure
        elif own:
            elsewhere = elsewhere or figure
    if london and not national:
        national = elsewhere or next(
            (figure for figure in figures if figure is not london and (figure.low or 0) <= (london.low or 0)), None
        )
    return (national, london) if national and london else (national, None)


def _period(figure: _Figure, before: str, near: str, whole: str, leading: str) -> _Span | None:
    """The period of a figure by the words after it, before it and around it, else by its size; None where nothing fits."""
    for text in (near[: (figure.end - figure.start) + 28], before, near, whole):
        if not text:
            continue
        for period, pattern in _PERIODS:
            if pattern.search(text) and _sensible(figure, period):
                return period
    amount = figure.high or figure.low or 0
    if 8_000_00 <= amount <= HIGHEST_YEAR:
        return "year"
    if 5_00 <= amount <= 100_00 and (whole or _HOURLY_ABOVE.search(leading)):
        return "hour"
    return None


def _sensible(figure: _Figure, period: _Span) -> bool:
    low, high = _BOUNDS[period]
    return low <= (figure.high or figure.low or 0) <= high


def _basis(figure: _Figure, text: str, period: _Span) -> Basis:
    before, after = text[max(0, figure.start - 40) : figure.start], text[figure.end : figure.end + 60]
    if _ACTUAL_BEFORE.search(before) or _ACTUAL_AFTER.search(after) or _FTE_NOTE.search(after[:40]):
        return "actual"
    if _FULL_TIME_AFTER.search(after) or _FULL_TIME_BEFORE.search(before):
        return "full_time"
    if _PRO_RATA.search(text):
        return "pro_rata"
    if period == "year" and re.search(r"per annum|p\.?\s?a\b|full[- ]time|a year|annually", text, re.IGNORECASE):
        return "full_time"
    return "unknown"


def _annualised(pay: Pay, description: str) -> Pay:
    """With the comparable full-time annual range, where the stated figures allow one."""
    if pay.basis == "actual":
        full = _FTE_NOTE.search(pay.stated)
        if not full:
            return pay
        low = _pence(full.group(1), full.group(2))
        high = _pence(full.group(3), full.group(4)) if full.group(3) else low
        return replace(pay, annual_minimum=min(low, high), annual_maximum=max(low, high))
    if pay.period == "session":
        return pay
    factor = _times_a_year(pay.period, description)

    def yearly(amount: int | None) -> int | None:
        return None if amount is None else round(amount * factor)

    return replace(pay, annual_minimum=yearly(pay.minimum), annual_maximum=yearly(pay.maximum))


def _times_a_year(period: Period | None, description: str) -> float:
    if period == "hour":
        stated = (float(match.group(1)) for match in _HOURS.finditer(description[:READ_AT_MOST]))
        return next((hours for hours in stated if FULL_WEEK[0] <= hours <= FULL_WEEK[1]), HOURS_A_WEEK) * WEEKS_A_YEAR
    return {"year": 1.0, "month": 12.0, "day": float(DAYS_A_YEAR)}.get(period or "", WEEKS_A_YEAR)
