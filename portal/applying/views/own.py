"""A person's own applications: the list, one of them, what was sent, messages, and leaving."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.applying import joined, key, leaving, presenting, queries, talking, tracking, writing
from portal.applying.forms import ActForm, MessageForm, WithdrawForm
from portal.applying.states import DRAFT, INTERVIEW, OFFERED, UNSENT, WITH_OFFER, seen
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.web.acting import is_done

bp = Blueprint("job_applications", __name__, url_prefix="/job-applications")


@bp.get("")
def index() -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    mine = queries.of_person(person.id, at=at)
    kept = tracking.of_person(person.id)
    return render_template(
        "applying/account/index.html",
        going=[
            presenting.line_of(each, until=_until(person.id, each, at=at))
            for each in mine
            if not presenting.is_over(each)
        ],
        over=[presenting.line_of(each) for each in mine if presenting.is_over(each)],
        kept=[presenting.elsewhere_line(each) for each in kept if each.state in tracking.OPEN],
        kept_over=[presenting.elsewhere_line(each) for each in kept if each.state not in tracking.OPEN],
    )


def _until(person_id: int, mine: queries.Mine, *, at: datetime) -> str:
    """By when something is wanted of them, asked only where something can be."""
    if mine.state not in (INTERVIEW, OFFERED):
        return ""
    return next(iter(joined.UNTIL.ask(queries.own(person_id, mine.reference), at)), "")


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    application = queries.own(guards.current_person().id, reference)
    job, at = queries.job_of(application), clock.now()
    wanted = queries.wanted_for(job, version=application.version, at=at)
    return render_template(
        "applying/account/show.html",
        page=presenting.page_of(application, job, wanted, key=key.of_portal(), at=at),
        parts=joined.PARTS.ask(application, at) if application.submitted_at else [],
        days=presenting.days_of(job) if application.submitted_at else [],
    )


@bp.get("/<reference>/sent")
def sent(reference: str) -> ResponseReturnValue:
    """Everything that was sent, to be read and printed."""
    application = queries.own(guards.current_person().id, reference)
    if application.submitted_at is None:
        raise NotFound("This application was not sent.")
    job, at = queries.job_of(application), clock.now()
    wanted = queries.wanted_for(job, version=application.version, at=at)
    return render_template(
        "applying/account/sent.html",
        page=presenting.page_of(application, job, wanted, key=key.of_portal(), at=at),
        parts=presenting.parts_of(
            application, writing.whole_of(application, wanted, key=key.of_portal()), wanted, linked=False
        ),
        mail=guards.current_person().email,
        documents=presenting.documents_of(application),
        documents_at=presenting.writing_address(application, "add_document"),
    )


@bp.route("/<reference>/messages", methods=["GET", "POST"])
def messages(reference: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    application = queries.own(person.id, reference)
    if application.state in UNSENT:
        raise NotFound("Nobody can be written to about a draft.")
    form = MessageForm()
    if form.validate_on_submit():

        def write() -> None:
            row = queries.own(person.id, reference, locked=True)
            talking.note_read(row, by_candidate=True, at=at)
            if request.form.get("action") == "read":
                return
            talking.write(row, queries.job_of(row), form.body.data or "", by=person.id, from_candidate=True, at=at)

        if is_done(form, write):
            flash("Marked as read." if request.form.get("action") == "read" else "Your message is sent.", "success")
            return redirect(url_for(".messages", reference=reference))
        form.body.errors = list(form.form_errors)
        form.form_errors = []
    application = queries.own(person.id, reference)
    shown, job = talking.messages(application), queries.job_of(application)
    return render_template(
        "applying/account/messages.html",
        back=presenting.address_of(application),
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        messages=shown,
        unread=talking.unread(shown, by_candidate=True),
        form=form,
    )


@bp.route("/<reference>/withdraw", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    application = queries.own(person.id, reference)
    if application.submitted_at is None:
        raise NotFound("This application was not sent.")
    form = WithdrawForm()
    if form.validate_on_submit():

        def act() -> None:
            row = queries.own(person.id, reference, locked=True)
            leaving.withdraw(row, queries.job_of(row), because=form.because.data or "", by=person.id, at=at)

        if is_done(form, act):
            flash("Your application is withdrawn.", "success")
            return redirect(url_for(".show", reference=reference))
    return _leave("withdraw", reference, form)


@bp.route("/<reference>/discard", methods=["GET", "POST"])
def discard(reference: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    if queries.own(person.id, reference).state not in UNSENT:
        raise NotFound("This application was sent.")
    form = ActForm()
    if form.validate_on_submit():

        def act() -> None:
            leaving.discard(queries.own(person.id, reference, locked=True), by=person.id, at=at)

        if is_done(form, act):
            flash("The draft is thrown away.", "success")
            return redirect(url_for(".index"))
    return _leave("discard", reference, form)


def _leave(page: str, reference: str, form: ActForm | WithdrawForm) -> ResponseReturnValue:
    application = queries.own(guards.current_person().id, reference)
    return render_template(
        f"applying/account/{page}.html",
        back=presenting.address_of(application),
        title=queries.job_of(application).vacancy.title,
        is_draft=application.state == DRAFT,
        has_offer=seen(queries.steps_of(application)) in WITH_OFFER,
        form=form,
    )
