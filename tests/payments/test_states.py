"""The two tables of moves, and their drawings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import ROOT
from portal.foundation.errors import RuleBroken
from portal.foundation.transitions import Move, Table
from portal.payments import states

KINDS = {
    "# How a try to pay by card moves": (states.ATTEMPT_MOVES, states.ATTEMPT_STATES, states.ATTEMPT_NAMES),
    "# How a refund moves": (states.REFUND_MOVES, states.REFUND_STATES, states.REFUND_NAMES),
}


@pytest.mark.parametrize("heading", KINDS)
def test_the_drawing_in_the_documentation_is_the_table(heading: str) -> None:
    section = (ROOT / "docs" / "states.md").read_text().split(heading)[1].split("\n# ")[0]
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \((.+)\)$", section, re.M)
    assert drawn == [(move.before or "[*]", move.after, move.event, move.who) for move in KINDS[heading][0]]


@pytest.mark.parametrize(("moves", "known", "names"), KINDS.values(), ids=KINDS)
def test_every_state_is_reached_and_has_a_name(
    moves: tuple[Move, ...], known: tuple[str, ...], names: dict[str, str]
) -> None:
    assert {move.after for move in moves} == set(known) == set(names)


def walk(table: Table[Move], events: list[str]) -> list[str]:
    state, been = "", [""]
    for event in events:
        if table.may(state, event):
            state = table.follow(state, event).after
            been.append(state)
    return been


@given(st.lists(st.sampled_from(sorted({move.event for move in states.ATTEMPT_MOVES})), max_size=30))
def test_nothing_leads_back_from_paid(events: list[str]) -> None:
    been = walk(states.ATTEMPT, events)
    assert been.count("paid") <= 1 and "paid" not in been[:-1]


@given(st.lists(st.sampled_from(sorted({move.event for move in states.REFUND_MOVES})), max_size=30))
def test_money_goes_back_once_and_only_after_it_was_approved_or_made_elsewhere(events: list[str]) -> None:
    been = walk(states.REFUND, events)
    assert been.count("done") <= 1
    if "done" in been:
        assert "approved" in been or been[1] == "sending"
    if "declined" in been:
        assert been[-1] == "declined"


def test_a_move_that_is_not_there_says_what_to_know() -> None:
    with pytest.raises(RuleBroken, match="no longer waits for approval"):
        states.REFUND.follow("done", "approve")
