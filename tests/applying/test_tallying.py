"""Equality answers as counts: in full tens, small ones hidden, and nothing that leads to a person."""

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.applying import tallying
from portal.applying.models import EqualityTally
from portal.database.base import db
from portal.database.transaction import transaction
from tests import people
from tests.employers import acting
from tests.posting import making


def _count(posting_id: int, *people: dict[str, str]) -> None:
    with transaction():
        for each in people:
            tallying.count(posting_id, each)


def test_nothing_is_shown_before_ten_and_then_only_in_full_tens(app_on_either: Flask) -> None:
    app = app_on_either

    person = people.make(app, "pat@leeds.gov.uk", name="Pat Moor")

    row = acting.organisation(app)
    acting.seat(app, row, person, "owner")
    with app.app_context():
        posting = making.find(making.posting(app, row, person)).id
        _count(posting, *[{"sex": "female"}] * 9)
        assert tallying.report(posting) == (0, ())
        _count(posting, {"sex": "female"})
        people_shown, questions = tallying.report(posting)
        assert people_shown == 10
        by_words = {each.words: {answer.words: answer.people for answer in each.answers} for each in questions}
        assert by_words["What is your sex?"] == {"Female": 10, "Male": 0, "Not said": 0}
        _count(posting, *[{"sex": "male"}] * 9)
        assert tallying.report(posting) == (people_shown, questions)
        _count(posting, {"sex": "male"})
        assert tallying.report(posting)[0] == 20


def test_a_small_count_is_hidden_with_the_next_so_that_it_cannot_be_worked_out() -> None:
    assert tallying.hidden_among({"a": 1, "b": 4, "c": 5, "d": 10}) == {"a", "b"}
    assert tallying.hidden_among({"a": 3, "b": 7, "c": 0}) == {"a", "b"}
    assert tallying.hidden_among({"a": 10, "b": 0}) == frozenset()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1))
def test_no_hidden_count_follows_from_the_shown_ones(counts: dict[str, int]) -> None:
    hidden = tallying.hidden_among(counts)
    assert all(answer in hidden for answer, number in counts.items() if 0 < number < tallying.SMALLEST)
    others = [number for number in counts.values() if number]
    if hidden and len(others) > 1:
        assert len(hidden) > 1
        assert sum(counts[each] for each in hidden) >= min(tallying.SMALLEST, sum(others))


def test_the_table_has_no_person_no_time_and_no_application() -> None:
    names = {column.name for column in db.metadata.tables[EqualityTally.__tablename__].columns}
    assert names == {"id", "posting_id", "question", "answer", "waiting", "shown"}
