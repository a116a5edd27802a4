"""How long a feed takes from its bytes to committed rows to the index, and a vacancy from publishing to being found."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path

from bench import _adverts


def main(words: list[str]) -> None:
    """Take in an invented feed of so many entries, new and again unchanged; print a table."""
    options = argparse.ArgumentParser(prog="python -m bench intake")
    options.add_argument("--entries", type=int, default=500)
    chosen = options.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PORTAL_DATA_DIR=folder, PORTAL_ENV="development")
        rows = _measure(chosen.entries)
    print(f"`python -m bench intake --entries {chosen.entries}`, {platform.machine()}, {os.cpu_count()} cores\n")
    print("| what | seconds |\n|---|---|")
    for what, seconds in rows:
        print(f"| {what} | {seconds:.2f} |")


def _measure(entries: int) -> list[tuple[str, float]]:
    from portal.app import create_app
    from portal.database.transaction import transaction
    from portal.feeds import registering, taking_in
    from portal.foundation import clock
    from portal.search import indexing

    app = create_app()
    made = app.test_cli_runner().invoke(args=["setup"])
    if made.exit_code:
        raise SystemExit(f"Setting up failed: {made.output} {made.exception}")
    index_dir: Path = app.config["SETTINGS"].index_dir
    rows = []
    with app.app_context():
        with transaction():
            source = registering.register(
                name="B", address="https://feed.example.org/", kind="rss", organisation=None, at=clock.now()
            )
            source_id = source.id

        def take(body: bytes) -> tuple[float, taking_in.Outcome]:
            started = time.perf_counter()
            outcome = taking_in.take_in_body(
                source_id, body, address="https://feed.example.org/", content_type="", at=clock.now()
            )
            return time.perf_counter() - started, outcome

        seconds, outcome = take(_adverts.rss(20, seed=2))
        rows.append(("20 entries, the first document of the process (tables loaded, reading process started)", seconds))
        seconds, outcome = take(_adverts.rss(entries))
        started = time.perf_counter()
        indexing.sync(index_dir)
        synced = time.perf_counter() - started
        rows.append((f"{entries} new entries, bytes to committed rows ({_spelt(outcome)})", seconds))
        rows.append(("their rows to the index", synced))
        seconds, outcome = take(_adverts.rss(entries))
        rows.append((f"the same {entries} again ({_spelt(outcome)})", seconds))
        one = _adverts.rss(1, seed=3).replace(b"</title><link>", b" Zanzibar</title><link>", 1)
        seconds, outcome = take(one)
        started = time.perf_counter()
        indexing.sync(index_dir)
        page = app.test_client().get("/vacancies.json?q=zanzibar").get_json()
        rows.append(
            (
                f"one new vacancy from bytes to found by search ({page['total']} found)",
                seconds + time.perf_counter() - started,
            )
        )
    return rows


def _spelt(outcome: object) -> str:
    return ", ".join(f"{number} {part}" for part, number in outcome.parts.items() if number)  # type: ignore[attr-defined]
