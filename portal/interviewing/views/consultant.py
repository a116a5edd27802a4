"""/consultant/interviews: today's and coming interviews of every campaign, those to be marked, and feedback that is owed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.interviewing import agenda, agenda_pages

bp = Blueprint("interviews", __name__, url_prefix="/interviews")


@bp.get("")
def index() -> ResponseReturnValue:
    person_id = guards.current_person().id
    coming = agenda.today_and_coming(person_id)
    return render_template(
        "interviewing/consultant/index.html",
        today=[agenda_pages.coming_of(each) for each in coming if each.is_today],
        ahead=[agenda_pages.coming_of(each) for each in coming if not each.is_today],
        unmarked=[agenda_pages.coming_of(each) for each in agenda.unmarked(person_id)],
        waiting=[agenda_pages.asking_of(each) for each in agenda.waiting_for_a_time(person_id)],
        owed=[agenda_pages.owed_of(each) for each in agenda.feedback_owed(person_id)],
    )
