"""Paying an order by card: the page that leads to the payment service, and the two it leads back to.

What the browser brings back is never believed: the pages show what our own books say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import queries
from portal.billing.provider import ProviderError
from portal.config import Settings
from portal.employers import queries as employers
from portal.foundation.errors import RuleBroken
from portal.payments import checking_out, choosing, reconciling, viewing
from portal.payments.forms import ActForm
from portal.web.headers import forms_may_lead_to

Parts = Mapping[str, Any]
RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class Door:
    """Behind which door the pages stand; `find` gives the order to those who may see it, and raises NotFound."""

    name: str
    find: Callable[..., Any]

    def order(self, parts: Parts) -> Any:
        return self.find(current_person().id, **parts)

    def address(self, page: str, parts: Parts) -> str:
        return url_for(f"{self.name}.card.{page}", **parts)

    def whole_address(self, page: str, parts: Parts) -> str:
        settings: Settings = current_app.config["SETTINGS"]
        return settings.base_url + self.address(page, parts)


def _of_organisation(person_id: int, *, reference: str, order: str) -> Any:
    organisation = employers.for_someone_of(person_id, reference)
    return queries.of_organisation_for(person_id, organisation.id, order)


def _own(person_id: int, *, order: str) -> Any:
    return queries.own_of_person(person_id, order)


def _pages(door: Door, prefix: str) -> Blueprint:
    bp = Blueprint("card", __name__, url_prefix=prefix)

    @bp.route("", methods=["GET", "POST"])
    def show(**parts: str) -> ResponseReturnValue:
        return _start(door, parts) if ActForm().validate_on_submit() else _offer(door, parts)

    @bp.route("/done", methods=["GET", "POST"])
    def done(**parts: str) -> ResponseReturnValue:
        order = door.order(parts)
        if ActForm().validate_on_submit():
            reconciling.look_again(order.id)
            return redirect(door.address("done", parts))
        card = viewing.card_page(order)
        return render_template(
            "payments/account/done.html", card=card, form=ActForm(), address=door.address("done", parts)
        )

    @bp.get("/stopped")
    def stopped(**parts: str) -> ResponseReturnValue:
        if viewing.card_page(door.order(parts)).stage != "pay":
            return redirect(door.address("done", parts))
        flash("You have not paid. Nothing was charged, and the order is still here.")
        return redirect(door.address("show", parts))

    return bp


def _offer(door: Door, parts: Parts, problem: str = "", status: int = 200) -> ResponseReturnValue:
    card = viewing.card_page(door.order(parts))
    if card.stage == "pay":
        forms_may_lead_to(choosing.gateway().leads_to)
    page = render_template(
        "payments/account/card.html", card=card, form=ActForm(), address=door.address("show", parts), problem=problem
    )
    response = make_response(page, status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _start(door: Door, parts: Parts) -> ResponseReturnValue:
    done_address, stopped_address = (door.whole_address(page, parts) for page in ("done", "stopped"))
    try:
        address = checking_out.start(
            door.order(parts).id, by=current_person().id, done_address=done_address, stopped_address=stopped_address
        )
    except RuleBroken as broken:
        return _offer(door, parts, str(broken), 409)
    except ProviderError as problem:
        return _offer(door, parts, str(problem), 503)
    return redirect(address, 303)


employer = _pages(Door("employer", _of_organisation), "/<reference>/orders/<order>/card")
account = _pages(Door("account", _own), "/orders/<order>/card")
