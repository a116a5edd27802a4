"""People: looked for with a reason that is recorded, one of them in full, and what staff may do for or against one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import tending
from portal.accounts.guards import current_person, proved_lately
from portal.accounts.roles import ROLES
from portal.audit import sentences
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.staff import people
from portal.staff.forms import ActForm, ReasonForm
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("people", __name__, url_prefix="/people")

REASON_SECONDS = 30 * 60
"""How long a reason stands before it is asked for again."""
ROLE_NAMES = {"staff": "Staff", "consultant": "Consultant", "assessor": "Panel"}
STATES = {
    "in_use": "In use",
    "unconfirmed": "Address not confirmed",
    "disabled": "Disabled",
    "closed": "Closed",
    "erased": "Erased",
}
ACTORS = {"person": "Someone who has left", "command": "The command line", "system": "The portal"}
SEATS = {"owner": "Owner", "recruiter": "Recruiter", "approver": "Approver", "head_of_profession": "Head of Profession"}
LIST = Shape(
    one="person",
    many="people",
    columns=(
        Column("name", "Name", sorts=True),
        Column("email", "E-mail address"),
        Column("roles", "Roles"),
        Column("state", "Account"),
        Column("joined", "Joined", sorts=True),
    ),
    sort="name",
    search="Name, e-mail address or reference",
    filters=(
        Filter("role", "Role", tuple(ROLE_NAMES.items())),
        Filter("state", "Account", tuple(STATES.items())),
    ),
    empty="Nobody has an account yet.",
)
DONE = {
    "give": "The role is given. The person signs in anew to use it.",
    "take": "The role is taken away, and the person is signed out.",
    "disable": "The account is disabled, and the person is signed out.",
    "enable": "The person can sign in again.",
    "end_sessions": "The person is signed out everywhere.",
    "reset_second_factor": "The second factor is reset, and the person is signed out.",
}


def _reason() -> str:
    """Why this member of staff looks at people's data; empty when they have not said lately."""
    said, at = session.get("people_reason", ""), session.get("people_reason_at", 0)
    now = clock.now().timestamp()
    return said if said in people.REASONS and 0 <= now - at < REASON_SECONDS else ""


@bp.route("/reason", methods=["GET", "POST"])
def reason() -> ResponseReturnValue:
    form = ReasonForm()
    person = request.values.get("person", "")[:12]
    if form.validate_on_submit():
        session["people_reason"], session["people_reason_at"] = form.reason.data, clock.now().timestamp()
        if person:
            return redirect(url_for("staff.people.show", reference=person))
        return redirect(url_for("staff.people.index"))
    return render_template("staff/staff/people_reason.html", form=form, person=person)


@bp.get("")
def index() -> ResponseReturnValue:
    because = _reason()
    if not because:
        return redirect(url_for("staff.people.reason"))
    asked = LIST.read(request.args)
    found = people.listed(asked)
    roles = people.roles_of_all([row.id for row in found.rows] if not asked.as_csv else [])
    by = current_person().id
    if asked.narrowed or asked.as_csv:
        with transaction():
            people.note_search(because, by=by, asked=asked, found=found.total)
    rows = [
        [
            Cell(row.name, f"/staff/people/{row.reference}", note=row.reference),
            Cell(row.email or "Erased"),
            Cell(", ".join(ROLE_NAMES[each] for each in roles.get(row.id, [])) or "None"),
            Cell(STATES[people.state_of(row)], bad=bool(row.disabled_at)),
            Cell(words.brief_day(row.created_at)),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("people.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("staff/staff/people.html", list=listing, because=people.REASONS[because])


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    because = _reason()
    if not because:
        return redirect(url_for("staff.people.reason", person=reference))
    with transaction():
        person = people.by_reference(reference)
        people.note_view(person, because, by=current_person().id)
    found = people.in_full(reference)
    has = {row.role for row in found.roles}
    return render_template(
        "staff/staff/person.html",
        form=ActForm(),
        person=found.person,
        state=STATES[people.state_of(found.person)],
        oneself=found.person.id == current_person().id,
        usable=found.person.is_usable,
        roles=[(row.role, ROLE_NAMES[row.role], words.short_day(row.given_at), row.name) for row in found.roles],
        may_give=[(role, ROLE_NAMES[role]) for role in ROLES if role not in has],
        seats=[
            (row.reference, row.name, SEATS[row.role], words.short_day(row.given_at), bool(row.confirmed_at))
            for row in found.seats
        ],
        memberships=found.memberships,
        applications=found.applications,
        sessions=found.sessions,
        last_seen=words.long_time(found.last_seen) if found.last_seen else "",
        joined=words.long_time(found.person.created_at),
        acts=[
            (
                words.long_time(row.at),
                sentences.sentence(row.action, row.facts or {}),
                sentences.told(row.facts or {}),
                row.name or ACTORS[row.actor],
            )
            for row in found.acts
        ],
        reasons=list(people.REASONS.items()),
    )


@bp.post("/<reference>/act")
def act(reference: str) -> ResponseReturnValue:
    """One of the buttons of a person's page; what gives or takes power needs a password or code shown lately."""
    form, by = ActForm(), current_person().id
    back = redirect(url_for("staff.people.show", reference=reference))
    verb = _verb(form, by)
    if not form.validate_on_submit() or verb is None:
        flash("Choose what to do and why, then send it again.", "problem")
        return back
    if not proved_lately():
        return _prove_anew(reference)
    try:
        with transaction():
            verb(reference)
        flash(DONE[form.act.data], "success")
    except RuleBroken as problem:
        flash(str(problem), "problem")
    return back


def _verb(form: ActForm, by: int) -> Callable[[str], None] | None:
    """What the button does; None when it says too little."""
    if form.act.data in ("give", "take") and form.role.data in ROLES:
        give_or_take = tending.give_role if form.act.data == "give" else tending.take_role
        return partial(give_or_take, role=form.role.data, by=by)
    verbs = {
        "disable": tending.disable,
        "enable": tending.enable,
        "end_sessions": tending.end_sessions,
        "reset_second_factor": tending.reset_second_factor,
    }
    if form.act.data in verbs and form.because.data:
        return partial(verbs[form.act.data], because=form.because.data, by=by)
    return None


def _prove_anew(reference: str) -> ResponseReturnValue:
    flash(
        "This needs a password or code that you have given within the last quarter of an hour. Sign out, sign in again and send it once more.",
        "problem",
    )
    return redirect(url_for("staff.people.show", reference=reference))
