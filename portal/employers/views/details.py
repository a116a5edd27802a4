"""What is known of an organisation, for its owners."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import editing, history, queries, ways
from portal.employers.forms import ActForm, BillsForm, WayForm, address_of, number_of
from portal.employers.views.leading_on import lead_on_own
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line

bp = Blueprint("details", __name__, url_prefix="/<reference>/details")
bp.before_request(lead_on_own)


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    organisation = queries.for_owner(guards.current_person().id, reference)
    return render_template(
        "employers/employer/details.html",
        organisation=organisation,
        parent=queries.parent_of(organisation),
        names=ways.listed(organisation.id, "name"),
        domains=ways.listed(organisation.id, "domain"),
        remove_name=partial(_removal, organisation.reference, "name"),
        remove_domain=partial(_removal, organisation.reference, "domain"),
        lines=history.history_of(organisation, for_staff=False),
        form=ActForm(),
    )


@bp.route("/edit", methods=["GET", "POST"])
def edit(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    form = BillsForm(
        staff_count=f"{organisation.staff_count:,}" if organisation.staff_count is not None else "",
        bill_to=organisation.bill_to,
        bill_address=organisation.bill_address,
        bill_email=organisation.bill_email,
    )
    if form.validate_on_submit():
        facts = {
            "staff_count": number_of(form.staff_count.data),
            "bill_to": one_line(form.bill_to.data or ""),
            "bill_address": address_of(form.bill_address.data),
            "bill_email": (form.bill_email.data or "").strip(),
        }
        try:
            with transaction():
                changed = editing.change(organisation.id, facts, by=person.id)
        except editing.Unfit as unfit:
            form[unfit.field].errors = [str(unfit)]
        else:
            flash("The details are saved." if changed else "Nothing was changed.", "success")
            return _back(organisation.reference)
    return render_template("employers/employer/edit.html", organisation=organisation, form=form)


@bp.route("/<any(name,domain):kind>/add", methods=["GET", "POST"])
def add(reference: str, kind: ways.Way) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    form = WayForm()
    form.value.label.text = "Another name" if kind == "name" else "Web domain"
    if form.validate_on_submit():
        try:
            with transaction():
                ways.add(organisation.id, kind, form.value.data or "", by=person.id)
        except RuleBroken as broken:
            form.value.errors = [str(broken)]
        else:
            flash("It is in the list, and counts once the society’s staff have confirmed it.", "success")
            return _back(organisation.reference)
    return render_template("employers/employer/add.html", organisation=organisation, kind=kind, form=form)


@bp.route("/<any(name,domain):kind>/<int:way>/remove", methods=["GET", "POST"])
def take_off(reference: str, kind: ways.Way, way: int) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    form = ActForm()
    if form.validate_on_submit():
        with transaction():
            value = ways.take_off(organisation.id, kind, way, by=person.id)
        flash(f"{value} is taken off.", "success")
        return _back(organisation.reference)
    return render_template(
        "employers/employer/take_off.html",
        organisation=organisation,
        kind=kind,
        value=ways.value_of(organisation.id, kind, way),
        form=form,
    )


def _removal(reference: str, kind: ways.Way, way: int) -> str:
    return url_for("employer.details.take_off", reference=reference, kind=kind, way=way)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("employer.details.show", reference=reference))
