"""The reader as a whole: any text is survived, what it says keeps its promises, and `vacancies read` speaks the contract's shape."""

import csv
import itertools
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vacancies.drafts import Advert, Reading
from portal.vacancies.gazetteer import NATIONS, REGIONS
from portal.vacancies.reading import read
from portal.vacancies.records import advert_from, record_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PERIODS = {"year", "day", "hour", "session", "month", None}
SCHEMES = {"njc_scp", "afc_band", "civil_service_grade", "local_grade", "he_spine", "police_staff", "other", None}
CONTRACTS = {"permanent", "fixed_term", "temporary", "secondment", "apprenticeship", "bank", "loan"}
PATTERNS = {"full_time", "part_time", "job_share", "flexible", "term_time", "compressed", "shift"}
CLEARANCES = {"BPSS", "CTC", "SC", "DV", "NPPV", "DBS_basic", "DBS_standard", "DBS_enhanced"}
ONE_IN = 7
"""Of the 28,000 real wordings this many are read, spread over the tables: all of them take a minute and a half."""
PAIRS = ("london", "annual")

# Texts of the words, numbers and marks that the readers look for, thrown together, find more than random letters would.
BITS = st.sampled_from(
    [
        "£",
        "$",
        "€",
        "%",
        "-",
        "–",
        "/",
        ".",
        ",",
        ":",
        ";",
        "…",
        "k",
        "K",
        "+",
        "(",
        ")",
        "0",
        "9",
        "12",
        "31",
        "32",
        "99",
        "2026",
        "2027",
        "34,100",
        "£34,100",
        "£12.50",
        "£1",
        "£999999999999",
        "999999999999999999999",
        "per",
        "annum",
        "hour",
        "day",
        "week",
        "pa",
        "ph",
        "FTE",
        "actual",
        "London",
        "national",
        "max",
        "up",
        "to",
        "from",
        "salary",
        "pay",
        "closing",
        "date",
        "closes",
        "on",
        "at",
        "midnight",
        "noon",
        "25:99",
        "13/13/2026",
        "31/02/2027",
        "2027-02-30",
        "0001-01-01",
        "9999-12-31",
        "+14:00",
        "-99:00",
        "BST",
        "Z",
        "five",
        "weeks",
        "from",
        "today",
        "Newport",
        "Leeds",
        "LS1",
        "4DY",
        "SE1",
        "M25",
        "ZZ9",
        "9ZZ",
        "Perth",
        "Australia",
        "MA",
        "and",
        "or",
        "Nr",
        "Scotland",
        "Band",
        "7",
        "SCP",
        "2-3",
        "Grade",
        "SC",
        "DV",
        "DBS",
        "enhanced",
        "not",
        "permanent",
        "fixed",
        "term",
        "part-time",
        "22",
        "hours",
        "per",
        "week",
        "bank",
        "<b>",
        "&pound;",
        "&amp;",
        "\n",
        "\t",
        "\x00",
        "é",
        "ﬁ",
        "٣",
        "🦊",
    ]
)
TEXT = st.one_of(
    st.text(max_size=200), st.lists(BITS, max_size=40).map(" ".join), st.lists(BITS, max_size=40).map("".join)
)


def promises_kept(reading: Reading) -> None:
    pay = reading.pay
    for low, high in (
        (pay.minimum, pay.maximum),
        (pay.london_minimum, pay.london_maximum),
        (pay.annual_minimum, pay.annual_maximum),
    ):
        assert all(each is None or (type(each) is int and each >= 0) for each in (low, high))
        assert low is None or high is None or low <= high
    for at in (reading.closing.at, reading.posted.at):
        assert at is None or at.utcoffset() == NOW.utcoffset()
    for place in reading.places:
        assert place.name
        assert (place.lat is None) == (place.lon is None)
        assert place.nation in (*NATIONS, None)
        assert place.region in (*REGIONS, "Crown Dependencies", None)


@settings(max_examples=150, deadline=None)
@given(title=TEXT, salary=TEXT, location=TEXT, closing=TEXT, description=TEXT)
def test_any_text_is_read_without_failing_and_every_promise_is_kept(
    title, salary, location, closing, description
) -> None:
    promises_kept(
        read(
            Advert(
                title=title,
                salary=salary,
                locations=(location,),
                closing=closing,
                posted=closing,
                description=description,
            ),
            now=NOW,
        )
    )


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "location", "salary", "closing", "url", "posted"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
            max_leaves=6,
        ),
    )
)
def test_fields_of_any_json_type_are_survived(fields) -> None:
    in_contracts_shape(record_of(read(advert_from(fields), now=NOW)))


@settings(max_examples=60, deadline=None)
@given(low=st.integers(8_000, 200_000), more=st.integers(0, 20_000))
def test_a_printed_range_is_read_back_to_the_penny(low: int, more: int) -> None:
    pay = read(Advert(salary=f"£{low:,} - £{low + more:,} per annum"), now=NOW).pay
    assert (pay.minimum, pay.maximum, pay.period) == (low * 100, (low + more) * 100, "year")


@settings(max_examples=60, deadline=None)
@given(
    at=st.datetimes(datetime.fromisoformat("2026-11-25"), datetime.fromisoformat("2028-10-01"), timezones=st.just(UTC))
)
def test_an_instant_in_iso_is_read_back_to_the_second(at: datetime) -> None:
    at = at.replace(microsecond=0)
    assert read(Advert(closing=at.isoformat()), now=NOW).closing.at == at


def in_contracts_shape(record: dict) -> None:
    """contract.md: these keys and enumerations, nothing that is not JSON, unknown as null or an empty list."""
    assert set(record) >= {
        "id",
        "ict",
        "employer",
        "role",
        "pay",
        "grade",
        "closes",
        "posted",
        "places",
        "workplace",
        "contract",
        "pattern",
        "clearance",
    }
    pay = record["pay"]
    assert set(pay) >= {"stated", "min", "max", "period", "basis", "london", "annual", "evidence"}
    assert pay["period"] in PERIODS
    assert pay["basis"] in {"full_time", "pro_rata", "actual", "unknown"}
    assert all(
        each is None or isinstance(each, int | float)
        for each in (pay["min"], pay["max"], *pay["london"], *pay["annual"])
    )
    assert all(len(pay[pair]) == 2 for pair in PAIRS)
    assert record["grade"]["scheme"] in SCHEMES
    assert record["workplace"] in {"remote", "hybrid", "onsite", None}
    for name, words in (("contract", CONTRACTS), ("pattern", PATTERNS), ("clearance", CLEARANCES)):
        assert set(record[name]) <= words
        assert len(set(record[name])) == len(record[name])
    for name in ("closes", "posted"):
        assert record[name] is None or datetime.fromisoformat(record[name]).utcoffset() == NOW.utcoffset()
    for place in record["places"]:
        assert set(place) == {"name", "postcode", "lat", "lon", "nation", "region"}
        assert place["nation"] in (*NATIONS, None)
    json.loads(json.dumps(record, allow_nan=False))


def run_read(app, lines: list[str]):
    return app.test_cli_runner().invoke(args=["vacancies", "read"], input="\n".join(lines) + "\n")


def test_vacancies_read_gives_one_line_for_each_and_keeps_their_ids(app) -> None:
    lines = [
        json.dumps({"id": "a", "title": "Network Engineer", "salary": "£34,100", "location": "Leeds"}),
        "",
        json.dumps({"id": 7}),
    ]
    done = run_read(app, lines)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.exit_code, [record["id"] for record in records]) == (0, ["a", 7])
    assert (records[0]["pay"]["min"], records[0]["places"][0]["name"]) == (34100.0, "Leeds")
    for record in records:
        in_contracts_shape(record)


@pytest.mark.parametrize("bad", ["{not json", "[1, 2]", '"text"', "null", "[" * 20_000])
def test_a_line_that_is_no_object_is_named_and_the_others_are_still_read(app, bad: str) -> None:
    done = run_read(app, [json.dumps({"id": "before"}), bad, json.dumps({"id": "after"})])
    assert done.exit_code == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["before", "after"]
    assert done.stderr == "Line 2 is not a JSON object. Give one object a line.\n"


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled adverts are not beside the project")
def test_every_labelled_advert_is_read_into_the_contracts_shape() -> None:
    for line in (SHARED / "labelled" / "adverts.jsonl").read_text().splitlines():
        reading = read(advert_from(json.loads(line)["advert"]), now=NOW)
        promises_kept(reading)
        in_contracts_shape(record_of(reading))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the real wordings are not beside the project")
@pytest.mark.parametrize(
    ("table", "column", "field"),
    [
        ("salary_strings", "salary_raw", "salary"),
        ("location_strings", "location_raw", "location"),
        ("closing_date_strings", "closing_raw", "closing"),
        ("employer_names", "employer", "employer"),
    ],
)
def test_real_wordings_are_read_into_the_contracts_shape(table: str, column: str, field: str) -> None:
    csv.field_size_limit(sys.maxsize)
    with (SHARED / "strings" / f"{table}.csv").open(newline="") as rows:
        for row in itertools.islice(csv.DictReader(rows), 0, None, ONE_IN):
            reading = read(advert_from({field: row[column]}), now=NOW)
            promises_kept(reading)
            in_contracts_shape(record_of(reading))
