"""Staff read what people report, and answer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.reports import queries, receiving
from portal.reports.forms import AnswerForm
from portal.reports.matters import MATTERS
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("reports", __name__, url_prefix="/reports")

STATES = {"open": "Open", "answered": "Answered", "closed": "Closed without an answer"}
LIST = Shape(
    one="report",
    many="reports",
    columns=(
        Column("reference", "Reference"),
        Column("about", "About"),
        Column("state", "State"),
        Column("received", "Received", sorts=True),
        Column("due", "Answer by", sorts=True),
    ),
    sort="due",
    search="Reference or title of the vacancy",
    filters=(
        Filter("state", "State", tuple(STATES.items())),
        Filter("about", "About", (("complaint", "Complaints and requests"), ("vacancy", "Vacancies"))),
    ),
    empty="Nobody has reported or complained about anything.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = queries.listed(asked)
    today = clock.today()
    rows = [
        [
            Cell(row.reference, f"/staff/reports/{row.reference}"),
            Cell(MATTERS[row.matter].words, note=row.title or ""),
            Cell(STATES[row.state]),
            Cell(words.brief_day(row.received_at)),
            Cell(words.day_in_words(row.due_on), bad=row.state == "open" and row.due_on < today),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("reports.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("reports/staff/index.html", list=listing)


@bp.route("/<reference>", methods=["GET", "POST"])
def show(reference: str) -> ResponseReturnValue:
    report = receiving.by_reference(reference)
    form = AnswerForm()
    if form.validate_on_submit():
        act = receiving.close if form.act.data == "close" else receiving.answer
        try:
            with transaction():
                act(report.reference, form.text.data, by=current_person().id)
            done = "closed" if form.act.data == "close" else "answered by mail"
            flash(f"Report {reference} is {done}.", "success")
            return redirect(url_for("staff.reports.show", reference=reference))
        except RuleBroken as problem:
            form.text.errors = [str(problem)]
            report = receiving.by_reference(reference)
    return render_template(
        "reports/staff/show.html",
        report=report,
        form=form,
        matter=MATTERS[report.matter],
        state=STATES[report.state],
        vacancy=queries.vacancy_of(report),
        answered_by=queries.answered_by(report),
        overdue=report.state == "open" and report.due_on < clock.today(),
        received=words.long_time(report.received_at),
        due=words.day_in_words(report.due_on),
        answered=words.long_time(report.answered_at) if report.answered_at else "",
    )


@bp.post("/<reference>/reopen")
def reopen(reference: str) -> ResponseReturnValue:
    if FlaskForm().validate_on_submit():
        try:
            with transaction():
                receiving.reopen(reference, by=current_person().id)
            flash(f"Report {reference} is open again.", "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(url_for("staff.reports.show", reference=reference))
