"""Pay wordings, invented, one class a table: what is stated, for which period, on which basis, and what is not pay at all."""

from datetime import date

import pytest

from portal.vacancies.drafts import Grade, Pay
from portal.vacancies.salaries import read_pay

ON = date(2026, 11, 24)


def field(wording: str, **known) -> Pay:
    return read_pay(salary=wording, on=ON, **known)


def text(wording: str, **known) -> Pay:
    return read_pay(description=wording, on=ON, **known)


def pounds(pay: Pay) -> tuple[float | None, float | None, str | None]:
    return (
        None if pay.minimum is None else pay.minimum / 100,
        None if pay.maximum is None else pay.maximum / 100,
        pay.period,
    )


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("£34,100 - £37,250 per annum", (34100, 37250, "year")),
        ("£34,100 to £37,250", (34100, 37250, "year")),
        ("£34100.00 to £37250.00", (34100, 37250, "year")),
        ("From £34,100 to £37,250 a year", (34100, 37250, "year")),
        ("£34,100 rising to £37,250", (34100, 37250, "year")),
        ("£34,100", (34100, 34100, "year")),
        ("GBP 34,100 pa", (34100, 34100, "year")),
        ("(£) 34,100 - 37,250 Per Annum", (34100, 37250, "year")),
        ("34,100 - £37,250", (34100, 37250, "year")),
        ("34,100 - 37,250", (34100, 37250, "year")),
        ("£45k", (45000, 45000, "year")),
        ("£30-35k DOE", (30000, 35000, "year")),
        ("£30k - £35k + benefits", (30000, 35000, "year")),
        ("30-35k DOE", (30000, 35000, "year")),
        ("£19 - 22,000 FTE", (19000, 22000, "year")),
        ("£31,600 - £34,000 - £36,300", (31600, 36300, "year")),
        ("£82.096 - £110,683 per annum", (82096, 110683, "year")),
        ("£37,250 - £34,100", (34100, 37250, "year")),
        ("£13.05 - £12.21 per hour", (12.21, 13.05, "hour")),
        ("Up to £37,250", (None, 37250, "year")),
        ("From £34,100", (34100, None, "year")),
        ("£34,100+", (34100, None, "year")),
        ("circa £60,000 plus benefits", (60000, 60000, "year")),
        ("Grade 9 £35,400 - £39,100", (35400, 39100, "year")),
        ("Band 7 (£47,800 - £54,700)", (47800, 54700, "year")),
        ("Salary: £34,000 to £40,000 plus £5,000 welcome bonus", (34000, 40000, "year")),
        ("39000.00 plus £5,000 welcome bonus", (39000, 39000, "year")),
        ("£25,000 basic, OTE £40,000", (25000, 25000, "year")),
        ("£28,400 (Per Annum) / £14.20 + enhancements", (28400, 28400, "year")),
    ],
)
def test_annual_pay_as_printed(wording: str, expected) -> None:
    assert pounds(field(wording)) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("£13.26 per hour", (13.26, 13.26, "hour")),
        ("£13.26", (13.26, 13.26, "hour")),
        ("£12.21 - £13.05", (12.21, 13.05, "hour")),
        ("£16.50ph - £25.20ph", (16.5, 25.2, "hour")),
        ("£15.60p/h - £20.30p/h", (15.6, 20.3, "hour")),
        ("10.80ph", (10.8, 10.8, "hour")),
        ("14.20 - 16.00", (14.2, 16.0, "hour")),
        ("£9-11 PH", (9, 11, "hour")),
        ("9.20-16.80 an hour + holiday pay", (9.2, 16.8, "hour")),
        ("£500/day", (500, 500, "day")),
        ("£525-575 per day (Inside IR35)", (525, 575, "day")),
        ("£275/£300 per day", (275, 300, "day")),
        ("Up to £650 per day", (None, 650, "day")),
        ("£2,900 per month", (2900, 2900, "month")),
        ("£120 per session", (120, 120, "session")),
        ("£10,500 per session", (10500, 10500, "session")),
    ],
)
def test_pay_of_other_periods_as_printed(wording: str, expected) -> None:
    assert pounds(field(wording)) == expected


def test_weekly_pay_is_kept_without_a_period_and_compared_by_the_year() -> None:
    pay = field("£480 per week")
    assert (pounds(pay), pay.annual_minimum) == ((480, 480, None), round(480_00 * 52.143))


@pytest.mark.parametrize(
    "wording",
    [
        "Competitive",
        "Negotiable",
        "Depending on experience",
        "NHS Consultant Scale",
        "Band 6/7",
        "AfC Band 7",
        "SCP 29-32",
        "Call 01632 960000",
        "NP22 5PW",
        "2026/27 pay award pending",
        "10 PA Locum",
        "AUD $103,900 - $115,500",
        "$101,600",
        "€45,000 a year",
        "",
    ],
)
def test_no_pay_is_made_of_what_states_none(wording: str) -> None:
    assert pounds(field(wording)) == (None, None, None)


@pytest.mark.parametrize(
    "wording",
    [
        "You will manage a budget of £250,000 a year and a £2.5m programme.",
        "An employer pension contribution of 28.97% worth £12,300 a year.",
        "A clothing allowance of £200 and a £5,000 relocation payment.",
        "A car allowance of £1,239 per annum is payable.",
        "We save the public £45,000 every day.",
        "Refer a friend and receive £500.",
        "Enhanced check: £40.00 + administration cost of £3.69, £10 deducted from your salary each month.",
        "Full maternity pay up to a maximum salary of £50,000.",
        "Enhancements in pay for weekend work up to £24.60 per hour.",
        "A £1k per person learning budget.",
        "Ring 020 7946 0000 before 2026.",
    ],
)
def test_other_money_in_a_text_is_not_pay(wording: str) -> None:
    assert pounds(text(wording)) == (None, None, None)


def test_a_text_states_pay_where_it_introduces_it() -> None:
    said = "Salary\n£44,400 - £52,400\nA higher starting salary of £46,500 may be offered.\nJob grade\nSEO\nYou hold a budget of £900,000."
    assert pounds(text(said)) == (44400, 52400, "year")


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("£44,400 - £52,400\nLocation Allowance £1,500", (44_400_00, 52_400_00)),
        (
            "£44,400\nYou start at the minimum £44,400 for National roles or £48,600 for London roles.",
            (44_400_00, 44_400_00),
        ),
        (
            "£44,400 - £52,400\nNational: £44,400 - £61,400 (which may include an allowance of up to\n£9,000)",
            (44_400_00, 52_400_00),
        ),
        ("£44,400 - £52,400\nThe base salary of this grade is £43,900", (44_400_00, 52_400_00)),
        ("£44,400 - £48,600\nThe salary is £48,600 (London) or £44,400 (National).", (44_400_00, 44_400_00)),
    ],
)
def test_the_line_below_the_heading_of_the_pay_is_the_pay(block: str, expected: tuple[int, int]) -> None:
    pay = text(f"Reference\n1\nSalary\n{block}\nJob grade\nSEO")
    assert (pay.minimum, pay.maximum) == expected


def test_a_range_right_after_one_of_its_ends_is_the_pay() -> None:
    assert pounds(text("Salary\n£36,300\n£35,900 per annum. Rising to £36,300 after probation.")) == (
        35900,
        36300,
        "year",
    )


@pytest.mark.parametrize(
    "wording",
    [
        "£37,600 - £46,000\nNational min £37,600 - max £40,700\nLondon min £42,600 - max £46,000",
        "National Minimum Salary £37,600 National Maximum salary £40,700.\nLondon Minimum Salary £42,600 - London Maximum Salary £46,000.",
        "£37,600 - £40,700 (National) / £42,600 - £46,000 (London)",
        "London: £42,600 - £46,000, National: £37,600 - £40,700",
    ],
)
def test_the_national_range_is_the_pay_where_london_has_its_own(wording: str) -> None:
    pay = field(wording)
    assert (pounds(pay), pay.london_minimum, pay.london_maximum) == ((37600, 40700, "year"), 42_600_00, 46_000_00)


def test_london_weighting_that_is_an_addition_is_no_second_range() -> None:
    pay = field("£33,000 - £36,000 plus London weighting of £4,000")
    assert (pounds(pay), pay.london_minimum) == ((33000, 36000, "year"), None)


@pytest.mark.parametrize(
    ("wording", "basis", "annual"),
    [
        ("£34,100 per annum", "full_time", (34100, 34100)),
        ("£34,100 per annum pro rata", "pro_rata", (34100, 34100)),
        ("£25,900.00 - £27,200.00 Annually (FTE) Actual salary £18,700 - £19,600", "full_time", (25900, 27200)),
        ("£18,700.00 Annually (Actual)", "actual", (None, None)),
        ("£23,200 (FTE £25,500)", "actual", (25500, 25500)),
        ("Actual salary £18,700 - £19,600 (FTE £25,900 - £27,200)", "actual", (25900, 27200)),
        ("FTE £25,900, actual £18,700", "full_time", (25900, 25900)),
        ("£34,100", "unknown", (34100, 34100)),
    ],
)
def test_the_basis_decides_what_is_compared(wording: str, basis: str, annual) -> None:
    pay = field(wording)
    compared = tuple(None if each is None else each / 100 for each in (pay.annual_minimum, pay.annual_maximum))
    assert (pay.basis, compared) == (basis, annual)


def test_a_bare_annual_figure_of_a_full_time_post_is_full_time() -> None:
    assert field("£34,100", full_time=True).basis == "full_time"


@pytest.mark.parametrize(
    ("wording", "description", "hours"),
    [
        ("£15.00 per hour", "", 37),
        ("£15.00 per hour", "A full week is 37.5 hours per week.", 37.5),
        ("£15.00 per hour", "You will work 16 hours per week.", 37),
    ],
)
def test_an_hourly_rate_is_compared_over_a_full_time_week(wording: str, description: str, hours: float) -> None:
    assert read_pay(salary=wording, description=description, on=ON).annual_minimum == round(15_00 * hours * 52.143)


def test_a_grade_without_pounds_is_compared_by_the_table_in_force_then_and_never_stated() -> None:
    grade = Grade("njc_scp", "SCP 29-32")
    before, after = (
        read_pay(grade=grade, sector="local_government", on=day) for day in (date(2025, 3, 31), date(2025, 4, 1))
    )
    for pay in (before, after):
        assert (pay.minimum, pay.maximum, pay.derived) == (None, None, True)
        assert pay.annual_minimum and pay.annual_maximum and pay.annual_minimum < pay.annual_maximum
    assert before.annual_minimum < after.annual_minimum
    assert "April 2025" in after.evidence[0]


def test_pay_that_the_source_guessed_is_not_taken_for_stated() -> None:
    assert pounds(field("£34,100", is_guess=True)) == (None, None, None)


def test_ends_far_apart_are_a_slip_and_left_blank() -> None:
    assert pounds(field("£45,000 to £514,000 per annum")) == (None, None, None)


def test_a_text_that_was_cut_off_loses_its_upper_end_and_not_its_lower() -> None:
    assert pounds(field("£28,500 - £31…")) == (28500, None, "year")


def test_the_evidence_quotes_the_words() -> None:
    assert field("Scale 6, £28,500 - £31,000 pa").evidence == ("salary field: £28,500 - £31,000",)
