"""The membership panel's workspace."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.membership import deciding, panel, standing_aside
from portal.membership.application_forms import StandAsideForm, VoteForm
from portal.membership.classes import CLASSES
from portal.web.paging import pagination

bp = Blueprint("panel", __name__)
T = TypeVar("T")
MINE = {"to_vote": "Waiting for my vote", "voted": "I have voted", "all": "All"}


@bp.get("")
def index() -> ResponseReturnValue:
    klass = request.args.get("class", "") if request.args.get("class") in CLASSES else ""
    mine = request.args.get("mine", "") if request.args.get("mine") in MINE else "to_vote"
    waiting = panel.queue(guards.current_person().id, now=clock.now(), klass=klass, mine=mine)
    page, pages, shown = _page(waiting)
    return render_template(
        "membership/assessor/index.html",
        waiting=shown,
        total=len(waiting),
        classes=[{"value": key, "label": each.name, "chosen": key == klass} for key, each in CLASSES.items()],
        mine=[{"value": key, "label": label, "chosen": key == mine} for key, label in MINE.items()],
        narrowed=bool(klass) or mine != "to_vote",
        pages=_links(page, pages, "assessor.panel.index", **{"class": klass, "mine": mine}),
    )


@bp.get("/decided")
def decided() -> ResponseReturnValue:
    rows, page, more = panel.decided(guards.current_person().id, page=max(1, request.args.get("page", 1, type=int)))
    return render_template(
        "membership/assessor/decided.html", rows=rows, pages=_links(page, page + more, "assessor.panel.decided")
    )


@bp.route("/applications/<reference>", methods=["GET", "POST"])
def show(reference: str) -> ResponseReturnValue:
    person, needed = guards.current_person(), _needed()
    application = deciding.case_for(person.id, reference)
    form = VoteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application = deciding.case_for(person.id, reference)
                state = deciding.vote(
                    application,
                    by=person.id,
                    agrees=form.vote.data == "yes",
                    reason=form.reason.data,
                    to_applicant=form.to_applicant.data,
                    needed=needed,
                    at=clock.now(),
                )
            flash(_said(state), "success")
            return redirect(url_for("assessor.panel.show", reference=reference))
        except deciding.WordsMissing as problem:
            form.to_applicant.errors = [str(problem)]
        except RuleBroken as problem:
            flash(str(problem))
            return redirect(url_for("assessor.panel.show", reference=reference))
        application = deciding.case_for(person.id, reference)
    return render_template(
        "membership/assessor/show.html", form=form, case=panel.case(application, person.id, needed=needed)
    )


@bp.route("/applications/<reference>/stand-aside", methods=["GET", "POST"])
def stand_aside(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    application = deciding.case_for(person.id, reference)
    form = StandAsideForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application = deciding.case_for(person.id, reference)
                standing_aside.declare(application, by=person.id, because=form.because.data, at=clock.now())
            flash("You stand aside from that application and will not see it again.", "success")
            return redirect(url_for("assessor.panel.index"))
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            application = deciding.case_for(person.id, reference)
    return render_template(
        "membership/assessor/stand_aside.html",
        form=form,
        case=panel.case(application, person.id, needed=_needed()),
    )


def _said(state: str) -> str:
    return {
        "approved": "Your vote is kept, and with it the application is approved.",
        "declined": "Your vote is kept, and with it the application is declined.",
    }.get(state, "Your vote is kept.")


def _needed() -> int:
    needed: int = current_app.config["SETTINGS"].panel_votes
    return needed


def _page(rows: list[T]) -> tuple[int, int, list[T]]:
    pages = max(1, -(-len(rows) // panel.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return page, pages, rows[(page - 1) * panel.PAGE : page * panel.PAGE]


def _links(page: int, pages: int, endpoint: str, **asked: str) -> object:
    kept: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return pagination(
        page, pages, address=lambda number: url_for(endpoint, page=number, **kept), label="Pages of applications"
    )
