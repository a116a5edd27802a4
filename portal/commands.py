"""Registers every slice's command group, and the commands that concern the whole installation."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal.feeds.commands import group as feeds
from portal.jobs.commands import group as jobs
from portal.search.commands import group as search
from portal.vacancies.commands import group as vacancies


def register(app: Flask) -> None:
    """Hang every command group on the application."""
    for group in (feeds, vacancies, search, jobs):
        app.cli.add_command(group)
    app.cli.add_command(setup_command)
    app.cli.add_command(check_command)


@click.command("setup")
@click.option("--with-examples", is_flag=True, help="Also take in the example feeds.")
@with_appcontext
def setup_command(with_examples: bool) -> None:
    """Create or migrate the database and build the index; safe to repeat."""
    from flask_migrate import upgrade

    from portal.search import indexing
    from search_index.errors import IndexBroken, IndexMissing

    upgrade()
    if with_examples:
        from portal.feeds.examples import take_in_examples

        click.echo(f"{take_in_examples()} example adverts taken in.")
    folder = current_app.config["SETTINGS"].index_dir
    try:
        indexing.sync(folder)
        done = "in step"
    except (IndexMissing, IndexBroken):
        done = f"built with {indexing.rebuild(folder)} vacancies"
    click.echo(f"The database is up to date and the index is {done}.")


@click.command("check")
@with_appcontext
def check_command() -> None:
    """Compare the parts of the installation with each other."""
    from portal.search import indexing
    from search_index.errors import IndexBroken, IndexMissing

    try:
        parity = indexing.compare(current_app.config["SETTINGS"].index_dir)
    except (IndexMissing, IndexBroken) as problem:
        raise click.ClickException(f"{problem} Run: flask search rebuild") from None
    click.echo(
        f"Index: {parity.indexed} vacancies, {parity.missing} missing, {parity.stale} stale, {parity.waiting} waiting."
    )
    if not parity.agrees:
        raise SystemExit(1)


@jobs.command("work")
@click.option("--burst", is_flag=True, help="Stop when nothing is left.")
def work_command(burst: bool) -> None:
    """Run the worker: the index in step, vacancies closed on time."""
    from portal.work import worker

    it = worker()
    it.stop_on_signals()
    click.echo(f"{it.run(burst=burst)} jobs done.")
