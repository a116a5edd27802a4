"""Looking at a vacancy before it is public: what is missing, what to think about, and its page exactly as it will be."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.posting import advising, checking, presenting, publishing, queries
from portal.web.reader import current_reader

bp = Blueprint("checking", __name__, url_prefix="/<reference>/vacancies/<posting>")


@bp.get("/checks")
def checks(reference: str, posting: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    organisation, found = queries.for_reader(person.id, reference, posting)
    may_write = queries.may_write(person.id, organisation.id)
    return render_template(
        "posting/employer/checks.html",
        page=presenting.page_of(found, organisation, may_write=may_write, at=at),
        back=presenting.address_of(organisation, found),
        preview=presenting.address_of(organisation, found, "employer.checking.preview"),
        missing=checking.missing_of(found, organisation, at=at),
        advice=checking.advice_of(
            advising.advice_on(found, organisation, at=at), found, organisation, may_write=may_write
        ),
    )


@bp.get("/preview")
def preview(reference: str, posting: str) -> ResponseReturnValue:
    """The public's own template over a vacancy that is nowhere but in this request."""
    person, at = guards.current_person(), clock.now()
    organisation, found = queries.for_reader(person.id, reference, posting)
    vacancy = publishing.drawn(organisation, found.answers, at=at)
    page = presenting.as_public(vacancy, at=at)
    return render_template(
        "posting/employer/preview.html",
        page=page,
        posting=None,
        reader=current_reader(),
        sees_similar=False,
        via="",
        back=presenting.address_of(organisation, found, "employer.checking.checks"),
        apply_address=vacancy.address or "#",
    )
