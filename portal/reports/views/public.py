"""Anyone may tell us what is wrong with a vacancy, or complain."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import person_if_any
from portal.database.transaction import transaction
from portal.reports import receiving
from portal.reports.forms import ComplaintForm, VacancyReportForm
from portal.vacancies import queries
from portal.web.limiting import client_address
from portal.web.words import day_in_words

bp = Blueprint("reports", __name__)

TOO_MANY = "You have sent several reports within the hour. Wait a little, then send this one again."


@bp.route("/vacancies/<reference>/report", methods=["GET", "POST"])
def vacancy(reference: str) -> ResponseReturnValue:
    about = queries.shown(reference)
    reference, title, vacancy_id = about.reference, about.title, about.id
    form = VacancyReportForm()
    person = person_if_any()
    person_id = person.id if person else None
    if form.validate_on_submit():
        with transaction():
            allowed = receiving.may_send(client_address())
            if allowed:
                receiving.receive(
                    form.matter.data,
                    form.text.data or "",
                    email=form.email.data or "",
                    vacancy_id=vacancy_id,
                    person_id=person_id,
                )
        if allowed:
            flash("Thank you. Our staff will look at it.", "success")
            return redirect(url_for("reports.thanks"))
        form.form_errors.append(TOO_MANY)
    return render_template("reports/public/vacancy.html", form=form, reference=reference, title=title)


@bp.route("/complain", methods=["GET", "POST"])
def complain() -> ResponseReturnValue:
    form = ComplaintForm()
    person = person_if_any()
    person_id = person.id if person else None
    if form.validate_on_submit():
        sentence = ""
        with transaction():
            if receiving.may_send(client_address()):
                report = receiving.receive(
                    form.matter.data, form.text.data, name=form.name.data, email=form.email.data, person_id=person_id
                )
                sentence = (
                    f"Your reference is {report.reference}. We answer by {day_in_words(report.due_on)}, "
                    "and have sent you a mail that says so."
                )
        if sentence:
            flash(sentence, "success")
            return redirect(url_for("reports.thanks"))
        form.form_errors.append(TOO_MANY)
    return render_template("reports/public/complain.html", form=form)


@bp.get("/complain/thanks")
def thanks() -> ResponseReturnValue:
    return render_template("reports/public/thanks.html")
