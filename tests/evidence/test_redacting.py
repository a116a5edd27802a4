"""No name of a candidate is left in what was written, whoever it was written about."""

from hypothesis import given
from hypothesis import strategies as st

from portal.evidence.redacting import Redactor

CONTACTS = {1: ("Will Hall", "Billy"), 2: ("Siân Ó Briain", ""), 3: ("Mina Quill",)}
names = st.sampled_from(["Will Hall", "will hall", "WILL  HALL", "Siân Ó Briain", "Mina Quill", "Quill", "Mina", "Siân", "Mina Quill’s"])  # fmt: skip


def test_a_word_that_is_a_name_stays_where_it_is_written_as_a_word() -> None:
    said = Redactor(CONTACTS).of(3, "We will meet in the hall. Will Hall was better than Hall’s friend Mina.")
    assert said == "We will meet in the hall. [hidden] was better than [hidden] friend [hidden]."


def test_those_who_may_be_known_are_named_and_others_are_not() -> None:
    known = Redactor(CONTACTS, shown=frozenset({3}))
    assert known.of(3, "Mina Quill beat Will Hall: mina@example.org") == "Mina Quill beat [hidden]: mina@example.org"
    assert known.of(1, "Mina Quill beat Will Hall: will@example.org") == "Mina Quill beat [hidden]: [hidden]"


@given(
    st.sampled_from([1, 2, 3, None]),
    st.lists(st.one_of(names, st.sampled_from(["is better than", "and", "(", "."])), max_size=8),
)
def test_no_name_is_left(number: int | None, words: list[str]) -> None:
    found = Redactor(CONTACTS).of(number, " ".join(words))
    assert not any(each in found for each in ("Hall", "Quill", "Siân", "Briain", "Mina"))


@given(st.text(max_size=80))
def test_it_can_be_done_twice(words: str) -> None:
    known = Redactor(CONTACTS)
    once = known.of(1, words)
    assert known.of(1, once) == once
