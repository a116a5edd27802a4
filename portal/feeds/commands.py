"""`flask feeds …`: sources, their health, and taking files in."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import adding_commands, polling, queries, registering, rereading_commands, taking_in
from portal.feeds.formats.table import FORMATS
from portal.foundation import clock
from portal.foundation.errors import PortalError
from portal.jobs.leasing import AlreadyHeld
from portal.vacancies.planning import PARTS

group = AppGroup("feeds", help="Sources of adverts.")
for each in (
    adding_commands.add_command,
    adding_commands.add_known_command,
    adding_commands.map_command,
    rereading_commands.reread_command,
):
    group.add_command(each)
KINDS = click.Choice(["auto", *FORMATS])


@group.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=KINDS, default="auto")
@click.option("--source", "name", default=None, help="The source's name; the file's name otherwise.")
@click.option("--organisation", default=None, help="The one employer whose own feed this is.")
@click.option("--as-of", "as_of", default=None, help="ISO time at which it is taken to have been fetched.")
@click.option("--json", "as_json", is_flag=True)
def import_command(
    files: tuple[Path, ...],
    kind: str,
    name: str | None,
    organisation: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Take files in as if they had just been fetched from that source at that time."""
    failed = False
    for path in files:
        at = _instant(as_of)
        body = path.read_bytes()
        label = name or path.name
        address = f"file:{label}"
        try:
            source_id = _file_source(label, address, kind, organisation, body, at)
            outcome = taking_in.take_in_body(
                source_id, body, address=f"https://import.invalid/{label}", content_type="", at=at
            )
        except PortalError as problem:
            failed = True
            code = problem.code if isinstance(problem, registering.NotUsable) else "not_a_feed"
            outcome = taking_in.Outcome(label, kind, 0, dict.fromkeys(PARTS, 0), code, sentence=str(problem))
        failed = failed or outcome.error not in (None, "suspect")
        _say(outcome, as_json)
    if failed:
        raise SystemExit(1)


def _file_source(label: str, address: str, kind: str, organisation: str | None, body: bytes, at: datetime) -> int:
    """The source that a file's adverts are filed under, registered when it is new. A kind that is named wins."""
    known = registering.by_address(address)
    known_kind = known.kind if known else None
    db.session.rollback()
    mapping, chosen = None, kind if kind != "auto" else known_kind
    if chosen is None:
        chosen, mapping = registering.kind_of(body, address=address)
    elif chosen == "mapped" and known_kind != "mapped":
        mapping = registering.proposed_mapping(body, address=address)
    with transaction():
        source = registering.register(
            name=label,
            address=address,
            kind=chosen,
            organisation=organisation,
            at=at,
            mapping=mapping,
            active=False,
        )
        if source.kind != chosen:
            registering.change_kind(source, chosen, mapping=mapping)
        return source.id


def _instant(raw: str | None) -> datetime:
    if raw is None:
        return clock.now()
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        raise click.BadParameter("Give an ISO time such as 2026-11-24T09:00:00+00:00.", param_hint="--as-of") from None
    return at if at.tzinfo else at.replace(tzinfo=clock.LONDON)


def _say(outcome: taking_in.Outcome, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(outcome.as_facts()))
        return
    parts = ", ".join(f"{number} {part}" for part, number in outcome.parts.items() if number)
    click.echo(f"{outcome.source} ({outcome.kind}): {outcome.items} entries. {parts} {outcome.sentence or ''}".rstrip())


@group.command("list")
@click.option("--retired", is_flag=True, help="Those that were retired too.")
@click.option("--json", "as_json", is_flag=True)
def list_command(retired: bool, as_json: bool) -> None:
    """Sources with their health, last good fetch and next check."""
    rows = queries.sources(retired=retired)
    for row in rows:
        click.echo(json.dumps(row) if as_json else _line(row))
    if not rows and not as_json:
        click.echo("No sources yet. Add one with: flask feeds add URL, or see those known: flask feeds add-known")


def _line(row: dict[str, Any]) -> str:
    good = _when(row["last_good"]) or "never"
    following = _when(row["next_check"]) or "not asked"
    problem = f"  {row['error']}" if row["error"] else ""
    return f"{row['id']:4} {row['health']:8} {row['kind']:16} good {good:16} next {following:16} {row['usual']:5} entries  {row['name']}{problem}"


def _when(iso: str | None) -> str:
    return datetime.fromisoformat(iso).astimezone(clock.LONDON).strftime("%d %b %Y %H:%M") if iso else ""


@group.command("show")
@click.argument("source_id", type=int)
@click.option("--json", "as_json", is_flag=True)
def show_command(source_id: int, as_json: bool) -> None:
    """Everything known of a source, with its last ten fetches."""
    try:
        facts = queries.source_in_full(*registering.by_id(source_id))
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    if as_json:
        click.echo(json.dumps(facts))
        return
    for label, value in facts.items():
        if label in ("last", "fetches"):
            continue
        shown = _when(value) if label in ("last_good", "last_fetch", "next_check", "added") else value
        click.echo(f"{label.replace('_', ' ')}: {shown if shown not in (None, '') else 'none'}")
    for fetch in facts["fetches"]:
        parts = ", ".join(f"{fetch[part]} {part}" for part in PARTS if fetch[part])
        outcome = fetch["error"] or "good"
        click.echo(f"  {_when(fetch['at'])}  {outcome}  {fetch['items']} entries  {parts}".rstrip())


@group.command("pause")
@click.argument("source_id", type=int)
def pause_command(source_id: int) -> None:
    """Stop asking a source; its vacancies stay."""
    _act(lambda: f"{registering.pause(source_id).name} is paused. Ask it again with: flask feeds resume {source_id}")


@group.command("resume")
@click.argument("source_id", type=int)
def resume_command(source_id: int) -> None:
    """Ask a paused or retired source again, from now."""
    _act(lambda: f"{registering.resume(source_id, at=clock.now()).name} will be asked again at the next poll.")


@group.command("remove")
@click.argument("source_id", type=int)
def remove_command(source_id: int) -> None:
    """Take a source away; vacancies that it brought stay until their closing dates."""
    _act(
        lambda: (
            f"Source {source_id} is removed; it had brought nothing."
            if registering.remove(source_id)
            else f"Source {source_id} is retired: it is not asked any more, and its vacancies run to their closing dates."
        )
    )


def _act(change: Callable[[], str]) -> None:
    try:
        with transaction():
            line = change()
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(line)


@group.command("poll")
@click.option("--source", "source_id", type=int, default=None)
@click.option("--due", is_flag=True, help="Those that are due (the default).")
@click.option("--all", "everything", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def poll_command(source_id: int | None, due: bool, everything: bool, as_json: bool) -> None:
    """Fetch and take in, in parallel."""
    if source_id is not None:
        registering.by_id(source_id)
    failed, polled = False, 0
    outcomes = polling.poll(
        current_app.config["SETTINGS"],
        source_id=source_id,
        everything=everything and not due,
        progress=_show_progress if sys.stderr.isatty() else lambda done, of: None,
    )
    try:
        for outcome in outcomes:
            failed, polled = failed or outcome.error is not None, polled + 1
            _say(outcome, as_json)
    except AlreadyHeld:
        click.echo("A poll is already running.", err=True)
        return
    if not polled and not as_json:
        idle = "No source is switched on." if everything and not due else "No source is due."
        click.echo(
            idle if source_id is None else f"Source {source_id} is not fetched: it takes in imported files only."
        )
    if failed and source_id is not None:
        raise SystemExit(1)


def _show_progress(done: int, of: int) -> None:
    click.echo(f"\r{done} of {of} sources " + ("\n" if done == of else ""), err=True, nl=False)
