"""Where an application begins: the page behind “Apply here” of a vacancy."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.applying import beginning, joined, presenting, queries
from portal.applying.answers import reasons
from portal.applying.answers.whole import sections_of
from portal.applying.forms import ActForm
from portal.applying.states import DISCARDED
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.web import words

bp = Blueprint("applying", __name__)


@bp.route("/vacancies/<reference>/apply", methods=["GET", "POST"])
def apply(reference: str) -> ResponseReturnValue:
    job, person, at = queries.job_shown(reference), guards.person_if_any(), clock.now()
    mine = queries.theirs(person.id, job.posting.id) if person else None
    if mine is not None and mine.state != DISCARDED:
        return redirect(presenting.address_of(mine))
    form = ActForm()
    if person is not None and form.validate_on_submit():
        try:
            with transaction():
                made = beginning.begin(queries.job_shown(reference), by=person, at=at)
            return redirect(presenting.address_of(made))
        except RuleBroken as problem:
            flash(str(problem))
            return redirect(url_for("vacancies.show", reference=job.vacancy.reference))
    if request.method == "POST" and person is None:
        return redirect(f"/sign-in?next={request.path}")
    wanted = queries.wanted_for(job, at=at)
    return render_template(
        "applying/public/apply.html",
        vacancy=job.vacancy,
        employer=job.vacancy.employer_name,
        is_open=job.is_open(at=at),
        closed=beginning.closed_sentence(job),
        closes=words.long_time(job.vacancy.closes_at) if job.vacancy.closes_at else "",
        asked=[each.title for each in sections_of(wanted)],
        readers=joined.READERS.ask(job),
        wanted=wanted,
        most_words=reasons.most_words(wanted),
        person=person,
        form=form,
    )
