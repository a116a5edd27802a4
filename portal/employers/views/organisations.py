"""One's organisations, and one of them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.employers import acting, queries
from portal.employers.advertised import advertised_under
from portal.employers.forms import ActForm
from portal.employers.seats import ROLES
from portal.employers.views.leading_on import lead_on_own

bp = Blueprint("organisations", __name__)
bp.before_request(lead_on_own)


@bp.get("")
def index() -> ResponseReturnValue:
    person = guards.current_person()
    mine = queries.organisations_of(person.id)
    keys = queries.keys_of(organisation.id for organisation, _ in mine)
    return render_template(
        "employers/employer/index.html",
        mine=[
            {
                "organisation": organisation,
                "roles": ", ".join(name for role, name in ROLES.items() if role in roles),
                "owns": "owner" in roles,
                "people": len(acting.people_of(organisation.id)),
                "asked": len(acting.claims_of(organisation.id)) if "owner" in roles else 0,
                "adverts": len(advertised_under(keys.get(organisation.id, []))),
            }
            for organisation, roles in mine
        ],
        claims=acting.claims_by(person.id),
        form=ActForm(),
    )


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_someone_of(person.id, reference)
    roles = queries.roles_in(person.id, organisation.id)
    return render_template(
        "employers/employer/show.html",
        organisation=organisation,
        owns="owner" in roles,
        roles=[name for role, name in ROLES.items() if role in roles],
        people=len(acting.people_of(organisation.id)),
        asked=len(acting.claims_of(organisation.id)) if "owner" in roles else 0,
        adverts=advertised_under(queries.keys_of([organisation.id]).get(organisation.id, [])),
    )
