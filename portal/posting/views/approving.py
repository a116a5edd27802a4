"""A colleague's word on a vacancy's text: asked for, given in the approver's queue, and called back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.posting import agreeing, agreement, approval_pages, checking, presenting, publishing, queries
from portal.posting.forms import ActForm, AnswerForm
from portal.web.acting import is_done

mine = Blueprint("approvals", __name__, url_prefix="/vacancies/approvals")
SENT_BACK = "It is sent back, and your colleague is told why."
APPROVED = "It is approved. Your colleague is told, and can publish it."

bp = Blueprint("approving", __name__, url_prefix="/<reference>/vacancies/<posting>")


@mine.get("")
def index() -> ResponseReturnValue:
    return render_template(
        "posting/employer/approvals.html", rows=approval_pages.waiting_rows(guards.current_person().id)
    )


@bp.post("/ask")
def ask(reference: str, posting: str) -> ResponseReturnValue:
    return _act(
        reference,
        posting,
        lambda organisation, found, by: agreeing.ask(found, organisation, by=by, at=clock.now()),
        "It is sent to your colleagues for approval. You hear by mail what they say.",
    )


@bp.post("/call-back")
def call_back(reference: str, posting: str) -> ResponseReturnValue:
    return _act(
        reference,
        posting,
        lambda _, found, by: agreeing.call_back(found, by=by, at=clock.now()),
        "It is called back, and can be changed.",
    )


@bp.route("/approve", methods=["GET", "POST"])
def approve(reference: str, posting: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), AnswerForm()
    organisation, found = queries.for_reader(person.id, reference, posting)
    home = presenting.address_of(organisation, found)
    if found.approval_asked_at is None or not agreeing.may_approve(person.id, found):
        return redirect(home)
    sends_back = form.answer.data == "send_back"

    def answer() -> None:
        _, asked = queries.for_reader(person.id, reference, posting, locked=True)
        if sends_back:
            agreeing.send_back(asked, because=form.because.data or "", by=person.id, at=at)
        else:
            agreeing.approve(asked, seen=form.seen.data or "", by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, answer):
            flash(SENT_BACK if sends_back else APPROVED, "success")
            return redirect(approval_pages.queue_address())
        organisation, found = queries.for_reader(person.id, reference, posting)
    form.seen.data = agreement.mark_of_text(found.answers)
    return render_template(
        "posting/employer/approve.html",
        organisation=organisation,
        title=presenting.title_of(found),
        asked_by=approval_pages.asked_by(found),
        asked_at=found.approval_asked_at,
        preview=presenting.address_of(organisation, found, "employer.checking.preview"),
        checks=presenting.address_of(organisation, found, "employer.checking.checks"),
        home=home,
        facts=presenting.facts_for_staff(found, organisation, at=at),
        page=presenting.as_public(publishing.drawn(organisation, found.answers, at=at), at=at),
        differences=checking.differences_of(found, organisation, at=at) if found.vacancy_id else (),
        is_public=found.vacancy_id is not None,
        form=form,
    )


def _act(reference: str, posting: str, act: Callable[..., None], done: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation, found = queries.for_writer(person.id, reference, posting)
    home = presenting.address_of(organisation, found)
    if ActForm().validate_on_submit():
        try:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                act(organisation, found, person.id)
            flash(done, "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(home)
