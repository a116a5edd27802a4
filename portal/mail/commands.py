"""`flask mail …`: the outbox from the terminal. No command prints an address or what a message says."""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.mail import handling, queries, sending
from portal.mail.models import Message

group = click.Group("mail", help="Messages waiting, sent and left lying.")


@group.command("list")
@click.option("--state", type=click.Choice(list(queries.STATES)), help="Only those in this state.")
@click.option("--limit", default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def list_command(state: str | None, limit: int, as_json: bool) -> None:
    """The newest messages: number, state, kind, when, and what went wrong."""
    found = db.session.scalars(queries.listed(state=state or "").order_by(Message.id.desc()).limit(limit)).all()
    for each in found:
        facts = {
            "id": each.id,
            "state": each.state,
            "kind": each.kind,
            "queued_at": each.queued_at.isoformat(),
            "attempts": each.attempts,
            "problem": each.problem,
        }
        click.echo(
            json.dumps(facts)
            if as_json
            else f"{each.id}  {each.state}  {each.kind}  {each.queued_at:%Y-%m-%d %H:%M}  {each.problem}".rstrip()
        )
    if not found and not as_json:
        click.echo("No messages.")


@group.command("send")
@with_appcontext
def send_command() -> None:
    """Send what is due now, without waiting for the worker."""
    total = 0
    while ends := sending.send_due(current_app.config["SETTINGS"]):
        total += ends["sent"]
        if not ends["sent"]:
            break
    waiting = db.session.scalar(select(Message.id).where(Message.state == "waiting").limit(1))
    click.echo(f"{total} messages sent{'' if waiting is None else '; others will be tried again later'}.")


@group.command("resend")
@click.argument("message_id", type=int)
@with_appcontext
def resend_command(message_id: int) -> None:
    """Send a message again that was refused, dropped or perhaps sent."""
    with transaction():
        handling.send_again(message_id, by=None)
    click.echo(f"Message {message_id} will be sent again.")


@group.command("drop")
@click.argument("message_id", type=int)
@with_appcontext
def drop_command(message_id: int) -> None:
    """Do not send a waiting message."""
    with transaction():
        handling.drop(message_id, by=None)
    click.echo(f"Message {message_id} will not be sent.")
