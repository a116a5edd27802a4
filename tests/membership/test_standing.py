"""Standing is worked out from facts: a model of the rule in words, and the days on which it turns."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.membership import years
from portal.membership.standing import NEVER, Held, Standing, Year, best_of, standing_on

DAYS = st.dates(date(2023, 1, 1), date(2040, 12, 31))


def paid(year: int, on: date, *, pence: int = 9600, months: int = 12) -> Year:
    return Year(year, months, pence, on)


@st.composite
def memberships(draw: st.DrawFn) -> Held:
    began = draw(st.dates(date(2023, 1, 1), date(2030, 12, 31)))
    owed = []
    for year in range(began.year, began.year + draw(st.integers(0, 6))):
        settled = draw(st.none() | st.dates(date(year - 1, 11, 1), date(year + 1, 6, 30)))
        owed.append(Year(year, 12, draw(st.sampled_from((0, 9600))), settled, draw(st.booleans())))
    ended = draw(st.none() | st.dates(began + timedelta(days=1), date(2040, 12, 31)))
    return Held("individual", began, tuple(owed), ended)


@given(memberships(), DAYS)
def test_it_is_in_force_exactly_while_this_year_or_in_january_and_february_the_last_one_is_settled(
    held: Held, day: date
) -> None:
    settled = {each.year for each in held.years if each.settled_on and each.settled_on <= day}
    is_held = held.began_on <= day and (held.ended_on is None or day < held.ended_on)
    expected = is_held and (day.year in settled or (day.month <= 2 and day.year - 1 in settled))
    assert standing_on(held, day).in_force is expected


@given(memberships(), DAYS)
def test_the_last_day_it_names_is_not_past_while_in_force_and_past_once_it_lapsed(held: Held, day: date) -> None:
    found = standing_on(held, day)
    if found.in_force:
        assert found.until is not None and found.until >= day
    elif found.state == "lapsed":
        assert found.until is not None and found.until < day
    else:
        assert found.until is None
    assert found.reasons and all(reason.endswith(".") for reason in found.reasons)


@given(memberships(), DAYS, st.dates(date(2023, 1, 1), date(2040, 12, 31)))
def test_what_is_paid_later_changes_no_earlier_day(held: Held, day: date, later: date) -> None:
    if later > day:
        with_payment = Held(held.klass, held.began_on, (*held.years, paid(day.year + 9, later)), held.ended_on)
        assert standing_on(with_payment, day) == standing_on(held, day)


@given(memberships(), DAYS, memberships())
def test_a_seat_never_stands_without_its_organisation(seat: Held, day: date, organisation: Held) -> None:
    behind = standing_on(organisation, day)
    found = standing_on(seat, day, organisation=behind)
    assert found.in_force is (standing_on(seat, day).in_force and behind.in_force)


@given(st.lists(st.tuples(memberships(), DAYS), max_size=4))
def test_the_best_of_several_is_in_force_when_any_is(some: list[tuple[Held, date]]) -> None:
    standings = [standing_on(held, day) for held, day in some]
    assert best_of(standings).in_force is any(each.in_force for each in standings)


@pytest.mark.parametrize(
    ("day", "state", "until"),
    [
        (date(2027, 6, 30), "none", None),
        (date(2027, 7, 1), "current", date(2027, 12, 31)),
        (date(2027, 12, 31), "current", date(2027, 12, 31)),
        (date(2028, 1, 1), "grace", date(2028, 2, 29)),
        (date(2028, 2, 29), "grace", date(2028, 2, 29)),
        (date(2028, 3, 1), "lapsed", date(2028, 2, 29)),
        (date(2030, 1, 15), "lapsed", date(2028, 2, 29)),
    ],
)
def test_one_paid_year_and_its_grace_in_a_leap_year(day: date, state: str, until: date | None) -> None:
    held = Held("individual", date(2027, 7, 1), (paid(2027, date(2027, 7, 1), months=6),))
    found = standing_on(held, day)
    assert (found.state, found.until) == (state, until)


def test_paying_after_the_lapse_brings_it_back_from_that_day() -> None:
    held = Held("individual", date(2026, 1, 5), (paid(2026, date(2026, 1, 5)), paid(2027, date(2027, 4, 2))))
    assert standing_on(held, date(2027, 4, 1)).state == "lapsed"
    assert standing_on(held, date(2027, 4, 2)).state == "current"


def test_the_reasons_say_what_was_paid_and_what_it_carried() -> None:
    held = Held("individual", date(2026, 3, 1), (paid(2026, date(2026, 3, 9), pence=8_000), Year(2027, 12, 9_600)))
    assert standing_on(held, date(2027, 2, 1)) == Standing(
        "grace",
        date(2027, 2, 28),
        "individual",
        (
            "It began on 1 March 2026.",
            "The fee for 2027, £96, is not paid.",
            "The fee for 2026 was settled, so it stays in force until 28 February 2027.",
        ),
    )


def test_before_its_first_fee_it_opens_nothing() -> None:
    found = standing_on(Held("individual", date(2026, 3, 1), (Year(2026, 10, 8_000),)), date(2026, 3, 2))
    assert (found.state, found.in_force) == ("unpaid", False)


def test_nobody_stands_without_a_membership() -> None:
    assert best_of([]) == NEVER


@pytest.mark.parametrize(
    ("on", "months"),
    [(date(2026, 1, 1), 12), (date(2026, 1, 31), 12), (date(2026, 11, 24), 2), (date(2026, 12, 31), 1)],
)
def test_the_month_of_joining_is_charged(on: date, months: int) -> None:
    assert years.months_left(on) == months


@given(st.integers(0, 10_000_000), st.integers(1, 12))
def test_the_share_is_the_nearest_penny(year_pence: int, months: int) -> None:
    share = years.share_of(year_pence, months)
    assert isinstance(share, int)
    assert abs(share * 12 - year_pence * months) <= 6
    assert years.share_of(year_pence, 12) == year_pence


@pytest.mark.parametrize(("year", "last"), [(2027, 28), (2028, 29), (2038, 28), (2096, 29), (2100, 28), (2400, 29)])
def test_grace_runs_to_the_last_day_of_february(year: int, last: int) -> None:
    assert years.last_of_grace(year) == date(year, 2, last)
