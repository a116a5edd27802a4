"""/consultant/campaigns/…/log/entries/…/files: what was handed in with a note or a call."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import attaching
from portal.database.transaction import transaction
from portal.documents import queries as documents
from portal.documents import receiving, serving
from portal.documents.forms import DocumentForm
from portal.documents.refusals import Refused
from portal.foundation import clock
from portal.foundation.text import excerpt
from portal.recruitment import queries
from portal.recruitment.forms import ActForm
from portal.web.acting import is_done

bp = Blueprint("log_files", __name__, url_prefix="/campaigns/<campaign>/log/entries/<logged>/files")


def _page(campaign: str, logged: str, form: DocumentForm) -> str:
    found, entry = attaching.own(guards.current_person().id, campaign, logged)
    return render_template(
        "caseload/consultant/files.html",
        campaign=found,
        said=excerpt(entry.text),
        documents=documents.of(entry.subject),
        address=url_for(".index", campaign=campaign, logged=logged),
        form=form,
    )


@bp.get("")
def index(campaign: str, logged: str) -> ResponseReturnValue:
    return _page(campaign, logged, DocumentForm())


@bp.post("")
@receiving.takes_file
def add(campaign: str, logged: str) -> ResponseReturnValue:
    owner = guards.current_person()
    attaching.own(owner.id, campaign, logged)
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            with transaction():
                found, entry = attaching.own(owner.id, campaign, logged, locked=True)
                attaching.add(found, entry, form.judged, form.name, owner=owner, at=clock.now())
            flash("The file is added.", "success")
            return redirect(url_for(".index", campaign=campaign, logged=logged))
        except Refused as problem:
            form.file.errors = [str(problem)]
    return _page(campaign, logged, form)


@bp.get("/<attached>")
def show(campaign: str, logged: str, attached: str) -> ResponseReturnValue:
    """A download, for both who run the campaign."""
    found = queries.for_consultant(guards.current_person().id, campaign)
    return serving.send(documents.find(attached, attaching.find(found, logged).subject))


@bp.post("/<attached>/remove")
def remove(campaign: str, logged: str, attached: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    attaching.own(person.id, campaign, logged)

    def act() -> None:
        found, entry = attaching.own(person.id, campaign, logged, locked=True)
        attaching.remove(found, entry, attached, by=person.id)

    if form.validate_on_submit() and is_done(form, act):
        flash("The file is removed.", "success")
    return redirect(url_for(".index", campaign=campaign, logged=logged))
