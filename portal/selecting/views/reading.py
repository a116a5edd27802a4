"""The pages on which those who choose read: everybody, everybody by stage, one, and how many answered what."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applying import moving, tallying
from portal.applying.states import NAMES
from portal.documents import queries as documents
from portal.documents import serving
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.selecting import board as boards
from portal.selecting import (
    deciding,
    finishing,
    joined,
    listing,
    possible,
    presenting,
    queries,
    telling,
)
from portal.selecting.forms import (
    ActForm,
    DecideForm,
)
from portal.selecting.views.behind import Room, rounds_of, shown
from portal.web.acting import is_done


def index(room: Room) -> ResponseReturnValue:
    """Everybody, searched and narrowed."""
    asked = listing.APPLICATIONS.read(request.args)
    found = queries.listed(room.desk, asked)
    rows = listing.rows_of(
        room.desk, [row[0] for row in found.rows], lambda reference: room.to("show", application=reference)
    )
    return shown(
        "index",
        room,
        list=listing.APPLICATIONS.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page),
        counts=[(NAMES[state], number) for state, number in queries.counts(room.desk).items()],
        rounds=rounds_of(room),
        may_end=finishing.may_end(room.desk),
        untold=telling.waiting(room.desk) if room.desk.kind != "panel" else 0,
        ways=joined.WAYS.ask(room.desk, None),
    )


def board(room: Room) -> ResponseReturnValue:
    """Every application by its stage, as columns of cards or as a table."""
    at, as_table = clock.now(), request.args.get("view") == "table"
    cards = boards.cards_of(room.desk, lambda reference: room.to("show", application=reference), at=at)
    asked = boards.TABLE.read(request.args)
    rows, total, page = boards.sorted_page(cards, asked)
    kept = {"view": "table"} if as_table else {}
    return shown(
        "board",
        room,
        columns=boards.columns_of(cards, request.args.get("column", "")),
        list=boards.TABLE.shown(asked, path=request.path, rows=[()] * len(rows), total=total, page=page, kept=kept),
        cards=rows,
        as_table=as_table,
        events=[
            (stage, [(each, deciding.WORDS[each]) for each in events]) for stage, events in boards.decisions(cards)
        ],
        chosen=request.args.getlist("application"),
        keys=boards.KEYS,
        form=ActForm(),
    )


def show(room: Room, application: str) -> ResponseReturnValue:
    """An application, with the decision that can be made about it."""
    at, form = clock.now(), DecideForm()
    row = queries.one(room.desk, application)
    form.event.choices = [(each, deciding.WORDS[each]) for each in possible.of(room.desk, row).events]
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            locked = queries.one(desk, application, locked=True)
            event, because = form.event.data or "", form.because.data or ""
            deciding.decide(desk, locked, event, because=because, unscored=bool(form.unscored.data), at=at)

        if is_done(form, act):
            flash("It is decided. The candidate is not told yet.", "success")
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
    page = presenting.page_of(room.desk, row, at=at)
    lines = presenting.score_lines(room.desk, page.standing, at=at) if page.standing else ()
    return shown("show", room, page=page, lines=lines, form=form, ways=joined.WAYS.ask(room.desk, row))


def document(room: Room, application: str, handed: str) -> ResponseReturnValue:
    """A download, once the name is no longer hidden: a CV cannot be scrubbed."""
    row = queries.one(room.desk, application)
    if not queries.names_shown(room.desk, row):
        raise NotFound("There is no such document.")
    return serving.send(documents.find(handed, moving.subject_of(row)))


def monitoring(room: Room) -> ResponseReturnValue:
    """Equality answers as counts, in full tens."""
    people, questions = tallying.report(room.desk.job.posting.id)
    return shown("monitoring", room, people=people, questions=questions)
