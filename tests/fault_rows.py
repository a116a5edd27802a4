"""Maps from the rows of faults.md to the tests that hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

TESTS = Path(__file__).parent
Row = Mapping[str, tuple[str, ...]]
"""File below tests/, and the names of its tests without `test_`."""


def missing(row: Row) -> set[str]:
    """The tests that a row names and that are not there, so that a map cannot go stale."""
    return {
        f"{path}::{name}"
        for path, names in row.items()
        for name in names
        if not re.search(rf"^def test_{name}\(", (TESTS / path).read_text(), re.MULTILINE)
    }
