"""A person's own data: to read what is held, to download it, to have it erased."""

from __future__ import annotations

import tempfile
from datetime import timedelta

from flask import Blueprint, Response, current_app, flash, redirect, render_template, send_file, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.accounts.limits import allow
from portal.accounts.signing_in import check_password
from portal.audit.recording import record
from portal.config import Settings
from portal.database.holding import Whom
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs import queueing
from portal.privacy import erasing, exporting, finding
from portal.privacy.forms import DownloadForm, EraseForm

bp = Blueprint("data", __name__, url_prefix="/data")

TRIES, WITHIN = 5, timedelta(minutes=5)
WRONG = "That is not your password. Check it and try again."
TOO_MANY = "There were too many wrong passwords. Wait five minutes, then try again."


@bp.route("", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    form = DownloadForm()
    me = finding.by_id(guards.current_person().id)
    if form.validate_on_submit() and _is_proved(form):
        with transaction():
            record("privacy.exported", by=me.person_id, subject=f"person:{me.reference}", about=me.person_id)
        return _download(finding.by_id(me.person_id))
    return render_template("privacy/account/show.html", form=form, parts=erasing.plan(me))


@bp.route("/erase", methods=["GET", "POST"])
def erase() -> ResponseReturnValue:
    form = EraseForm()
    me = finding.by_id(guards.current_person().id)
    if form.validate_on_submit() and _is_proved(form):
        erasing.begin(me, current_app.config["SETTINGS"], by=me.person_id)
        with transaction():
            queueing.enqueue("privacy.complete", at=clock.now())
        session.clear()
        flash("Your account and everything about you are erased. You are signed out.", "success")
        return redirect(url_for("signing_in.sign_in"))
    return render_template("privacy/account/erase.html", form=form, parts=erasing.plan(me))


def _download(whom: Whom) -> Response:
    """A ZIP, which stands on the disk without a name until it is sent, because it holds files."""
    settings: Settings = current_app.config["SETTINGS"]
    file = tempfile.TemporaryFile(dir=settings.data_dir / "tmp")  # noqa: SIM115 - the answer closes it
    exporting.write_archive(whom, file)
    file.seek(0)
    name = f"my-data-{clock.today().isoformat()}.zip"
    return send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)


def _is_proved(form: DownloadForm) -> bool:
    """Whether whoever sits there knows the password: an unattended browser must not give everything away."""
    person = guards.current_person()
    with transaction():
        may_try = allow("prove", person.reference, most=TRIES, within=WITHIN)
    if may_try and check_password(person.email or "", form.password.data or "") is not None:
        return True
    form.password.errors = [WRONG if may_try else TOO_MANY]
    return False
