"""What a placement costs: the fee by its basis, its instalments, and how consultants share it. Whole pence, no VAT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.billing.pricing import ALL, half_up
from portal.foundation.errors import RuleBroken

PERCENTAGE, FIXED = "percentage", "fixed"
TERMS_AGREED, SHORTLIST_MADE, OFFER_ACCEPTED, STARTED = "terms_agreed", "shortlist_made", "offer_accepted", "started"
MILESTONES = {
    TERMS_AGREED: "when the terms are agreed",
    SHORTLIST_MADE: "when the shortlist is made",
    OFFER_ACCEPTED: "when the offer is accepted",
    STARTED: "on the day they start",
}
"""What an instalment waits for, in the order in which they come."""
OF_SEARCH = (TERMS_AGREED, SHORTLIST_MADE)
"""What falls due for the search, whoever is appointed. The rest falls due with somebody’s placement."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """So much of the fee (basis points) at a milestone."""

    milestone: str
    parts: int


WHOLE = "whole"
PLANS: Mapping[str, Mapping[str, tuple[str, tuple[Instalment, ...]]]] = {
    PERCENTAGE: {
        "acceptance": ("All of it when the offer is accepted", (Instalment(OFFER_ACCEPTED, ALL),)),
        "halves": (
            "Half when the offer is accepted, half on the day they start",
            (Instalment(OFFER_ACCEPTED, 5_000), Instalment(STARTED, 5_000)),
        ),
        "start": ("All of it on the day they start", (Instalment(STARTED, ALL),)),
    },
    FIXED: {
        WHOLE: ("All of it by one order, before the advert is published", ()),
        "halves": (
            "Half when the terms are agreed, half when the offer is accepted",
            (Instalment(TERMS_AGREED, 5_000), Instalment(OFFER_ACCEPTED, 5_000)),
        ),
        "steps": (
            "40 per cent when the terms are agreed, 30 when the shortlist is made, 30 when the offer is accepted",
            (Instalment(TERMS_AGREED, 4_000), Instalment(SHORTLIST_MADE, 3_000), Instalment(OFFER_ACCEPTED, 3_000)),
        ),
        "steps_start": (
            "40 per cent when the terms are agreed, 30 when the shortlist is made, 30 on the day they start",
            (Instalment(TERMS_AGREED, 4_000), Instalment(SHORTLIST_MADE, 3_000), Instalment(STARTED, 3_000)),
        ),
    },
}
"""The plans that can be agreed to, by the basis of the fee: their names for people, and their instalments. A fixed fee in
instalments begins with the terms, because its advert is published at no price of its own."""
USUAL: Mapping[str, str] = {PERCENTAGE: "acceptance", FIXED: WHOLE}


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: the basis, its figure (basis points of the remuneration, or pence), and when which part is due.

    `remuneration` says in the client's words what counts as pay, because agencies' terms differ on allowances
    (anchors.md 2.5).
    """

    basis: str
    figure: int
    instalments: tuple[Instalment, ...]
    remuneration: str = ""


def checked(terms: Terms) -> Terms:
    """The same terms. Raises RuleBroken with a sentence for those that nobody could invoice by."""
    if terms.basis not in (PERCENTAGE, FIXED):
        raise RuleBroken("Choose whether the fee is a percentage of the pay or a fixed sum.")
    if terms.figure <= 0 or (terms.basis == PERCENTAGE and terms.figure > ALL):
        raise RuleBroken("Enter a fee above nought, and no more than 100 per cent of the pay.")
    if terms.basis == PERCENTAGE and not terms.remuneration.strip():
        raise RuleBroken("Say what counts as pay: basic salary only, or which allowances with it.")
    named = [each.milestone for each in terms.instalments]
    if not named or set(named) - set(MILESTONES) or len(set(named)) < len(named):
        raise RuleBroken("Give each instalment another milestone.")
    if any(each.parts <= 0 for each in terms.instalments) or sum(each.parts for each in terms.instalments) != ALL:
        raise RuleBroken("The instalments must come to 100 per cent of the fee.")
    if terms.basis == PERCENTAGE and set(named) & set(OF_SEARCH):
        raise RuleBroken("A percentage of the pay is known when the offer is accepted, so no part can be due before.")
    return terms


def as_kept(plan: Iterable[Instalment]) -> list[list[str | int]]:
    """A plan as it is kept with what was agreed."""
    return [[each.milestone, each.parts] for each in plan]


def as_agreed(kept: Iterable[Sequence[str | int]]) -> tuple[Instalment, ...]:
    """A kept plan."""
    return tuple(Instalment(str(milestone), int(parts)) for milestone, parts in kept)


def key_of(basis: str, plan: Sequence[Instalment]) -> str:
    """Which of the PLANS this is; the usual one where it is none of them."""
    found = (key for key, (_, instalments) in PLANS[basis].items() if instalments == tuple(plan))
    return next(found, USUAL[basis])


def up_to(milestone: str) -> tuple[str, ...]:
    """This milestone and those that come before it."""
    return tuple(MILESTONES)[: tuple(MILESTONES).index(milestone) + 1]


def fee(terms: Terms, *, remuneration_pence: int) -> int:
    """The whole fee without VAT; `remuneration_pence` is the first year's, and counts for a percentage only."""
    return half_up(remuneration_pence, terms.figure, ALL) if terms.basis == PERCENTAGE else terms.figure


def instalments(terms: Terms, fee_pence: int) -> dict[str, int]:
    """What is due at each milestone, in their order; the parts come to exactly the fee."""
    ordered = sorted(terms.instalments, key=lambda each: list(MILESTONES).index(each.milestone))
    return dict(
        zip([each.milestone for each in ordered], _shared(fee_pence, [each.parts for each in ordered]), strict=True)
    )


def splits(fee_pence: int, shares: Sequence[tuple[str, int]]) -> dict[str, int]:
    """What each consultant is credited with, by their shares in basis points. Raises RuleBroken unless they are a whole."""
    if len({who for who, _ in shares}) < len(shares) or sum(parts for _, parts in shares) != ALL:
        raise RuleBroken("The shares of the consultants must come to 100 per cent, each named once.")
    return dict(zip([who for who, _ in shares], _shared(fee_pence, [parts for _, parts in shares]), strict=True))


def _shared(pence: int, parts: Sequence[int]) -> list[int]:
    """Each share is what is owed so far less what was shared out so far, so that the last penny is never lost."""
    found, so_far, out = [], 0, 0
    for each in parts:
        so_far += each
        due = half_up(pence, so_far, ALL)
        found.append(due - out)
        out = due
    return found
