"""/consultant/leads, and the organisations behind them. Consultants see every organisation's public facts."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.consulting import bodies, leading, presenting
from portal.foundation.text import one_line
from portal.web.csv_export import csv_response
from portal.web.listing import plain

bp = Blueprint("leads", __name__)


@bp.get("/leads")
def show() -> ResponseReturnValue:
    asked = presenting.SHAPE.read(request.args)
    found = leading.leads(
        words=asked.words,
        **asked.chosen,
        sort=asked.sort,
        descending=asked.descending,
        page=asked.page,
        per_page=asked.per_page,
    )
    rows = [presenting.row_of(each) for each in found.rows]
    if asked.as_csv:
        header = [*(column.label for column in presenting.SHAPE.columns), "Sector", "Tier"]
        notes = [[*line, row[0].note, row[-1].note] for line, row in zip(plain(rows), rows, strict=True)]
        return csv_response("leads", header, notes)
    shown = presenting.SHAPE.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("consulting/consultant/leads.html", list=shown)


@bp.get("/organisations")
def search() -> ResponseReturnValue:
    typed = one_line(request.args.get("q", ""), limit=100)
    found = bodies.named(typed) if typed else []
    return render_template("consulting/consultant/search.html", typed=typed, found=found, most=bodies.MOST_FOUND)


@bp.get("/organisations/<which>")
def organisation(which: str) -> ResponseReturnValue:
    page = presenting.page_of(bodies.body(which))
    return render_template("consulting/consultant/organisation.html", page=page)
