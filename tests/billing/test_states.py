"""The table of moves of an order, its drawing, and random walks over it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.billing import states
from portal.config import ROOT
from portal.foundation.errors import RuleBroken

WALKS = st.lists(st.sampled_from(states.EVENTS), max_size=25)


def walked(events: list[str]) -> tuple[str, list[str]]:
    state, taken = "", []
    for event in events:
        try:
            state = states.follow(state, event).after
        except RuleBroken:
            continue
        taken.append(event)
    return state, taken


def test_the_drawing_in_the_documentation_is_the_table() -> None:
    section = (ROOT / "docs" / "states.md").read_text().split("# How an order moves")[1].split("\n# ")[0]
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \((.+)\)$", section, re.M)
    assert drawn == [(move.before or "[*]", move.after, move.event, move.who) for move in states.MOVES]


def test_every_state_is_reached_and_has_a_name_and_only_two_are_final() -> None:
    assert {move.after for move in states.MOVES} == set(states.STATES) == set(states.NAMES)
    assert set(states.STATES) - {move.before for move in states.MOVES} == {states.CANCELLED, states.REFUNDED}


@given(WALKS)
def test_a_history_explains_the_state_it_led_to(events: list[str]) -> None:
    state, taken = walked(events)
    assert states.replay(taken) == state


@given(WALKS)
def test_an_order_is_placed_once_paid_once_unless_opened_again_and_never_paid_after_it_was_cancelled(
    events: list[str],
) -> None:
    state, taken = walked(events)
    bound = [event for event in taken if event in ("place", "approve")]
    assert len(bound) <= 1 and taken.count("pay") - taken.count("reopen") in (0, 1)
    assert "pay" not in taken or taken.index("pay") > taken.index(bound[0])
    if "cancel" in taken:
        assert (state, taken[-1]) == (states.CANCELLED, "cancel")
        assert taken.count("pay") == taken.count("reopen")


@given(WALKS)
def test_may_says_what_follow_does(events: list[str]) -> None:
    state, _ = walked(events)
    for event in states.EVENTS:
        if states.may(state, event):
            states.follow(state, event)
        else:
            with pytest.raises(RuleBroken):
                states.follow(state, event)


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(RuleBroken, match="Ask us for a refund instead"):
        states.follow(states.PAID, "cancel")
