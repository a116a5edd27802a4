"""An organisation's membership, and its application, for its owner."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import queries as employers
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import applying, cases, leaving, offering, queries, questions, refusing, renewing, showing, sizes
from portal.membership.application_forms import AppealForm, ConfirmForm, OrganisationApplicationForm
from portal.membership.holding_forms import LeaveForm

bp = Blueprint("organisation_membership", __name__, url_prefix="/<reference>/membership")


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    organisation = employers.for_owner(guards.current_person().id, reference)
    today = clock.today()
    held = showing.cards(queries.of_organisation(organisation.id), on=today)
    current = next((each for each in held if not each.is_over), None)
    applications = cases.of_organisation(organisation.id)
    latest = applying.of_organisation(organisation, applications[0].reference) if applications else None
    return render_template(
        "membership/employer/show.html",
        organisation=organisation,
        held=current,
        over=[each for each in held if each.is_over],
        discount=showing.discount_of(current.tier, on=today) if current else 0,
        seats=showing.seats_in_words(organisation.id, on=today),
        may_resize=current is not None and sizes.may_change(current.reference, on=today),
        confirm=ConfirmForm(),
        tiers=offering.tiers(on=today),
        applications=applications,
        open_application=next((each for each in applications if each.is_open), None),
        refusal=refusing.for_organisation(organisation, on=today),
        story=cases.story(latest) if latest else [],
        told=latest.decision_reason if latest else "",
        may_appeal=latest is not None and applying.may_appeal(latest, on=today),
        appeal_until=applying.appeal_until(latest) if latest else None,
    )


@bp.route("/apply", methods=["GET", "POST"])
def apply(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_owner(person.id, reference)
    drafted = next((each for each in cases.of_organisation(organisation.id) if each.is_open), None)
    if drafted is not None and not drafted.is_draft:
        return _to("show", reference)
    known = applying.of_organisation(organisation, drafted.reference) if drafted else None
    form = OrganisationApplicationForm(
        data=questions.answered(known) if known else {"staff_count": organisation.staff_count}
    )
    if form.validate_on_submit():
        try:
            with transaction():
                organisation = employers.for_owner(person.id, reference)
                application = applying.begin_for_organisation(organisation, by=person.id, at=clock.now())
                applying.fill_in(application, {"staff_count": form.staff_count.data, "statement": form.statement.data})
                missing = questions.unanswered(application)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            missing = []
        else:
            if not missing:
                return _to("check", reference)
        for question in missing:
            form[question.field].errors = [question.missing]
        organisation = employers.for_owner(person.id, reference)
    return render_template(
        "membership/employer/apply.html",
        form=form,
        organisation=organisation,
        tiers=offering.tiers(on=clock.today()),
    )


@bp.route("/check", methods=["GET", "POST"])
def check(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_owner(person.id, reference)
    drafted = next((each for each in cases.of_organisation(organisation.id) if each.is_draft), None)
    if drafted is None:
        return _to("show", reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                organisation = employers.for_owner(person.id, reference)
                application = applying.of_organisation(organisation, drafted.reference)
                applying.submit(application, by=person.id, at=clock.now())
            flash("The application is sent in. We have sent you a mail about it.", "success")
            return _to("show", reference)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            organisation = employers.for_owner(person.id, reference)
    application = applying.of_organisation(organisation, drafted.reference)
    if questions.unanswered(application) or application.staff_count is None:
        return _to("apply", reference)
    return render_template(
        "membership/employer/check.html",
        form=form,
        organisation=organisation,
        application=cases.row(application),
        answers=cases.answers(application),
        tier=offering.for_size(application.staff_count, on=clock.today()),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_owner(person.id, reference)
    sent = next((each for each in cases.of_organisation(organisation.id) if each.is_open), None)
    if sent is None:
        return _to("show", reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                organisation = employers.for_owner(person.id, reference)
                application = applying.of_organisation(organisation, sent.reference)
                applying.withdraw(application, by=person.id, at=clock.now())
            flash("The application is withdrawn.", "success")
        except RuleBroken as problem:
            flash(str(problem))
        return _to("show", reference)
    return render_template("membership/employer/withdraw.html", form=form, organisation=organisation, application=sent)


@bp.route("/appeal", methods=["GET", "POST"])
def appeal(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_owner(person.id, reference)
    latest = next(iter(cases.of_organisation(organisation.id)), None)
    if latest is None:
        return _to("show", reference)
    application = applying.of_organisation(organisation, latest.reference)
    form = AppealForm()
    if form.validate_on_submit():
        try:
            with transaction():
                organisation = employers.for_owner(person.id, reference)
                application = applying.of_organisation(organisation, latest.reference)
                applying.appeal(application, reason=form.reason.data, by=person.id, at=clock.now())
            flash("The appeal is sent in. The panel looks at the application again.", "success")
            return _to("show", reference)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            organisation = employers.for_owner(person.id, reference)
            application = applying.of_organisation(organisation, latest.reference)
    elif not applying.may_appeal(application, on=clock.today()):
        return _to("show", reference)
    return render_template(
        "membership/employer/appeal.html",
        form=form,
        organisation=organisation,
        application=latest,
        until=applying.appeal_until(application),
        told=application.decision_reason,
    )


@bp.post("/come-back")
def come_back(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    employers.for_owner(person.id, reference)
    if ConfirmForm().validate_on_submit():
        try:
            with transaction():
                renewing.come_back(
                    leaving.of_organisation(person.id, reference, on=clock.today()), on=clock.today(), by=person.id
                )
            flash("Welcome back. The membership is in force again once its fee is paid.", "success")
        except RuleBroken as problem:
            flash(str(problem))
    return _to("show", reference)


@bp.route("/end", methods=["GET", "POST"])
def end(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_owner(person.id, reference)
    held = showing.cards(queries.of_organisation(organisation.id), on=clock.today())
    card = next((each for each in held if not each.is_over), None)
    if card is None or not card.choices:
        flash("There is nothing to end here: the organisation has no membership, or it ends today.")
        return _to("show", reference)
    form = LeaveForm().offer(card.choices)
    if form.validate_on_submit():
        last_day = date.fromisoformat(form.last_day.data)
        try:
            with transaction():
                leaving.leave(
                    leaving.of_organisation(person.id, reference, on=clock.today()),
                    last_day=last_day,
                    on=clock.today(),
                    by=person.id,
                )
            flash(
                "The membership ends as you chose. Its owners, and whoever has a corporate seat, get a mail.", "success"
            )
        except RuleBroken as problem:
            flash(str(problem))
        return _to("show", reference)
    return render_template(
        "membership/employer/end.html",
        form=form,
        organisation=organisation,
        card=card,
        seats=showing.seats_in_words(organisation.id, on=clock.today()),
    )


@bp.post("/keep")
def keep(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    employers.for_owner(person.id, reference)
    if ConfirmForm().validate_on_submit():
        try:
            with transaction():
                leaving.stay(
                    leaving.of_organisation(person.id, reference, on=clock.today()), on=clock.today(), by=person.id
                )
            flash("The membership goes on, and so do the corporate seats that ended with it.", "success")
        except RuleBroken as problem:
            flash(str(problem))
    return _to("show", reference)


def _to(page: str, reference: str) -> ResponseReturnValue:
    return redirect(url_for(f"employer.organisation_membership.{page}", reference=reference))
