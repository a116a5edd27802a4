"""Writing an application: its sections, the periods of what one did, its documents, and sending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.applying import answered, joined, key, presenting, queries, section_page, submitting, writing
from portal.applying.answers import work
from portal.applying.forms import ActForm, PostForm, form_of
from portal.applying.moving import subject_of
from portal.applying.queries import Draft, Own
from portal.database.transaction import transaction
from portal.documents import queries as documents
from portal.documents import receiving, removing, serving, taking_in
from portal.documents.forms import DocumentForm
from portal.documents.refusals import Refused
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.web.acting import is_done

bp = Blueprint("job_applications_writing", __name__, url_prefix="/job-applications/<reference>")


def _mine(reference: str, *, locked: bool = False) -> Own:
    application = queries.own(guards.current_person().id, reference, locked=locked)
    return application, queries.job_of(application)


def _draft(reference: str) -> Draft:
    """The draft that is written on these pages; for one that cannot be written any more, a page that says why."""
    application, job = _mine(reference)
    writing.require_open(application, job, at=clock.now())
    return application, job, queries.wanted_for(job, at=clock.now())


@bp.errorhandler(RuleBroken)
def _cannot_be_written(problem: RuleBroken) -> ResponseReturnValue:
    """Too late, or sent before: back to its page, which says where it stands."""
    flash(str(problem))
    return redirect(url_for("account.job_applications.show", reference=(request.view_args or {})["reference"]))


@bp.route("/sections/<section>", methods=["GET", "POST"])
def section(reference: str, section: str) -> ResponseReturnValue:
    """Whatever is typed is kept; only “continue” insists that it holds."""
    application, job, wanted = _draft(reference)
    part = section_page.of(section, wanted)
    if section == "documents":
        return _documents(reference, DocumentForm())
    held = writing.held(application, section, key=key.of_portal())
    form = form_of(section, held, wanted, opened=writing.mark_of(application, section, key=key.of_portal()))
    if form.validate_on_submit():
        typed = form.typed()
        try:
            with transaction():
                application, job = _mine(reference, locked=True)
                writing.save(
                    application, job, section, typed, key=key.of_portal(), at=clock.now(), opened=form.opened.data
                )
        except writing.ChangedMeanwhile as problem:
            application, job = _mine(reference)
            form.form_errors.append(f"{problem} Save once more to put these words in its place.")
        else:
            held = writing.held(application, section, key=key.of_portal())
            read = part.read(held, wanted)
            go_on = request.form.get("action") != "save"
            if not go_on or not read.problems:
                return _onward(reference, section, go_on=go_on)
            asked = set(form.data)
            if section == "employment":
                form = form_of(section, held, wanted, opened="")
            form.show(work.without_new_gaps(read.problems, asked=asked))
        form.opened.data = writing.mark_of(application, section, key=key.of_portal())
    elif _was_saved(section, held) and request.method == "GET":
        form.show(work.without_new_gaps(part.read(held, wanted).problems, asked=()))
    return render_template(
        "applying/account/section.html",
        section=part,
        said=[*section_page.said(part), *(joined.READERS.ask(job) if section == "contact" else ())],
        headings=section_page.headings(part),
        params=section_page.params(part, form, wanted),
        back=presenting.address_of(application),
        title=job.vacancy.title,
        form=form,
        asks_of_gaps=section == "employment" and any(work.is_of_gap(each.name) for each in form.asked),
        posts=presenting.posts_listed(application, wanted) if section == "employment" else (),
        add_post=url_for(".new_post", reference=reference),
    )


def _was_saved(section: str, held: Mapping[str, Any]) -> bool:
    """Whether somebody has saved the page before: adding a period alone is no reason to say what is missing."""
    return "nothing" in held if section == "employment" else bool(held)


def _onward(reference: str, section: str, *, go_on: bool) -> ResponseReturnValue:
    application, _job, wanted = _draft(reference)
    if not go_on:
        flash("Saved.", "success")
        return redirect(presenting.address_of(application))
    return redirect(presenting.following_address(application, wanted, section, key=key.of_portal()))


@bp.route("/employment/new", methods=["GET", "POST"])
def new_post(reference: str) -> ResponseReturnValue:
    return _post_page(reference, None)


@bp.route("/employment/<int:place>", methods=["GET", "POST"])
def post(reference: str, place: int) -> ResponseReturnValue:
    return _post_page(reference, place)


def _post_page(reference: str, place: int | None) -> ResponseReturnValue:
    """One period. It is kept only once it holds, so that the list never shows half a line."""
    application, job, wanted = _draft(reference)
    form = PostForm(data=writing.post_at(application, place) if place is not None else {})
    if form.validate_on_submit():
        read = work.post(form.typed(), wanted)
        if not read.problems:
            with transaction():
                application, job = _mine(reference, locked=True)
                writing.put_post(application, job, place, form.typed(), at=clock.now())
            if request.form.get("action") == "another":
                flash("Added.", "success")
                return redirect(url_for(".new_post", reference=reference))
            return redirect(presenting.writing_address(application, "section", section="employment"))
        form.show(read.problems)
    return render_template(
        "applying/account/post.html",
        back=presenting.writing_address(application, "section", section="employment"),
        title=job.vacancy.title,
        is_new=place is None,
        form=form,
    )


@bp.route("/employment/<int:place>/remove", methods=["GET", "POST"])
def remove_post(reference: str, place: int) -> ResponseReturnValue:
    application, job, wanted = _draft(reference)
    values = work.post(writing.post_at(application, place), wanted).values
    back, form = presenting.writing_address(application, "section", section="employment"), ActForm()
    if form.validate_on_submit():
        with transaction():
            application, job = _mine(reference, locked=True)
            writing.remove_post(application, job, place, at=clock.now())
        flash("It is removed.", "success")
        return redirect(back)
    return render_template(
        "applying/account/remove_post.html",
        back=back,
        title=job.vacancy.title,
        what=answered.post_in_words(values).split("\n")[0],
        when=answered.period_in_words(values),
        form=form,
    )


@bp.post("/documents")
@receiving.takes_file
def add_document(reference: str) -> ResponseReturnValue:
    _application, _job, wanted = _draft(reference)
    section_page.of("documents", wanted)
    form = DocumentForm()
    goes_on = not form.too_large and request.form.get("action") == "continue"
    if goes_on and not form.is_chosen:
        return redirect(_after_documents(reference))
    if form.validate_on_submit():
        try:
            with transaction():
                application, job = _mine(reference, locked=True)
                writing.require_open(application, job, at=clock.now())
                me, subject = guards.current_person(), subject_of(application)
                taking_in.take(form.judged, form.name, owner=me, subject=subject, at=clock.now())
            flash("Your document is added.", "success")
            here = presenting.writing_address(application, "section", section="documents")
            return redirect(_after_documents(reference) if goes_on else here)
        except Refused as problem:
            form.file.errors = [str(problem)]
    return _documents(reference, form)


def _after_documents(reference: str) -> str:
    application, _job, wanted = _draft(reference)
    return presenting.following_address(application, wanted, "documents", key=key.of_portal())


def _documents(reference: str, form: DocumentForm) -> ResponseReturnValue:
    application, job, wanted = _draft(reference)
    return render_template(
        "applying/account/documents.html",
        back=presenting.address_of(application),
        title=job.vacancy.title,
        must=wanted.cv == "must",
        documents=presenting.documents_of(application),
        address=url_for(".add_document", reference=reference),
        form=form,
    )


@bp.get("/documents/<document>")
def document(reference: str, document: str) -> ResponseReturnValue:
    """A download of one's own document, while it is written and afterwards."""
    application, _job = _mine(reference)
    return serving.send(documents.find(document, subject_of(application)))


@bp.post("/documents/<document>/remove")
def remove_document(reference: str, document: str) -> ResponseReturnValue:
    application, _job = _mine(reference)
    documents.find(document, subject_of(application))
    if ActForm().validate_on_submit():
        with transaction():
            application, job = _mine(reference, locked=True)
            writing.require_open(application, job, at=clock.now())
            removing.remove(documents.find(document, subject_of(application)))
        flash("The document is removed.", "success")
    return redirect(presenting.writing_address(application, "section", section="documents"))


@bp.route("/check", methods=["GET", "POST"])
def check(reference: str) -> ResponseReturnValue:
    """Everything once more before it is sent."""
    application, job, wanted = _draft(reference)
    person, form = guards.current_person(), ActForm()
    if form.validate_on_submit():

        def send() -> None:
            row, for_job = _mine(reference, locked=True)
            submitting.submit(row, for_job, by=person.id, key=key.of_portal(), at=clock.now())

        if is_done(form, send):
            return redirect(url_for(".done", reference=reference))
        application, job, wanted = _draft(reference)
    whole = writing.whole_of(application, wanted, key=key.of_portal())
    return render_template(
        "applying/account/check.html",
        page=presenting.page_of(application, job, wanted, key=key.of_portal(), at=clock.now()),
        parts=presenting.parts_of(application, whole, wanted, linked=True),
        documents=presenting.documents_of(application),
        documents_at=url_for(".add_document", reference=reference),
        complete=whole.complete,
        mail=person.email,
        form=form,
    )


@bp.get("/done")
def done(reference: str) -> ResponseReturnValue:
    """What happens next, right after it was sent."""
    application, job = _mine(reference)
    if application.submitted_at is None:
        raise NotFound("This application was not sent.")
    return render_template(
        "applying/account/done.html",
        reference=application.reference,
        title=job.vacancy.title,
        employer=job.vacancy.employer_name,
        mail=guards.current_person().email,
        days=presenting.days_of(job),
        back=presenting.address_of(application),
        sent=url_for("account.job_applications.sent", reference=application.reference),
    )
