"""The page on which a note, a call or a follow-up is written."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import abouts, following_up, keeping
from portal.caseload.abouts import About
from portal.caseload.forms import AboutForm, CallForm, FollowUpForm, NoteForm
from portal.foundation import clock
from portal.recruitment import queries
from portal.recruitment.models import Campaign
from portal.web.acting import is_done


def note(campaign: str) -> ResponseReturnValue:
    """Write a note."""

    def act(found: Campaign, about: About, form: AboutForm, by: int) -> None:
        keeping.note(found, about, form["text"].data or "", by=by, at=clock.now())

    return write(campaign, NoteForm(), act, heading="Write a note", button="Keep the note", said="The note is kept.")


def call(campaign: str) -> ResponseReturnValue:
    """Log a call."""
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
    return write(campaign, form, act, heading="Log a call", button="Log the call", said="The call is logged.")


def follow_up(campaign: str) -> ResponseReturnValue:
    """Plan a follow-up."""

    def act(found: Campaign, about: About, form: AboutForm, by: int) -> None:
        day = form.day or clock.today()
        following_up.plan(found, about, text=form["text"].data or "", on=day, by=by, at=clock.now())

    said = "It is planned. From its day on it stands in the queue."
    return write(campaign, FollowUpForm(), act, heading="Plan a follow-up", button="Plan it", said=said)


def write(
    campaign: str,
    form: AboutForm,
    act: Callable[[Campaign, About, AboutForm, int], None],
    *,
    heading: str,
    button: str,
    said: str,
) -> ResponseReturnValue:
    """The page with this form: whom it is about, and what is kept by `act` of the campaign, whom, the form and the writer."""
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
            return redirect(url_for("consultant.log.show", campaign=campaign, about=form["about"].data or None))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading=heading,
        caption=found.title,
        back=url_for("consultant.log.show", campaign=campaign, about=about.key or None),
        form=form,
        button=button,
        says=(),
    )
