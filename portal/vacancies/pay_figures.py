"""The amounts of money in a text that may be pay: found, their slips mended, and those that are plainly something else left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.vacancies.pay_periods import PERIODS

WIDEST = 8
"""A range whose top is this many times its bottom is a slip of the pen, and which end is wrong cannot be known."""
NUMBER = r"(\d{1,3}(?:,\s?\d{3})+(?:\.\d{1,2})?|\d{2,3}\.\d{3}(?!\d)|\d+(?:\.\d{1,2})?)(?:\s*(k\b|K\b))?"
SIGN = r"(?:£\s*|GBP\s*|\(£\)\s*)"
_PER = r"(?:\(?(?i:per (?:annum|hour|day|month|week)|an? (?:hour|year|day|month|week)|p\.?a\.?|p\.?/?h\.?|p\.?/?d\.?|/\s?(?:hour|hr|day)|FTE|WTE|gross)\)?)"
_JOIN = (
    rf"(?:\s*{_PER}?\s*(?i:-|–|—|−|to|and|up to|rising to|/)\s*(?i:up to\s*|(?:national |london )?max(?:imum)?\.?(?: (?:salary|pay))?:?\s*)?"
    rf"|\s*{_PER}?\.?\s+(?i:rising to)\s*"
    r"|\.?\s+(?i:national |london )?(?i:max(?:imum)?) (?i:salary|pay)\s*(?i:of|is|:)?\s*|[ ]+(?=£))"
)
_RANGE = re.compile(SIGN + NUMBER + _JOIN + SIGN + "?" + NUMBER + r"(?![\d%])")
_SINGLE = re.compile(SIGN + NUMBER + r"(?!\s*(?:m\b|bn\b|million|billion))")
_LONGER = re.compile(r"\s*[-–]\s*£\s*" + NUMBER)
_BARE_RANGE = re.compile(
    rf"(?<![\d/.,$€-])(\d{{2,3}},?\d{{3}}(?:\.\d{{2}})?|\d{{1,3}}\.\d{{2}}|\d{{2,3}})\s*([kK]\b)?\s*{_PER}?\s*(?:-|–|to)\s*(?:£\s*)?"
    r"(\d{2,3},?\d{3}(?:\.\d{2})?|\d{1,3}\.\d{2}|\d{2,3})\s*([kK]\b)?(?![\d/%])"
)
_BARE_SINGLE = re.compile(
    r"(?<![\d/.,$€-])(\d{2,3},\d{3}(?:\.\d{2})?|\d{5,6}(?:\.\d{2})?|\d{2}(?=\s*[kK]\b)|\d{1,3}\.\d{2}(?=\s*(?:$|p\.?/?h|per h|an h|/\s?h)))\s*([kK]\b)?(?![\d/,])"
)
_OTHER_MONEY = re.compile(r"[$€]|\b(?:AUD|USD|EUR|NZD|CAD)\b")
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
_WRAPPED = re.compile(r"(?i)\b(?:up to|of|an?|and|with|to|is|plus|includes?)[ \t]*\n[ \t]*$")
_CUT_OFF = "…"


@dataclass(frozen=True, slots=True)
class Figure:
    """Amounts found at one place of a text, in pence."""

    low: int
    high: int | None
    start: int
    end: int


def figures_in(text: str, *, bare: bool) -> list[Figure]:
    found = _matched(text, ((_RANGE, True), (_SINGLE, False)))
    if (
        bare
        and not any(plausible(figure, text) and figure.high and figure.high >= 4_00 for figure in found)
        and not _OTHER_MONEY.search(text)
    ):
        found = _matched(text, ((_BARE_RANGE, True), (_BARE_SINGLE, False)))
        found = [figure for figure in found if _bare_is_pay(figure, text)]
    elif bare and found and _BARE_RANGE.match(text.lstrip("( £")) and found[0].low == found[0].high:
        found = _matched(text, ((_BARE_RANGE, True), (_SINGLE, False)))
    return sorted(found, key=lambda figure: figure.start)


def _bare_is_pay(figure: Figure, text: str) -> bool:
    """A number without a pound sign: thousands a year, or with its pence or its unit an hourly rate."""
    top = figure.high or figure.low
    if top >= 8_000_00:
        return True
    words = text[figure.start : figure.end + 14]
    return 6_00 <= top <= 150_00 and (
        bool(PERIODS[0][1].search(words)) or bool(re.fullmatch(r"\s*\d+\.\d\d(?:\s*[-–]\s*\d+\.\d\d)?\s*", text))
    )


def _matched(text: str, patterns: tuple[tuple[re.Pattern[str], bool], ...]) -> list[Figure]:
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for pattern, is_range in patterns:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append((match.start(), match.end()))
            found.append(_figure(match, text, is_range=is_range))
    return found


def _figure(match: re.Match[str], text: str, *, is_range: bool) -> Figure:
    """The amounts of a match with its slips mended: "£30-35k", "£19 - 22,000", ends the wrong way round, a text cut off."""
    low, end = pence_of(match.group(1), match.group(2)), match.end()
    if not is_range:
        return Figure(low, low, match.start(), end)
    high = pence_of(match.group(3), match.group(4))
    if low < 1_000_00 and high >= 10_000_00 and low * 1000 <= high:
        low *= 1000
    if text[end : end + 1] == _CUT_OFF:
        return Figure(low, None, match.start(), end)
    if high < low:
        low, high = (low, low) if high * WIDEST < low else (high, low)
    if longer := _LONGER.match(text, end):
        further = pence_of(longer.group(1), longer.group(2))
        if further > high:
            high, end = further, longer.end()
    return Figure(low, high, match.start(), end)


def pence_of(digits: str, thousand: str | None) -> int:
    if re.fullmatch(r"\d{2,3}\.\d{3}", digits):
        digits = digits.replace(".", "")
    pounds = float(digits.replace(",", "").replace(" ", ""))
    return round(min(pounds, 1e9) * (1000 if thousand else 1) * 100)


def plausible(figure: Figure, text: str) -> bool:
    before, after = text[max(0, figure.start - 60) : figure.start], text[figure.end : figure.end + 50]
    if _WRAPPED.search(before):
        before = before.rstrip().replace("\n", " ")
    line_before = before.rsplit("\n", 1)[-1] if "\n" in before else before
    sentence = re.split(r"[.;!?]\s", line_before)[-1]
    if not line_before.strip() and after.startswith("\n"):
        after = ""
    return not _NOT_PAY_BEFORE.search(sentence) and not _NOT_PAY_AFTER.search(after)
