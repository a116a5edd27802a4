"""/consultant/placements: what a consultant has placed, and one placement with its fee, its guarantee and its end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import guards
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering.forms import day_of, parts_of, pence_of
from portal.placing import agenda, confirming, leaving, listing, ordering, presenting, queries, raising, splitting
from portal.placing.forms import ActForm, FeeForm, LeaveForm, ReasonForm, RemedyForm, shares_of, split_form
from portal.placing.raising import ToRaise
from portal.recruitment import assigning, fees
from portal.web import words
from portal.web.acting import is_done

bp = Blueprint("placements", __name__, url_prefix="/placements")


@bp.get("")
def index() -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    raised, asked = raising.to_raise(person.id), listing.PLACEMENTS.read(request.args)
    found = queries.of_consultant(person.id, asked)
    lines, of = listing.shown(found, asked, path=request.path, today=clock.today())
    return render_template(
        "placing/consultant/index.html",
        lines=lines,
        list=of,
        starts=agenda.starts_soon(person.id, at=at),
        ending=agenda.guarantees_ending(person.id, at=at),
        raised=presenting.raise_lines(raised, _raised_at),
    )


def _raised_at(part: ToRaise) -> str:
    """Where a part of a fee is looked after."""
    if part.placement:
        return url_for(".show", placement=part.placement)
    return url_for("consultant.campaigns.show", campaign=part.campaign)


@bp.get("/<placement>")
def show(placement: str) -> ResponseReturnValue:
    found = queries.for_consultant(guards.current_person().id, placement)
    page = presenting.page_of(found, at=clock.now())
    return render_template("placing/consultant/show.html", page=page, form=ActForm())


def _page(template: str, placement: str, form: FlaskForm, **facts: Any) -> ResponseReturnValue:
    found = queries.for_consultant(guards.current_person().id, placement)
    page = presenting.page_of(found, at=clock.now())
    back = url_for(".show", placement=placement)
    return render_template(f"placing/{template}.html", page=page, form=form, back=back, **facts)


def _locked(placement: str) -> Any:
    return queries.for_consultant(guards.current_person().id, placement, locked=True)


@bp.route("/<placement>/fee", methods=["GET", "POST"])
def fee(placement: str) -> ResponseReturnValue:
    """The pay that counts and when which part is due; what is due is ordered with it."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, placement)
    plan = fees.key_of(fees.PERCENTAGE, fees.as_agreed(found.plan))
    form = FeeForm(data={"pay": f"{found.remuneration_pence / 100:,.2f}".removesuffix(".00"), "plan": plan})
    if "fee" not in presenting.page_of(found, at=at).may:
        flash("The fee is settled: a part of it is ordered, or it is fixed.")
        return redirect(url_for(".show", placement=placement))
    form.pay.description = f"By the terms: {found.remuneration} The salary is {words.money(found.salary_pence)}."

    def act() -> None:
        pence = pence_of(form.pay.data)
        if not pence:
            form.pay.errors = ["Enter a sum in pounds, such as 48,500."]
            raise RuleBroken("Enter the pay that counts.")
        row, plan = _locked(placement), form.plan.data or ""
        ordering.agree_fee(row, remuneration_pence=pence, plan=plan, by=person.id, at=at)

    if form.validate_on_submit() and is_done(form, act):
        flash("The fee is settled. What is due is ordered, and the client is told.", "success")
        return redirect(url_for(".show", placement=placement))
    says = "What is due is ordered as soon as you settle it. From then on it stands."
    return _page("act", placement, form, heading="Settle the fee", button="Settle it", says=says, warns=False)


@bp.post("/<placement>/order")
def order(placement: str) -> ResponseReturnValue:
    """Order anew what is due and whose order was given up."""
    person, form = guards.current_person(), ActForm()
    if form.validate_on_submit():
        act = lambda: ordering.order_again(_locked(placement), by=person.id, at=clock.now())  # noqa: E731
        done = is_done(form, act)
        flash(
            "It is ordered, and the client is told." if done else str(form.form_errors[-1]),
            "success" if done else "problem",
        )
    return redirect(url_for(".show", placement=placement))


@bp.route("/<placement>/split", methods=["GET", "POST"])
def split(placement: str) -> ResponseReturnValue:
    """Who is credited with how much of it."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, placement)
    everybody = [(each.id, each.name) for each in assigning.consultants()]
    form = split_form(everybody, dict(queries.shares_of(found)))

    def act() -> None:
        splitting.split(_locked(placement), shares_of(form), by=person.id, at=at)

    if form.validate_on_submit() and is_done(form, act):
        flash("The shares are kept.", "success")
        return redirect(url_for(".show", placement=placement))
    says = "The shares come to 100 per cent. The client does not see them."
    return _page(
        "act", placement, form, heading="Share the placement", button="Keep the shares", says=says, warns=False
    )


@bp.route("/<placement>/leave", methods=["GET", "POST"])
def leave(placement: str) -> ResponseReturnValue:
    """Their last day, from which follows what is due."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, placement)
    if "leave" not in presenting.page_of(found, at=at).may:
        flash("Only somebody who has started, and whose guarantee runs, can leave within it.")
        return redirect(url_for(".show", placement=placement))
    form = LeaveForm(data={"left_on": parts_of(found.reported_left_on)})

    def act() -> None:
        row, day = _locked(placement), day_of(form.left_on.data)
        leaving.leave(row, left_on=day, because=form.because.data or "", by=person.id, at=at)

    if form.validate_on_submit() and is_done(form, act):
        flash("The leaving date is kept. Decide now what is due.", "success")
        return redirect(url_for(".remedy", placement=placement))
    says = "Nothing is given back by this: you see what is due next, and can correct it until you decide."
    said = queries.client_said(found)
    return _page(
        "act", placement, form, heading="They have left", button="Keep the date", says=says, warns=False, said=said
    )


@bp.route("/<placement>/remedy", methods=["GET", "POST"])
def remedy(placement: str) -> ResponseReturnValue:
    """What is due of a leaving date: money back, somebody else, or nothing. The sum is looked at before it is given."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, placement)
    if "remedy" not in presenting.page_of(found, at=at).may:
        flash("There is no leaving date whose remedy is open.")
        return redirect(url_for(".show", placement=placement))
    form = RemedyForm(data={"ticked": presenting.suggested(found)})
    action = request.form.get("action", "")
    ticked = list(form.ticked.data or [])

    def act() -> None:
        row, because = _locked(placement), form.because.data or ""
        if action == "credit":
            leaving.credit(row, ticked=ticked, seen_pence=form.seen_pence, by=person.id, at=at)
        elif action == "replace":
            leaving.replace(row, because=because, by=person.id, at=at)
        else:
            leaving.settle(row, because=because, by=person.id, at=at)

    if form.validate_on_submit() and action in ("credit", "replace", "settle") and is_done(form, act):
        flash(_DONE[action], "success")
        return redirect(url_for(".show", placement=placement))
    found = queries.for_consultant(person.id, placement)
    pence, because = presenting.remedy_says(found, ticked)
    form.seen.data = str(pence)
    return _page("consultant/remedy", placement, form, pence=pence, because=because)


_DONE = {
    "credit": "The credit note is issued, and the client is told.",
    "replace": "A campaign without a fee has begun, and the client is told.",
    "settle": "It is settled with nothing due.",
}


def _reasoned(placement: str, may: str, verb: Any, **facts: Any) -> ResponseReturnValue:
    """A page for an act that needs a reason."""
    person, at, form = guards.current_person(), clock.now(), ReasonForm()
    found = queries.for_consultant(person.id, placement)
    if may not in presenting.page_of(found, at=at).may:
        flash("That cannot be done now. Here is where it stands.")
        return redirect(url_for(".show", placement=placement))
    if form.validate_on_submit() and is_done(
        form, lambda: verb(_locked(placement), because=form.because.data or "", by=person.id, at=at)
    ):
        flash("It is kept.", "success")
        return redirect(url_for(".show", placement=placement))
    return _page("act", placement, form, warns=False, **facts)


@bp.route("/<placement>/correct", methods=["GET", "POST"])
def correct(placement: str) -> ResponseReturnValue:
    """The leaving date was a mistake."""
    says = "They are there, and the guarantee runs on."
    return _reasoned(
        placement, "correct", leaving.correct, heading="The leaving date was a mistake", button="Correct it", says=says
    )


@bp.route("/<placement>/reopen", methods=["GET", "POST"])
def reopen(placement: str) -> ResponseReturnValue:
    """A check is open again."""
    says = "Nobody starts before you confirm the placement once more."
    return _reasoned(
        placement, "reopen_checks", confirming.reopen, heading="A check is open again", button="Open it", says=says
    )


@bp.post("/<placement>/confirm")
def confirm(placement: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    if form.validate_on_submit():
        done = is_done(form, lambda: confirming.confirm(_locked(placement), by=person.id, at=clock.now()))
        flash("The placement is confirmed." if done else str(form.form_errors[-1]), "success" if done else "problem")
    return redirect(url_for(".show", placement=placement))
