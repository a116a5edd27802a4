"""What a placement costs, to the penny."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.errors import RuleBroken
from portal.recruitment.fees import (
    ALL,
    FIXED,
    MILESTONES,
    PERCENTAGE,
    Instalment,
    Terms,
    checked,
    fee,
    instalments,
    splits,
)

AT_START = (Instalment("started", ALL),)


def _parts(cuts: list[int]) -> list[int]:
    edges = [0, *sorted(set(cuts)), ALL]
    return [after - before for before, after in pairwise(edges)]


WHOLES = st.lists(st.integers(1, ALL - 1), max_size=3).map(_parts)


def test_a_percentage_of_the_pay() -> None:
    terms = Terms(PERCENTAGE, 1_500, AT_START, "Basic salary only")
    assert fee(terms, remuneration_pence=4_599_999) == 690_000


def test_a_fixed_fee_does_not_look_at_the_pay() -> None:
    assert fee(Terms(FIXED, 650_000, AT_START), remuneration_pence=9_999_999) == 650_000


@given(st.integers(1, 100_000_000), WHOLES)
def test_instalments_come_to_exactly_the_fee(pence: int, parts: list[int]) -> None:
    named = [Instalment(milestone, each) for milestone, each in zip(MILESTONES, parts, strict=False)]
    due = instalments(checked(Terms(FIXED, pence, tuple(reversed(named)))), pence)
    assert sum(due.values()) == pence
    assert list(due) == [each.milestone for each in named]
    assert all(pence * each.parts // ALL <= due[each.milestone] <= pence * each.parts // ALL + 1 for each in named)


@given(st.integers(0, 100_000_000), WHOLES)
def test_consultants_share_exactly_the_fee(pence: int, parts: list[int]) -> None:
    shared = splits(pence, [(f"consultant {at}", each) for at, each in enumerate(parts)])
    assert sum(shared.values()) == pence
    assert min(shared.values()) >= 0


@pytest.mark.parametrize(
    "shares", [[("Ada", 5_000)], [("Ada", 5_000), ("Ada", 5_000)], [("Ada", 6_000), ("Ben", 5_000)]]
)
def test_shares_that_are_no_whole_are_refused(shares: list[tuple[str, int]]) -> None:
    with pytest.raises(RuleBroken, match="100 per cent"):
        splits(1_000, shares)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (Terms("goodwill", 1, AT_START), "percentage of the pay or a fixed sum"),
        (Terms(FIXED, 0, AT_START), "above nought"),
        (Terms(PERCENTAGE, ALL + 1, AT_START, "Basic salary"), "no more than 100"),
        (Terms(PERCENTAGE, 1_500, AT_START, " "), "what counts as pay"),
        (Terms(FIXED, 100, ()), "another milestone"),
        (Terms(FIXED, 100, (Instalment("started", 5_000), Instalment("started", 5_000))), "another milestone"),
        (Terms(FIXED, 100, (Instalment("someday", ALL),)), "another milestone"),
        (Terms(FIXED, 100, (Instalment("started", 9_999),)), "come to 100"),
        (Terms(FIXED, 100, (Instalment("started", ALL + 1), Instalment("terms_agreed", -1))), "come to 100"),
        (Terms(PERCENTAGE, 1_500, (Instalment("terms_agreed", ALL),), "Basic salary"), "no part can be due before"),
    ],
)
def test_terms_nobody_could_invoice_by_are_refused(terms: Terms, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        checked(terms)
