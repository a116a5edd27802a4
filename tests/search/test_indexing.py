"""The index in step with the database."""

import shutil

import pytest

from portal.search import indexing
from search_index import IndexMissing


def test_setting_up_builds_the_index_even_when_there_is_nothing_to_index(app) -> None:
    with app.app_context():
        assert indexing.compare(app.config["SETTINGS"].index_dir) == indexing.Parity(0, 0, 0, 0)


def test_a_missing_index_is_said_to_be_missing_even_when_nothing_waits(app) -> None:
    folder = app.config["SETTINGS"].index_dir
    shutil.rmtree(folder)
    with app.app_context(), pytest.raises(IndexMissing):
        indexing.sync(folder)
