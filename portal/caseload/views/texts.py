"""/consultant/texts and /staff/texts: what messages to candidates begin from."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.caseload import wording
from portal.caseload.forms import ChangeTextForm, SharedTextForm, TextForm
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.recruitment.forms import ActForm
from portal.web.acting import is_done


def _hang(persona: str) -> Blueprint:
    """The pages behind this door. Consultants see their own texts beside the shared ones, staff the shared ones."""
    bp = Blueprint("texts", __name__, url_prefix="/texts")

    def reader() -> int | None:
        return guards.current_person().id if persona == "consultant" else None

    @bp.get("")
    def index() -> ResponseReturnValue:
        return render_template("caseload/texts.html", rows=wording.of(reader()), persona=persona)

    @bp.route("/new", methods=["GET", "POST"])
    def add() -> ResponseReturnValue:
        person_id = guards.current_person().id
        form = TextForm() if persona == "consultant" else SharedTextForm()

        def act() -> None:
            owner_id = person_id if "shared" in form and form["shared"].data == "own" else None
            wording.add(
                name=form["name"].data or "",
                use=form["used_for"].data or "",
                body=form["text"].data or "",
                owner_id=owner_id,
                by=person_id,
                at=clock.now(),
            )

        if form.validate_on_submit() and is_done(form, act):
            flash("The text is kept.", "success")
            return redirect(url_for(".index"))
        return render_template(
            "caseload/text.html", heading="A new text", form=form, back=url_for(".index"), versions=()
        )

    @bp.route("/<text>", methods=["GET", "POST"])
    def change(text: str) -> ResponseReturnValue:
        person_id = guards.current_person().id
        found = wording.one(reader(), text)
        versions = wording.versions(found)
        form = ChangeTextForm(
            name=found.name, used_for=found.used_for, text=versions[0].body, seen=str(versions[0].number)
        )

        def act() -> None:
            wording.change(
                wording.one(reader(), text, locked=True),
                name=form["name"].data or "",
                use=form["used_for"].data or "",
                body=form["text"].data or "",
                seen=form.version,
                by=person_id,
                at=clock.now(),
            )

        if form.validate_on_submit():
            if is_done(form, act):
                flash("The text is changed. Messages that were sent stay as they were.", "success")
                return redirect(url_for(".index"))
            found = wording.one(reader(), text)
            versions = wording.versions(found)
        return render_template(
            "caseload/text.html",
            heading=found.name,
            form=form,
            back=url_for(".index"),
            versions=versions,
            reference=found.reference,
            retired=found.retired_at is not None,
        )

    @bp.post("/<text>/aside")
    def aside(text: str) -> ResponseReturnValue:
        """Offer it no longer, or, where it is put aside, again."""
        if ActForm().validate_on_submit():
            away = request.form.get("action") != "again"
            with transaction():
                found = wording.one(reader(), text, locked=True)
                wording.put_aside(found, by=guards.current_person().id, at=clock.now(), aside=away)
            flash("It is put aside, and no longer offered." if away else "It is offered again.", "success")
        return redirect(url_for(".index"))

    return bp


consultant, staff = _hang("consultant"), _hang("staff")
