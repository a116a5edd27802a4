"""The people of an organisation, for its owners."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import acting, claiming, inviting, queries, seats
from portal.employers.forms import ActForm, DecideForm, InviteForm, RolesForm, role_hints
from portal.employers.views.leading_on import lead_on_own
from portal.foundation.errors import RuleBroken

bp = Blueprint("people", __name__, url_prefix="/<reference>/people")
bp.before_request(lead_on_own)


@bp.get("")
def index(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_someone_of(person.id, reference)
    owns = queries.has_role(person.id, organisation.id, seats.OWNER)
    return render_template(
        "employers/employer/people.html",
        organisation=organisation,
        owns=owns,
        me=person.id,
        people=acting.people_of(organisation.id),
        invitations=acting.invitations_of(organisation.id) if owns else [],
        claims=acting.claims_of(organisation.id) if owns else [],
        form=ActForm(),
    )


@bp.route("/invite", methods=["GET", "POST"])
def invite(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    form = InviteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                inviting.invite(organisation.id, form.email.data or "", form.roles.data or [], by=person.id)
        except RuleBroken as broken:
            form.email.errors = [str(broken)]
        else:
            flash(
                f"We have invited {(form.email.data or '').strip()}. The invitation is good for seven days.", "success"
            )
            return _back(organisation.reference)
    return render_template("employers/employer/invite.html", organisation=organisation, form=form, hints=role_hints())


@bp.post("/invitations/<invitation>/withdraw")
def withdraw(reference: str, invitation: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    if ActForm().validate_on_submit():
        try:
            with transaction():
                email = inviting.withdraw(organisation.id, invitation, by=person.id).email
        except RuleBroken as broken:
            flash(str(broken))
        else:
            flash(f"The invitation of {email} is withdrawn. Its link leads nowhere now.", "success")
    return _back(organisation.reference)


@bp.post("/invitations/<invitation>/send-again")
def send_again(reference: str, invitation: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    if ActForm().validate_on_submit():
        try:
            with transaction():
                email = inviting.send_again(organisation.id, invitation, by=person.id).email
        except RuleBroken as broken:
            flash(str(broken))
        else:
            flash(f"We have sent {email} a fresh link, good for seven days.", "success")
    return _back(organisation.reference)


@bp.route("/claims/<claim>", methods=["GET", "POST"])
def decide(reference: str, claim: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_owner(person.id, reference)
    asking = acting.claim_for_owner(organisation.id, claim)
    form = DecideForm(roles=["recruiter"])
    if form.validate_on_submit():
        approved = form.decision.data == "approve"
        try:
            with transaction():
                claiming.decide_as_owner(
                    organisation.id,
                    claim,
                    approved=approved,
                    by=person.id,
                    roles=form.roles.data or [],
                    reason=form.reason.data or "",
                )
        except RuleBroken as broken:
            (form.roles if approved else form.reason).errors = [str(broken)]
        else:
            done = "now acts for" if approved else "was told that they do not act for"
            flash(f"{asking.name} {done} {organisation.name}.", "success")
            return _back(organisation.reference)
    return render_template(
        "employers/employer/decide.html", organisation=organisation, asking=asking, form=form, hints=role_hints()
    )


@bp.route("/leave", methods=["GET", "POST"])
def leave(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.for_someone_of(person.id, reference)
    form = ActForm()
    if form.validate_on_submit():
        try:
            with transaction():
                seats.remove(organisation.id, person.id, by=person.id)
        except RuleBroken as broken:
            flash(str(broken))
            return _back(organisation.reference)
        flash(f"You no longer act for {organisation.name}.", "success")
        return redirect(url_for("employer.organisations.index"))
    return render_template("employers/employer/leave.html", organisation=organisation, form=form)


@bp.route("/<person>", methods=["GET", "POST"])
def roles(reference: str, person: str) -> ResponseReturnValue:
    me = guards.current_person()
    organisation = queries.for_owner(me.id, reference)
    one = acting.one_of(organisation.id, person)
    form = RolesForm(roles=list(one.roles))
    if form.validate_on_submit():
        try:
            with transaction():
                given, taken = seats.set_roles(organisation.id, one.person_id, form.roles.data or [], by=me.id)
        except RuleBroken as broken:
            form.roles.errors = [str(broken)]
            if isinstance(broken, seats.RaisingOneself):
                with transaction():
                    seats.note_refused(organisation.id, form.roles.data or [], by=me.id)
        else:
            waits = " The society’s staff will confirm the Head of Profession." if seats.HEAD in given else ""
            flash(f"The roles of {one.name} are set.{waits}" if given or taken else "Nothing was changed.", "success")
            return _back(organisation.reference)
    return render_template(
        "employers/employer/roles.html",
        organisation=organisation,
        one=one,
        form=form,
        hints=role_hints(),
        own=one.person_id == me.id,
    )


@bp.route("/<person>/remove", methods=["GET", "POST"])
def remove(reference: str, person: str) -> ResponseReturnValue:
    me = guards.current_person()
    organisation = queries.for_owner(me.id, reference)
    one = acting.one_of(organisation.id, person)
    form = ActForm()
    if form.validate_on_submit():
        try:
            with transaction():
                seats.remove(organisation.id, one.person_id, by=me.id)
        except RuleBroken as broken:
            flash(str(broken))
        else:
            flash(f"{one.name} no longer acts for {organisation.name}.", "success")
            if one.person_id == me.id:
                return redirect(url_for("employer.organisations.index"))
        return _back(organisation.reference)
    return render_template("employers/employer/remove.html", organisation=organisation, one=one, form=form)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("employer.people.index", reference=reference))
