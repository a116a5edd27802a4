"""`flask jobs list`. `flask jobs work` stands in portal.commands, which knows what the work is."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from portal.jobs import queueing

group = AppGroup("jobs", help="Background work: what is queued, running, failed; and the worker.")


@group.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.option("--limit", default=30, show_default=True)
def list_command(as_json: bool, limit: int) -> None:
    """What is queued, running, failed and done, unfinished work first."""
    jobs = queueing.listed(limit)
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "id": job.id,
                        "name": job.name,
                        "state": job.state,
                        "attempts": job.attempts,
                        "due": job.due_at.isoformat(),
                        "outcome": job.outcome,
                    }
                    for job in jobs
                ]
            )
        )
        return
    for job in jobs:
        click.echo(f"{job.id:6} {job.state:8} {job.name:24} {job.attempts} attempts  {job.outcome}")
    click.echo(", ".join(f"{number} {state}" for state, number in sorted(queueing.counts().items())) or "No jobs yet.")
