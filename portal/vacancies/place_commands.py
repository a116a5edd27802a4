"""`flask places …`: the operator's own gazetteer from the official files."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.vacancies.gazetteer import follow_folder, load_gazetteer
from portal.vacancies.gazetteer.importing import KINDS, NotThatKind, keep, rows_of

group = AppGroup("places", help="Where places are.")


@group.command("import")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Say what was taken in as JSON.")
def import_command(kind: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Take in an official file (CSV, a folder of CSVs or the zip archive); its places replace those that came with the portal."""
    try:
        imported = KINDS[kind](rows_of(files), load_gazetteer())
    except (NotThatKind, UnicodeDecodeError, OSError) as problem:
        reason = problem if isinstance(problem, NotThatKind) else "it cannot be read as CSV in UTF-8"
        raise click.ClickException(f"Nothing was taken in from {files[0]}: {reason}.") from None
    folder = Path(current_app.config["SETTINGS"].gazetteer_dir)
    keep(imported, folder)
    follow_folder(folder)
    facts = {
        "kind": kind,
        "table": imported.table,
        "kept": len(imported.spots),
        "read": imported.read,
        "left_out": imported.left_out,
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    click.echo(
        f"{len(imported.spots)} {'outward codes' if imported.table == 'outcodes' else 'places'} kept from {imported.read} rows. "
        "Restart the site and its worker to use them."
    )
