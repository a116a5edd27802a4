"""Employers' vacancies for the society's staff, drafts too: to help who asks for help."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.posting import checking, listing, presenting, queries
from portal.web.csv_export import csv_response
from portal.web.listing import plain

bp = Blueprint("postings", __name__, url_prefix="/postings")


@bp.get("")
def index() -> ResponseReturnValue:
    asked = listing.ALL.read(request.args)
    found = queries.listed(asked, organisation_id=None)
    rows = [listing.staff_row(posting, name, at=clock.now()) for posting, name in found.rows]
    if asked.as_csv:
        return csv_response("employers-vacancies.csv", [column.label for column in listing.ALL.columns], plain(rows))
    return render_template(
        "posting/staff/index.html",
        list=listing.ALL.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page),
    )


@bp.get("/<posting>")
def show(posting: str) -> ResponseReturnValue:
    found = queries.for_staff(posting)
    organisation, at = queries.organisation_of(found), clock.now()
    return render_template(
        "posting/staff/show.html",
        page=presenting.page_of(found, organisation, may_write=False, at=at),
        facts=presenting.facts_for_staff(found, organisation, at=at),
        note=found.ended_note,
        missing=checking.missing_of(found, organisation, at=at),
        history=queries.history(found),
        bought=presenting.purchases_of(found),
        numbers=queries.numbers(found, today=clock.today()),
    )
