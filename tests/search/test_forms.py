"""A search's parameters, read in one place."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.search.forms import DAY, read_wish


def wish(**args: str):
    return read_wish(MultiDict(args))


@pytest.mark.parametrize(
    ("typed", "pounds"), [("£35,000", 35_000), ("35k", 35_000), ("35000.00", 35_000), ("", None), ("9" * 40, 500_000)]
)
def test_pay_is_understood_however_it_is_typed(typed: str, pounds: int | None) -> None:
    assert wish(pay_from=typed).request.pay_from == pounds


@pytest.mark.parametrize("name", ["pay_from", "within", "new", "closing"])
@pytest.mark.parametrize("typed", ["lots", "-1", "٣", "1e5"])
def test_what_is_no_number_is_left_out_with_a_sentence_for_its_field(name: str, typed: str) -> None:
    found = wish(**{name: typed})
    assert list(found.errors) == [name] and found.errors[name].startswith("Enter")
    assert (found.request.pay_from, found.request.posted_after, found.request.closing_before) == (None, None, None)


def test_an_unknown_place_is_an_error_that_offers_near_spellings() -> None:
    found = wish(near="Leedz")
    assert found.request.near is None and "Leeds" in found.errors["near"]


@pytest.mark.parametrize("typed", ["Leeds", "LS1", "ls1 4ap"])
def test_a_town_or_a_postcode_gives_a_radius_of_twenty_five_miles(typed: str) -> None:
    request = wish(near=typed).request
    assert request.near is not None and request.within == 25.0
    assert request.near == pytest.approx((53.8, -1.55), abs=0.1)


def test_a_page_number_never_fails() -> None:
    assert [wish(page=typed).request.page for typed in ("2", "x", "-4", "9" * 30)] == [2, 1, 1, 500]


def test_values_of_a_filter_are_sorted_and_bounded() -> None:
    args = MultiDict([("sector", "nhs"), ("sector", "alb"), ("sector", "nhs"), ("sector", ""), ("colour", "red")])
    assert read_wish(args).request.filters == (("sector", ("alb", "nhs")),)
    assert len(read_wish(MultiDict([("sector", str(n)) for n in range(999)])).request.filters[0][1]) == 30


def test_requests_within_a_minute_are_the_same_request() -> None:
    request = wish(new="7").request
    assert request.now % 60 == 0 and request.posted_after == request.now - 7 * DAY
