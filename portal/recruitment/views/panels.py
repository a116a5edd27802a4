"""/employer/panels: invitations on to a panel, taken up or declined, and the campaigns on whose panel one is."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.recruitment import panel_pages, panels
from portal.recruitment.forms import ActForm

bp = Blueprint("panels", __name__, url_prefix="/panels")


@bp.get("")
def index() -> ResponseReturnValue:
    person = guards.current_person()
    return render_template(
        "recruitment/employer/panels.html",
        invited=panel_pages.invitations_of(person, at=clock.now()),
        sat_on=panel_pages.panels_of(person.id),
        is_confirmed=person.email_confirmed_at is not None,
    )


@bp.post("/<member>/<any(join,decline):answer>")
def answer(member: str, answer: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    if not ActForm().validate_on_submit():
        return redirect(url_for(".index"))
    with transaction():
        if answer == "join":
            panels.take_up(person_id, member, at=clock.now())
        else:
            panels.decline(person_id, member, at=clock.now())
    flash("You are on the panel." if answer == "join" else "The invitation is declined.", "success")
    return redirect(url_for(".index"))


@bp.get("/<campaign>")
def show(campaign: str) -> ResponseReturnValue:
    found, member = panels.for_member(guards.current_person().id, campaign)
    return render_template("recruitment/employer/panel.html", page=panel_pages.page_of(found, member, at=clock.now()))
