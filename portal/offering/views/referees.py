"""/referee/…: where somebody answers who was named as a referee, by the link in their mail and without an account."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering import reference_answers, references
from portal.offering.forms import NoReferenceForm, ReferenceForm

bp = Blueprint("referees", __name__, url_prefix="/referee/<token>")


@bp.errorhandler(RuleBroken)
def _counts_no_longer(problem: RuleBroken) -> ResponseReturnValue:
    return render_template("offering/referee/void.html", sentence=str(problem))


@bp.route("", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """The form, then what was written to be looked through, then it is sent; nothing is kept before that."""
    asked, form = references.by_token(token), ReferenceForm()
    step = request.form.get("step", "")
    if form.validate_on_submit() and step != "change" and (said := form.read(today=clock.today())):
        if step == "send":
            with transaction():
                references.give(token, said, at=clock.now())
            return render_template("offering/referee/thanks.html", asked=asked, given=True)
        return render_template(
            "offering/referee/check.html", asked=asked, form=form, said=reference_answers.in_pairs(said), token=token
        )
    return render_template(
        "offering/referee/answer.html", asked=asked, form=form, most=reference_answers.LONGEST, token=token
    )


@bp.route("/none", methods=["GET", "POST"])
def decline(token: str) -> ResponseReturnValue:
    """To say that one gives no reference."""
    asked, form = references.by_token(token), NoReferenceForm()
    if form.validate_on_submit():
        if len(form.because.data or "") > reference_answers.LONGEST:
            form.because.errors = [f"Why must be {reference_answers.LONGEST:,} characters or fewer."]
        else:
            with transaction():
                references.decline(token, form.because.data or "", at=clock.now())
            return render_template("offering/referee/thanks.html", asked=asked, given=False)
    return render_template("offering/referee/decline.html", asked=asked, form=form, token=token)
