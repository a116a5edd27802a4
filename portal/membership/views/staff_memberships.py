"""The roll of memberships for staff: the list, one membership, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import tidy_reference
from portal.membership import offering, roll, showing, sizes, tending
from portal.membership.application_forms import ConfirmForm
from portal.membership.classes import CLASSES, ORGANISATION
from portal.membership.tending_forms import EndForm, OnDayForm, PaymentForm, ReasonForm, TierForm
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape
from portal.web.words import day_in_words

bp = Blueprint("memberships", __name__, url_prefix="/memberships")

SHAPE = Shape(
    one="membership",
    many="memberships",
    columns=(
        Column("holder", "Holder", sorts=True),
        Column("class", "Class"),
        Column("state", "State today"),
        Column("owes", "Owes", numeric=True),
        Column("began", "Began", sorts=True),
    ),
    sort="holder",
    search="Name, organisation, or reference",
    hint="Of the membership, or the one that a payment quotes.",
    filters=(
        Filter("class", "Class", tuple((key, each.name) for key, each in CLASSES.items())),
        Filter("state", "State today", tuple(showing.STATES.items())),
    ),
    empty="Nobody is a member yet. A membership begins when the panel approves an application.",
)
CSV = (
    "Reference",
    "Holder",
    "Organisation",
    "Class",
    "State",
    "In force until",
    "Owes",
    "Owed under",
    "Began",
    "Ended",
)


@bp.get("")
def index() -> ResponseReturnValue:
    today = clock.today()
    shape = _shape(today)
    asked = shape.read(request.args)
    found = roll.listed(
        words=asked.words,
        chosen=asked.chosen,
        sort=asked.sort,
        descending=asked.descending,
        page=asked.page,
        per_page=asked.per_page,
        on=today,
    )
    if asked.as_csv:
        with transaction():
            roll.note_download(by=guards.current_person().id, found=found.total)
        return csv_response("memberships.csv", CSV, (_record(each) for each in found.lines))
    listing = shape.shown(
        asked, path=request.path, rows=[_cells(each) for each in found.lines], total=found.total, page=found.page
    )
    return render_template("membership/staff/memberships.html", list=listing)


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    today = clock.today()
    entry = roll.entry(guards.current_person().id, reference, on=today)
    form = OnDayForm(request.args)
    day = form.on.data if form.validate() else None
    return render_template(
        "membership/staff/membership.html",
        entry=entry,
        card=entry.card,
        form=form,
        day=day,
        standing=roll.standing_on(reference, day) if day else None,
        today=today,
        discount=showing.discount_of(entry.card.tier, on=today),
        open_dues={each.reference for each in entry.card.owed},
        may_resize=sizes.may_change(reference, on=today),
    )


@bp.route("/<reference>/dues/<due>/pay", methods=["GET", "POST"])
def pay(reference: str, due: str) -> ResponseReturnValue:
    return _settle(
        "pay",
        reference,
        due,
        PaymentForm(data={"paid_on": clock.today()}),
        lambda form, by: tending.record_payment(
            reference, due, paid_on=form.paid_on.data, under=form.reference.data, by=by
        ),
        "The payment is recorded, and the holder gets a mail.",
    )


@bp.route("/<reference>/dues/<due>/let-off", methods=["GET", "POST"])
def let_off(reference: str, due: str) -> ResponseReturnValue:
    return _settle(
        "let_off",
        reference,
        due,
        ReasonForm(),
        lambda form, by: tending.let_off(reference, due, because=form.because.data, on=clock.today(), by=by),
        "The fee is let off, and the holder gets a mail.",
    )


@bp.route("/<reference>/dues/<due>/take-back", methods=["GET", "POST"])
def take_back(reference: str, due: str) -> ResponseReturnValue:
    return _settle(
        "take_back",
        reference,
        due,
        ConfirmForm(),
        lambda _form, by: tending.take_settling_back(reference, due, by=by),
        "The fee is owed again, and the holder gets a mail.",
    )


@bp.route("/<reference>/tier", methods=["GET", "POST"])
def tier(reference: str) -> ResponseReturnValue:
    entry = roll.entry(guards.current_person().id, reference, on=clock.today())
    if entry.card.klass != ORGANISATION or not entry.card.owed:
        flash("Nothing is owed here that another tier could change.")
        return _to(reference)
    tiers = offering.tiers(on=clock.today())
    form = TierForm(data={"tier": entry.card.tier}).offer([(each.name, each.name.capitalize()) for each in tiers])
    return _act(
        "tier",
        reference,
        form,
        lambda form, by: tending.retier(reference, tier=form.tier.data, on=clock.today(), by=by),
        "What is owed is charged by that tier.",
        tiers={each.name: each for each in tiers},
    )


@bp.route("/<reference>/come-back", methods=["GET", "POST"])
def come_back(reference: str) -> ResponseReturnValue:
    entry = roll.entry(guards.current_person().id, reference, on=clock.today())
    if not entry.card.back:
        flash("This membership has not lapsed, or its fee for this year is due already.")
        return _to(reference)
    return _act(
        "come_back",
        reference,
        ConfirmForm(),
        lambda _form, by: tending.bring_back(reference, on=clock.today(), by=by),
        "The fee is due. Record its payment when it arrives.",
    )


@bp.route("/<reference>/end", methods=["GET", "POST"])
def end(reference: str) -> ResponseReturnValue:
    entry = roll.entry(guards.current_person().id, reference, on=clock.today())
    if entry.card.is_over:
        flash("This membership has ended. To change the day, take the end back first.")
        return _to(reference)
    return _act(
        "end",
        reference,
        EndForm(data={"last_day": clock.today()}),
        lambda form, by: tending.end(
            reference, last_day=form.last_day.data, because=form.because.data, on=clock.today(), by=by
        ),
        "The end is recorded, and the holder gets a mail.",
    )


@bp.route("/<reference>/keep", methods=["GET", "POST"])
def keep(reference: str) -> ResponseReturnValue:
    entry = roll.entry(guards.current_person().id, reference, on=clock.today())
    if entry.card.ended_on is None:
        flash("This membership has no end that could be taken back.")
        return _to(reference)
    return _act(
        "keep",
        reference,
        ConfirmForm(),
        lambda _form, by: tending.take_end_back(reference, by=by),
        "The end is taken back.",
    )


def _settle(
    page: str,
    reference: str,
    due: str,
    form: FlaskForm,
    verb: Callable[[FlaskForm, int], object],
    done: str,
) -> ResponseReturnValue:
    """A page about one sum, which is open or settled as the page needs it."""
    entry = roll.entry(guards.current_person().id, reference, on=clock.today())
    line = next((each for each in entry.card.years if each.reference == tidy_reference(due)), None)
    if line is None:
        raise NotFound(f"Nothing is due under {due}.")
    if line.open == (page == "take_back"):
        flash(f"The fee for {line.year}: {line.words.lower()}. Nothing was changed.")
        return _to(reference)
    return _act(page, reference, form, verb, done, line=line)


def _act(
    page: str,
    reference: str,
    form: FlaskForm,
    verb: Callable[[FlaskForm, int], object],
    done: str,
    **shown: object,
) -> ResponseReturnValue:
    """One of the acts: the page that asks, then the act, which either is done or says why not."""
    by = guards.current_person().id
    if form.validate_on_submit():
        try:
            with transaction():
                verb(form, by)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
        else:
            flash(done, "success")
            return _to(reference)
    entry = roll.entry(by, reference, on=clock.today())
    if entry.own:
        flash(roll.OWN)
        return _to(reference)
    return render_template(f"membership/staff/{page}.html", entry=entry, card=entry.card, form=form, **shown)


def _shape(today: date) -> Shape:
    """The list with the years that may be owed on a day."""
    owes = Filter("owes", "Owes", tuple((str(year), str(year)) for year in (today.year, today.year + 1)))
    return replace(SHAPE, filters=(*SHAPE.filters, owes))


def _cells(line: roll.Line) -> list[Cell]:
    note = (
        f"{'Until' if line.state in ('current', 'grace') else 'Last day'} {day_in_words(line.until)}"
        if line.until
        else ""
    )
    return [
        Cell(line.holder, url_for("staff.memberships.show", reference=line.reference), line.organisation),
        Cell(line.class_name),
        Cell(line.state_words, note=note),
        Cell(line.owed_words, note=", ".join(line.owed_under)),
        Cell(day_in_words(line.began_on)),
    ]


def _record(line: roll.Line) -> list[object]:
    return [
        line.reference,
        line.holder,
        line.organisation,
        line.class_name,
        line.state_words,
        line.until,
        f"{line.owed // 100}.{line.owed % 100:02}" if line.owed else "",
        " ".join(line.owed_under),
        line.began_on,
        line.ended_on,
    ]


def _to(reference: str) -> ResponseReturnValue:
    return redirect(url_for("staff.memberships.show", reference=reference))
