"""A whole portal over a folder of its own: SQLite, an index, a stopped clock."""

from pathlib import Path

import pytest

from portal.app import create_app
from portal.config import Settings
from portal.foundation import clock

STOPPED = "2026-11-24T09:00:00+00:00"


@pytest.fixture
def app(tmp_path: Path):
    at = tmp_path / "clock"
    at.write_text(STOPPED)
    settings = Settings.from_environment(
        {
            "PORTAL_ENV": "test",
            "PORTAL_DATA_DIR": str(tmp_path / "data"),
            "PORTAL_CLOCK_FILE": str(at),
            "SIGNPOST_AUDIENCE": "everyone",
        }
    )
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["setup"])
    assert result.exit_code == 0, result.output
    yield app
    clock.follow_file(None)
