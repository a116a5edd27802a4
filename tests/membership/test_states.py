"""The table of moves of an application, its drawing, and random walks over it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import ROOT
from portal.foundation.errors import RuleBroken
from portal.membership import states
from portal.membership.moving import _ACTS

WALKS = st.lists(st.sampled_from(states.EVENTS), max_size=25)


def walked(events: list[str]) -> tuple[str, int, list[str]]:
    state, round_, taken = "", states.FIRST, []
    for event in events:
        try:
            state, round_ = states.follow(state, round_, event)
        except RuleBroken:
            continue
        taken.append(event)
    return state, round_, taken


def test_the_drawing_in_the_documentation_is_the_table() -> None:
    section = (ROOT / "docs" / "states.md").read_text().split("# How an order moves")[0]
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \((.+)\)$", section, re.M)
    table = [(move.before or "[*]", move.after, move.event, move.who) for move in states.MOVES]
    assert drawn == table


def test_every_state_is_reached_and_only_answers_and_withdrawals_end() -> None:
    assert {move.after for move in states.MOVES} == set(states.STATES)
    leading_on = {move.before for move in states.MOVES}
    assert set(states.STATES) - leading_on == {states.APPROVED, states.WITHDRAWN}


def test_every_event_has_its_act_for_the_record() -> None:
    assert {move.event for move in states.MOVES} == set(states.EVENTS) == set(_ACTS)


@given(WALKS)
def test_a_history_explains_the_state_it_led_to(events: list[str]) -> None:
    state, round_, taken = walked(events)
    assert states.replay(taken) == (state, round_)


@given(WALKS)
def test_no_walk_reaches_a_contradiction(events: list[str]) -> None:
    state, round_, taken = walked(events)
    answers = [event for event in taken if event in ("approve", "decline")]
    assert taken.count("appeal") <= 1
    assert round_ == (states.APPEAL if "appeal" in taken else states.FIRST)
    assert len(answers) <= round_
    assert answers.count("approve") <= 1
    assert not ("appeal" in taken and "decline" not in taken)
    assert len([event for event in taken if event in ("ask_endorser", "submit")]) <= 1
    assert len([event for event in taken if event in ("endorse", "decline_to_endorse", "stop_waiting")]) <= 1
    if state == states.APPROVED:
        assert taken[-1] == "approve"
    if state == states.DECLINED:
        assert taken[-1] == "decline"
    if "withdraw" in taken:
        assert (state, taken[-1]) == (states.WITHDRAWN, "withdraw")


@given(WALKS)
def test_may_says_what_follow_does(events: list[str]) -> None:
    state, round_, _ = walked(events)
    for event in states.EVENTS:
        if states.may(state, round_, event):
            states.follow(state, round_, event)
        else:
            with pytest.raises(RuleBroken):
                states.follow(state, round_, event)


@pytest.mark.parametrize("event", states.EVENTS)
def test_a_second_refusal_is_final(event: str) -> None:
    assert not states.may(states.DECLINED, states.APPEAL, event)


def test_a_refusal_says_so_in_words() -> None:
    with pytest.raises(RuleBroken, match="only once"):
        states.follow(states.DECLINED, states.APPEAL, "appeal")
