"""Endorsing: by the link in a mail, without signing in, and from the queue of a signed-in Head of Profession."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers.queries import organisations_of
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.membership import cases, endorsing
from portal.membership.application_forms import EndorsementForm

by_link = Blueprint("endorsing", __name__)
queue = Blueprint("endorsements", __name__, url_prefix="/endorsements")


@by_link.route("/endorse/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """The token is the authority; it acts only while its person is a confirmed Head of Profession there."""
    form = EndorsementForm()
    try:
        asked = endorsing.by_token(token)
        if form.validate_on_submit():
            with transaction():
                endorsing.answer_by_token(
                    token, endorses=form.answer.data == "yes", reason=form.reason.data, at=clock.now()
                )
            return render_template("membership/public/endorsed.html", endorses=form.answer.data == "yes")
    except NotFound:
        return render_template("membership/public/endorse_void.html", sentence=endorsing.NOT_YOURS)
    except endorsing.ReasonMissing as problem:
        form.reason.errors = [str(problem)]
        asked = endorsing.by_token(token)
    except RuleBroken as problem:
        return render_template("membership/public/endorse_void.html", sentence=str(problem))
    return render_template(
        "membership/public/endorse.html",
        form=form,
        application=cases.row(asked.application),
        answers=cases.answers(asked.application),
        organisation=asked.organisation,
        ends_at=endorsing.ends_at(asked.application),
    )


@queue.get("")
def index() -> ResponseReturnValue:
    person = guards.current_person()
    leads = [each.id for each, roles in organisations_of(person.id) if "head_of_profession" in roles]
    return render_template(
        "membership/employer/endorsements.html",
        leads=bool(leads),
        applications=cases.awaiting_word_of(person.id, leads),
    )


@queue.route("/<reference>", methods=["GET", "POST"])
def show(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    asked = endorsing.for_head(person.id, reference)
    form = EndorsementForm()
    if form.validate_on_submit():
        try:
            with transaction():
                asked = endorsing.for_head(person.id, reference)
                endorsing.answer(asked, endorses=form.answer.data == "yes", reason=form.reason.data, at=clock.now())
            flash("Thank you. Your answer is with the membership panel.", "success")
            return redirect(url_for("employer.endorsements.index"))
        except endorsing.ReasonMissing as problem:
            form.reason.errors = [str(problem)]
        except RuleBroken as problem:
            flash(str(problem))
            return redirect(url_for("employer.endorsements.index"))
        asked = endorsing.for_head(person.id, reference)
    return render_template(
        "membership/employer/endorse.html",
        form=form,
        application=cases.row(asked.application),
        answers=cases.answers(asked.application),
        organisation=asked.organisation,
        ends_at=endorsing.ends_at(asked.application),
    )
