"""How an employer's vacancy moves."""

import re
from itertools import product
from pathlib import Path

import pytest

from portal.foundation.errors import RuleBroken
from portal.posting.states import EVENTS, MOVES, NAMES, STATES, follow, may, replay

DOCUMENT = Path(__file__).parents[2] / "docs" / "posting.md"


def test_the_drawing_shows_exactly_the_table() -> None:
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \(([^)]+)\)$", DOCUMENT.read_text(), re.MULTILINE)
    assert drawn == [(move.before or "[*]", move.after, move.event, move.who) for move in MOVES]


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_only_the_moves_of_the_table_are_possible(state: str, event: str) -> None:
    expected = {(move.before, move.event): move.after for move in MOVES}.get((state, event))
    assert may(state, event) is (expected is not None)
    if expected is not None:
        assert follow(state, event).after == expected
        return
    with pytest.raises(RuleBroken, match=r"^\w.*\.$"):
        follow(state, event)


def test_a_history_leads_to_its_state() -> None:
    assert replay(["begin", "hand_over", "schedule", "publish", "withdraw", "reopen", "close_early"]) == "closed"
    with pytest.raises(RuleBroken):
        replay(["begin", "withdraw"])


def test_every_state_can_be_reached_and_has_a_name() -> None:
    assert {move.after for move in MOVES} == set(STATES) == set(NAMES)
