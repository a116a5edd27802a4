"""A vacancy's page: what is said of it open, closed, advertised before and hardly known."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.database.base import db
from portal.database.transaction import transaction
from portal.vacancies.job_posting import job_posting, without_contacts
from portal.vacancies.models import Vacancy, VacancyVersion
from portal.vacancies.presenting import in_words

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def vacancy(reference: str = "AAA", **facts) -> Vacancy:
    return Vacancy(
        **{
            "reference": reference,
            "title": "Network Engineer",
            "status": "live",
            "employer_name": "Anytown Council",
            "sector": "local_government",
            "closes_at": datetime(2026, 12, 13, 23, 59, tzinfo=UTC),
            "first_seen": NOW,
            "last_seen": NOW,
            "updated_at": NOW,
            "address": "https://jobs.example.org/1",
            **facts,
        }
    )


def page_of(app, *vacancies: Vacancy) -> str:
    with app.app_context(), transaction():
        db.session.add_all(vacancies)
    return app.test_client().get("/vacancies/AAA").text


def test_times_are_london_s_in_full(app) -> None:
    summer = vacancy(closes_at=datetime(2027, 6, 13, 22, 59, tzinfo=UTC))
    assert "11:59pm on Sunday 13 June 2027" in page_of(app, summer)


def test_what_is_not_stated_says_so(app) -> None:
    page = page_of(app, vacancy(closes_at=None))
    assert page.count("Not stated") >= 5


def test_pay_says_how_it_was_derived(app) -> None:
    page = page_of(
        app, vacancy(pay_stated="SCP 29-32", annual_minimum=3_986_200, annual_maximum=4_283_900, pay_derived=True)
    )
    assert "£39,862 to £42,839 a year" in page and "Worked out from the published pay scale" in page


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "closed", "status_because": "A healthy and complete list of its source no longer holds it."},
        {"closes_at": NOW - timedelta(minutes=1)},
    ],
)
def test_a_closed_vacancy_stays_says_why_and_is_not_offered_to_search_engines(app, facts) -> None:
    page = page_of(app, vacancy(**facts))
    assert "This vacancy is closed." in page and '<meta name="robots" content="noindex">' in page
    assert "JobPosting" not in page and "/go/" not in page


def test_an_earlier_advert_is_named_with_what_is_different(app) -> None:
    earlier = vacancy("BBB", id=1, status="closed", pay_stated="£30,000", closed_at=NOW - timedelta(days=60))
    page = page_of(app, earlier, vacancy(id=2, earlier_id=1, pay_stated="£35,000"))
    assert "Advertised before" in page and 'href="/vacancies/BBB"' in page
    assert re.search(r"Pay as stated</th>.*£30,000.*£35,000", page)


def test_changes_since_first_seen_are_told_in_words(app) -> None:
    change = VacancyVersion(
        vacancy_id=1, at=NOW, changes={"closes_at": ["2026-12-01T23:59:00+00:00", "2026-12-13T23:59:00+00:00"]}
    )
    page = page_of(app, vacancy(id=1), change)
    assert "11:59pm on Tuesday 1 December 2026" in page


def test_structured_data_holds_what_search_engines_require_and_no_guess() -> None:
    posting = job_posting(
        vacancy(
            pay_minimum=3_500_000,
            pay_maximum=4_000_000,
            pay_period="year",
            excerpt="Routers.",
            places=[{"name": "Leeds", "postcode": "LS1", "region": "Yorkshire and The Humber"}],
            pattern=["full_time"],
            contract=["fixed_term"],
            workplace=None,
        ),
        site="Jobs",
        whole_text=False,
    )
    assert posting["description"] == "<p>Routers.</p>"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "YEAR",
        "minValue": 35_000.0,
        "maxValue": 40_000.0,
    }
    assert posting["jobLocation"][0]["address"]["addressLocality"] == "Leeds"
    assert posting["validThrough"] == "2026-12-13T23:59:00+00:00"
    assert (posting["employmentType"], posting["directApply"]) == (["FULL_TIME", "TEMPORARY"], False)
    bare = job_posting(vacancy(places=[], pattern=[], contract=[], excerpt=""), site="Jobs", whole_text=False)
    assert "baseSalary" not in bare and json.dumps(bare)


@pytest.mark.parametrize(
    "line",
    ["Contact Jo Bloggs.", "Write to jo@council.example", "Tel: 01234 567890", "Ring (020) 7946 0000 for a chat"],
)
def test_lines_that_lead_to_a_person_are_left_out_of_structured_data(line: str) -> None:
    assert without_contacts(f"You will mend networks.\n{line}") == ["You will mend networks."]


def test_evidence_is_put_in_plain_words() -> None:
    assert in_words("title: network engineer") == "In the title: network engineer"
    assert in_words("a rule of its own") == "A rule of its own"
