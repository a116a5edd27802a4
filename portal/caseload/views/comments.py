"""Comments of a campaign, behind the client's door and the consultant's."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import commenting
from portal.caseload.forms import CommentForm
from portal.employers.views.leading_on import lead_on_own
from portal.foundation import clock
from portal.recruitment import addresses, queries
from portal.recruitment.models import Campaign
from portal.web.acting import is_done

consultant = Blueprint("comments", __name__, url_prefix="/campaigns/<campaign>/comments")
employer = Blueprint("comments", __name__, url_prefix="/<reference>/campaigns/<campaign>/comments")
employer.before_request(lead_on_own)


@consultant.route("", methods=["GET", "POST"], endpoint="show")
def of_consultant(campaign: str) -> ResponseReturnValue:
    person_id = guards.current_person().id

    def find(locked: bool) -> Campaign:
        return queries.for_consultant(person_id, campaign, locked=locked)

    return _page(find, addresses.ours(find(False)), from_client=False, other="the client")


@employer.route("", methods=["GET", "POST"], endpoint="show")
def of_client(reference: str, campaign: str) -> ResponseReturnValue:
    person_id = guards.current_person().id
    organisation, found = queries.for_client(person_id, reference, campaign)

    def find(locked: bool) -> Campaign:
        return queries.for_client(person_id, reference, campaign, locked=locked)[1]

    home = addresses.theirs(organisation, found)
    return _page(find, home, from_client=True, other="the consultant")


def _page(find: Callable[[bool], Campaign], home: str, *, from_client: bool, other: str) -> ResponseReturnValue:
    person_id, form, found = guards.current_person().id, CommentForm(), find(False)
    settles = request.form.get("action") == "answered" and not from_client
    form.settles = settles
    if form.validate_on_submit():

        def act() -> None:
            locked = find(True)
            if settles:
                commenting.note_answered(locked, at=clock.now())
            else:
                text = form["text"].data or ""
                commenting.write(locked, text, from_client=from_client, by=person_id, at=clock.now())

        if is_done(form, act):
            flash(
                "Nothing waits for an answer any more." if settles else f"It is written, and {other} is told.",
                "success",
            )
            return redirect(request.path)
        found = find(False)
    return render_template(
        "caseload/comments.html",
        campaign=found,
        client=queries.organisation_of(found).name,
        comments=commenting.of(found),
        waits=not from_client and commenting.waits(found),
        home=home,
        other=other,
        form=form,
    )
