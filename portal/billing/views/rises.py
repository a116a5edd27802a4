"""The order that asks for an organisation's rise into a higher tier."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.billing import queries, rises
from portal.billing.forms import ActForm
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken

bp = Blueprint("rises", __name__, url_prefix="/<reference>/orders/rises")


@bp.post("/<rise>")
def pay(reference: str, rise: str) -> ResponseReturnValue:
    """To the order that asks for it, made now where there is none."""
    person = guards.current_person()
    organisation = queries.organisation_for_buyer(person.id, reference)
    rises.of_organisation(organisation.id, rise)
    to_orders = redirect(url_for("employer.orders.index", reference=reference))
    if not ActForm().validate_on_submit():
        return to_orders
    try:
        with transaction():
            row = rises.of_organisation(organisation.id, rise)
            order = rises.order_for(row, by=person.id, at=clock.now()).reference
    except RuleBroken as broken:
        flash(str(broken), "problem")
        return to_orders
    return redirect(url_for("employer.orders.show", reference=reference, order=order))
