"""`flask privacy …`: what is held of a person, its erasure, and what has passed its time."""

from __future__ import annotations

import json
from typing import IO, Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.database.transaction import reading, transaction
from portal.foundation import clock
from portal.privacy import erasing, exporting, finding, retaining
from portal.privacy.erasing import Part

group = click.Group("privacy", help="A person’s data: showing it, erasing it, deleting what has passed its time.")


@group.command("export")
@click.argument("email")
@click.option("--zip", "into", type=click.File("wb"), help="Write a ZIP to this file, with the files handed in.")
@with_appcontext
def export_command(email: str, into: IO[bytes] | None) -> None:
    """Everything held of the person of this address (or reference), as JSON."""
    with reading():
        whom = finding.whom(email)
        if into is None:
            click.echo(exporting.as_text(whom), nl=False)
        else:
            exporting.write_archive(whom, into)
            click.echo(f"Written to {into.name}.")


@group.command("erase")
@click.argument("email")
@click.option("--dry-run", is_flag=True, help="Only list what would go and what would stay.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def erase_command(email: str, dry_run: bool, as_json: bool) -> None:
    """Erase the person of this address (or reference) at once, and list what is kept and why.

    Exits 1 when the database’s files could not be cleaned yet, because somebody was reading; the daily job, or
    `flask privacy complete`, does it later.
    """
    with reading():
        whom = finding.whom(email)
        parts = erasing.plan(whom)
    left: list[dict[str, Any]] = []
    clean = True
    if not dry_run:
        parts, found, clean = erasing.carry_out(whom, current_app.config["SETTINGS"], by=None)
        left = [{"column": each.column, "rows": each.rows} for each in found]
    if as_json:
        held = [{"what": each.what, "rows": each.rows, "deleted": each.deleted, "kept": each.kept} for each in parts]
        click.echo(json.dumps({"erased": not dry_run, "parts": held, "still_named_in": left, "files_clean": clean}))
    else:
        _tell(parts, dry_run=dry_run)
        for each in left:
            click.echo(f"The name or address still stands in {each['rows']} rows of {each['column']}: look at them.")
        click.echo(_last_line(dry_run=dry_run, clean=clean))
    if not clean:
        raise SystemExit(1)


@group.command("complete")
@with_appcontext
def complete_command() -> None:
    """Complete interrupted erasures and repeat all of them: to be run after a backup was restored."""
    again, unfinished = erasing.complete(current_app.config["SETTINGS"])
    click.echo(f"{again} people erased again, {unfinished} erasures still to be completed.")
    if unfinished:
        raise SystemExit(1)


def _tell(parts: list[Part], *, dry_run: bool) -> None:
    for part in parts:
        verb = ("would be " if dry_run else "") + ("deleted" if part.deleted else "emptied")
        click.echo(f"{part.what}: {part.rows} {'row' if part.rows == 1 else 'rows'} {verb}")
        for reason in part.kept:
            click.echo(f"    kept: {reason}")


def _last_line(*, dry_run: bool, clean: bool) -> str:
    if dry_run:
        return "Nothing was changed. Without --dry-run it is erased at once and for good."
    if clean:
        return "Erased. Backups made before still hold it until they are overwritten; restoring one erases it again."
    return "Erased, but the database was in use and its files still hold deleted text. Run: flask privacy complete"


@group.command("retain")
@click.option("--dry-run", is_flag=True, help="Only count what has passed its time.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def retain_command(dry_run: bool, as_json: bool) -> None:
    """Delete or empty what has passed its time by the rules of portal/privacy/retention.py; the worker does it daily."""
    settings, at = current_app.config["SETTINGS"], clock.now()
    if dry_run:
        with reading():
            found = retaining.due(settings, at=at)
    else:
        with transaction():
            found = retaining.apply(at=at)
        found |= retaining.delete_files(settings, at=at)
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "rules": found}))
        return
    for name, number in found.items():
        if number:
            click.echo(f"{name}: {number}{' would be' if dry_run else ''}")
    total = sum(found.values())
    click.echo(f"{total} rows and files {'have' if dry_run else 'had'} passed their time.")
