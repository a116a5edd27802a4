"""How an interview moves."""

import re
from itertools import product
from pathlib import Path

import pytest

from portal.foundation.errors import RuleBroken
from portal.interviewing import states
from portal.interviewing.moving import ACTS
from portal.interviewing.own_pages import SHORT_FOR_CANDIDATES
from portal.interviewing.presenting import TAGS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "recruitment.md").read_text()


def test_the_drawing_shows_exactly_the_table() -> None:
    drawing = DOCUMENT.split("`portal/interviewing/states.py`")[1].split("```")[1]
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \(([^)]+)\)$", drawing, re.MULTILINE)
    assert drawn == [(move.before or "[*]", move.after, move.event, move.who) for move in states.MOVES]


def test_only_the_moves_of_the_table_are_possible() -> None:
    expected = {(move.before, move.event): move.after for move in states.MOVES}
    assert len(expected) == len(states.MOVES)
    for state, event in product(("", *states.STATES), states.EVENTS):
        assert states.may(state, event) is ((state, event) in expected)
        if (state, event) not in expected:
            with pytest.raises(RuleBroken, match=r"^\w.*\.$"):
                states.follow(state, event)


def test_every_state_and_every_move_has_its_words() -> None:
    assert set(states.NAMES) == set(states.TO_CANDIDATES) == set(TAGS) == set(SHORT_FOR_CANDIDATES)
    assert set(ACTS) == {move.event for move in states.MOVES} == set(states.EVENTS)
