"""`flask search …`: the index in step, afresh, compared; and the site's own search in a terminal."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal.config import Settings
from portal.search import indexing
from search_index.errors import IndexBroken, IndexBusy, IndexMissing

group = AppGroup("search", help="The search index, and searching from here.")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def say(line: str, facts: dict[str, Any], as_json: bool) -> None:
    click.echo(json.dumps(facts) if as_json else line)


@group.command("sync")
@click.option("--json", "as_json", is_flag=True)
def sync_command(as_json: bool) -> None:
    """Bring the index up to date with the database."""
    try:
        written = indexing.sync(_settings().index_dir)
    except (IndexMissing, IndexBroken):
        written = indexing.rebuild(_settings().index_dir)
        say(f"The index was missing or broken; rebuilt with {written} vacancies.", {"rebuilt": written}, as_json)
        return
    except IndexBusy:
        say("Another process is writing the index; it will do this work too.", {"busy": True}, as_json)
        return
    say(f"{written} changed vacancies written to the index.", {"written": written}, as_json)


@group.command("rebuild")
@click.option("--json", "as_json", is_flag=True)
def rebuild_command(as_json: bool) -> None:
    """Build the index afresh beside the live one, then swap."""
    try:
        count = indexing.rebuild(_settings().index_dir)
    except IndexBusy:
        raise click.ClickException("Another process is writing the index. Try again in a minute.") from None
    say(f"{count} vacancies indexed.", {"indexed": count}, as_json)


@group.command("check")
@click.option("--json", "as_json", is_flag=True)
def check_command(as_json: bool) -> None:
    """Compare the index with the database and change nothing."""
    try:
        parity = indexing.compare(_settings().index_dir)
    except (IndexMissing, IndexBroken) as problem:
        say(f"The index cannot be read ({problem}). Run: flask search rebuild", {"error": str(problem)}, as_json)
        raise SystemExit(1) from None
    facts = {"indexed": parity.indexed, "missing": parity.missing, "stale": parity.stale, "waiting": parity.waiting}
    say(
        f"{parity.indexed} indexed, {parity.missing} missing, {parity.stale} stale, {parity.waiting} changes waiting.",
        facts,
        as_json,
    )
    if not parity.agrees:
        raise SystemExit(1)
