"""How people read an amount."""

import pytest

from portal.foundation.money import pounds


@pytest.mark.parametrize(
    ("pence", "words"),
    [(0, "£0"), (5, "£0.05"), (100, "£1"), (123_450, "£1,234.50"), (120_000, "£1,200"), (-500, "−£5"), (-1, "−£0.01")],
)
def test_whole_pounds_have_no_pence(pence: int, words: str) -> None:
    assert pounds(pence) == words
