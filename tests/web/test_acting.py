"""Doing what a form asks for, and saying in the form why it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_wtf import FlaskForm

from portal.accounts.queries import by_email
from portal.foundation.errors import RuleBroken
from portal.web.acting import is_done
from tests import people


@pytest.fixture
def form(app: Flask) -> Iterator[FlaskForm]:
    with app.test_request_context():
        yield FlaskForm()


def named(name: str) -> None:
    person = by_email("ada@example.org")
    assert person is not None
    person.name = name


def test_what_went_through_is_kept(app: Flask, form: FlaskForm) -> None:
    people.make(app, "ada@example.org", name="Ada")
    assert is_done(form, lambda: named("Augusta"))
    assert (by_email("ada@example.org").name, form.form_errors) == ("Augusta", [])


def test_a_rule_that_stands_against_it_is_said_and_nothing_is_kept(app: Flask, form: FlaskForm) -> None:
    people.make(app, "ada@example.org", name="Ada")

    def refused() -> None:
        named("Augusta")
        raise RuleBroken("Names are not changed on Sundays.")

    assert not is_done(form, refused)
    assert (by_email("ada@example.org").name, form.form_errors) == ("Ada", ["Names are not changed on Sundays."])


def test_a_fault_is_no_refusal(app: Flask, form: FlaskForm) -> None:
    with pytest.raises(ZeroDivisionError):
        is_done(form, lambda: 1 / 0)
    assert form.form_errors == []
