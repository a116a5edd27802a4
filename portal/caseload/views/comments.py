"""Comments of a campaign, behind the client's door and the consultant's."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import comment_pages
from portal.employers.views.leading_on import lead_on_own
from portal.recruitment import addresses, queries

consultant = Blueprint("comments", __name__, url_prefix="/campaigns/<campaign>/comments")
employer = Blueprint("comments", __name__, url_prefix="/<reference>/campaigns/<campaign>/comments")
employer.before_request(lead_on_own)


@consultant.route("", methods=["GET", "POST"], endpoint="show")
def of_consultant(campaign: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    return comment_pages.show(
        lambda locked: queries.for_consultant(person_id, campaign, locked=locked),
        addresses.ours(queries.for_consultant(person_id, campaign)),
        from_client=False,
        other="the client",
    )


@employer.route("", methods=["GET", "POST"], endpoint="show")
def of_client(reference: str, campaign: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    organisation, found = queries.for_client(person_id, reference, campaign)
    return comment_pages.show(
        lambda locked: queries.for_client(person_id, reference, campaign, locked=locked)[1],
        addresses.theirs(organisation, found),
        from_client=True,
        other="the consultant",
    )
