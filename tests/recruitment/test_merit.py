"""From scores to the order of merit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.recruitment.merit import Criterion, differences, guaranteed, order

CRITERIA = (Criterion(1, True, 2), Criterion(2, True), Criterion(3, False))


def test_the_best_total_stands_first() -> None:
    ranked = order({"A": {1: 4, 2: 4, 3: 4}, "B": {1: 6, 2: 5, 3: 1}}, CRITERIA)
    assert [(each.reference, each.rank, each.total) for each in ranked] == [("B", 1, 18), ("A", 2, 16)]


def test_who_falls_short_of_an_essential_stands_after_all_who_do_not() -> None:
    ranked = order({"A": {1: 7, 2: 3, 3: 7}, "B": {1: 4, 2: 4, 3: 0}}, CRITERIA)
    assert [each.reference for each in ranked] == ["B", "A"]
    assert ranked[1].falls_short == (2,)
    assert not ranked[1].meets_essentials


def test_a_desirable_below_the_mark_keeps_nobody_off() -> None:
    assert order({"A": {1: 4, 2: 4, 3: 0}}, CRITERIA)[0].meets_essentials


def test_equal_totals_are_parted_by_the_essentials() -> None:
    ranked = order({"A": {1: 4, 2: 4, 3: 6}, "B": {1: 5, 2: 4, 3: 4}}, CRITERIA)
    assert [each.reference for each in ranked] == ["B", "A"]
    assert ranked[1].parted_by == "Fewer points on the essential criteria"


def test_then_by_the_heaviest_criterion() -> None:
    ranked = order({"A": {1: 4, 2: 6, 3: 4}, "B": {1: 5, 2: 4, 3: 4}}, CRITERIA)
    assert [each.reference for each in ranked] == ["B", "A"]
    assert ranked[1].parted_by == "A lower score on criterion 1"


def test_who_is_equal_in_everything_shares_a_rank_and_the_next_is_counted_on() -> None:
    same = {1: 5, 2: 5, 3: 5}
    ranked = order({"B": same, "A": same, "C": {1: 4, 2: 4, 3: 4}}, CRITERIA)
    assert [(each.reference, each.rank) for each in ranked] == [("A", 1), ("B", 1), ("C", 3)]
    assert ranked[1].parted_by.startswith("Equal in everything")
    assert ranked[2].parted_by == ""


def test_a_guarantee_asks_for_every_essential_and_for_no_rank() -> None:
    ranked = order({"A": {1: 7, 2: 7, 3: 7}, "B": {1: 4, 2: 4, 3: 0}, "C": {1: 7, 2: 3, 3: 7}}, CRITERIA)
    assert guaranteed(ranked, with_guarantee=frozenset({"B", "C"})) == ["B"]


@pytest.mark.parametrize("scores", [{1: 4, 2: 4}, {1: 4, 2: 4, 3: 8}, {1: 4, 2: 4, 3: -1}, {1: 4, 2: 4, 3: 4, 4: 4}])
def test_a_sheet_that_is_not_whole_is_refused(scores: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="one score on the scale"):
        order({"A": scores}, CRITERIA)


def test_differences_are_shown_only_between_whole_sheets() -> None:
    assert differences({1: 4, 2: 5}, {1: 4, 2: 3}) == {2: (5, 3)}
    with pytest.raises(ValueError, match="every criterion"):
        differences({1: 4, 2: 5}, {1: 4})


SHEETS = st.dictionaries(
    st.text("ABCDEFGH", min_size=1, max_size=3),
    st.fixed_dictionaries({number: st.integers(0, 7) for number in (1, 2, 3)}),
    max_size=12,
)


@given(SHEETS, st.randoms(use_true_random=False))
def test_the_order_names_everybody_once_and_depends_on_scores_alone(
    sheets: dict[str, dict[int, int]], random: object
) -> None:
    names = list(sheets)
    random.shuffle(names)  # type: ignore[attr-defined]
    ranked = order(sheets, CRITERIA)
    assert ranked == order({name: sheets[name] for name in names}, CRITERIA)
    assert sorted(each.reference for each in ranked) == sorted(sheets)


@given(SHEETS)
def test_a_better_score_never_costs_a_place(sheets: dict[str, dict[int, int]]) -> None:
    if not sheets:
        return
    ranked = order(sheets, CRITERIA)
    last = ranked[-1]
    better = {number: min(7, score + 1) for number, score in sheets[last.reference].items()}
    again = {each.reference: each.rank for each in order({**sheets, last.reference: better}, CRITERIA)}
    assert again[last.reference] <= last.rank
