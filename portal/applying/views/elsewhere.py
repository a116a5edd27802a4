"""A person's list of applications that they made elsewhere."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.applying import tracking
from portal.applying.forms import ActForm, ElsewhereForm
from portal.applying.tracking import Kept
from portal.foundation import clock
from portal.posting.answers.closing import day_of
from portal.vacancies import queries as vacancies
from portal.web.acting import is_done

bp = Blueprint("elsewhere", __name__, url_prefix="/job-applications/elsewhere")


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add one: of a vacancy of this site its title and employer are there already."""
    person, form = guards.current_person(), ElsewhereForm()
    vacancy = tracking.vacancy_of(form.vacancy.data or request.args.get("vacancy", ""))
    if request.method == "GET":
        form.state.data = "applied"
        if vacancy is not None:
            form.vacancy.data, form.title.data, form.employer.data = (
                vacancy.reference,
                vacancy.title,
                vacancy.employer_name,
            )
            held = tracking.of_vacancy(person.id, vacancy.id)
            if held is not None:
                return redirect(url_for(".show", kept=held.reference))
    if form.validate_on_submit():
        kept = _kept(form, vacancy.id if vacancy else None)
        if kept is not None and is_done(form, lambda: tracking.keep(kept, by=person.id, at=clock.now())):
            flash("It is on your list.", "success")
            return redirect(url_for("account.job_applications.index"))
    return render_template("applying/account/elsewhere.html", form=form, kept=None, vacancy=vacancy)


@bp.route("/<kept>", methods=["GET", "POST"])
def show(kept: str) -> ResponseReturnValue:
    person = guards.current_person()
    row = tracking.own(person.id, kept)
    form = ElsewhereForm(
        data={
            "title": row.title,
            "employer": row.employer,
            "state": row.state,
            "note": row.note,
            "applied_on": _parts(row.applied_on),
            "next_on": _parts(row.next_on),
        }
    )
    vacancy = vacancies.by_id(row.vacancy_id)
    if form.validate_on_submit():
        changed = _kept(form, None)
        if changed is not None and is_done(
            form, lambda: tracking.change(tracking.own(person.id, kept), changed, at=clock.now())
        ):
            flash("Saved.", "success")
            return redirect(url_for("account.job_applications.index"))
        row = tracking.own(person.id, kept)
    return render_template("applying/account/elsewhere.html", form=form, kept=row, vacancy=vacancy)


@bp.post("/<kept>/remove")
def remove(kept: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    tracking.own(person.id, kept)
    if form.validate_on_submit() and is_done(form, lambda: tracking.remove(tracking.own(person.id, kept))):
        flash("It is taken off your list.", "success")
    return redirect(url_for("account.job_applications.index"))


def _kept(form: ElsewhereForm, vacancy_id: int | None) -> Kept | None:
    """What was typed, or None where a day is none; the form then says so."""
    days = {}
    for field in (form.applied_on, form.next_on):
        typed = [each for each in field.data if each.strip()]
        days[field.name] = day_of(field.data) if typed else None
        if typed and days[field.name] is None:
            field.errors = ["Enter a day, month and year, such as 27 3 2027, or leave it empty."]
    if form.applied_on.errors or form.next_on.errors:
        return None
    return Kept(
        title=form.title.data or "",
        employer=form.employer.data or "",
        state=form.state.data or "",
        note=form.note.data or "",
        vacancy_id=vacancy_id,
        **days,
    )


def _parts(day: date | None) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]
