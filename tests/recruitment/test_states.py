"""How campaigns, applications and placements move."""

import re
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applying import states as application_states
from portal.applying.states import (
    CALL_OFF,
    CALLED_OFF,
    CANDIDATE,
    KNOWN_AT_ONCE,
    NAMES,
    REFUSED,
    TO_CANDIDATES,
    Step,
    may_answer_offer,
    may_withdraw,
    must_be_told,
    seen,
)
from portal.foundation.errors import RuleBroken
from portal.recruitment import campaign_states, placement_states

DOCUMENT = (Path(__file__).parents[2] / "docs" / "recruitment.md").read_text()
TABLES = (campaign_states, application_states, placement_states)


def _id(table: ModuleType) -> str:
    return table.__name__.replace(".", "/") + ".py"


@pytest.mark.parametrize("table", TABLES, ids=_id)
def test_the_drawing_shows_exactly_the_table(table: ModuleType) -> None:
    drawing = DOCUMENT.split(f"`{_id(table)}`")[1].split("```")[1]
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \(([^)]+)\)$", drawing, re.MULTILINE)
    assert drawn == [(move.before or "[*]", move.after, move.event, move.who) for move in table.MOVES]


def test_the_drawing_among_all_states_shows_the_campaigns_table() -> None:
    document = (
        (Path(__file__).parents[2] / "docs" / "states.md").read_text().split("# How a recruitment campaign moves")[1]
    )
    drawn = re.findall(r"^    (\S+) --> (\S+): (\w+) \(([^)]+)\)$", document, re.MULTILINE)
    assert drawn == [(move.before or "[*]", move.after, move.event, move.who) for move in campaign_states.MOVES]


@pytest.mark.parametrize("table", TABLES, ids=_id)
def test_only_the_moves_of_the_table_are_possible(table: ModuleType) -> None:
    expected = {(move.before, move.event): move.after for move in table.MOVES}
    assert len(expected) == len(table.MOVES)
    for state, event in product(("", *table.STATES), table.EVENTS):
        assert table.may(state, event) is ((state, event) in expected)
        if (state, event) in expected:
            assert table.follow(state, event).after == expected[state, event]
        else:
            with pytest.raises(RuleBroken, match=r"^\w.*\.$"):
                table.follow(state, event)


@pytest.mark.parametrize("table", TABLES, ids=_id)
def test_every_state_can_be_reached_and_has_a_name(table: ModuleType) -> None:
    assert {move.after for move in table.MOVES} == set(table.STATES) == set(table.NAMES)


@pytest.mark.parametrize("table", [campaign_states, placement_states], ids=_id)
def test_what_is_over_stays_over(table: ModuleType) -> None:
    assert {move.before for move in table.MOVES} & set(table.OVER) == set()


def test_candidates_have_words_for_every_state() -> None:
    assert set(TO_CANDIDATES) == {*NAMES, CALLED_OFF}


def knows_by(step: Step) -> str:
    """What a candidate knows who knows of this step."""
    return CALLED_OFF if step.event == CALL_OFF else step.after


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """A random walk through the table, each step told or not."""
    state, walked = "", []
    for _ in range(draw(st.integers(1, 14))):
        moves = [move for move in application_states.MOVES if move.before == state]
        if not moves:
            break
        move = draw(st.sampled_from(moves))
        walked.append(Step(move.event, move.before, move.after, told=draw(st.booleans())))
        state = move.after
    return walked


@given(histories())
def test_every_walk_is_explained_by_its_history(history: list[Step]) -> None:
    assert application_states.replay([step.event for step in history]) == history[-1].after


@given(histories())
def test_candidates_know_only_what_they_did_or_were_told(history: list[Step]) -> None:
    known = {
        knows_by(step)
        for step in history
        if step.told or application_states.follow(step.before, step.event).who in KNOWN_AT_ONCE
    }
    assert seen(history) in known


@given(histories())
def test_telling_the_last_step_leaves_nobody_waiting(history: list[Step]) -> None:
    last = history[-1]
    told = [*history[:-1], Step(last.event, last.before, last.after, told=True)]
    assert seen(told) == knows_by(last)
    assert not must_be_told(told)


@given(histories())
def test_no_refusal_is_forgotten(history: list[Step]) -> None:
    called_off = history[-1].event == CALL_OFF and history[-1].told
    if history[-1].after in REFUSED and seen(history) != history[-1].after and not called_off:
        assert must_be_told(history)


@given(histories())
def test_nobody_refused_is_offered_the_post_unless_it_was_reversed(history: list[Step]) -> None:
    for step in history:
        assert not (step.event == "offer" and step.before in REFUSED)


@given(histories())
def test_who_withdraws_learns_nothing_by_being_able_to(history: list[Step]) -> None:
    last = history[-1]
    if last.after in (application_states.NOT_LONGLISTED, application_states.NOT_SHORTLISTED):
        assert may_withdraw(history) is (seen(history) not in (*REFUSED, CALLED_OFF))


def _history(*steps: tuple[str, bool]) -> list[Step]:
    state, walked = "", []
    for event, told in steps:
        move = application_states.follow(state, event)
        walked.append(Step(event, move.before, move.after, told))
        state = move.after
    return walked


SENT = (("begin", False), ("submit", False))


def test_a_refusal_that_was_reversed_before_it_was_told_was_never_known() -> None:
    history = _history(*SENT, ("leave_off_longlist", False), ("reverse", False))
    assert seen(history) == "submitted"
    assert not must_be_told(history)


def test_a_refusal_that_was_told_and_reversed_must_be_told_again() -> None:
    assert must_be_told(_history(*SENT, ("leave_off_longlist", True), ("reverse", False)))


def test_a_place_on_the_longlist_need_not_be_told() -> None:
    assert not must_be_told(_history(*SENT, ("longlist", False)))


def test_an_offer_can_be_answered_only_once_it_was_told() -> None:
    reached = (*SENT, ("longlist", False), ("shortlist", True), ("invite", True))
    assert not may_answer_offer(_history(*reached, ("offer", False)))
    assert may_answer_offer(_history(*reached, ("offer", True)))
    assert not may_answer_offer(_history(*reached, ("offer", True), ("withdraw_offer", False)))


def test_only_candidates_send_withdraw_accept_and_decline() -> None:
    theirs = {move.event for move in application_states.MOVES if move.who == CANDIDATE}
    assert theirs == {"begin", "begin_again", "discard", "submit", "withdraw", "accept", "decline"}
