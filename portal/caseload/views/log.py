"""/consultant/campaigns/…/log: notes, calls and follow-ups, of a campaign or of one person in it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import abouts, following_up, keeping, log
from portal.caseload.abouts import About
from portal.caseload.forms import AboutForm, CallForm, FollowUpForm, NoteForm
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import queries
from portal.recruitment.forms import ActForm
from portal.recruitment.models import Campaign
from portal.web.acting import is_done

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
    def act(found: Campaign, about: About, form: AboutForm, by: int) -> None:
        keeping.note(found, about, form["text"].data or "", by=by, at=clock.now())

    return _write(campaign, NoteForm(), act, heading="Write a note", button="Keep the note", said="The note is kept.")


@bp.route("/call", methods=["GET", "POST"])
def call(campaign: str) -> ResponseReturnValue:
    today = clock.today()

    def act(found: Campaign, about: About, form: AboutForm, by: int) -> None:
        keeping.call(
            found,
            about,
            direction=form["direction"].data or "",
            whom=form["whom"].data or "",
            on=form.day or today,
            text=form["text"].data or "",
            by=by,
            at=clock.now(),
        )

    form = CallForm(on=[str(today.day), str(today.month), str(today.year)])
    return _write(campaign, form, act, heading="Log a call", button="Log the call", said="The call is logged.")


@bp.route("/follow-up", methods=["GET", "POST"])
def follow_up(campaign: str) -> ResponseReturnValue:
    def act(found: Campaign, about: About, form: AboutForm, by: int) -> None:
        day = form.day or clock.today()
        following_up.plan(found, about, text=form["text"].data or "", on=day, by=by, at=clock.now())

    said = "It is planned. From its day on it stands in the queue."
    return _write(campaign, FollowUpForm(), act, heading="Plan a follow-up", button="Plan it", said=said)


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


def _write(
    campaign: str,
    form: AboutForm,
    act: Callable[[Campaign, About, AboutForm, int], None],
    *,
    heading: str,
    button: str,
    said: str,
) -> ResponseReturnValue:
    person = guards.current_person()
    found = queries.for_consultant(person.id, campaign)
    about = abouts.of_key(found, request.args.get("about", ""))
    form["about"].choices = abouts.choices(found, about)
    if request.method == "GET":
        form["about"].data = about.key
    if form.validate_on_submit():

        def do() -> None:
            locked = queries.for_consultant(person.id, campaign, locked=True)
            act(locked, abouts.of_key(locked, form["about"].data or ""), form, person.id)

        if is_done(form, do):
            flash(said, "success")
            return redirect(url_for(".show", campaign=campaign, about=form["about"].data or None))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading=heading,
        caption=found.title,
        back=url_for(".show", campaign=campaign, about=about.key or None),
        form=form,
        button=button,
        says=(),
    )
