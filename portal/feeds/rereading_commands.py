"""`flask feeds reread`: better rules for what is already kept."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from portal.feeds import registering, rereading
from portal.foundation import clock
from portal.foundation.errors import PortalError


@click.command("reread")
@click.option("--source", "source_id", type=int, default=None, help="Only this source's adverts.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def reread_command(source_id: int | None, as_json: bool) -> None:
    """Read the kept adverts again after the rules or tables changed; overrulings stay."""
    try:
        if source_id is not None:
            registering.by_id(source_id)
    except PortalError as problem:
        raise click.ClickException(str(problem)) from None
    standing = rereading.reread(source_id=source_id, at=clock.now())
    if as_json:
        click.echo(json.dumps(dict(standing)))
        return
    parts = ", ".join(f"{number} {status}" for status, number in sorted(standing.items())) or "none"
    click.echo(f"{sum(standing.values())} vacancies read again: {parts}.")
