"""Organisations, for the society's staff: the list, one of them, and what staff change."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import acting, confirming, editing, history, listing, organisations, queries, ways
from portal.employers.forms import SECTORS, ActForm, FactsForm, ReasonForm, WayForm, address_of, number_of
from portal.employers.views.leading_on import lead_on_any
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.text import one_line
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape
from portal.web.words import name_of

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
bp.before_request(lead_on_any)

SHAPE = Shape(
    one="organisation",
    many="organisations",
    columns=(
        Column("name", "Name", sorts=True),
        Column("sector", "Sector"),
        Column("state", "State"),
        Column("people", "People", numeric=True),
        Column("staff", "Staff", sorts=True, numeric=True),
        Column("added", "Added", sorts=True),
    ),
    sort="name",
    search="Name, domain or reference",
    filters=(Filter("sector", "Sector", SECTORS), Filter("state", "State", listing.STATES)),
    empty="No body has become an organisation yet: that happens when somebody first acts for one, or when you add it.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = SHAPE.read(request.args)
    found = listing.organisations_page(
        words=asked.words,
        sector=asked.chosen["sector"],
        state=asked.chosen["state"],
        sort=asked.sort,
        descending=asked.descending,
        page=asked.page,
        per_page=asked.per_page,
    )
    if asked.as_csv:
        return csv_response("organisations.csv", listing.CSV_HEADER, [listing.csv_row(each) for each in found.rows])
    rows = [_cells(each) for each in map(listing.line, found.rows)]
    listed = SHAPE.shown(asked, path=url_for(".index"), rows=rows, total=found.total, page=found.page)
    return render_template(
        "employers/staff/index.html",
        list=listed,
        waiting=acting.waiting_for_staff(),
        heads=acting.heads_waiting(),
        form=ActForm(),
    )


def _cells(line: listing.Line) -> list[Cell]:
    return [
        Cell(line.name, address=url_for(".show", reference=line.reference), note=line.reference),
        Cell(name_of(line.sector)),
        Cell(line.state, bad=line.needs_staff, note="" if line.owned else "No owner"),
        Cell(str(line.people)),
        Cell("" if line.staff_count is None else f"{line.staff_count:,}"),
        Cell(line.added),
    ]


@bp.get("/add")
def search() -> ResponseReturnValue:
    typed = one_line(request.args.get("q", ""), limit=100)
    found = [each for each in organisations.suggest(typed, limit=30)] if typed else []
    return render_template("employers/staff/add.html", typed=typed, found=found, form=ActForm())


@bp.post("/add")
def add() -> ResponseReturnValue:
    if not ActForm().validate_on_submit():
        return redirect(url_for(".search"))
    with transaction():
        organisation = organisations.chosen(request.form.get("organisation", ""))
    return redirect(url_for(".show", reference=organisation.reference))


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    organisation = queries.any_by_reference(reference)
    return render_template(
        "employers/staff/show.html",
        organisation=organisation,
        parent=queries.parent_of(organisation),
        children=queries.children_of(organisation.id),
        names=ways.listed(organisation.id, "name"),
        domains=ways.listed(organisation.id, "domain"),
        also_named=ways.held_by_others(organisation, "name"),
        also_in_domain=ways.held_by_others(organisation, "domain"),
        people=acting.people_of(organisation.id),
        heads=acting.heads_waiting(organisation.id),
        claims=acting.claims_of(organisation.id),
        invitations=acting.invitations_of(organisation.id),
        lines=history.history_of(organisation, for_staff=True),
        form=ActForm(),
        remove_name=partial(_way, "take_off", organisation.reference, "name"),
        remove_domain=partial(_way, "take_off", organisation.reference, "domain"),
        confirm_name=partial(_way, "confirm_way", organisation.reference, "name"),
        confirm_domain=partial(_way, "confirm_way", organisation.reference, "domain"),
        undo=partial(_undoing, organisation.reference),
    )


@bp.route("/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    parent = queries.parent_of(organisation)
    form = FactsForm(
        name=organisation.name,
        sector=organisation.sector,
        qualifies="yes" if organisation.qualifies else "no",
        nation=organisation.nation or "",
        kind=organisation.kind,
        parent=parent.reference if parent else "",
        staff_count=f"{organisation.staff_count:,}" if organisation.staff_count is not None else "",
        bill_to=organisation.bill_to,
        bill_address=organisation.bill_address,
        bill_email=organisation.bill_email,
    )
    if form.validate_on_submit():
        try:
            facts = {
                "name": one_line(form.name.data or "", limit=300),
                "sector": form.sector.data,
                "qualifies": form.qualifies.data == "yes",
                "nation": form.nation.data or None,
                "kind": one_line(form.kind.data or "", limit=80),
                "parent_id": queries.by_reference(form.parent.data).id if (form.parent.data or "").strip() else None,
                "staff_count": number_of(form.staff_count.data),
                "bill_to": one_line(form.bill_to.data or ""),
                "bill_address": address_of(form.bill_address.data),
                "bill_email": (form.bill_email.data or "").strip(),
            }
            with transaction():
                changed = editing.change(organisation.id, facts, by=guards.current_person().id, staff=True)
        except NotFound:
            form.parent.errors = [f"There is no organisation {form.parent.data}. Copy the reference from its page."]
        except editing.Unfit as unfit:
            form[unfit.field].errors = [str(unfit)]
        else:
            flash("The details are saved." if changed else "Nothing was changed.", "success")
            return _back(organisation.reference)
    return render_template("employers/staff/edit.html", organisation=organisation, form=form)


@bp.post("/<reference>/undo/<int:entry>")
def undo(reference: str, entry: int) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    if ActForm().validate_on_submit():
        try:
            with transaction():
                editing.undo(organisation.id, entry, by=guards.current_person().id)
        except RuleBroken as broken:
            flash(str(broken))
        else:
            flash("The change is undone.", "success")
    return _back(organisation.reference)


@bp.route("/<reference>/<any(name,domain):kind>/add", methods=["GET", "POST"])
def add_way(reference: str, kind: ways.Way) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    form = WayForm()
    form.value.label.text = "Another name" if kind == "name" else "Web domain"
    if form.validate_on_submit():
        try:
            with transaction():
                ways.add(organisation.id, kind, form.value.data or "", by=guards.current_person().id, staff=True)
        except RuleBroken as broken:
            form.value.errors = [str(broken)]
        else:
            flash("It is added, and counts from the next list of adverts that is read.", "success")
            return _back(organisation.reference)
    return render_template("employers/staff/add_way.html", organisation=organisation, kind=kind, form=form)


@bp.post("/<reference>/<any(name,domain):kind>/<int:way>/confirm")
def confirm_way(reference: str, kind: ways.Way, way: int) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    if ActForm().validate_on_submit():
        with transaction():
            value = ways.confirm(organisation.id, kind, way, by=guards.current_person().id)
        flash(f"{value} is confirmed.", "success")
    return _back(organisation.reference)


@bp.route("/<reference>/<any(name,domain):kind>/<int:way>/remove", methods=["GET", "POST"])
def take_off(reference: str, kind: ways.Way, way: int) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    form = ActForm()
    if form.validate_on_submit():
        with transaction():
            value = ways.take_off(organisation.id, kind, way, by=guards.current_person().id, staff=True)
        flash(f"{value} is taken off, and will not come back from the register.", "success")
        return _back(organisation.reference)
    return render_template(
        "employers/staff/take_off.html",
        organisation=organisation,
        kind=kind,
        value=ways.value_of(organisation.id, kind, way),
        form=form,
    )


@bp.post("/<reference>/confirm")
def confirm(reference: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    if ActForm().validate_on_submit():
        try:
            with transaction():
                confirming.confirm(organisation.id, by=guards.current_person().id)
        except RuleBroken as broken:
            flash(str(broken))
        else:
            flash(f"{organisation.name} is confirmed: it can be found and claimed.", "success")
    return _back(organisation.reference)


@bp.route("/<reference>/remove", methods=["GET", "POST"])
def remove(reference: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                confirming.remove(organisation.id, because=form.reason.data or "", by=guards.current_person().id)
        except RuleBroken as broken:
            form.reason.errors = [str(broken)]
        else:
            flash(f"{organisation.name} is removed.", "success")
            return _back(organisation.reference)
    return render_template(
        "employers/staff/remove.html", organisation=organisation, people=acting.people_of(organisation.id), form=form
    )


@bp.post("/<reference>/restore")
def restore(reference: str) -> ResponseReturnValue:
    organisation = queries.any_by_reference(reference)
    if ActForm().validate_on_submit():
        with transaction():
            confirming.restore(organisation.reference, by=guards.current_person().id)
        flash(f"{organisation.name} is back. Its people ask anew.", "success")
    return _back(organisation.reference)


def _way(view: str, reference: str, kind: ways.Way, way: int) -> str:
    return url_for(f"staff.organisations.{view}", reference=reference, kind=kind, way=way)


def _undoing(reference: str, entry: int) -> str:
    return url_for("staff.organisations.undo", reference=reference, entry=entry)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("staff.organisations.show", reference=reference))
