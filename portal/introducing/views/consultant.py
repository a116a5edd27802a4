"""A campaign's search among members, approaches to them, and the introductions that came of it, for its consultants."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.foundation import clock
from portal.introducing import approaching, presenting, queries, searching
from portal.introducing.forms import ApproachForm, MessageForm
from portal.questions.asking import tidy
from portal.recruitment import queries as campaigns
from portal.web.acting import is_done

bp = Blueprint("found_members", __name__, url_prefix="/campaigns/<campaign>")


@bp.get("/members")
def index(campaign: str) -> ResponseReturnValue:
    found, at = campaigns.for_consultant(guards.current_person().id, campaign), clock.now()
    asked = presenting.MEMBERS.read(request.args)
    open_now = searching.vacancy_of(found, at=at) is not None
    rows = presenting.narrowed(searching.found(found, at=at), dict(asked.chosen))
    page = max(1, min(asked.page, -(-len(rows) // presenting.PER_PAGE)))
    shown = rows[(page - 1) * presenting.PER_PAGE : page * presenting.PER_PAGE]
    return render_template(
        "introducing/consultant/index.html",
        campaign=found,
        open_now=open_now,
        list=presenting.MEMBERS.shown(
            asked, path=request.path, rows=presenting.rows_of(found, shown), total=len(rows), page=page
        ),
        approaches=presenting.approaches_of(found),
    )


@bp.route("/members/approach", methods=["GET", "POST"])
def approach(campaign: str) -> ResponseReturnValue:
    """To the member of the search who is called `member`: written, looked at as they will read it, then sent."""
    person, at, called = guards.current_person(), clock.now(), request.args.get("member", "")
    found = campaigns.for_consultant(person.id, campaign)
    if not called:
        return redirect(url_for(".index", campaign=campaign))
    who = searching.one(found, called, at=at)
    form = ApproachForm(words=approaching.template(found, who.match, by=person.name, at=at))
    words = tidy(form.words.data or "")
    is_seen = tidy(form.seen.data or "") == words

    def act() -> None:
        locked = campaigns.for_consultant(person.id, campaign)
        approaching.send(locked, called, words, by=person.id, at=at)

    previews = False
    if form.validate_on_submit():
        previews = bool(words) and len(words) <= approaching.LONGEST
        if form.act.data == "send" and is_seen and is_done(form, act):
            flash("The message is sent. The member may ignore it.", "success")
            return redirect(url_for(".index", campaign=campaign))
        if not previews:
            form.words.errors = [f"Write a message of at most {approaching.LONGEST:,} characters."]
        form.seen.data = words
        found = campaigns.for_consultant(person.id, campaign)
    return render_template(
        "introducing/consultant/approach.html",
        campaign=found,
        called=who.called,
        match=who.match,
        form=form,
        preview=words if previews else "",
        changed=form.act.data == "send" and not is_seen,
    )


@bp.route("/approaches/<approach>", methods=["GET", "POST"])
def approached(campaign: str, approach: str) -> ResponseReturnValue:
    person, form = guards.current_person(), MessageForm()
    found = campaigns.for_consultant(person.id, campaign)
    row = queries.one(found, approach)

    def act() -> None:
        locked = campaigns.for_consultant(person.id, campaign)
        about = queries.one(locked, approach, locked=True)
        approaching.reply(locked, about, form.body.data or "", by=person.id, at=clock.now())

    if form.validate_on_submit():
        if is_done(form, act):
            flash("Your message is sent.", "success")
            return redirect(url_for(".approached", campaign=campaign, approach=approach))
        form.body.errors, form.form_errors = list(form.form_errors), []
        found = campaigns.for_consultant(person.id, campaign)
        row = queries.one(found, approach)
    return render_template(
        "introducing/consultant/approached.html",
        campaign=found,
        page=presenting.for_consultant(found, row),
        form=form,
    )


@bp.get("/introductions")
def introductions(campaign: str) -> ResponseReturnValue:
    found = campaigns.for_consultant(guards.current_person().id, campaign)
    return render_template("introducing/consultant/introductions.html", campaign=found, rows=presenting.log_of(found))
