"""Log lines say what happened and nothing about who asked."""

import json
import logging
import sys

import pytest

from portal.foundation import logs


def line(event: str, *, as_json: bool = True, exc_info=None, **extra) -> str:
    record = logging.LogRecord("portal.test", logging.INFO, __file__, 1, event, (), exc_info)
    vars(record).update(extra)
    return (logs.JsonLines() if as_json else logs.ReadableLines()).format(record)


def test_a_line_is_one_object_with_the_event_and_its_facts() -> None:
    facts = json.loads(line("feed.refreshed", feed_id=7, new=12, ok=True, source=None))
    assert facts.pop("at").endswith("+00:00")
    assert facts == {
        "level": "info",
        "event": "feed.refreshed",
        "logger": "portal.test",
        "feed_id": 7,
        "new": 12,
        "ok": True,
        "source": None,
    }


def test_a_line_carries_the_id_of_the_request_it_was_written_in() -> None:
    token = logs.request_id.set("abc123")
    try:
        assert json.loads(line("x"))["request_id"] == "abc123"
    finally:
        logs.request_id.reset(token)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("mail to jo.bloggs+x@leeds.example.org failed", "mail to [email] failed"),
        ("Invalid request from ip=192.0.2.7: x", "Invalid request from ip=[ip]: x"),
        ("from 192.0.2.7:5123 came", "from [ip]:5123 came"),
        ("from 2001:db8::17 came", "from [ip] came"),
        ("from ::ffff:192.0.2.7 came", "from [ip] came"),
        ("GET /vacancies?q=jo+bloggs&near=LS1 failed", "GET /vacancies?[query] failed"),
        ("at 12:34:56 version 0.1.0 of gunicorn 27.0.1", "at 12:34:56 version 0.1.0 of gunicorn 27.0.1"),
        ("Is this one? Yes: it is.", "Is this one? Yes: it is."),
    ],
)
def test_personal_data_is_blotted_out(words: str, kept: str) -> None:
    assert json.loads(line(words))["event"] == kept
    assert json.loads(line("x", reason=words, all=[words]))["all"] == [kept]
    assert words not in line(words, as_json=False) or words == kept


def test_an_exception_is_its_class_and_places_and_never_its_words() -> None:
    try:
        int("jo bloggs of leeds")
    except ValueError:
        facts = json.loads(line("request.failed", exc_info=sys.exc_info()))
    assert facts["error"] == "ValueError"
    assert "test_an_exception_is_its_class" in facts["trace"][-1]
    assert "bloggs" not in json.dumps(facts)


def test_a_new_line_in_a_fact_does_not_make_a_new_line_in_the_log() -> None:
    assert "\n" not in line("x\n{}", reason="a\r\nb")
    assert "\n" not in line("x\n{}", reason="a\r\nb", as_json=False)
