"""Who was introduced for a campaign, for its client."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.introducing import presenting
from portal.recruitment import queries as campaigns

bp = Blueprint("introductions", __name__, url_prefix="/<reference>/campaigns/<campaign>/introductions")


@bp.get("")
def show(reference: str, campaign: str) -> ResponseReturnValue:
    organisation, found = campaigns.for_client(guards.current_person().id, reference, campaign)
    return render_template(
        "introducing/employer/introductions.html",
        organisation=organisation,
        campaign=found,
        rows=presenting.log_for_client(found),
    )
