"""/consultant: what waits for the consultant, before anything else."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import following_up, month, presenting, queue
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import queries, reminding
from portal.recruitment.forms import ActForm

bp = Blueprint("queue", __name__)
_REMINDED = {
    reminding.TERMS: "The client is reminded of the terms.",
    reminding.ADVERT: "The client is reminded of the advert.",
    reminding.PANEL: "The panel is reminded.",
}
_SAYS = {
    reminding.TERMS: "It says that the terms still wait for their agreement, and leads to them.",
    reminding.ADVERT: "It says that the advert still waits for their approval, and leads to it.",
    reminding.PANEL: "It says that candidates wait for what the panel decides, and leads to the panel’s pages.",
}


@bp.get("")
def show() -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    page = presenting.queue_page(queue.of(person.id, at=at), campaign=request.args.get("campaign", ""), at=at)
    ticked = following_up.just_done(person.id, request.args.get("done", ""))
    return render_template(
        "caseload/consultant/queue.html", page=page, ticked=ticked, figures=month.so_far(person.id, at=at)
    )


@bp.route("/campaigns/<campaign>/remind", methods=["GET", "POST"])
def remind(campaign: str) -> ResponseReturnValue:
    """Remind the client, or its panel, of what waits for them, once it is seen whom and of what."""
    person = guards.current_person()
    if request.method == "GET":
        found = queries.for_consultant(person.id, campaign)
        try:
            what = reminding.waits_for(found)
            to = ", ".join(reminding.recipients(found, what))
        except RuleBroken as problem:
            flash(str(problem), "problem")
            return redirect(url_for(".show"))
        return render_template(
            "recruitment/consultant/act.html",
            heading="Remind the panel by mail"
            if what == reminding.PANEL
            else f"Remind the client of the {what} by mail",
            caption=found.title,
            back=url_for(".show"),
            form=ActForm(),
            button="Send the reminder",
            says=(f"It goes to: {to}.", _SAYS[what], "They can be reminded once a day."),
        )
    if ActForm().validate_on_submit():
        try:
            with transaction():
                found = queries.for_consultant(person.id, campaign, locked=True)
                what = reminding.remind(found, by=person.id, at=clock.now())
            flash(_REMINDED[what], "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(url_for(".show"))
