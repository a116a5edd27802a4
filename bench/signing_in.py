"""Whether the time of an answer tells who has an account: known and unknown addresses by turns, S-01 of faults.md.

`python -m bench signing_in [--tries N]`. The hashes cost what they cost in production. The aim is medians that differ
by less than 20 ms; a hash takes longer than that, so one that is left out shows.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask

from portal.accounts import passwords
from portal.app import create_app
from portal.config import Settings
from tests import people
from tests.accounts.mailbox import move

ADDRESSES = ("/sign-in", "/recover", "/register")
ENVIRONMENT = {"PORTAL_ENV": "test"}
KNOWN = "robin@example.org"


def main(words: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m bench signing_in")
    options.add_argument("--tries", type=int, default=200)
    tries = options.parse_args(words).tries
    passwords._hasher = people.REAL_HASHER
    print(
        f'`make bench ARGS="signing_in {" ".join(words)}"`, {time.strftime("%d %B %Y")}, {os.cpu_count()} cores, '
        f"{platform.machine()}, Python {platform.python_version()}; {tries} tries of each kind by turns, milliseconds.\n\n"
        "| form | known address, median | unknown address, median | difference |\n|---|---|---|---|"
    )
    for address in ADDRESSES:
        with tempfile.TemporaryDirectory(prefix="bench-signing-in-") as folder:
            known, unknown = _medians(Path(folder), address, tries)
        print(f"| `{address}` | {known:.1f} | {unknown:.1f} | {abs(known - unknown):.1f} |")


def _medians(folder: Path, address: str, tries: int) -> tuple[float, float]:
    move(folder)
    app = create_app(
        Settings.from_environment(
            {**ENVIRONMENT, "PORTAL_DATA_DIR": str(folder / "data"), "PORTAL_CLOCK_FILE": str(folder / "clock")}
        )
    )
    done = app.test_cli_runner().invoke(args=["setup"])
    if done.exit_code:
        raise SystemExit(f"Setting up failed: {done.output} {done.exception}")
    people.make(app, KNOWN)
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(tries):
        # Two days on, no limit of tries is reached.
        move(folder, days=2 * number)
        for known, times in took.items():
            times.append(_try(app, address, KNOWN if known else f"nobody{number}@example.org"))
    return statistics.median(took[True]) * 1_000, statistics.median(took[False]) * 1_000


def _try(app: Flask, address: str, email: str) -> float:
    client = app.test_client()
    fields = {
        "csrf_token": people.csrf_of(client, address),
        "email": email,
        "password": "wrong words here",
        "name": "Robin",
    }
    began = time.perf_counter()
    answer = client.post(address, data=fields)
    took = time.perf_counter() - began
    if answer.status_code not in (200, 302):
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return took
