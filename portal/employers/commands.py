"""`flask employers …`: the operator's own bodies from the official lists."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.employers.importing import KINDS, merge, read_rows, write_register
from portal.employers.register import follow_file, load_register

group = AppGroup("employers", help="The register of public bodies.")


@group.command("import")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Say what was added and changed, by name, as JSON.")
def import_command(kind: str, file: Path, dry_run: bool, as_json: bool) -> None:
    """Take in an official list: GOV.UK organisations (JSON), mySociety local authorities or NHS ODS organisations (CSV)."""
    try:
        listed = KINDS[kind](file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, OSError):
        listed = ()
    if not listed:
        raise click.ClickException(f"{file} holds no bodies that can be read as {kind}. Nothing was changed.")
    path: Path = current_app.config["SETTINGS"].bodies_file
    merged = merge(listed, read_rows(path), load_register().one_named)
    if not dry_run and (merged.added or merged.changed):
        write_register(path, merged.rows)
        follow_file(path)
    if as_json:
        facts = {"kind": kind, "added": merged.added, "changed": merged.changed, "unchanged": merged.unchanged}
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    did = "would be" if dry_run else "were"
    click.echo(
        f"{len(merged.added)} bodies {did} added, {len(merged.changed)} changed; {merged.unchanged} were known as they are."
        + ("" if dry_run or not (merged.added or merged.changed) else " Restart the site and its worker to use them.")
    )
