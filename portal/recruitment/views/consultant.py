"""/consultant/campaigns: what a consultant runs, what waits for one, and one campaign with what comes next."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.recruitment import (
    addresses,
    agreeing,
    as_typed,
    assigning,
    beginning,
    clients,
    costing,
    fee_pages,
    fees,
    joined,
    listing,
    noting,
    presenting,
    queries,
    tasks,
    terms,
)
from portal.recruitment.forms import ActForm, AssignForm, DescribeForm, EnquiryForm, FeeForm, FixedFeeForm, NoteForm
from portal.recruitment.sold_services import FIXED, PERCENTAGE, SERVICES
from portal.web.acting import is_done
from portal.web.csv_export import csv_response
from portal.web.listing import plain

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@bp.get("")
def index() -> ResponseReturnValue:
    person, stage = guards.current_person(), request.args.get("stage", "")
    asked = listing.OWN.read(request.args)
    found = queries.listed(asked, stage=stage, consultant_id=person.id)
    rows = [listing.row_of(*row, persona="consultant") for row in found.rows]
    if asked.as_csv:
        return csv_response("campaigns.csv", [column.label for column in listing.OWN.columns], plain(rows))
    return render_template(
        "recruitment/consultant/index.html",
        tabs=listing.tabs(queries.numbers_by_stage(person.id), stage),
        stage=stage,
        list=listing.OWN.shown(
            asked, path=request.path, rows=rows, total=found.total, page=found.page, kept={"stage": stage}
        ),
    )


@bp.get("/waiting")
def waiting() -> ResponseReturnValue:
    return render_template(
        "recruitment/consultant/waiting.html", rows=queries.unassigned(), services=SERVICES, form=ActForm()
    )


@bp.post("/<campaign>/take")
def take(campaign: str) -> ResponseReturnValue:
    person = guards.current_person()
    if ActForm().validate_on_submit():
        try:
            with transaction():
                assigning.take(queries.waiting(campaign, locked=True), by=person.id, at=clock.now())
            flash("The campaign is yours. The client is told who you are.", "success")
            return redirect(url_for(".show", campaign=campaign))
        except RuleBroken as problem:
            flash(str(problem), "problem")
        except NotFound:
            flash("Another consultant has just taken this campaign.", "problem")
    return redirect(url_for(".waiting"))


@bp.route("/begin", methods=["GET", "POST"])
def begin() -> ResponseReturnValue:
    """For an organisation that was found before (`for`: its key or reference)."""
    person, which, form = guards.current_person(), request.args.get("for", ""), EnquiryForm(posts="1")
    if not which:
        return redirect(url_for("consultant.leads.search"))
    name = clients.name_of(which)
    if form.validate_on_submit():
        made: list[str] = []

        def act() -> None:
            client = clients.of(which)
            begun = beginning.begin(
                client,
                **form.described,
                service=form.service.data or "",
                by=person.id,
                at=clock.now(),
            )
            made.append(begun.reference)

        if is_done(form, act):
            return redirect(url_for(".show", campaign=made[0]))
    return render_template(
        "recruitment/consultant/act.html",
        heading=f"Begin a campaign for {name}",
        back=url_for(".index"),
        form=form,
        button="Begin it",
        says=(),
    )


@bp.get("/<campaign>")
def show(campaign: str) -> ResponseReturnValue:
    found = queries.for_consultant(guards.current_person().id, campaign)
    page = presenting.page_for_consultant(found, at=clock.now())
    parts = joined.PARTS.ask(found, tasks.CONSULTANT, clock.now())
    fee = fee_pages.fee_of(found)
    return render_template("recruitment/consultant/show.html", page=page, parts=parts, fee=fee, form=NoteForm())


@bp.route("/<campaign>/describe", methods=["GET", "POST"])
def describe(campaign: str) -> ResponseReturnValue:
    person = guards.current_person()
    found = queries.for_consultant(person.id, campaign)
    form = DescribeForm(**as_typed.described(found))

    def act() -> None:
        locked = queries.for_consultant(person.id, campaign, locked=True)
        beginning.describe(locked, **form.described, by=person.id, at=clock.now())

    if form.validate_on_submit():
        if is_done(form, act):
            flash("It is kept.", "success")
            return redirect(url_for(".show", campaign=campaign))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading="What is to be filled",
        back=addresses.ours(found),
        form=form,
        button="Save",
        says=(),
    )


@bp.route("/<campaign>/assign", methods=["GET", "POST"])
def assign(campaign: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    form = AssignForm(consultant=str(found.consultant_id or ""), deputy=str(found.deputy_id or ""))
    choices = [(str(each.id), each.name) for each in assigning.consultants()]
    form.consultant.choices, form.deputy.choices = choices, [("", "Nobody"), *choices]
    if form.validate_on_submit():
        known = {value for value, _ in choices}
        chosen = [form.consultant.data, form.deputy.data]
        consultant, deputy = (int(each) if each in known else None for each in chosen)

        def act() -> None:
            locked = queries.for_consultant(person.id, campaign, locked=True)
            if consultant is None:
                raise RuleBroken("Choose who runs the campaign.")
            assigning.assign(locked, consultant_id=consultant, deputy_id=deputy, by=person.id, at=at)

        if is_done(form, act):
            flash("It is changed, and they are told.", "success")
            mine = person.id in (consultant, deputy)
            return redirect(url_for(".show", campaign=campaign) if mine else url_for(".index"))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading=f"Who runs {found.title}?",
        back=addresses.ours(found),
        form=form,
        button="Change it",
        says=("Hand it over by choosing somebody else. You see it no longer then, unless you are the deputy.",),
    )


@bp.route("/<campaign>/fee", methods=["GET", "POST"])
def fee(campaign: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    fixed = found.service == FIXED
    plan = fees.key_of(FIXED if fixed else PERCENTAGE, costing.plan_of(found))
    percent = costing.percent_of(found.percent_parts) if found.percent_parts else ""
    counts = found.remuneration or terms.REMUNERATION
    form = FixedFeeForm(plan=plan) if fixed else FeeForm(percent=percent, remuneration=counts, plan=plan)

    def act() -> None:
        locked = queries.for_consultant(person.id, campaign, locked=True)
        chosen = form.plan.data or ""
        if fixed:
            agreeing.set_plan(locked, plan=chosen, by=person.id, at=at)
            return
        words = form.remuneration.data or ""
        agreeing.set_fee(locked, percent_parts=form.parts, remuneration=words, plan=chosen, by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, act):
            flash("The fee is set, and the client is asked to agree to the terms.", "success")
            return redirect(url_for(".show", campaign=campaign))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading="The fee",
        back=addresses.ours(found),
        form=form,
        button="Set the fee",
        says=(),
    )


@bp.get("/<campaign>/terms")
def show_terms(campaign: str) -> ResponseReturnValue:
    found = queries.for_consultant(guards.current_person().id, campaign)
    return render_template(
        "recruitment/consultant/terms.html",
        heading=f"Terms of {found.title}",
        back=addresses.ours(found),
        blocks=terms.blocks_of(agreeing.text_for(found, at=clock.now())),
        agreed=presenting.agreed(found),
        missing=agreeing.missing(found),
    )


@bp.post("/<campaign>/notes")
def note(campaign: str) -> ResponseReturnValue:
    person, form = guards.current_person(), NoteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                locked = queries.for_consultant(person.id, campaign, locked=True)
                noting.write(locked, form.text.data or "", by=person.id, at=clock.now())
            flash("The note is kept.", "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(url_for(".show", campaign=campaign) + "#notes")
