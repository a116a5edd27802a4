"""The reader measured on adverts labelled by hand, where they lie beside the project."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.foundation.clock import LONDON
from portal.vacancies.reading import read
from portal.vacancies.records import advert_from

LABELLED = Path(__file__).resolve().parents[3] / "shared" / "labelled" / "adverts.jsonl"
pytestmark = pytest.mark.skipif(not LABELLED.exists(), reason="the labelled adverts are not beside the project")


@pytest.fixture(scope="module")
def read_adverts():
    rows = [json.loads(line) for line in LABELLED.read_text().splitlines()]
    return [
        (
            row["label"],
            read(
                advert_from(row["advert"]),
                now=datetime(
                    2020 if "2020" in row["advert"]["source"] else 2026,
                    11 if "2020" in row["advert"]["source"] else 8,
                    7,
                    tzinfo=UTC,
                ),
            ),
        )
        for row in rows
    ]


def share(outcomes: list[bool]) -> float:
    return sum(outcomes) / len(outcomes)


def test_ict_jobs_are_found_and_others_are_not_taken_for_them(read_adverts) -> None:
    sure = [(label["ict"], reading.ict.decision) for label, reading in read_adverts if "borderline" not in label["ict"]]
    assert share([answer != "no" for truth, answer in sure if truth == ["yes"]]) >= 0.97
    assert share([truth == ["yes"] for truth, answer in sure if answer == "yes"]) >= 0.95


def test_families_are_those_that_a_reader_chose(read_adverts) -> None:
    assert share([reading.role.family in label["family"] for label, reading in read_adverts if label["family"]]) >= 0.88


def test_public_employers_and_sectors_are_known(read_adverts) -> None:
    assert share([reading.employer.public_sector in label["public_sector"] for label, reading in read_adverts]) >= 0.96
    assert share([reading.employer.sector in label["sector"] for label, reading in read_adverts]) >= 0.94


def test_pay_is_exact_and_never_invented(read_adverts) -> None:
    def pence(pounds):
        return None if pounds is None else round(pounds * 100)

    exact, blank = [], []
    for label, reading in read_adverts:
        truth = label["pay"]
        if truth["min"] is None and truth["max"] is None:
            blank.append(reading.pay.minimum is None and reading.pay.maximum is None)
        else:
            exact.append(
                (reading.pay.minimum, reading.pay.maximum, reading.pay.period)
                == (pence(truth["min"]), pence(truth["max"]), truth["period"])
            )
    assert share(exact) >= 0.96
    assert share(blank) >= 0.98


def test_closing_times_are_the_instants_that_were_printed(read_adverts) -> None:
    right = []
    for label, reading in read_adverts:
        truth = label["closing"]
        wanted = truth and (truth if "T" in truth else f"{truth}T23:59")
        got = reading.closing.at and reading.closing.at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
        right.append(got == wanted)
    assert share(right) >= 0.98


@pytest.mark.parametrize("name", ["contract", "pattern", "clearance"])
def test_terms_are_those_that_the_advert_states(read_adverts, name: str) -> None:
    found = wrong = missed = 0
    for label, reading in read_adverts:
        got, truth = set(getattr(reading.terms, name)), set(label[name])
        found, wrong, missed = found + len(got & truth), wrong + len(got - truth), missed + len(truth - got)
    assert 2 * found / (2 * found + wrong + missed) >= 0.92
