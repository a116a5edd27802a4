"""Days of the membership year for tests: the clock of the portal is a file in the test's folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

GoTo = Callable[[date], None]


@pytest.fixture
def go_to(tmp_path: Path) -> GoTo:
    """Makes it nine in the morning of a day."""

    def go(day: date) -> None:
        (tmp_path / "clock").write_text(f"{day.isoformat()}T09:00:00+00:00")

    return go
