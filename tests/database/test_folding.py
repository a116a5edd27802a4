"""Finding words whatever their accents and case, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from portal.database.base import db
from portal.database.folding import PLAIN, fold, folded, holds

TOLD = ("Zoë Ångström", "Siân O’Neill", "Łukasz Strøm", "Cŵn Annwn", "Müller 50%", "a_b", "", "Zoe\u0308")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("zoe", "Zoë Ångström"),
        ("ZOË", "Zoë Ångström"),
        ("angstrom", "Zoë Ångström"),
        ("o'neill", "Siân O’Neill"),
        ("o’neill", "Siân O'Neill"),
        ("strom", "Łukasz Strøm"),
        ("cwn", "Cŵn Annwn"),
        ("zoe", "Zoe\u0308"),
        ("50%", "Müller 50%"),
        ("é", "Renee"),
    ],
)
def test_what_people_type_finds_the_name(app_on_either: Flask, word: str, name: str) -> None:
    with app_on_either.app_context():
        assert db.session.scalar(select(holds(literal(name), word)))


@pytest.mark.parametrize(("word", "name"), [("zoé x", "Zoë"), ("%", "Müller"), ("a_b", "axb"), ("ss", "Groß")])
def test_other_words_do_not(app_on_either: Flask, word: str, name: str) -> None:
    with app_on_either.app_context():
        assert not db.session.scalar(select(holds(literal(name), word)))


def test_both_databases_fold_as_python_does(app_on_either: Flask) -> None:
    with app_on_either.app_context():
        for told in (*TOLD, "".join(PLAIN)):
            assert db.session.scalar(select(folded(literal(told)))) == fold(told)


def test_nothing_folds_to_nothing(app_on_either: Flask) -> None:
    with app_on_either.app_context():
        assert db.session.scalar(select(folded(literal(None)))) is None


@given(st.text())
def test_folding_twice_changes_nothing_more(told: str) -> None:
    assert fold(fold(told)) == fold(told)
