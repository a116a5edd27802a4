"""The consultant's questions: over all campaigns, of one, and one question to be answered or declined."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.posting.answers.closing import moment
from portal.posting.answers.shape import Read
from portal.questions import answering, presenting, queries
from portal.questions.forms import AnswerForm, CutOffForm
from portal.recruitment import queries as campaigns
from portal.web.acting import is_done

mine = Blueprint("all_questions", __name__, url_prefix="/questions")
bp = Blueprint("questions", __name__, url_prefix="/campaigns/<campaign>/questions")


@mine.get("")
def index() -> ResponseReturnValue:
    return render_template("questions/consultant/waiting.html", rows=queries.waiting_for(guards.current_person().id))


@bp.route("", methods=["GET", "POST"])
def show(campaign: str) -> ResponseReturnValue:
    """All of one campaign, and the cut-off."""
    person, at = guards.current_person(), clock.now()
    found = campaigns.for_consultant(person.id, campaign)
    form = CutOffForm(time="11:59pm")
    if form.validate_on_submit():
        read = Read()
        typed = {"day": form.day.data or [], "time": form.time.data or ""}
        given = any(each.strip() for each in typed["day"])
        until = moment(read, typed, "day", "time", what="questions end", now=at) if given else None
        for name, sentence in read.problems.items():
            form[name].errors = [sentence]

        def act() -> None:
            locked = campaigns.for_consultant(person.id, campaign, locked=True)
            answering.set_cut_off(locked, until, by=person.id, at=at)

        if not read.problems and is_done(form, act):
            flash("The cut-off is set, and shown on the vacancy.", "success")
            return redirect(url_for(".show", campaign=campaign))
        found = campaigns.for_consultant(person.id, campaign)
    return render_template(
        "questions/consultant/questions.html",
        title=found.title,
        back=url_for("consultant.campaigns.show", campaign=found.reference),
        lines=presenting.lines_of(found),
        cut_off=presenting.cut_off_of(found),
        form=form,
    )


@bp.route("/<question>", methods=["GET", "POST"])
def answer(campaign: str, question: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    found = campaigns.for_consultant(person.id, campaign)
    asked = queries.one(found, question)
    form = AnswerForm(public=asked.public or asked.asked, words=asked.answer)
    declines = form.act.data == "decline"

    def act() -> None:
        locked = campaigns.for_consultant(person.id, campaign)
        about = queries.one(locked, question, locked=True)
        if declines:
            answering.decline(locked, about, because=form.because.data or "", by=person.id, at=at)
        else:
            words = form.words.data or ""
            answering.answer(locked, about, public=form.public.data or "", words=words, by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, act):
            flash(
                "Whoever asked is told why." if declines else "The answer is public, and told to who wants it.",
                "success",
            )
            return redirect(url_for(".show", campaign=campaign))
        asked = queries.one(campaigns.for_consultant(person.id, campaign), question)
    return render_template(
        "questions/consultant/answer.html",
        title=found.title,
        back=url_for(".show", campaign=campaign),
        asked=asked,
        state=presenting.STATES[asked.state],
        waits=asked.state == queries.WAITING,
        form=form,
    )
