"""/consultant/campaigns/…/log: notes, calls and follow-ups, of a campaign or of one person in it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import abouts, following_up, keeping, log, log_pages
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import queries
from portal.recruitment.forms import ActForm

bp = Blueprint("log", __name__, url_prefix="/campaigns/<campaign>/log")


@bp.get("")
def show(campaign: str) -> ResponseReturnValue:
    person = guards.current_person()
    found = queries.for_consultant(person.id, campaign)
    about = abouts.of_key(found, request.args.get("about", ""))
    return render_template(
        "caseload/consultant/log.html",
        campaign=found,
        client=queries.organisation_of(found).name,
        about=about,
        log=log.log_of(found, about, reader=person.id, at=clock.now()),
    )


@bp.route("/note", methods=["GET", "POST"])
def note(campaign: str) -> ResponseReturnValue:
    return log_pages.note(campaign)


@bp.route("/call", methods=["GET", "POST"])
def call(campaign: str) -> ResponseReturnValue:
    return log_pages.call(campaign)


@bp.route("/follow-up", methods=["GET", "POST"])
def follow_up(campaign: str) -> ResponseReturnValue:
    return log_pages.follow_up(campaign)


@bp.post("/follow-ups/<follow_up>/<any(done, open):tick>")
def done(campaign: str, follow_up: str, tick: str) -> ResponseReturnValue:
    """Tick it off, or take it up again; back to the queue or the log, wherever the button was."""
    person, ticked = guards.current_person(), tick == "done"
    if ActForm().validate_on_submit():
        try:
            with transaction():
                found = queries.for_consultant(person.id, campaign, locked=True)
                following_up.tick(found, follow_up, done=ticked, by=person.id, at=clock.now())
            if not ticked:
                flash("It waits again.", "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    if request.form.get("from") == "log":
        return redirect(url_for(".show", campaign=campaign))
    return redirect(url_for("consultant.queue.show", done=f"{campaign}:{follow_up}" if ticked else None))


@bp.post("/entries/<logged>/remove")
def remove(campaign: str, logged: str) -> ResponseReturnValue:
    """Take back a note or a call of one's own."""
    person = guards.current_person()
    if ActForm().validate_on_submit():
        with transaction():
            keeping.remove(queries.for_consultant(person.id, campaign, locked=True), logged, by=person.id)
        flash("It is removed.", "success")
    return redirect(url_for(".show", campaign=campaign))
