"""Asking about a vacancy, and wanting to hear of answers, for whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.extensions import csrf
from portal.foundation import clock
from portal.questions import asking, presenting, queries, stopping
from portal.questions.forms import ActForm, AskForm
from portal.web import acting

bp = Blueprint("questions", __name__)


@bp.route("/vacancies/<reference>/questions/ask", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    found = queries.campaign_shown(reference)
    if (elsewhere := guards.signed_in()) is not None:
        return elsewhere
    person_id, form = guards.current_person().id, AskForm(tell=True)

    def act() -> None:
        campaign = queries.campaign_shown(reference)
        asking.ask(campaign, form.text.data or "", by=person_id, at=clock.now(), tell=bool(form.tell.data))

    if form.validate_on_submit():
        if acting.is_done(form, act):
            flash("Your question is with the consultant. You hear by mail what comes of it.", "success")
            return redirect(url_for("vacancies.show", reference=reference))
        found = queries.campaign_shown(reference)
    return render_template(
        "questions/public/ask.html",
        title=queries.public_title(found),
        back=url_for("vacancies.show", reference=reference),
        block=presenting.block_of(found, reference),
        longest=asking.LONGEST,
        form=form,
    )


@bp.post("/vacancies/<reference>/questions/<any(follow,unfollow):wish>")
def follow(reference: str, wish: str) -> ResponseReturnValue:
    queries.campaign_shown(reference)
    if (elsewhere := guards.signed_in()) is not None:
        return elsewhere
    person_id = guards.current_person().id
    if ActForm().validate_on_submit():
        with transaction():
            campaign = queries.campaign_shown(reference)
            if wish == "follow":
                asking.follow(campaign, person_id=person_id, at=clock.now())
            else:
                asking.stop(campaign.id, person_id=person_id)
        told = "You are told by mail of every answer." if wish == "follow" else "You are told of answers no longer."
        flash(told, "success")
    return redirect(url_for("vacancies.show", reference=reference))


@bp.route("/questions/stop/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
def stop(token: str) -> ResponseReturnValue:
    """From a mail: one click in the mail program (a post without a form of ours), or a button here."""
    is_known, is_done = stopping.holder(token) is not None, request.method == "POST"
    if is_known and is_done:
        with transaction():
            stopping.stop(token)
    return render_template("questions/public/stop.html", is_known=is_known, is_done=is_done)
