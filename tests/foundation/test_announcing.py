"""What a lower room announces, upper rooms act on, in order and in the same act."""

from dataclasses import dataclass

import pytest

from portal.foundation import announcing


@dataclass(frozen=True)
class Moved:
    number: int


@pytest.fixture(autouse=True)
def nobody_listens_afterwards():
    before = announcing._reactions
    yield
    announcing.follow(before)


def test_everyone_named_for_a_fact_hears_of_it_in_order() -> None:
    heard: list[str] = []
    announcing.follow(
        {Moved: (lambda fact: heard.append(f"first {fact.number}"), lambda fact: heard.append(f"second {fact.number}"))}
    )
    announcing.announce(Moved(7))
    announcing.announce("something nobody waits for")
    assert heard == ["first 7", "second 7"]


def test_what_one_of_them_raises_stops_the_act() -> None:
    def refuse(_fact: Moved) -> None:
        raise ValueError("not now")

    heard: list[int] = []
    announcing.follow({Moved: (refuse, lambda fact: heard.append(fact.number))})
    with pytest.raises(ValueError, match="not now"):
        announcing.announce(Moved(7))
    assert heard == []
