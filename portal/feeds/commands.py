"""`flask feeds …`: sources, their health, and taking files in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import polling, registering
from portal.feeds.detecting import board_address
from portal.feeds.fetching import fetch
from portal.feeds.formats.table import FORMATS
from portal.feeds.mapping import FieldMap, corrected
from portal.feeds.models import Polling
from portal.feeds.reaching import check_address
from portal.foundation import clock
from portal.foundation.errors import PortalError
from portal.vacancies.models import Source
from portal.vacancies.storing import PARTS

group = AppGroup("feeds", help="Sources of adverts.")
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
            with db.session.no_autoflush:
                known = db.session.scalar(select(Source).where(Source.address == address))
                known_kind = known.kind if known else None
            db.session.rollback()
            mapping = None
            chosen = kind if kind != "auto" else known_kind
            if chosen is None:
                chosen, mapping = registering.kind_of(body, address=address)
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
                source_id = source.id
            outcome = registering.take_in_body(
                source_id, body, address=f"https://import.invalid/{label}", content_type="", at=at
            )
        except PortalError as problem:
            failed = True
            outcome = registering.Outcome(label, kind, 0, dict.fromkeys(PARTS, 0), "not_a_feed", sentence=str(problem))
        failed = failed or outcome.error not in (None, "suspect")
        _say(outcome, as_json)
    if failed:
        raise SystemExit(1)


def _instant(raw: str | None) -> datetime:
    if raw is None:
        return clock.now()
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        raise click.BadParameter("Give an ISO time such as 2026-11-24T09:00:00+00:00.", param_hint="--as-of") from None
    return at if at.tzinfo else at.replace(tzinfo=clock.LONDON)


def _say(outcome: registering.Outcome, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(outcome.as_facts()))
        return
    parts = ", ".join(f"{number} {part}" for part, number in outcome.parts.items() if number)
    click.echo(f"{outcome.source} ({outcome.kind}): {outcome.items} entries. {parts} {outcome.sentence or ''}".rstrip())


@group.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_command(as_json: bool) -> None:
    """Sources with their health and last good fetch."""
    rows = db.session.scalars(select(Polling).order_by(Polling.source_id)).all()
    for row in rows:
        facts = {
            "id": row.source_id,
            "name": row.source.name,
            "kind": row.source.kind,
            "health": row.health,
            "error": row.error_code,
            "last_good": row.last_good_at.isoformat() if row.last_good_at else None,
            "usual": row.usual,
        }
        click.echo(
            json.dumps(facts) if as_json else f"{row.source_id:4} {row.health:8} {row.source.kind:16} {row.source.name}"
        )
    if not rows and not as_json:
        click.echo("No sources yet. Take a file in with: flask feeds import FILE")


@group.command("show")
@click.argument("source_id", type=int)
def show_command(source_id: int) -> None:
    """Everything known of a source."""
    try:
        source, state = registering.by_id(source_id)
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    for label, value in (
        ("name", source.name),
        ("address", source.address),
        ("kind", source.kind),
        ("organisation", source.organisation),
        ("health", state.health),
        ("error", state.error_code),
        ("what happened", state.error_sentence),
        ("last good", state.last_good_at),
        ("usual entries", state.usual),
        ("mapping", state.mapping),
    ):
        click.echo(f"{label}: {value if value is not None else 'none'}")


@group.command("map")
@click.argument("source_id", type=int)
@click.argument("changes", nargs=-1)
def map_command(source_id: int, changes: tuple[str, ...]) -> None:
    """Show or correct how an unknown XML or JSON source is read: field=path …"""
    pairs = dict(change.split("=", 1) for change in changes if "=" in change)
    if len(pairs) != len(changes):
        raise click.UsageError("Write each correction as field=path, for example title=job.name.")
    try:
        with transaction():
            _, state = registering.by_id(source_id)
            mapping = FieldMap.from_data(state.mapping or {})
            if pairs:
                mapping = corrected(mapping, pairs)
                state.mapping = mapping.to_data()
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"records: {mapping.records or '(the document itself)'}")
    for field, path in mapping.fields.items():
        click.echo(f"{field} = {path}")


@group.command("add")
@click.argument("address")
@click.option("--name", default=None)
@click.option("--kind", type=KINDS, default="auto")
@click.option("--organisation", default=None, help="The one employer whose own feed this is.")
def add_command(address: str, name: str | None, kind: str, organisation: str | None) -> None:
    """Register a source; with --kind auto the address and its answer tell what it is."""
    try:
        address, mapping = check_address(address), None
        board = board_address(address)
        if kind == "auto" and board is not None:
            kind, address = board
        elif kind == "auto":
            found = fetch(address, settings=polling.fetch_settings(current_app.config["SETTINGS"]))
            if found.error:
                raise click.ClickException(f"{found.sentence} ({found.error}). Nothing was registered.")
            kind, mapping = registering.kind_of(found.body, address=found.address, content_type=found.content_type)
        with transaction():
            source = registering.register(
                name=name or address[:200],
                address=address,
                kind=kind,
                organisation=organisation,
                at=clock.now(),
                mapping=mapping,
            )
            line = f"Source {source.id}: {source.name} ({source.kind}). Take it in with: flask feeds poll --source {source.id}"
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
    failed = False
    for outcome in polling.poll(current_app.config["SETTINGS"], source_id=source_id, everything=everything and not due):
        failed = failed or outcome.error is not None
        _say(outcome, as_json)
    if failed and source_id is not None:
        raise SystemExit(1)
