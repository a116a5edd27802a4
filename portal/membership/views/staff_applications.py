"""Applications for staff."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import cases, endorsing, office
from portal.membership.application_forms import ConfirmForm, NoteForm
from portal.membership.classes import CLASSES
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain
from portal.web.words import brief_day, counted

bp = Blueprint("applications", __name__, url_prefix="/applications")

SHAPE = Shape(
    one="application",
    many="applications",
    columns=(
        Column("applicant", "Applicant", sorts=True),
        Column("class", "Class"),
        Column("state", "State"),
        Column("sent", "Sent in", sorts=True),
        Column("decided", "Decided", sorts=True),
    ),
    sort="-sent",
    search="Applicant, organisation or reference",
    filters=(
        Filter("state", "State", tuple(each for each in cases.STAFF_STATUS.items() if each[0] != "draft")),
        Filter("class", "Class", tuple((key, each.name) for key, each in CLASSES.items())),
        Filter("round", "Round", (("1", "First"), ("2", "Appeal"))),
    ),
    empty="Nobody has applied yet. Applications appear here once they are sent in.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = SHAPE.read(request.args)
    found = office.listed(
        words=asked.words,
        chosen=asked.chosen,
        sort=asked.sort,
        descending=asked.descending,
        page=asked.page,
        per_page=asked.per_page,
    )
    rows = [_cells(each) for each in found.rows]
    if asked.as_csv:
        return csv_response(
            "applications.csv",
            ["Reference", "Organisation", *(each.label for each in SHAPE.columns)],
            ([row.reference, row.organisation, *cells] for row, cells in zip(found.rows, plain(rows), strict=True)),
        )
    listing = SHAPE.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("membership/staff/applications.html", list=listing)


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    application = office.for_staff(guards.current_person().id, reference)
    return _page(application, NoteForm())


@bp.post("/<reference>/note")
def note(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = office.for_staff(person.id, reference)
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(application, form)
    with transaction():
        application = office.for_staff(person.id, reference)
        office.note(application, words=form.note.data, by=person.id, at=clock.now())
    flash("The note is kept.", "success")
    return redirect(url_for("staff.applications.show", reference=reference))


@bp.post("/<reference>/nudge")
def nudge(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = office.for_staff(person.id, reference)
    if ConfirmForm().validate_on_submit():
        try:
            with transaction():
                application = office.for_staff(person.id, reference)
                asked = endorsing.nudge(application, by=person.id, at=clock.now())
            flash(
                f"Asked again: a new link goes to {counted(asked, 'Head of Profession', 'Heads of Profession')}.",
                "success",
            )
        except RuleBroken as problem:
            flash(str(problem))
    return redirect(url_for("staff.applications.show", reference=reference))


def _page(application: object, form: NoteForm) -> str:
    needed = current_app.config["SETTINGS"].panel_votes
    case = office.case(application, needed=needed)  # type: ignore[arg-type]
    return render_template(
        "membership/staff/application.html", case=case, form=form, confirm=ConfirmForm(), needed=needed
    )


def _cells(row: cases.Row) -> list[Cell]:
    return [
        Cell(row.applicant, url_for("staff.applications.show", reference=row.reference), row.organisation),
        Cell(row.class_name),
        Cell(row.staff_status, note="Appeal" if row.is_appeal else ""),
        Cell(brief_day(row.submitted_at) if row.submitted_at else ""),
        Cell(brief_day(row.decided_at) if row.decided_at else ""),
    ]
