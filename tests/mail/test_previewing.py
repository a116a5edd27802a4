"""Staff can look at every message that there is."""

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from portal.config import ROOT
from portal.mail import previewing

TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix().removesuffix(".txt")
    for path in (ROOT / "templates").glob("*/mail/[!_]*.txt")
)

WRITE_TO_CANDIDATES = ("applying", "selecting", "interviewing", "offering")


def test_there_is_a_preview_of_every_message_and_of_no_other() -> None:
    assert previewing.kinds() == TEMPLATES


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_message_has_a_subject_and_says_something_with_the_facts_that_it_is_given(app: Flask, kind: str) -> None:
    app.jinja_env.undefined = StrictUndefined
    with app.test_request_context():
        shown = previewing.preview(kind)
    assert shown.subject and len(shown.body) > 40
    assert "\n" not in shown.subject and "@" not in shown.subject
    assert (ROOT / "templates" / f"{kind}.txt").read_text().startswith("Subject: ")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_whoever_signs_a_message_does_so_with_a_capital(app: Flask, kind: str) -> None:
    with app.test_request_context():
        lines = previewing.preview(kind).body.splitlines()
    assert "the Society" not in [each.strip() for each in lines]


@pytest.mark.parametrize("kind", [each for each in TEMPLATES if each.split("/")[0] in WRITE_TO_CANDIDATES])
def test_a_letter_to_a_candidate_begins_with_a_capital_and_is_signed_by_the_society(app: Flask, kind: str) -> None:
    with app.test_request_context():
        greeting, first, *_, signature = [each for each in previewing.preview(kind).body.splitlines() if each]
    assert greeting.startswith("Dear ") and first.lstrip("“")[0].isupper()
    assert signature == "The Society"
