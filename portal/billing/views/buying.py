"""How an organisation buys: what waits for somebody's approval, its credits, and the terms its owner sets."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.accounts import queries as people
from portal.billing import approving, credits, presenting, queries, terms
from portal.billing.forms import TermsForm
from portal.employers import queries as employers
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pence_of, pounds
from portal.web.acting import is_done

bp = Blueprint("buying", __name__)


@bp.get("/approvals")
def approvals() -> ResponseReturnValue:
    person_id = guards.current_person().id
    waiting = approving.waiting_for(person_id)
    by_id = {each.id: each for each, _ in employers.organisations_of(person_id)}
    names = people.names_of(order.placed_by_id for order in waiting if order.placed_by_id)
    return render_template(
        "billing/employer/approvals.html",
        waiting=[
            {
                "organisation": by_id[order.organisation_id or 0],
                "order": row,
                "asked_by": names.get(order.placed_by_id or 0, ""),
                "asked_at": order.asked_at,
            }
            for order, row in zip(waiting, presenting.rows(waiting, on=clock.today()), strict=True)
            if order.organisation_id in by_id
        ],
    )


@bp.get("/<reference>/credits")
def show_credits(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.organisation_for(person.id, reference)
    today = clock.today()
    entries = credits.entries_of(organisation.id)
    orders = credits.order_of(entries)
    return render_template(
        "billing/employer/credits.html",
        organisation=organisation,
        balance=credits.balance(organisation.id, on=today),
        left=credits.left(organisation.id, on=today),
        entries=[
            {"entry": each, "order": orders[each.order_line_id].reference if each.order_line_id in orders else ""}
            for each in entries
        ],
        may_buy=queries.may_buy(person.id, organisation.id),
    )


@bp.route("/<reference>/buying", methods=["GET", "POST"])
def edit_terms(reference: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    organisation = employers.for_owner(person_id, reference)
    known = terms.terms_of(organisation.id)
    form = TermsForm(
        limit="" if known.limit_pence is None else pounds(known.limit_pence),
        pattern=known.po_pattern,
        approve_text=known.approve_text,
    )

    def save() -> None:
        written = (form.limit.data or "").strip()
        limit = pence_of(written)
        if written and limit is None:
            raise RuleBroken("Enter the limit in pounds, such as 2,500, or leave it empty.")
        terms.set_by_owner(
            employers.for_owner(person_id, reference).id,
            limit_pence=limit,
            po_pattern=form.pattern.data or "",
            approve_text=bool(form.approve_text.data),
            by=person_id,
        )

    if form.validate_on_submit() and is_done(form, save):
        flash("How your organisation buys is saved.", "success")
        return redirect(url_for("employer.buying.edit_terms", reference=reference))
    organisation = employers.for_owner(person_id, reference)
    trusted = terms.terms_of(organisation.id).trusted
    return render_template("billing/employer/terms.html", organisation=organisation, form=form, trusted=trusted)
