"""Whatever is asked of it, the site answers, and never with a fault of its own (I-08, D-11, fuzz)."""

import json
from urllib.parse import quote

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.fuzzing import Made, answer, faults

WORDS = (
    "*", "a*", '"', "AND AND", "field:secret", "[A TO Z]", "[* TO *]", "~~~~", "a~9", "/(a+)+$/", "(a|aa)+$", "a?b*c?d*", "\0", "a\0b", "😀",
    "employer_name:leeds", "-", "--", "NOT", "(((", ")))", '"a', "^^^", "a^999", "x" * 10_000, "a " * 5_000, "*" * 1_000, '"' * 1_000,
    " OR ".join(f"term{n}" for n in range(500)), "' OR 1=1--", "\u202e\u0301\ufeff", "(select 1)",
)  # fmt: skip
SECONDS = 1.0


@pytest.fixture
def with_examples(make_app: MakeApp) -> Flask:
    app = make_app(PORTAL_SEARCH_RATE="off", PORTAL_LOG="json")
    assert app.test_cli_runner().invoke(args=["setup", "--with-examples"]).exit_code == 0
    return app


@pytest.mark.slow
def test_fifteen_hundred_requests_that_nobody_should_send_meet_no_fault(with_examples: Flask) -> None:
    found, statuses = faults(with_examples, seed=20_261_124, number=1_500)
    assert found == []
    assert statuses.total() == 1_500 and {200, 400, 404, 405} <= set(statuses)


@pytest.mark.slow
def test_any_words_are_answered_in_time_or_refused_with_a_message(with_examples: Flask) -> None:
    for words in WORDS:
        for path in (b"/vacancies", b"/vacancies.json", b"/vacancies.atom"):
            got = answer(with_examples, Made("GET", path, f"q={quote(words)}".encode(), (), b""))
            assert got.status in (200, 400) and got.body, (words[:40], path)
            assert got.seconds <= SECONDS, (words[:40], path)


@pytest.mark.slow
def test_any_words_are_answered_on_the_command_line_too(with_examples: Flask) -> None:
    runner = with_examples.test_cli_runner()
    for words in WORDS:
        result = runner.invoke(args=["search", "find", "--json", "--", words])
        assert result.exit_code in (0, 2), (words[:40], result.output, result.exception)
        assert "total" in json.loads(result.stdout) if result.exit_code == 0 else result.output.strip()


@pytest.mark.parametrize(
    "query",
    [
        "sort=price;drop",
        "sort=(select%201)",
        "q='%20OR%201=1--",
        "page=-1",
        "page=1000000000000000000",
        "page=" + "9" * 5_000,
        "per_page=1000000000",
        "per_page=-1",
        "pay_from=1e400",
        "within=%00",
    ],
)
def test_what_no_form_offers_is_clamped_or_refused_and_no_sql_is_told(app: Flask, query: str) -> None:
    for path in (b"/vacancies", b"/vacancies.json", b"/vacancies.atom", b"/vacancies.rss"):
        got = answer(app, Made("GET", path, query.encode(), (), b""))
        assert got.status in (200, 400, 404), path
        told = got.body.decode().lower()
        assert not any(
            each in told for each in ("sqlalchemy", "sqlite", "traceback", "select vacancies", "syntax error")
        )
