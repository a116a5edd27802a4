"""Taking names, initials and addresses out of what a candidate wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.selecting.hiding import HIDDEN, marks_of, scrub

MARKS = marks_of({"name": "Dr Zoë O’Neill-Hart", "called": "Zo"})


def test_the_parts_of_a_name_are_marks_and_titles_and_single_letters_are_not() -> None:
    assert MARKS == ("Neill", "Hart", "Zoë", "Zo")
    assert marks_of({}) == ()


@pytest.mark.parametrize(
    ("words", "scrubbed"),
    [
        ("Zoë led the team.", f"{HIDDEN} led the team."),
        ("ZOË HART’s report", f"{HIDDEN} report"),
        ("Z.H. wrote it", f"{HIDDEN} wrote it"),
        ("write to zoe.h@example.org", f"write to {HIDDEN}"),
        ("ring 07700 900 982", f"ring {HIDDEN}"),
        ("I live at LS2 8BB", f"I live at {HIDDEN}"),
        ("see https://linkedin.com/in/someone", f"see {HIDDEN}"),
        ("I wrote hearts and zones", "I wrote hearts and zones"),
        ("In 2019 I ran 240 sites", "In 2019 I ran 240 sites"),
    ],
)
def test_what_would_tell_who_it_is_goes_and_the_rest_stays(words: str, scrubbed: str) -> None:
    assert scrub(words, MARKS) == scrubbed


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["Zoë", "zoë", "HART", "Hart"]))
def test_a_name_between_any_words_is_never_left(before: str, after: str, name: str) -> None:
    assert name.lower() not in scrub(f"{before} {name} {after}", MARKS).lower().split()
