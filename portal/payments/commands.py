"""`flask payments`: settling what a lost message left open."""

from __future__ import annotations

import json
from datetime import timedelta

import click
from flask.cli import AppGroup

from portal.foundation import clock
from portal.payments import reconciling

group = AppGroup("payments", help="Card payments.")


@group.command("reconcile")
@click.option(
    "--days", type=click.IntRange(1, 30), default=3, show_default=True, help="How far back messages are read."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reconcile(days: int, as_json: bool) -> None:
    """Ask the payment service about all that is open, and for messages that never came."""
    outcome = reconciling.reconcile(since=clock.now() - timedelta(days=days))
    if as_json:
        click.echo(json.dumps(outcome.as_json()))
    else:
        click.echo(
            f"{outcome.looked_at} open payments looked at, {outcome.events} messages taken up, {outcome.settled} changes, "
            f"{outcome.refunds} refunds followed up, {outcome.silent} questions unanswered."
        )
    if outcome.silent:
        raise SystemExit(1)
