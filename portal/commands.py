"""Registers every slice's command group, and the commands that concern the whole installation."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy.exc import DBAPIError, OperationalError

from portal.accounts.commands import group as people
from portal.billing import seeding as selling
from portal.config import UNUSABLE, Settings
from portal.database.transaction import transaction
from portal.employers.commands import group as employers
from portal.examples.commands import code_command
from portal.examples.production import refuse_in_production
from portal.feeds.commands import group as feeds
from portal.foundation.errors import PortalError, SettingUnusable
from portal.invoicing import daily as documents
from portal.jobs.commands import group as jobs
from portal.mail.commands import group as mail
from portal.membership import seeding
from portal.operating.commands import access_command, check_command, contract_command
from portal.payments.commands import group as payments
from portal.privacy.commands import group as privacy
from portal.search.commands import group as search
from portal.starting import (
    head_revision,
    log_to_stderr,
    refuse_missing_database,
    refuse_new_database_over_old_data,
    revision_of,
)
from portal.vacancies.commands import group as vacancies
from portal.vacancies.place_commands import group as places
from portal.work import keep_index_in_step

log = logging.getLogger(__name__)

MAKES_THE_DATABASE = "setup"
CHANGING_VACANCIES = ((feeds, ("import", "poll", "reread")), (vacancies, ("decide", "same")))


def register(app: Flask) -> None:
    """Hang every command group on the application."""
    people.add_command(code_command)
    for group in (people, feeds, vacancies, places, employers, search, jobs, mail, payments, privacy):
        app.cli.add_command(group)
    for command in (setup_command, check_command, contract_command, access_command):
        app.cli.add_command(command)
    for group, names in CHANGING_VACANCIES:
        for name in names:
            group.commands[name].callback = _then_in_step(group.commands[name].callback)
    for command in app.cli.commands.values():
        _guard(command)


def _then_in_step(run: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """The command, then the index brought up to date, so that what it took in is found though no worker runs."""
    if run is None or hasattr(run, "keeps_index_in_step"):
        return run

    @functools.wraps(run)
    def in_step(*words: Any, **options: Any) -> Any:
        try:
            return run(*words, **options)
        finally:
            try:
                keep_index_in_step()
            except Exception:
                log.exception("index.not_in_step")

    in_step.keeps_index_in_step = True  # type: ignore[attr-defined]
    return in_step


def _guard(command: click.Command) -> None:
    """Let every command fail in one sentence: 78 when a setting is unusable, 1 when it could not."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _guard(each)
    elif command.callback is not None and not hasattr(command.callback, "is_guarded"):
        command.callback = _guarded(command.callback, makes_database=command.name == MAKES_THE_DATABASE)


def _guarded(run: Callable[..., Any], *, makes_database: bool) -> Callable[..., Any]:
    @functools.wraps(run)
    def guarded(*words: Any, **options: Any) -> Any:
        app = click.get_current_context().ensure_object(ScriptInfo).load_app()
        try:
            if not makes_database:
                refuse_missing_database(app.config["SETTINGS"])
            return run(*words, **options)
        except SettingUnusable as unusable:
            click.echo(str(unusable), err=True)
            raise SystemExit(UNUSABLE) from None
        except PortalError as problem:
            raise click.ClickException(str(problem)) from None
        except OperationalError as problem:
            raise click.ClickException(_database_sentence(problem)) from None

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def _database_sentence(problem: DBAPIError) -> str:
    words = str(problem.orig).strip().splitlines()[0] if problem.orig else "no answer"
    remedy = "Run: flask setup" if "no such table" in words else "Try again when it answers."
    return f"The database could not do it ({words}). {remedy}"


@click.command("setup")
@click.option("--with-examples", is_flag=True, help="Also make example adverts, people and organisations.")
@click.option(
    "--large",
    is_flag=True,
    help="With the examples, 10,000 members, 2,000 organisations and 50,000 applications for jobs.",
)
@with_appcontext
def setup_command(with_examples: bool, large: bool) -> None:
    """Create or migrate the database and build the index; safe to repeat."""
    from flask_migrate import upgrade

    from portal.search import indexing
    from search_index.errors import IndexBroken, IndexMissing

    settings: Settings = current_app.config["SETTINGS"]
    if large and not with_examples:
        raise click.UsageError("--large goes with --with-examples.")
    if with_examples:
        refuse_in_production(settings)
    refuse_new_database_over_old_data(settings)
    if settings.sqlite_path is not None:
        settings.sqlite_path.touch(mode=0o600)
    if revision_of(settings) != head_revision():
        upgrade()
    with transaction():
        seeding.seed()
        selling.seed()
    if with_examples:
        _make_examples(settings, large=large)
    with transaction():
        documents.learn()
    folder = settings.index_dir
    try:
        indexing.sync(folder)
        done = "in step"
    except (IndexMissing, IndexBroken):
        done = f"built with {indexing.rebuild(folder)} vacancies"
    click.echo(f"The database is up to date and the index is {done}.")


def _make_examples(settings: Settings, *, large: bool) -> None:
    from portal.examples import crowd, making
    from portal.feeds import examples

    taken = examples.take_in_once_a_day(settings.data_dir / "examples-taken")
    click.echo("Today’s example adverts are in already." if taken is None else f"{taken} example adverts taken in.")
    made = making.make_once(settings)
    click.echo("The example people are here already." if made is None else f"{made} example people made.")
    if large:
        several = crowd.gather_once(settings, progress=_tell_crowd if sys.stderr.isatty() else lambda _what, _of: None)
        click.echo(several or "The large example is here already.")


def _tell_crowd(what: str, number: int) -> None:
    click.echo(f"{number:,} {what}", err=True)


@jobs.command("work")
@click.option("--burst", is_flag=True, help="Stop when nothing is left.")
def work_command(burst: bool) -> None:
    """Run the worker: the index in step, vacancies closed on time."""
    from portal.work import worker

    if not burst:
        log_to_stderr(current_app.config["SETTINGS"])
    it = worker()
    it.stop_on_signals()
    click.echo(f"{it.run(burst=burst)} jobs done.")
