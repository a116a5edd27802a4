"""What a consultant does about the instalments of a campaign's fee: order again, and let go."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.recruitment import addresses, fee_pages, instalments, queries
from portal.recruitment.fees import MILESTONES
from portal.recruitment.forms import ActForm, ReasonForm
from portal.web.acting import is_done

bp = Blueprint("campaign_instalments", __name__, url_prefix="/campaigns")


@bp.post("/<campaign>/instalments/order")
def order(campaign: str) -> ResponseReturnValue:
    """Order anew what is due and whose order was given up."""
    person, form = guards.current_person(), ActForm()
    back = addresses.ours(queries.for_consultant(person.id, campaign))
    if form.validate_on_submit():

        def act() -> None:
            instalments.order_again(queries.for_consultant(person.id, campaign, locked=True), at=clock.now())

        done = is_done(form, act)
        says = "It is ordered, and the client is told." if done else str(form.form_errors[-1])
        flash(says, "success" if done else "problem")
    return redirect(back)


@bp.route("/<campaign>/instalments/<milestone>/waive", methods=["GET", "POST"])
def waive(campaign: str, milestone: str) -> ResponseReturnValue:
    """Let go what is still owed of a campaign in which nobody was appointed."""
    person, form = guards.current_person(), ReasonForm()
    found = queries.for_consultant(person.id, campaign)
    if milestone not in MILESTONES:
        raise NotFound("There is no such part of a fee.")
    back, parts = addresses.ours(found), fee_pages.fee_of(found).parts
    if not any(each.may_waive for each in parts if each.milestone == milestone):
        flash("This part of the fee is not owed, or its order was placed.")
        return redirect(back)

    def act() -> None:
        locked = queries.for_consultant(person.id, campaign, locked=True)
        instalments.waive(locked, milestone, because=form.because.data or "", by=person.id, at=clock.now())

    if form.validate_on_submit() and is_done(form, act):
        flash("It is let go, and stands in the history.", "success")
        return redirect(back)
    return render_template(
        "recruitment/consultant/act.html",
        heading="Let a part of the fee go",
        caption=queries.for_consultant(person.id, campaign).title,
        back=back,
        form=form,
        button="Let it go",
        says=("By the terms it is owed. The client reads why it is not asked for.",),
        warns=True,
    )
