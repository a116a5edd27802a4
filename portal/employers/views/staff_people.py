"""Who acts for organisations, for the society's staff: claims, roles, Heads of Profession, and merging."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.accounts import queries as accounts
from portal.database.transaction import transaction
from portal.employers import acting, claiming, merging, organisations, queries, seats
from portal.employers.forms import ActForm, AddPersonForm, DecideForm, RolesForm, role_hints
from portal.employers.views.leading_on import lead_on_any
from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line
from portal.web.listing import Cell, Column, Filter, Shape
from portal.web.words import brief_day

claims = Blueprint("claims", __name__, url_prefix="/claims")
people = Blueprint("seats", __name__, url_prefix="/organisations/<reference>")
people.before_request(lead_on_any)

STATES = (("approved", "Approved"), ("declined", "Declined"), ("withdrawn", "Withdrawn"))
SHAPE = Shape(
    one="claim",
    many="claims",
    columns=(
        Column("who", "Who"),
        Column("organisation", "Organisation"),
        Column("evidence", "Evidence"),
        Column("asked", "Asked", sorts=True),
    ),
    sort="asked",
    filters=(Filter("state", "State", STATES, blank="Waiting"),),
    empty="Nobody waits for an answer.",
    csv=False,
)


@claims.get("")
def index() -> ResponseReturnValue:
    asked = SHAPE.read(request.args)
    found = acting.claims_page(state=asked.chosen["state"] or "waiting", newest_first=asked.descending, page=asked.page)
    rows = [
        [
            Cell(each.name, address=url_for("staff.claims.show", claim=each.reference), note=each.email),
            Cell(
                each.organisation.name,
                note="" if each.organisation.confirmed_at else "Not confirmed yet",
                bad=not each.organisation.confirmed_at,
            ),
            Cell(each.evidence),
            Cell(brief_day(each.asked_at), note="Its owners were asked too" if each.has_owner else ""),
        ]
        for each in found.rows
    ]
    listed = SHAPE.shown(asked, path=url_for(".index"), rows=rows, total=found.total, page=found.page)
    return render_template("employers/staff/claims.html", list=listed)


@claims.route("/<claim>", methods=["GET", "POST"])
def show(claim: str) -> ResponseReturnValue:
    asking = acting.claim_for_staff(claim)
    form = DecideForm(roles=["recruiter"] if asking.has_owner else [seats.OWNER])
    if asking.state == "waiting" and form.validate_on_submit():
        approved = form.decision.data == "approve"
        try:
            with transaction():
                claiming.decide_as_staff(
                    asking.reference,
                    approved=approved,
                    by=guards.current_person().id,
                    roles=form.roles.data or [],
                    reason=form.reason.data or "",
                )
        except RuleBroken as broken:
            (form.decision if approved and form.roles.data else form.roles if approved else form.reason).errors = [
                str(broken)
            ]
        else:
            flash(f"{asking.name} was told by e-mail.", "success")
            return redirect(url_for("staff.claims.index"))
    return render_template(
        "employers/staff/claim.html",
        asking=asking,
        form=form,
        hints=role_hints(),
        act=ActForm(),
        people=acting.people_of(asking.organisation.id),
        similar=organisations.suggest(asking.organisation.name, limit=5)
        if not asking.organisation.confirmed_at
        else [],
    )


@people.route("/people/add", methods=["GET", "POST"])
def add(reference: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    form = AddPersonForm()
    form.email.label.text, form.email.description = "E-mail address of their account", ""
    if form.validate_on_submit():
        found = accounts.by_email(form.email.data or "")
        try:
            if found is None:
                raise RuleBroken("Nobody has an account with this address. An owner can invite them.")
            with transaction():
                seats.set_by_staff(
                    organisation.id,
                    found.id,
                    [*(form.roles.data or []), *queries.every_role(found.id, organisation.id)],
                    by=guards.current_person().id,
                )
        except RuleBroken as broken:
            form.email.errors = [str(broken)]
            _note_raising(broken, organisation.id, form.roles.data or [])
        else:
            flash(f"{found.name} now acts for {organisation.name}.", "success")
            return _back(organisation.reference)
    return render_template("employers/staff/add_person.html", organisation=organisation, form=form, hints=role_hints())


@people.route("/people/<person>", methods=["GET", "POST"])
def roles(reference: str, person: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    one = acting.one_of(organisation.id, person)
    form = RolesForm(roles=list(one.roles))
    if form.validate_on_submit():
        try:
            with transaction():
                seats.set_by_staff(organisation.id, one.person_id, form.roles.data or [], by=guards.current_person().id)
        except RuleBroken as broken:
            form.roles.errors = [str(broken)]
            _note_raising(broken, organisation.id, form.roles.data or [])
        else:
            flash(f"The roles of {one.name} are set.", "success")
            return _back(organisation.reference)
    return render_template(
        "employers/staff/roles.html", organisation=organisation, one=one, form=form, hints=role_hints()
    )


@people.post("/people/<person>/head")
def decide_head(reference: str, person: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    one = acting.one_of(organisation.id, person)
    if ActForm().validate_on_submit():
        confirmed = request.form.get("decision") == "confirm"
        try:
            with transaction():
                seats.decide_head(organisation.id, one.person_id, confirmed=confirmed, by=guards.current_person().id)
        except RuleBroken as broken:
            flash(str(broken))
        else:
            done = "is confirmed as" if confirmed else "is not"
            flash(f"{one.name} {done} Head of Profession of {organisation.name}.", "success")
    return _back(organisation.reference)


@people.get("/merge")
def choose(reference: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    typed = one_line(request.args.get("q", ""), limit=100)
    found = [each for each in organisations.suggest(typed or organisation.name, limit=20)]
    return render_template(
        "employers/staff/choose.html",
        organisation=organisation,
        typed=typed,
        found=[each for each in found if each.reference != organisation.reference],
    )


@people.route("/merge/preview", methods=["GET", "POST"])
def merge(reference: str) -> ResponseReturnValue:
    organisation = queries.by_reference(reference)
    form = ActForm()
    choice = request.values.get("into", "")
    try:
        if form.validate_on_submit():
            with transaction():
                into = organisations.chosen(choice)
                merging.merge(organisation.id, into.id, by=guards.current_person().id)
            flash(f"{organisation.name} is now part of {into.name}.", "success")
            return _back(into.reference)
        offered = organisations.offered(choice, guards.current_person().id)
        shown = merging.preview(organisation, choice)
    except RuleBroken as broken:
        flash(str(broken))
        return redirect(url_for("staff.seats.choose", reference=organisation.reference))
    return render_template(
        "employers/staff/merge.html", organisation=organisation, into=offered, shown=shown, choice=choice, form=form
    )


def _note_raising(broken: RuleBroken, organisation_id: int, roles: list[str]) -> None:
    """Keep that somebody tried to give themselves a role."""
    if isinstance(broken, seats.RaisingOneself):
        with transaction():
            seats.note_refused(organisation_id, roles, by=guards.current_person().id)


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("staff.organisations.show", reference=reference))
