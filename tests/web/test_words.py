"""Facts in the words people read."""

from __future__ import annotations

import pytest

from portal.web import words


@pytest.mark.parametrize(
    ("advert", "read"),
    [
        ("£28392.00", "£28,392"),
        ("£28392 - £31000.00 per annum", "£28,392 - £31,000 per annum"),
        ("£ 45000 a year", "£ 45,000 a year"),
    ],
)
def test_bare_figures_of_pay_get_their_commas(advert: str, read: str) -> None:
    assert words.pay_as_stated(advert) == read


@pytest.mark.parametrize(
    "advert", ["£28,392", "£15.50 an hour", "£28392.50", "SCP 29 to 32", "£28392.001", "ref 28392", ""]
)
def test_pay_that_reads_well_or_would_change_its_value_stays_as_it_is(advert: str) -> None:
    assert words.pay_as_stated(advert) == advert
