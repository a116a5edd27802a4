"""`flask search …`: the index in step, afresh, compared; and the site's own search in a terminal."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from werkzeug.datastructures import MultiDict

import search_index
from portal.config import Settings
from portal.database.transaction import reading
from portal.search import indexing
from portal.search.forms import HIGHEST_PAY, read_wish
from portal.search.rows import ResultRow
from portal.search.searching import Results, answer
from portal.vacancies import queries
from portal.web import words as spoken
from search_index.documents import SORTS
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
        count = indexing.rebuild(_settings().index_dir, progress=_tell)
    except IndexBusy:
        raise click.ClickException("Another process is writing the index. Try again in a minute.") from None
    say(f"{count} vacancies indexed.", {"indexed": count}, as_json)


def _tell(done: int, of: int) -> None:
    """How far it is, to a person who watches; scripts and logs hear the outcome alone."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {of:,} vacancies", nl=done >= of, err=True)


@group.command("optimise")
@click.option("--json", "as_json", is_flag=True)
def optimise_command(as_json: bool) -> None:
    """Remove what was deleted from the index's files too; the worker does so every night."""
    try:
        gone = search_index.optimise(_settings().index_dir)
    except (IndexMissing, IndexBroken) as problem:
        raise click.ClickException(f"The index cannot be read ({problem}). Run: flask search rebuild") from None
    except IndexBusy:
        raise click.ClickException("Another process is writing the index. Try again in a minute.") from None
    say(f"{gone} deleted vacancies left the files of the index.", {"deleted": gone}, as_json)


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


@group.command("find")
@click.argument("words", nargs=-1)
@click.option("--sector", multiple=True, help="A sector, as in local_government; may be repeated.")
@click.option("--role", multiple=True, help="A role family, as in cyber_security, or a role's name; may be repeated.")
@click.option("--near", default="", help="A town or a postcode.")
@click.option("--within", type=click.IntRange(1, 500), help="Miles from there (25 unless said).")
@click.option("--pay-from", type=click.IntRange(0, HIGHEST_PAY), help="Pounds a year that the pay must reach.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def find_command(
    words: tuple[str, ...],
    sector: tuple[str, ...],
    role: tuple[str, ...],
    near: str,
    within: int | None,
    pay_from: int | None,
    sort: str,
    limit: int,
    as_json: bool,
) -> None:
    """Search as the site does: words, "quoted phrases", pref* and -minus. Put -- before words that begin with a minus."""
    pairs = [("q", " ".join(words)), ("near", near), ("sort", sort)]
    pairs += [("within", str(within))] if within else []
    pairs += [("pay_from", str(pay_from))] if pay_from is not None else []
    pairs += [("sector", each) for each in sector]
    pairs += [("role" if " " in each or each[:1].isupper() else "family", each) for each in role]
    wish = read_wish(MultiDict(pairs), per_page=limit)
    if wish.errors:
        raise click.UsageError(" ".join(wish.errors.values()))
    with reading():
        results = answer(current_app.extensions["search_index"], wish)
        if results.errors:
            raise click.UsageError(" ".join(results.errors.values()))
        if as_json:
            click.echo(json.dumps(_facts(results)))
            return
    for row in results.rows:
        click.echo(_line(row))
    click.echo(
        f"{results.page.total} found{'' if len(results.rows) == results.page.total else f', {len(results.rows)} shown'}."
    )
    for line in filter(None, [results.notice, results.page.suggestion and f"Did you mean: {results.page.suggestion}"]):
        click.echo(line)


def _facts(results: Results) -> dict[str, Any]:
    page = results.page
    return {
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "suggestion": page.suggestion,
        "notice": results.notice,
        "results": queries.records_for([row.reference for row in results.rows], whole=False),
        "facets": {name: {count.value: count.count for count in counts} for name, counts in page.facets.items()},
    }


def _line(row: ResultRow) -> str:
    pay = spoken.pay_range(row.pay_minimum, row.pay_maximum, row.pay_period) or "pay not stated"
    closes = f"closes {spoken.short_day(row.closes_at)}" if row.closes_at else "no closing date"
    miles = [] if row.miles is None else [f"{row.miles:.0f} miles"]
    return " · ".join([row.reference, row.title, row.employer_name, *row.places[:2], *miles, pay, closes])
