"""`python -m bench fuzz [--requests 10000] [--seed 1]`: hostile requests over every route; exits 1 at any fault."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from portal.app import create_app
from portal.config import Settings
from tests.fuzzing import faults


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench fuzz")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="portal-fuzz-") as folder:
        chosen = {"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(Path(folder)), "PORTAL_SEARCH_RATE": "off"}
        app = create_app(Settings.from_environment({**_path(), **chosen}))
        result = app.test_cli_runner().invoke(args=["setup", "--with-examples"])
        if result.exit_code:
            print(result.output)
            return 1
        began = time.monotonic()
        found, statuses = faults(app, seed=options.seed, number=options.requests)
        took = time.monotonic() - began
    print(f"{statuses.total()} requests in {took:.0f} s (seed {options.seed}): {len(found)} faults.")
    print(", ".join(f"{status}: {number}" for status, number in sorted(statuses.items())))
    for each in found[:50]:
        print(each)
    return 1 if found else 0


def _path() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "")}
