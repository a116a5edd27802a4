"""The desk's pages of offers, hung behind the consultants' door and the employers'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.offering import alongside, checking, drawing, making, presenting, reserving, settling
from portal.offering import queries as offers
from portal.offering.forms import (
    ActForm,
    AskForm,
    DeferForm,
    EndForm,
    ReasonForm,
    add_form,
    check_form,
    day_of,
    parts_of,
    terms_form,
)
from portal.selecting import queries
from portal.selecting.desks import Desk
from portal.selecting.views.behind import Room, View
from portal.web.acting import is_done

Verb = Callable[[Desk, Any], object]
"""What is done with an application at a desk."""


def _shown(template: str, room: Room, **facts: Any) -> str:
    return render_template(
        f"offering/desk/{template}.html",
        room=room,
        desk=room.desk,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        **facts,
    )


def _does(room: Room, application: str, form: FlaskForm, verb: Verb) -> bool:
    """Whether the act went through, on the application as it is this moment."""

    def act() -> None:
        desk = room.find()
        verb(desk, queries.one(desk, application, locked=True))

    return is_done(form, act)


def index(room: Room) -> ResponseReturnValue:
    """Every offer of the vacancy, and its reserve list."""
    return _shown(
        "index",
        room,
        lines=presenting.lines_of(room.desk, at=clock.now()),
        reserve=presenting.reserve_lines(room.desk),
        draws=drawing.draws(room.desk),
        drawn=drawing.in_reserve(room.desk, at=clock.now()),
        form=AskForm(),
        applications=alongside.choosing_address(room.desk),
    )


def show(room: Room, application: str) -> ResponseReturnValue:
    row = queries.one(room.desk, application)
    page = presenting.page_of(room.desk, row, at=clock.now())
    return _shown(
        "show",
        room,
        page=page,
        form=ActForm(),
        adding=add_form({each.kind for each in page.checks}),
        read=alongside.choosing_address(room.desk, "show", application=row.reference),
        tells=alongside.choosing_address(room.desk, "tell"),
    )


def make(room: Room, application: str) -> ResponseReturnValue:
    """The terms of an offer that is not made yet, or is made again."""
    row, at = queries.one(room.desk, application), clock.now()
    if not making.may_offer(room.desk, row):
        flash("The post can only be offered after an interview, or to somebody on the reserve list.")
        return redirect(room.to("show", application=application))
    job = room.desk.job
    form = terms_form(offers.newest(row), post=job.vacancy.title, conditions=presenting.usual_conditions(job))
    more = offers.number_filling(job.posting.id, but=row.id) >= making.posts_of(room.desk)
    if form.validate_on_submit() and _does(
        room,
        application,
        form,
        lambda desk, locked: making.offer(desk, locked, form.terms(), again=bool(form.again.data), at=at),
    ):
        flash("The offer is made. The candidate is not told yet: look at the message, and tell them.", "success")
        return redirect(alongside.choosing_address(room.anew().desk, "tell"))
    return _terms_page(room, application, form, heading="Offer the post", button="Make the offer", more=more)


def change(room: Room, application: str) -> ResponseReturnValue:
    """Other terms for an open offer."""
    row, at = queries.one(room.desk, application), clock.now()
    if "change" not in presenting.page_of(room.desk, row, at=at).may:
        flash("There is no open offer whose terms could be changed.")
        return redirect(room.to("show", application=application))
    form = terms_form(offers.standing(row), post="", conditions="")
    if form.validate_on_submit() and _does(
        room, application, form, lambda desk, locked: making.change(desk, locked, form.terms(), at=at)
    ):
        flash("The terms are changed. Who was told of the offer is told of that.", "success")
        return redirect(room.to("show", application=application))
    return _terms_page(room, application, form, heading="Change the terms", button="Change them", more=False)


def _terms_page(room: Room, application: str, form: FlaskForm, **facts: Any) -> ResponseReturnValue:
    room = room.anew()
    form.form_errors = [each for each in form.form_errors if each]
    row = queries.one(room.desk, application)
    return _shown(
        "terms",
        room,
        page=presenting.page_of(room.desk, row, at=clock.now()),
        form=form,
        advertised=presenting.advertised(room.desk.job),
        **facts,
    )


def _act(
    room: Room,
    application: str,
    may: str,
    form: FlaskForm,
    verb: Verb,
    *,
    heading: str,
    button: str,
    says: str,
    done: str,
    warns: bool = False,
) -> ResponseReturnValue:
    """A page for one act that a desk may do now."""
    page = presenting.page_of(room.desk, queries.one(room.desk, application), at=clock.now())
    if may not in page.may:
        flash("That cannot be done now. Here is where it stands.")
        return redirect(room.to("show", application=application))
    if form.validate_on_submit() and _does(room, application, form, verb):
        flash(done, "success")
        return redirect(room.to("show", application=application))
    return _shown("act", room.anew(), page=page, form=form, heading=heading, button=button, says=says, warns=warns)


def withdraw(room: Room, application: str) -> ResponseReturnValue:
    form, at = ReasonForm(), clock.now()
    return _act(
        room,
        application,
        "withdraw",
        form,
        lambda desk, row: making.withdraw(desk, row, because=form.because.data or "", at=at),
        heading="Withdraw the offer",
        button="Withdraw it",
        says="From this moment it cannot be accepted. An offer that was accepted may be a contract: take advice first.",
        done="The offer is withdrawn. The candidate is not told yet.",
        warns=True,
    )


def defer(room: Room, application: str) -> ResponseReturnValue:
    form, at = DeferForm(), clock.now()

    def verb(desk: Desk, row: Any) -> None:
        day = day_of(form.to.data)
        if day is None:
            form.to.errors = ["Enter a real date, such as 1 3 2027."]
            raise RuleBroken("Enter the new start date.")
        settling.defer(desk, row, to=day, because=form.because.data or "", at=at)

    return _act(
        room,
        application,
        "defer",
        form,
        verb,
        heading="Move the start",
        button="Move it",
        says="The start that was agreed before stays in the history.",
        done="The start is moved, and the candidate is told.",
    )


def meet(room: Room, application: str) -> ResponseReturnValue:
    at = clock.now()
    return _act(
        room,
        application,
        "meet",
        ActForm(),
        lambda desk, row: settling.meet(desk, row, at=at),
        heading="The conditions are met",
        button="They are met",
        says="Every check is clear. The offer is firm from now on, and the candidate waits to be told.",
        done="The conditions are met. The candidate is not told yet.",
    )


def fail(room: Room, application: str) -> ResponseReturnValue:
    form, at = ReasonForm(), clock.now()
    return _act(
        room,
        application,
        "fail",
        form,
        lambda desk, row: settling.fail(desk, row, because=form.because.data or "", at=at),
        heading="The conditions are not met",
        button="End the offer",
        says="The offer ends. It can be reversed with a reason while the campaign is open.",
        done="The offer has ended. The candidate is not told yet.",
        warns=True,
    )


def start(room: Room, application: str) -> ResponseReturnValue:
    at = clock.now()
    return _act(
        room,
        application,
        "start",
        ActForm(),
        lambda desk, row: settling.start(desk, row, at=at),
        heading="They have started",
        button="They have started",
        says="Say so once they were there on their first day.",
        done="It is noted that they have started.",
    )


def check(room: Room, application: str, check: str) -> ResponseReturnValue:
    """How far one check is, who sees to it, and by when."""
    row, at = queries.one(room.desk, application), clock.now()
    offer = offers.standing(row)
    page = presenting.page_of(room.desk, row, at=at)
    if offer is None or "check" not in page.may:
        flash("Checks are open once the offer is accepted, and until its conditions are met or not.")
        return redirect(room.to("show", application=application))
    found = offers.check_of(offer, check)
    form = check_form(found, [(str(each.id), each.name) for each in checking.owners_of(room.desk)])
    if form.validate_on_submit() and _does(
        room,
        application,
        form,
        lambda desk, locked: checking.set_state(
            desk,
            locked,
            check,
            state=form.state.data or "",
            due=day_of(form.due.data),
            owner_id=form.owner_id,
            note=form.note.data or "",
            at=at,
        ),
    ):
        flash("It is kept.", "success")
        return redirect(room.to("show", application=application) + "#checks")
    heading = presenting.check_name(check)
    return _shown("act", room.anew(), page=page, form=form, heading=heading, button="Keep it", says="", warns=False)


def _button(room: Room, application: str, verb: Verb, done: str) -> ResponseReturnValue:
    """A button of the list of checks."""
    queries.one(room.desk, application)
    form = ActForm()
    if form.validate_on_submit():
        if _does(room, application, form, verb):
            flash(done, "success")
        else:
            flash(str(form.form_errors[-1]), "problem")
    return redirect(room.to("show", application=application) + "#checks")


def ask_consent(room: Room, application: str, check: str) -> ResponseReturnValue:
    at = clock.now()
    return _button(
        room,
        application,
        lambda desk, row: checking.ask_consent(desk, row, check, at=at),
        "The candidate is asked. You see their yes here.",
    )


def ask_referee(room: Room, application: str, check: str) -> ResponseReturnValue:
    at = clock.now()
    return _button(
        room,
        application,
        lambda desk, row: checking.ask_referee(desk, row, check, at=at),
        "The referee is written to, and answers to your address.",
    )


def drop(room: Room, application: str, check: str) -> ResponseReturnValue:
    return _button(room, application, lambda desk, row: checking.drop(desk, row, check), "The check is taken off.")


def add(room: Room, application: str) -> ResponseReturnValue:
    at, form = clock.now(), add_form(set())
    kind = str(form.kind.data or "")
    return _button(
        room, application, lambda desk, row: checking.add(desk, row, kind, at=at), "The check is on the list."
    )


def reserve(room: Room, application: str) -> ResponseReturnValue:
    """Another last day for a place on the reserve list."""
    at = clock.now()
    place = offers.place_of(queries.one(room.desk, application))
    form = EndForm(data={"on": parts_of(place.expires_on if place else None)})
    return _act(
        room,
        application,
        "reserve",
        form,
        lambda desk, row: reserving.set_end(desk, row, on=day_of(form.on.data), at=at),
        heading="How long the place stands",
        button="Keep it",
        says="On the day after it, the place ends, and the candidate is told.",
        done="It is kept.",
    )


def ask(room: Room, reserved: str) -> ResponseReturnValue:
    """Ask somebody on another reserve list of the organisation."""
    form, at = AskForm(), clock.now()
    if form.validate_on_submit() and is_done(
        form, lambda: drawing.ask(room.find(), reserved, form.message.data or "", at=at)
    ):
        flash("They are asked. You see their answer here.", "success")
    elif form.form_errors:
        flash(str(form.form_errors[-1]), "problem")
    return redirect(room.to("index") + "#draw")


PAGES: Mapping[str, tuple[str, View]] = {
    "index": ("", index),
    "show": ("/<application>", show),
    "make GET+POST": ("/<application>/make", make),
    "change GET+POST": ("/<application>/change", change),
    "withdraw GET+POST": ("/<application>/withdraw", withdraw),
    "defer GET+POST": ("/<application>/defer", defer),
    "meet GET+POST": ("/<application>/meet", meet),
    "fail GET+POST": ("/<application>/fail", fail),
    "start GET+POST": ("/<application>/start", start),
    "reserve GET+POST": ("/<application>/reserve", reserve),
    "add POST": ("/<application>/checks", add),
    "check GET+POST": ("/<application>/checks/<check>", check),
    "ask_consent POST": ("/<application>/checks/<check>/consent", ask_consent),
    "ask_referee POST": ("/<application>/checks/<check>/referee", ask_referee),
    "drop POST": ("/<application>/checks/<check>/drop", drop),
}
OF_CONSULTANTS: Mapping[str, tuple[str, View]] = {"ask POST": ("/reserve/<reserved>/ask", ask)}
"""What only a campaign has."""
