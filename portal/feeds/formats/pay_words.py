"""Pay that a source gives in parts, put in the words that an advert would print."""

from __future__ import annotations

import re

PERIODS = (
    (r"year|annum|annual|yr|^pa$|^p\.a\.?$", "a year"),
    (r"month|^pm$|^pcm$", "a month"),
    (r"week|^pw$", "a week"),
    (r"hour|^ph$|^hr", "an hour"),
    (r"session", "a session"),
    (r"day|daily|diem|^pd$", "a day"),
)


def pay_in_words(low: str, high: str = "", *, currency: str = "", period: str = "") -> str:
    """`£30,000 to £34,000 a year` from figures; '' when neither is a figure above nought.

    Without a currency it is pounds: only lists of the UK are read. Figures that say more than a number are kept as they are.
    """
    figures = [figure for raw in (low, high) if (figure := _figure(raw))]
    figures = list(dict.fromkeys(figures))
    if not figures:
        return ""
    sign = "£" if currency.strip().upper() in ("", "GBP", "£", "UKP", "POUNDS", "STERLING") else f"{currency.strip()} "
    amounts = " to ".join(figure if re.search(r"[£$€A-Za-z]", figure) else sign + figure for figure in figures)
    return f"{amounts} {period_in_words(period)}".strip()


def period_in_words(period: str) -> str:
    """`a year` for YEAR, annual, per-year-salary, Per Annum…; '' for what is none of them."""
    folded = period.strip().lower()
    return next((words for pattern, words in PERIODS if re.search(pattern, folded)), "")


def _figure(raw: str) -> str:
    text = raw.strip()
    plain = text.lstrip("£$€ ").replace(",", "").replace(" ", "")
    try:
        value = float(plain)
    except ValueError:
        return text if re.search(r"\d", text) and len(text) < 100 else ""
    if value <= 0 or value > 10_000_000:
        return ""
    mark = text[0] if text[:1] in "£$€" else ""
    return mark + (f"{value:,.0f}" if value == int(value) else f"{value:,.2f}")
