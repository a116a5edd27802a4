"""How often a vacancy was seen and its signpost followed."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.posting import presenting, queries
from portal.posting.counting import Numbers
from portal.web.csv_export import csv_response

bp = Blueprint("numbers", __name__, url_prefix="/<reference>/vacancies/<posting>/numbers")


@bp.get("")
def show(reference: str, posting: str) -> ResponseReturnValue:
    organisation, found = queries.for_reader(guards.current_person().id, reference, posting)
    numbers = queries.numbers(found, today=clock.today())
    if request.args.get("format") == "csv":
        return _as_csv(numbers)
    return render_template(
        "posting/employer/numbers.html",
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        numbers=numbers,
        by_mail=queries.applies_by_mail(found),
        published=found.published_at is not None,
    )


def _as_csv(numbers: Numbers) -> ResponseReturnValue:
    return csv_response(
        "views-by-day.csv",
        ("Day", "Views", "To apply"),
        ((each.day, each.seen, each.followed) for each in numbers.days),
    )
