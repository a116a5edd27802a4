"""Which invoice a receipt may be for: by number, amount and payer; pure. A person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from portal.foundation.money import pounds_and_pence

LIKE = 80
"""From here on two names are taken for the same, on rapidfuzz's scale to 100."""
MOST = 5
_NUMBER = re.compile(r"\bINV(?:OICE)?[\s.:#/-]*(?:NO[\s.:#/-]*)?0*(\d{1,9})\b", re.IGNORECASE)
_BARE = re.compile(r"\b0*(\d{1,9})\b")


@dataclass(frozen=True, slots=True)
class Open:
    """An invoice that asks for money."""

    document_id: int
    number: str
    order: str
    po_number: str
    buyer: str
    owed_pence: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Invoices that a receipt may pay, with why; `sure` where number and amount agree. `pence` is how much to each."""

    invoices: tuple[Open, ...]
    pence: tuple[int, ...]
    because: str
    sure: bool
    score: int


def suggestions(pence: int, words: str, invoices: Sequence[Open]) -> list[Suggestion]:
    """What the receipt may be for, the likeliest first. `pence` is what of it is left, `words` all that the bank says."""
    found = [each for each in (_one(pence, words, invoice) for invoice in invoices) if each is not None]
    found += _together(pence, words, invoices)
    found.sort(key=lambda each: (-each.score, each.invoices[0].due_on or date.max, each.invoices[0].number))
    return found[:MOST]


def numbers_in(words: str) -> set[int]:
    """Invoice numbers that these words name: INV-000042, invoice 42, inv no. 42."""
    return {int(each) for each in _NUMBER.findall(words)}


def _one(pence: int, words: str, invoice: Open) -> Suggestion | None:
    number = int(invoice.number.rpartition("-")[2])
    named = number in numbers_in(words)
    bare = not named and number > 99 and number in {int(each) for each in _BARE.findall(words)}
    order = invoice.order and invoice.order in words.upper().replace(" ", "").replace("-", "")
    po = len(invoice.po_number) > 3 and invoice.po_number.casefold() in words.casefold()
    exact = pence == invoice.owed_pence
    payer = is_like(invoice.buyer, words)
    score = 100 * named + 60 * bool(order) + 40 * po + 30 * bare + 35 * exact + 25 * payer
    if score < 35:
        return None
    reasons = [
        "its number is named" if named or bare else "",
        "its order is named" if order else "",
        "its purchase order is named" if po else "",
        "the amount is the same" if exact else _difference(pence, invoice.owed_pence),
        "the payer’s name is like the buyer’s" if payer else "",
    ]
    return Suggestion(
        (invoice,),
        (min(pence, invoice.owed_pence),),
        _sentence(reasons),
        sure=exact and (named or bool(order)),
        score=score,
    )


def _together(pence: int, words: str, invoices: Sequence[Open]) -> list[Suggestion]:
    """Several invoices that one receipt pays: those that are named, or all that one buyer owes."""
    named = numbers_in(words)
    groups: list[tuple[list[Open], str, int]] = [
        ([each for each in invoices if int(each.number.rpartition("-")[2]) in named], "all are named", 150)
    ]
    for buyer in sorted({each.buyer for each in invoices}):
        groups.append(([each for each in invoices if each.buyer == buyer], f"{buyer} owes exactly this in all", 55))
    return [
        Suggestion(
            tuple(group),
            tuple(each.owed_pence for each in group),
            f"{because}, and together they come to {pounds_and_pence(pence)}",
            sure=score > 100,
            score=score + 25 * is_like(group[0].buyer, words),
        )
        for group, because, score in groups
        if len(group) > 1 and sum(each.owed_pence for each in group) == pence
    ]


def is_like(buyer: str, words: str) -> bool:
    """Whether the bank's words hold the buyer's name, shortened or in another order as banks do."""
    name, told = _letters(buyer), _letters(words)
    if len(name) < 4 or not told:
        return False
    return fuzz.token_set_ratio(name, told) >= LIKE or fuzz.partial_ratio(name[:18], told) >= 92


def _letters(words: str) -> str:
    return " ".join(re.findall(r"[a-z]{2,}", words.casefold()))


def _difference(pence: int, owed: int) -> str:
    if pence < owed:
        return f"{pounds_and_pence(owed - pence)} of it would stay owed"
    return f"{pounds_and_pence(pence - owed)} would be left over"


def _sentence(reasons: Iterable[str]) -> str:
    words = ", ".join(filter(None, reasons))
    return words[:1].upper() + words[1:]
