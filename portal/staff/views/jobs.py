"""Jobs that failed: run them again, or forget them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.jobs import queueing
from portal.staff import tending_jobs
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("jobs", __name__, url_prefix="/jobs")

STATES = {"failed": "Will be tried again", "dead": "Given up"}
LIST = Shape(
    one="failed job",
    many="failed jobs",
    columns=(
        Column("name", "Job", sorts=True),
        Column("state", "State"),
        Column("attempts", "Attempts", numeric=True),
        Column("queued", "Queued", sorts=True),
        Column("why", "What went wrong"),
        Column("act", "What to do"),
    ),
    sort="queued",
    search="Name or what went wrong",
    filters=(Filter("state", "State", tuple(STATES.items())),),
    empty="No job has failed.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = queueing.troubled(asked)
    rows = [
        [
            Cell(row.name, note=f"Number {row.id}"),
            Cell(
                STATES[row.state],
                note=f"Next {words.long_time(row.due_at)}" if row.state == "failed" else "",
                bad=row.state == "dead",
            ),
            Cell(str(row.attempts)),
            Cell(words.long_time(row.queued_at)),
            Cell(row.outcome or "Nothing was written down"),
            Cell("Retry or forget", f"/staff/jobs/{row.id}"),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("jobs.csv", [each.label for each in LIST.columns[:-1]], [row[:-1] for row in plain(rows)])
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("staff/staff/jobs.html", list=listing)


@bp.route("/<int:job_id>", methods=["GET", "POST"])
def show(job_id: int) -> ResponseReturnValue:
    form = FlaskForm()
    if form.validate_on_submit():
        forget = request.form.get("act") == "forget"
        try:
            with transaction():
                (tending_jobs.forget if forget else tending_jobs.retry)(job_id, by=current_person().id)
            flash("The job is forgotten." if forget else "The job runs again within a minute.", "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
        return redirect(url_for("staff.jobs.index"))
    job = queueing.one_in_trouble(job_id)
    return render_template(
        "staff/staff/job.html",
        form=form,
        job=job,
        state=STATES[job.state],
        queued=words.long_time(job.queued_at),
        due=words.long_time(job.due_at),
    )
