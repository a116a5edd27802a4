"""A candidate's interview: choosing and changing the time, saying that none suits, declining, and the calendar file."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.interviewing import choosing, files, own_pages, queries
from portal.interviewing.forms import ChooseForm, DeclineForm, SeenForm, UnsuitedForm
from portal.web.acting import is_done

bp = Blueprint("interviews", __name__, url_prefix="/job-applications/<reference>/interviews/<interview>")


@bp.route("", methods=["GET", "POST"])
def show(reference: str, interview: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), ChooseForm()
    page = own_pages.own_page(queries.own(person.id, reference, interview), at=at)
    form.slot.choices = list(page.options)
    if form.validate_on_submit():

        def act() -> None:
            held = queries.own(person.id, reference, interview, locked=True)
            queries.require_unchanged(held, form.seen.data or "")
            choosing.choose(held, form.slot.data or "", by=person.id, at=at)

        if not form.slot.data and page.may_choose:
            form.slot.errors = ["Choose a time."]
        elif is_done(form, act):
            flash("Your time is fixed. We have sent you a mail with a file for your calendar.", "success")
            return redirect(url_for(".show", reference=reference, interview=interview))
        page = own_pages.own_page(queries.own(person.id, reference, interview), at=at)
        form.slot.choices = list(page.options)
    form.seen.data = page.seen
    return render_template("interviewing/account/interview.html", page=page, form=form)


@bp.route("/none-suits", methods=["GET", "POST"])
def suits_none(reference: str, interview: str) -> ResponseReturnValue:
    """Say what would suit instead."""
    person, at, form = guards.current_person(), clock.now(), UnsuitedForm()
    if not own_pages.own_page(queries.own(person.id, reference, interview), at=at).may_say_none:
        raise NotFound("There is no time to choose.")
    if form.validate_on_submit():

        def act() -> None:
            held = queries.own(person.id, reference, interview, locked=True)
            queries.require_unchanged(held, form.seen.data or "")
            choosing.suits_none(held, form.words.data or "", by=person.id, at=at)

        if not (form.words.data or "").strip():
            form.words.errors = ["Say when you could come, or what stands against the times."]
        elif is_done(form, act):
            flash("We have told those who arrange the interview. They will write to you.", "success")
            return redirect(url_for(".show", reference=reference, interview=interview))
    return _page("none_suits", reference, interview, form)


@bp.route("/decline", methods=["GET", "POST"])
def decline(reference: str, interview: str) -> ResponseReturnValue:
    """Decline it, and say what is to become of the application."""
    person, at, form = guards.current_person(), clock.now(), DeclineForm()
    if not own_pages.own_page(queries.own(person.id, reference, interview), at=at).may_decline:
        raise NotFound("This interview cannot be declined.")
    if form.validate_on_submit():

        def act() -> None:
            held = queries.own(person.id, reference, interview, locked=True)
            queries.require_unchanged(held, form.seen.data or "")
            choosing.decline(held, stays=form.stays.data or "", words=form.words.data or "", by=person.id, at=at)

        if not form.stays.data:
            form.stays.errors = ["Say what is to become of your application."]
        elif is_done(form, act):
            leaves = form.stays.data == choosing.LEAVE
            flash(
                "You declined the interview, and your application is withdrawn."
                if leaves
                else "You declined the interview. Your application stays.",
                "success",
            )
            return redirect(url_for("account.job_applications.show", reference=reference))
    return _page("decline", reference, interview, form)


@bp.get("/interview.ics")
def calendar(reference: str, interview: str) -> ResponseReturnValue:
    """The interview for a calendar, while there is a time."""
    held = queries.own(guards.current_person().id, reference, interview)
    content = files.own(held)
    return Response(content, mimetype="text/calendar", headers=files.HEADERS)


def _page(template: str, reference: str, interview: str, form: SeenForm) -> str:
    page = own_pages.own_page(queries.own(guards.current_person().id, reference, interview), at=clock.now())
    form.seen.data = page.seen
    return render_template(f"interviewing/account/{template}.html", page=page, form=form)
