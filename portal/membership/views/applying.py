"""A person's own applications."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers import organisations
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import applying, cases, offering, queries, questions, showing
from portal.membership.application_forms import (
    FORMS,
    AppealForm,
    ClassForm,
    ConfirmForm,
    NewOrganisationForm,
    OrganisationForm,
    OrganisationSearchForm,
)
from portal.membership.reading import vacancy_left

bp = Blueprint("applications", __name__, url_prefix="/membership")


@bp.get("")
def index() -> ResponseReturnValue:
    person, today = guards.current_person(), clock.today()
    held = showing.cards(queries.of_person(person.id), on=today)
    return render_template(
        "membership/account/index.html",
        held=[each for each in held if not each.is_over],
        over=[each for each in held if each.is_over],
        applications=cases.of_person(person.id),
        goes_alone=showing.may_go_on_alone(held),
        vacancy=vacancy_left(request.args),
        confirm=ConfirmForm(),
        today=today,
    )


@bp.route("/apply", methods=["GET", "POST"])
def apply() -> ResponseReturnValue:
    form, offers = ClassForm(), offering.offers(on=clock.today())
    form.klass.choices = [(each.klass, each.name) for each in offers]
    if form.validate_on_submit():
        try:
            with transaction():
                application = applying.begin(form.klass.data, by=guards.current_person().id, at=clock.now())
                reference, state = application.reference, application.state
        except RuleBroken as problem:
            form.klass.errors = [str(problem)]
        else:
            if state != "draft":
                flash("You have applied in this class. This is where the application stands.")
                return _to("show", reference)
            needs_organisation = questions.asks_for_organisation(form.klass.data)
            return _to("organisation" if needs_organisation else "details", reference)
    return render_template("membership/account/apply.html", form=form, offers=offers)


@bp.route("/applications/<reference>/organisation", methods=["GET", "POST"])
def organisation(reference: str) -> ResponseReturnValue:
    application = applying.own(guards.current_person().id, reference)
    if application.state != "draft" or not questions.asks_for_organisation(application.klass):
        return _to("show", reference)
    search = OrganisationSearchForm(request.args)
    words = search.q.data or ""
    found = organisations.suggest(words) if words else []
    form = OrganisationForm()
    form.choice.choices = [(each.choice, each.name) for each in found]
    form.choice.validate_choice = False
    if form.validate_on_submit():
        try:
            with transaction():
                application = applying.own(guards.current_person().id, reference)
                chosen = organisations.chosen(form.choice.data)
                applying.choose_organisation(application, chosen, on=clock.today())
            return _to("details", reference)
        except RuleBroken as problem:
            form.choice.errors = [str(problem)]
            application = applying.own(guards.current_person().id, reference)
    return render_template(
        "membership/account/organisation.html",
        form=form,
        application=cases.row(application),
        label=questions.organisation_label(application.klass),
        words_typed=words,
        found=found,
        problem=next(iter(form.choice.errors or ()), ""),
    )


@bp.route("/applications/<reference>/organisation/new", methods=["GET", "POST"])
def new_organisation(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = applying.own(person.id, reference)
    if application.state != "draft" or not questions.asks_for_organisation(application.klass):
        return _to("show", reference)
    form = NewOrganisationForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application = applying.own(person.id, reference)
                added = organisations.add_new(form.name.data, by=person.id, sector=form.sector.data)
                applying.choose_organisation(application, added, on=clock.today())
            return _to("details", reference)
        except RuleBroken as problem:
            form.name.errors = [str(problem)]
            application = applying.own(person.id, reference)
    return render_template("membership/account/new_organisation.html", form=form, application=cases.row(application))


@bp.route("/applications/<reference>/details", methods=["GET", "POST"])
def details(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = applying.own(person.id, reference)
    if application.state != "draft":
        return _to("show", reference)
    form = FORMS[application.klass](data=questions.answered(application))
    if form.validate_on_submit():
        with transaction():
            application = applying.own(person.id, reference)
            applying.fill_in(application, _answers(form))
            missing = questions.unanswered(application)
        if request.form.get("action") == "save":
            flash("Your answers are kept. Come back whenever you like.", "success")
            return redirect(url_for("account.applications.index"))
        if not missing:
            return _to("check", reference)
        if missing[0].field == "organisation":
            return _to("organisation", reference)
        for question in missing:
            form[question.field].errors = [question.missing]
        application = applying.own(person.id, reference)
    return render_template(
        "membership/account/details.html",
        form=form,
        application=cases.row(application),
        organisation_label=questions.organisation_label(application.klass),
        asks_for_organisation=questions.asks_for_organisation(application.klass),
    )


@bp.route("/applications/<reference>/check", methods=["GET", "POST"])
def check(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = applying.own(person.id, reference)
    if application.state != "draft":
        return _to("show", reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                applying.submit(applying.own(person.id, reference), by=person.id, at=clock.now())
            flash("Your application is sent in. We have sent you a mail about it.", "success")
            return _to("show", reference)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            application = applying.own(person.id, reference)
    return render_template(
        "membership/account/check.html",
        form=form,
        application=cases.row(application),
        answers=cases.answers(application),
        missing=questions.unanswered(application),
        fee=offering.fee_in_words(application.klass, "", on=clock.today()),
        next_step=applying.what_follows(application),
    )


@bp.get("/applications/<reference>")
def show(reference: str) -> ResponseReturnValue:
    application = applying.own(guards.current_person().id, reference)
    return render_template(
        "membership/account/show.html",
        application=cases.row(application),
        answers=cases.answers(application),
        story=cases.story(application),
        may_withdraw=cases.may_withdraw(application),
        appeal_until=applying.appeal_until(application),
        may_appeal=applying.may_appeal(application, on=clock.today()),
        told=application.decision_reason,
        expected=cases.expected(application),
    )


@bp.route("/applications/<reference>/withdraw", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = applying.own(person.id, reference)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                applying.withdraw(applying.own(person.id, reference), by=person.id, at=clock.now())
            flash("The application is withdrawn.", "success")
        except RuleBroken as problem:
            flash(str(problem))
        return _to("show", reference)
    if not cases.may_withdraw(application):
        return _to("show", reference)
    return render_template("membership/account/withdraw.html", form=form, application=cases.row(application))


@bp.route("/applications/<reference>/appeal", methods=["GET", "POST"])
def appeal(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = applying.own(person.id, reference)
    form = AppealForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application = applying.own(person.id, reference)
                applying.appeal(application, reason=form.reason.data, by=person.id, at=clock.now())
            flash("Your appeal is sent in. The panel looks at your application again.", "success")
            return _to("show", reference)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            application = applying.own(person.id, reference)
    elif not applying.may_appeal(application, on=clock.today()):
        return _to("show", reference)
    return render_template(
        "membership/account/appeal.html",
        form=form,
        application=cases.row(application),
        until=applying.appeal_until(application),
        told=application.decision_reason,
    )


def _answers(form: object) -> dict[str, object]:
    return {name: value for name, value in form.data.items() if name != "csrf_token"}  # type: ignore[attr-defined]


def _to(page: str, reference: str) -> ResponseReturnValue:
    return redirect(url_for(f"account.applications.{page}", reference=reference))
