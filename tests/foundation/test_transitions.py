"""A table of moves: what it has is made, what it has not is refused in words, and a history leads where it led."""

import pytest

from portal.foundation.errors import RuleBroken
from portal.foundation.transitions import Move, Table

TABLE = Table(
    (
        Move("begin", "", "draft", "writer", "Begun"),
        Move("send", "draft", "sent", "writer", "Sent"),
        Move("take_back", "sent", "draft", "writer", "Taken back"),
        Move("answer", "sent", "answered", "reader", "Answered"),
    ),
    {
        "begin": "It was begun before.",
        "send": "It has been sent already.",
        "take_back": "It was not sent.",
        "answer": "There is nothing to answer.",
    },
)


def test_a_move_of_the_table_is_made_and_has_words() -> None:
    assert TABLE.follow("sent", "answer").after == "answered"
    assert TABLE.may("sent", "answer")
    assert TABLE.words_of("answer", "sent") == "Answered"


@pytest.mark.parametrize("state", ["", "sent", "answered", "lost"])
def test_any_other_is_refused_with_the_sentence_of_its_event(state: str) -> None:
    with pytest.raises(RuleBroken, match="It has been sent already"):
        TABLE.follow(state, "send")
    assert not TABLE.may(state, "send")
    assert TABLE.words_of("send", state) == ""


def test_a_history_leads_where_it_led() -> None:
    assert TABLE.replay(["begin", "send", "take_back", "send", "answer"]) == "answered"


def test_a_history_that_cannot_have_been_is_refused() -> None:
    with pytest.raises(RuleBroken, match="nothing to answer"):
        TABLE.replay(["begin", "answer"])
