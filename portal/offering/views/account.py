"""A candidate's own offer: the terms, the answer, the checks, and their place on a reserve list."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.applying import queries as applications
from portal.applying.queries import steps_of
from portal.applying.states import seen
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.offering import answering, asking_referees, drawing, own_pages, queries, reserving
from portal.offering.forms import AcceptForm, ActForm, DeclineForm
from portal.offering.own_pages import OwnPage
from portal.web.acting import is_done

bp = Blueprint("offers", __name__, url_prefix="/job-applications/<reference>")


def _own(reference: str) -> OwnPage:
    row = applications.own(guards.current_person().id, reference)
    page = own_pages.own_page(row, applications.job_of(row), at=clock.now())
    if page is None:
        raise NotFound("There is no offer.")
    return page


@bp.route("/offer", methods=["GET", "POST"])
def show(reference: str) -> ResponseReturnValue:
    """The terms, with the form that accepts exactly these."""
    person, at, form = guards.current_person(), clock.now(), AcceptForm()
    page = _own(reference)
    if form.validate_on_submit():

        def act() -> None:
            row = applications.own(person.id, reference, locked=True)
            job = applications.job_of(row)
            answering.accept(row, job, read=form.number, sure=bool(form.sure.data), by=person.id, at=at)

        if is_done(form, act):
            flash("You have accepted the offer. What comes next stands below.", "success")
            return redirect(url_for(".show", reference=reference))
        page = _own(reference)
        if page.answers and form.number == page.number and not form.sure.data:
            form.sure.errors, form.form_errors = list(form.form_errors), []
    form.read.data = str(page.number)
    form.sure.data = False
    return render_template("offering/account/show.html", page=page, form=form)


@bp.route("/offer/decline", methods=["GET", "POST"])
def decline(reference: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), DeclineForm()
    page = _own(reference)
    if not page.answers:
        return redirect(url_for(".show", reference=reference))
    if form.validate_on_submit():

        def act() -> None:
            locked = applications.own(person.id, reference, locked=True)
            job = applications.job_of(locked)
            answering.decline(locked, job, because=form.because.data or "", by=person.id, at=at)

        if is_done(form, act):
            flash("You have declined the offer. Thank you for telling us.", "success")
            return redirect(url_for("account.job_applications.show", reference=reference))
        page = _own(reference)
    return render_template("offering/account/decline.html", page=page, form=form)


@bp.post("/offer/checks/<check>/consent")
def consent(reference: str, check: str) -> ResponseReturnValue:
    """A yes to one referee being contacted."""
    person, at, form = guards.current_person(), clock.now(), ActForm()
    applications.own(person.id, reference)
    if form.validate_on_submit():

        def act() -> None:
            asking_referees.consent(applications.own(person.id, reference, locked=True), check, by=person.id, at=at)

        if is_done(form, act):
            flash("Thank you. We write to them now.", "success")
        else:
            flash(str(form.form_errors[-1]), "problem")
    return redirect(url_for(".show", reference=reference))


@bp.route("/reserve", methods=["GET", "POST"])
def reserve(reference: str) -> ResponseReturnValue:
    """Until when the place stands, and whether a later recruitment may ask."""
    person, at, form = guards.current_person(), clock.now(), ActForm()
    row = applications.own(person.id, reference)
    place = queries.place_of(row)
    if place is None or seen(steps_of(row)) != "reserve":
        raise NotFound("There is no place on a reserve list.")
    if form.validate_on_submit():
        may_ask = request.form.get("may_ask") == "yes"

        def act() -> None:
            reserving.say(applications.own(person.id, reference, locked=True), may_ask=may_ask, by=person.id, at=at)

        if is_done(form, act):
            flash("You may be asked." if may_ask else "You are not asked.", "success")
            return redirect(url_for(".reserve", reference=reference))
        row = applications.own(person.id, reference)
    job = applications.job_of(row)
    return render_template(
        "offering/account/reserve.html",
        back_to=url_for("account.job_applications.show", reference=reference),
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        until=place.expires_on,
        may_ask=place.may_ask,
        asked=drawing.asked_of(row),
        reference=row.reference,
        form=form,
    )


@bp.post("/reserve/asks/<campaign>")
def answer(reference: str, campaign: str) -> ResponseReturnValue:
    """Their yes or no to a later recruitment."""
    person, at, form = guards.current_person(), clock.now(), ActForm()
    drawing.own_ask(applications.own(person.id, reference), campaign)
    made: list[str] = []
    if form.validate_on_submit():
        yes = request.form.get("answer") == "yes"

        def act() -> None:
            row = applications.own(person.id, reference, locked=True)
            made.append(drawing.answer(row, campaign, yes=yes, by=person.id, at=at))

        if is_done(form, act):
            flash("You are considered for it now." if yes else "Thank you for saying so.", "success")
            if made[0]:
                return redirect(url_for("account.job_applications.show", reference=made[0]))
        else:
            flash(str(form.form_errors[-1]), "problem")
    return redirect(url_for(".reserve", reference=reference))
