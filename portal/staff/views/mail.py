"""The outbox for staff: what waits, what was refused or may be lost, and how every message looks."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.mail import handling, previewing, queries
from portal.staff import mail_listing
from portal.web.csv_export import csv_response
from portal.web.listing import plain

bp = Blueprint("mail", __name__, url_prefix="/mail")


@bp.get("")
def index() -> ResponseReturnValue:
    shown = mail_listing.of(request.args, path=url_for("staff.mail.index"), address=_address)
    if shown.asked.as_csv:
        return csv_response("mail", [each.label for each in shown.shape.columns], plain(shown.rows))
    return render_template("staff/outbox/index.html", shown=shown)


def _address(message_id: int) -> str:
    return url_for("staff.mail.show", message_id=message_id)


@bp.get("/<int:message_id>")
def show(message_id: int) -> ResponseReturnValue:
    message = queries.by_id(message_id)
    return render_template(
        "staff/outbox/show.html",
        message=message,
        body=queries.without_secrets(message.body or ""),
        state=queries.STATES[message.state],
        may_send=message.state in handling.SENDABLE and bool(message.recipient) and message.state != "waiting",
        may_drop=message.state in handling.DROPPABLE,
        perhaps_sent=message.state == "unknown",
    )


@bp.post("/<int:message_id>/send")
def send_again(message_id: int) -> ResponseReturnValue:
    return _handle(message_id, handling.send_again, "The message is in the queue again and will be sent at once.")


@bp.post("/<int:message_id>/drop")
def drop(message_id: int) -> ResponseReturnValue:
    return _handle(message_id, handling.drop, "The message will not be sent.")


def _handle(message_id: int, act: handling.Act, done: str) -> ResponseReturnValue:
    person_id = current_person().id
    try:
        with transaction():
            act(message_id, by=person_id)
        flash(done, "success")
    except RuleBroken as refusal:
        flash(str(refusal))
    return redirect(_address(message_id))


@bp.get("/previews")
def previews() -> ResponseReturnValue:
    return render_template(
        "staff/outbox/previews.html", previews=[previewing.preview(each) for each in previewing.kinds()]
    )
