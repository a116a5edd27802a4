"""A move is made where the table has it, and refused in words where it has not."""

import pytest

from portal.foundation.errors import RuleBroken
from portal.foundation.transitions import move

MOVES = {"draft": ("sent",), "sent": ("answered", "draft"), "answered": ()}


def test_a_move_of_the_table_is_made() -> None:
    assert move("sent", "answered", MOVES, refusal="No.") == "answered"


@pytest.mark.parametrize(
    ("state", "to"), [("draft", "answered"), ("answered", "sent"), ("lost", "sent"), ("sent", "sent")]
)
def test_any_other_is_refused_with_the_sentence_given(state: str, to: str) -> None:
    with pytest.raises(RuleBroken, match="It has been sent"):
        move(state, to, MOVES, refusal="It has been sent already.")
