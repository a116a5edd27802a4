"""The consultant's pages of who takes part, what criteria weigh, and which days are planned."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.posting.answers.closing import day_of
from portal.recruitment import addresses, as_typed, people_pages, planning, queries, weighing
from portal.recruitment.forms import PlanForm, weights_form
from portal.recruitment.people_pages import Where
from portal.web.acting import is_done

bp = Blueprint("campaign_people", __name__, url_prefix="/campaigns/<campaign>")


def _where(campaign: str) -> Where:
    person_id = guards.current_person().id
    found = queries.for_consultant(person_id, campaign)
    return Where(
        person_id,
        lambda locked: queries.for_consultant(person_id, campaign, locked=locked),
        addresses.ours(found),
        addresses.ours(found, "people"),
        "recruitment/consultant/people.html",
    )


@bp.get("/people")
def people(campaign: str) -> ResponseReturnValue:
    return people_pages.show(_where(campaign))


@bp.post("/people/contacts")
def add_contact(campaign: str) -> ResponseReturnValue:
    return people_pages.add_contact(_where(campaign))


@bp.route("/people/contacts/<contact>/remove", methods=["GET", "POST"])
def remove_contact(campaign: str, contact: str) -> ResponseReturnValue:
    return people_pages.remove_contact(_where(campaign), contact)


@bp.post("/people/panel")
def invite(campaign: str) -> ResponseReturnValue:
    return people_pages.invite(_where(campaign))


@bp.route("/people/panel/<member>/<any(chair,remove):act>", methods=["GET", "POST"])
def on_panel(campaign: str, member: str, act: str) -> ResponseReturnValue:
    return people_pages.on_panel(_where(campaign), member, act)


@bp.route("/weights", methods=["GET", "POST"])
def weights(campaign: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    criteria = weighing.criteria_of(found, at=at)
    form = weights_form(criteria)

    def act() -> None:
        typed = {each.key: form[each.key].data or "" for each in criteria}
        given = {key: int(value) if value in "12345" and value else 0 for key, value in typed.items()}
        weighing.set_weights(queries.for_consultant(person.id, campaign, locked=True), given, by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, act):
            flash("The weights are set.", "success")
            return redirect(addresses.ours(queries.for_consultant(person.id, campaign)))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/weights.html",
        back=addresses.ours(found),
        title=found.title,
        criteria=criteria,
        is_fixed=found.frozen_at is not None,
        form=form,
    )


@bp.route("/plan", methods=["GET", "POST"])
def plan(campaign: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    form = PlanForm(**as_typed.days_typed(found), names_hidden=found.names_hidden)
    if form.validate_on_submit():
        typed = {name: [each.strip() for each in form[name].data] for name in planning.DAYS}
        days = {name: day_of(parts) for name, parts in typed.items()}
        wrong = [name for name, parts in typed.items() if any(parts) and days[name] is None]
        for name in wrong:
            form[name].errors = ["Enter a real day as day, month and year, such as 27 3 2027, or leave it empty."]

        def act() -> None:
            locked = queries.for_consultant(person.id, campaign, locked=True)
            planning.plan(locked, days, by=person.id, at=at)
            planning.hide_names(locked, bool(form.names_hidden.data), by=person.id, at=at)

        if not wrong and is_done(form, act):
            flash("The dates are planned, and printed on the advert.", "success")
            return redirect(addresses.ours(queries.for_consultant(person.id, campaign)))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading="The dates that applicants can count on",
        caption=found.title,
        back=addresses.ours(found),
        form=form,
        button="Save",
        says=(
            "They are printed on the advert. Leave empty what you cannot promise.",
            "Once people can apply, hidden names stay hidden until the shortlist.",
        ),
    )
