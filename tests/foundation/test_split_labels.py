"""An advert's labelled lines, apart from its text."""

import pytest

from portal.foundation.text import split_labels


@pytest.mark.parametrize(
    ("text", "labels", "rest"),
    [
        ("Employer: Leeds\nPay: £1\nYou will mend things.", "Employer: Leeds\nPay: £1", "You will mend things."),
        ("You will mend things: all of them.", "", "You will mend things: all of them."),
        ("Grade: 7\nPay: £1", "", "Grade: 7\nPay: £1"),
        ("", "", ""),
    ],
)
def test_labelled_lines_are_parted_from_the_text(text: str, labels: str, rest: str) -> None:
    assert split_labels(text) == (labels, rest)
