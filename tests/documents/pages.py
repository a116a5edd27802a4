"""Pages on which somebody hands files in, as a room would have them: the thing is the person, by their reference."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template_string
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.documents import queries, receiving, removing, serving, taking_in
from portal.documents.forms import DocumentForm
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.web.acting import is_done

TEMPLATE = """{% from "components/documents.html" import document_list, document_field %}{% from "components/form.html" import error_summary %}
<!doctype html><title>Files</title>{{ document_list(documents, address) }}{{ error_summary(form) }}<form method="post" enctype="multipart/form-data">{{ form.csrf_token }}{{ document_field(form) }}<button>Upload</button></form>"""


def subject_of(reference: str) -> str:
    """The thing, if it is the asker's."""
    if current_person().reference != reference:
        raise NotFound("There is no such thing.")
    return f"thing:{reference}"


@receiving.takes_file
def index(reference: str) -> ResponseReturnValue:
    subject = subject_of(reference)
    form = DocumentForm()

    def act() -> None:
        taking_in.take(form.judged, form.name, owner=current_person(), subject=subject, at=clock.now())

    if form.validate_on_submit() and is_done(form, act):
        return redirect(f"/things/{reference}")
    return render_template_string(TEMPLATE, documents=queries.of(subject), address=f"/things/{reference}", form=form)


@receiving.takes_file
def forgetful(reference: str) -> ResponseReturnValue:
    return f"{reference} was changed without a look at the form"


def download(reference: str, document: str) -> ResponseReturnValue:
    return serving.send(queries.find(document, subject_of(reference)))


def remove(reference: str, document: str) -> ResponseReturnValue:
    subject = subject_of(reference)
    with transaction():
        removing.remove(queries.find(document, subject))
    return redirect(f"/things/{reference}")


def hang(app: Flask) -> None:
    """Hang the pages on the application, behind a door that asks for the sign-in."""
    door = Blueprint("things", __name__, url_prefix="/things")
    door.before_request(guards.signed_in)
    door.add_url_rule("/<reference>", view_func=index, methods=["GET", "POST"])
    door.add_url_rule("/<reference>/forgetful", view_func=forgetful, methods=["POST"])
    door.add_url_rule("/<reference>/<document>", view_func=download)
    door.add_url_rule("/<reference>/<document>/remove", view_func=remove, methods=["POST"])
    app.register_blueprint(door)
