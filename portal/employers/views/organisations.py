"""One's organisations, and one of them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.employers import acting, home, queries
from portal.employers.advertised import advertised_under
from portal.employers.forms import ActForm
from portal.employers.views.leading_on import lead_on_own

bp = Blueprint("organisations", __name__)
bp.before_request(lead_on_own)


@bp.get("")
def index() -> ResponseReturnValue:
    person = guards.current_person()
    return render_template(
        "employers/employer/index.html",
        home=home.home_of(person.id),
        claims=acting.claims_by(person.id),
        form=ActForm(),
    )


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_someone_of(person.id, reference)
    standing = home.standing_of(organisation, person.id)
    return render_template(
        "employers/employer/show.html",
        organisation=organisation,
        standing=standing,
        asked=home.asked_of(standing),
        adverts=advertised_under(queries.keys_of([organisation.id]).get(organisation.id, [])),
    )
