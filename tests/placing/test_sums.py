"""The sums of a placement: nothing is lost, nothing is given twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.placing.sums import part_of, taken_from
from portal.recruitment import fees
from portal.recruitment.fees import PERCENTAGE, PLANS, Terms

PENCE = st.integers(0, 10**9)


@given(PENCE, st.integers(1, 40))
def test_the_shares_of_posts_come_to_exactly_the_whole(pence: int, of: int) -> None:
    shares = [part_of(pence, number, of) for number in range(1, of + 1)]
    assert sum(shares) == pence
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize("plan", PLANS[PERCENTAGE])
@given(salary=st.integers(1, 100_000_000), parts=st.integers(1, 10_000))
def test_the_instalments_of_every_plan_come_to_exactly_the_fee(plan: str, salary: int, parts: int) -> None:
    terms = fees.checked(Terms(fees.PERCENTAGE, parts, PLANS[PERCENTAGE][plan][1], "Basic pay"))
    fee = fees.fee(terms, remuneration_pence=salary)
    due = fees.instalments(terms, fee)
    assert sum(due.values()) == fee and all(type(each) is int and each >= 0 for each in due.values())


@given(st.lists(PENCE, max_size=5), st.data())
def test_a_credit_is_taken_from_the_last_first_and_never_more_than_is_there(
    left: list[int], data: st.DataObject
) -> None:
    wanted = data.draw(st.integers(0, sum(left)))
    taken = taken_from(wanted, list(enumerate(left)))
    assert sum(pence for _, pence in taken) == wanted
    assert all(0 < pence <= left[key] for key, pence in taken)
    assert [key for key, _ in taken] == sorted({key for key, _ in taken}, reverse=True)
    assert all(pence == left[key] for key, pence in taken[:-1]), "only the last that is touched keeps something"


def test_no_more_is_taken_than_there_is() -> None:
    with pytest.raises(ValueError, match="no more is given back"):
        taken_from(5, [("a", 2), ("b", 2)])
