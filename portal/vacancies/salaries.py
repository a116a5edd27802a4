"""Pay, as stated and as a comparable full-time annual range. When unsure, nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from portal.vacancies import pay_tables
from portal.vacancies.comparing_pay import READ_AT_MOST, annualised, basis_of
from portal.vacancies.drafts import Grade, Pay
from portal.vacancies.pay_figures import WIDEST, Figure, figures_in, plausible
from portal.vacancies.pay_periods import BOUNDS, HIGHEST_YEAR, LOWEST_YEAR, PERIODS, Span

WEIGH_AT_MOST = 40

_LABEL = re.compile(
    r"(?im)(?:^|\b)(?:salary(?: range| scale| details)?|pay(?: range| scale)?|remuneration|starting salary|starting pay|national|base salary)\b[^\n£]{0,60}$|salary|remuneration|per annum|starting"
)
_RIGHT_BEFORE = re.compile(
    r"(?im)(?:^|\b)(?:salary|pay|remuneration)(?: range| scale| details)?\s*(?:is|of|from|:|-|–)?\s*$"
)
_HEADED = re.compile(r"(?im)^(?:salary|pay)(?: range| scale)?[ \t]*:?[ \t]*\n\s*$")
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
    return annualised(pay, description)


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
    figures = [figure for figure in figures_in(text, bare=False) if plausible(figure, text)]
    best: tuple[int, Figure] | None = None
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


def _introduction(figure: Figure, text: str) -> int:
    """How plainly a text says that this figure is the pay: by the words before it, its period, its being a range."""
    before, after = text[max(0, figure.start - 140) : figure.start], text[figure.end : figure.end + 60]
    score = 3 if _LABEL.search(before) else 0
    if PERIODS[5][1].search(after) or any(pattern.search(after[:25]) for _, pattern in PERIODS):
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
    figures = [each for each in figures_in(text, bare=in_field) if plausible(each, text)]
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
        basis=basis_of(main, text, period),
        london_minimum=london.low if london else None,
        london_maximum=london.high if london else None,
        evidence=(f"{'salary field' if in_field else 'text'}: {' '.join(text[main.start : main.end].split())}",),
    )


def _ends(figure: Figure, text: str) -> tuple[int | None, int | None]:
    """Its minimum and maximum: "up to" has no minimum, "from" and "+" no maximum."""
    before = text[max(0, figure.start - 25) : figure.start]
    if figure.low == figure.high and _UP_TO.search(before):
        return None, figure.high
    if figure.low == figure.high and (_FROM.search(before) or re.match(r"\s*\+(?!\s*[A-Za-z£])", text[figure.end :])):
        return figure.low, None
    return figure.low, figure.high


def _fuller(figures: list[Figure], text: str) -> Figure:
    """The first figure, or the range right after it that has it for an end: "£36,400 / £36,000 rising to £36,400"."""
    first = figures[0]
    if len(figures) > 1 and first.low == first.high:
        then = figures[1]
        if then.low != then.high and first.low in (then.low, then.high) and then.start - first.end <= 60:
            return then
    return first


def _places(figures: list[Figure], text: str) -> tuple[Figure | None, Figure | None]:
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


def _period(figure: Figure, before: str, near: str, whole: str, leading: str) -> Span | None:
    """The period of a figure by the words after it, before it and around it, else by its size; None where nothing fits."""
    for text in (near[: (figure.end - figure.start) + 28], before, near, whole):
        if not text:
            continue
        for period, pattern in PERIODS:
            if pattern.search(text) and _sensible(figure, period):
                return period
    amount = figure.high or figure.low or 0
    if 8_000_00 <= amount <= HIGHEST_YEAR:
        return "year"
    if 5_00 <= amount <= 100_00 and (whole or _HOURLY_ABOVE.search(leading)):
        return "hour"
    return None


def _sensible(figure: Figure, period: Span) -> bool:
    low, high = BOUNDS[period]
    return low <= (figure.high or figure.low or 0) <= high
