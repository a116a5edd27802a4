"""The desk’s pages of the terms of an offer: it is made, or changed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.foundation import clock
from portal.offering import alongside, choosing, making, presenting, wording
from portal.offering import queries as offers
from portal.offering.forms import TermsForm, pence_of, terms_form
from portal.offering.views.acting import does, shown
from portal.selecting import queries
from portal.selecting.views.behind import Room


def make(room: Room, application: str) -> ResponseReturnValue:
    """The terms of an offer that is not made yet, or is made again."""
    row, at = queries.one(room.desk, application), clock.now()
    if not making.may_offer(room.desk, row):
        flash("The post can only be offered after an interview, or to somebody on the reserve list.")
        return redirect(room.to("show", application=application))
    job = room.desk.job
    form = terms_form(offers.newest(row), post=job.vacancy.title, conditions=wording.usual_conditions(job))
    strays = choosing.strays(room.desk, row, at=at)
    form.agreed.label.text = choosing.TICK[room.desk.kind]
    more = offers.number_filling(job.posting.id, but=row.id) >= making.posts_of(room.desk)
    if form.validate_on_submit() and does(
        room,
        application,
        form,
        lambda desk, locked: making.offer(
            desk, locked, form.terms(), again=bool(form.again.data), because=form.why_without_choice, at=at
        ),
    ):
        flash("The offer is made. The candidate is not told yet: look at the message, and tell them.", "success")
        _warn_of_pay(room.anew(), form)
        return redirect(alongside.choosing_address(room.anew().desk, "tell"))
    return _terms_page(
        room, application, form, heading="Offer the post", button="Make the offer", more=more, strays=strays
    )


def change(room: Room, application: str) -> ResponseReturnValue:
    """Other terms for an open offer."""
    row, at = queries.one(room.desk, application), clock.now()
    if "change" not in presenting.page_of(room.desk, row, at=at).may:
        flash("There is no open offer whose terms could be changed.")
        return redirect(room.to("show", application=application))
    form = terms_form(offers.standing(row), post="", conditions="")
    if form.validate_on_submit() and does(
        room, application, form, lambda desk, locked: making.change(desk, locked, form.terms(), at=at)
    ):
        flash("The terms are changed. Who was told of the offer is told of that.", "success")
        _warn_of_pay(room.anew(), form)
        return redirect(room.to("show", application=application))
    return _terms_page(room, application, form, heading="Change the terms", button="Change them", more=False, strays="")


def _pay_warning(room: Room, form: TermsForm) -> str:
    pence = pence_of(form.salary.data)
    return wording.outside_advertised(room.desk.job, pence) if pence else ""


def _warn_of_pay(room: Room, form: TermsForm) -> None:
    if says := _pay_warning(room, form):
        flash(f"{says} Change the terms if that is not meant.", "problem")


def _terms_page(room: Room, application: str, form: TermsForm, **facts: Any) -> ResponseReturnValue:
    room = room.anew()
    form.form_errors = [each for each in form.form_errors if each]
    row = queries.one(room.desk, application)
    return shown(
        "terms",
        room,
        page=presenting.page_of(room.desk, row, at=clock.now()),
        form=form,
        advertised=wording.advertised(room.desk.job),
        pay_warning=_pay_warning(room, form),
        **facts,
    )
