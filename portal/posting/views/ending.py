"""Changing, ending and opening again what is public."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.posting import checking, presenting, publishing, queries, received
from portal.posting.ending import REASONS, Kind
from portal.posting.ending import end as end_it
from portal.posting.forms import ActForm, EndForm

bp = Blueprint("ending", __name__, url_prefix="/<reference>/vacancies/<posting>")


@bp.route("/changes", methods=["GET", "POST"])
def changes(reference: str, posting: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), ActForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    if form.validate_on_submit():
        try:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                titles = publishing.republish(found, by=person.id, at=at)
            flash(f"The changes are public: {', '.join(titles)}.", "success")
            return redirect(presenting.address_of(organisation, found))
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            organisation, found = queries.for_writer(person.id, reference, posting)
    titles = publishing.changes_waiting(found)
    if not titles or not presenting.is_live(found, at=at):
        return redirect(presenting.address_of(organisation, found))
    return render_template(
        "posting/employer/changes.html",
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        preview=presenting.address_of(organisation, found, "employer.checking.preview"),
        titles=titles,
        differences=checking.differences_of(found, organisation, at=at),
        missing=checking.missing_of(found, organisation, at=at),
        short=publishing.extra_weeks(found, organisation, at=at),
        order=presenting.order_address(organisation, found.order_reference) if found.order_reference else "",
        form=form,
    )


@bp.route("/changes/drop", methods=["POST"])
def drop(reference: str, posting: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    if form.validate_on_submit():
        with transaction():
            organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
            publishing.drop_changes(found, by=person.id, at=clock.now())
        flash("The changes are dropped. The copy that you write says again what is public.", "success")
    return redirect(presenting.address_of(organisation, found))


@bp.route("/<any(close,withdraw):ending>", methods=["GET", "POST"])
def end(reference: str, posting: str, ending: Kind) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), EndForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    form.because.choices = [(key, reason.choice) for key, reason in REASONS[ending].items()]
    if form.validate_on_submit():
        try:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                end_it(found, ending, because=form.because.data or "", note=form.note.data or "", by=person.id, at=at)
            done = "It is closed." if ending == "close" else "It is withdrawn."
            left = (
                " Whoever applied still waits to hear from you." if received.who_waits(organisation, found)[1] else ""
            )
            flash(f"{done}{left}", "success")
            return redirect(presenting.address_of(organisation, found))
        except RuleBroken as problem:
            form.because.errors = [str(problem)]
            organisation, found = queries.for_writer(person.id, reference, posting)
    elif not presenting.is_live(found, at=at):
        return redirect(presenting.address_of(organisation, found))
    return render_template(
        "posting/employer/end.html",
        kind=ending,
        received=received.who_waits(organisation, found),
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        form=form,
    )


@bp.route("/reopen", methods=["GET", "POST"])
def reopen(reference: str, posting: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), ActForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    if form.validate_on_submit():
        try:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                publishing.reopen(found, by=person.id, at=at)
            flash("It is open again, at the same address.", "success")
            return redirect(presenting.address_of(organisation, found))
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            organisation, found = queries.for_writer(person.id, reference, posting)
    elif not presenting.is_over(found):
        return redirect(presenting.address_of(organisation, found))
    return render_template(
        "posting/employer/reopen.html",
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        missing=checking.missing_of(found, organisation, at=at),
        closing=presenting.address_of(organisation, found, "section", section="closing"),
        short=publishing.extra_weeks(found, organisation, at=at),
        form=form,
    )
