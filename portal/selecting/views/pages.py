"""The pages of those who choose. Each is given its room (views.behind), whichever door it was entered by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.applying import moving, talking, tallying
from portal.applying.states import NAMES
from portal.documents import queries as documents
from portal.documents import serving
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.selecting import board as boards
from portal.selecting import (
    deciding,
    finishing,
    joined,
    listing,
    presenting,
    queries,
    ranking,
    scoring,
    telling,
    wordings,
)
from portal.selecting.desks import ROUND_NAMES, ROUNDS
from portal.selecting.forms import (
    ActForm,
    DecideForm,
    MessageForm,
    ReasonForm,
    TellForm,
    moderation_form,
    score_form,
)
from portal.selecting.views.behind import Room, View
from portal.web.acting import is_done


def board(room: Room) -> ResponseReturnValue:
    """Every application by its stage, as columns of cards or as a table."""
    at, as_table = clock.now(), request.args.get("view") == "table"
    cards = boards.cards_of(room.desk, lambda reference: room.to("show", application=reference), at=at)
    asked = boards.TABLE.read(request.args)
    rows, total, page = boards.sorted_page(cards, asked)
    kept = {"view": "table"} if as_table else {}
    return _shown(
        "board",
        room,
        columns=boards.columns_of(cards, request.args.get("column", "")),
        list=boards.TABLE.shown(asked, path=request.path, rows=[()] * len(rows), total=total, page=page, kept=kept),
        cards=rows,
        as_table=as_table,
        events=[(each, deciding.WORDS[each]) for each in boards.decisions(cards)],
        keys=boards.KEYS,
        form=ActForm(),
    )


def _shown(template: str, room: Room, **facts: Any) -> str:
    return render_template(
        f"selecting/desk/{template}.html",
        room=room,
        desk=room.desk,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        **facts,
    )


def index(room: Room) -> ResponseReturnValue:
    asked = listing.APPLICATIONS.read(request.args)
    found = queries.listed(room.desk, asked)
    rows = listing.rows_of(
        room.desk, [row[0] for row in found.rows], lambda reference: room.to("show", application=reference)
    )
    return _shown(
        "index",
        room,
        list=listing.APPLICATIONS.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page),
        counts=[(NAMES[state], number) for state, number in queries.counts(room.desk).items()],
        rounds=_rounds(room),
        may_end=finishing.may_end(room.desk),
        untold=telling.waiting(room.desk) if room.desk.kind != "panel" else 0,
        ways=joined.WAYS.ask(room.desk, None),
    )


def _rounds(room: Room) -> list[tuple[str, str]]:
    """The orders of merit that this desk looks at: the names of their pages and what they are called."""
    wanted = {"consultant": ("longlist",), "panel": ("shortlist", "interview"), "employer": tuple(ROUND_NAMES)}
    return [(each, ROUND_NAMES[each]) for each in wanted[room.desk.kind]]


def show(room: Room, application: str) -> ResponseReturnValue:
    """An application, with the decision that can be made about it."""
    at, form = clock.now(), DecideForm()
    row = queries.one(room.desk, application)
    form.event.choices = [(each, deciding.WORDS[each]) for each in room.desk.decides(row)]
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            locked = queries.one(desk, application, locked=True)
            deciding.decide(desk, locked, form.event.data or "", because=form.because.data or "", at=at)

        if is_done(form, act):
            flash("It is decided. The candidate is not told yet.", "success")
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
    page = presenting.page_of(room.desk, row, at=at)
    lines = presenting.score_lines(room.desk, page.standing, at=at) if page.standing else ()
    return _shown("show", room, page=page, lines=lines, form=form, ways=joined.WAYS.ask(room.desk, row))


def document(room: Room, application: str, handed: str) -> ResponseReturnValue:
    """A download, once the name is no longer hidden: a CV cannot be scrubbed."""
    row = queries.one(room.desk, application)
    if not queries.names_shown(room.desk, row):
        raise NotFound("There is no such document.")
    return serving.send(documents.find(handed, moving.subject_of(row)))


def score(room: Room, application: str) -> ResponseReturnValue:
    """One's own scores; nobody else sees them before two are in."""
    at = clock.now()
    row = queries.one(room.desk, application)
    round_ = room.desk.round_of(row)
    if not round_:
        raise NotFound("This application is not scored at present.")
    criteria = scoring.criteria(room.desk, at=at)
    mine = scoring.standing_of(room.desk, row, round_).mine
    if mine is not None and mine.done_at is not None:
        flash("You have handed your scores in.")
        return redirect(room.to("show", application=application))
    form = score_form(criteria, mine)
    if form.validate_on_submit():
        done = request.form.get("action") == "done"

        def act() -> None:
            desk = room.find()
            locked = queries.one(desk, application, locked=True)
            keys = [each.criterion.key for each in criteria]
            evidence = {key: form[f"evidence_{key}"].data or "" for key in keys}
            scoring.save(desk, locked, _scores(form, keys), evidence, done=done, at=at)

        if is_done(form, act):
            flash(
                "Your scores are handed in." if done else "Your scores are kept. Nobody else sees them yet.", "success"
            )
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
    page = presenting.page_of(room.desk, row, at=at)
    return _shown("score", room, page=page, criteria=criteria, form=form)


def _scores(form: FlaskForm, keys: list[str]) -> dict[str, int]:
    typed = {key: str(form[f"score_{key}"].data or "") for key in keys}
    return {key: int(value) for key, value in typed.items() if value.isascii() and value.isdecimal() and len(value) < 3}


def moderate(room: Room, application: str) -> ResponseReturnValue:
    """What differs, side by side, and the scores that count."""
    at = clock.now()
    row = queries.one(room.desk, application)
    round_ = room.desk.round_of(row)
    standing = scoring.standing_of(room.desk, row, round_) if round_ else None
    if standing is None or not standing.shown:
        raise NotFound("There is nothing to agree yet.")
    criteria = scoring.criteria(room.desk, at=at)
    form = moderation_form(criteria, standing.agreed or scoring.undisputed(standing))
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            keys = [each.criterion.key for each in criteria]
            locked = queries.one(desk, application, locked=True)
            scoring.moderate(desk, locked, _scores(form, keys), form["because"].data or "", at=at)

        if is_done(form, act):
            flash("The scores that count are kept.", "success")
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
        standing = scoring.standing_of(room.desk, row, round_)
    return _shown(
        "moderate",
        room,
        page=presenting.page_of(room.desk, row, at=at),
        lines=presenting.score_lines(room.desk, standing, at=at),
        form=form,
    )


def merit(room: Room, round: str) -> ResponseReturnValue:
    """The order of merit of a round, with the decisions that can be made from it for many at once."""
    if round not in dict(_rounds(room)):
        raise NotFound("There is no such order.")
    places = ranking.order(room.desk, round, at=clock.now())
    events = list(dict.fromkeys(event for each in places for event in room.desk.decides(each.application)))
    return _shown(
        "merit",
        room,
        round=round,
        round_name=ROUND_NAMES[round],
        places=[
            (each, presenting.called(each.application), presenting.name_of(room.desk, each.application))
            for each in places
        ],
        events=[(each, deciding.WORDS[each]) for each in events if each != "reverse"],
        state_name=NAMES[next(state for state, name in ROUNDS.items() if name == round)],
        form=ActForm(),
    )


def decide_many(room: Room) -> ResponseReturnValue:
    """The same decision about many: first who and what, then, on the page that comes back, why."""
    chosen, at = request.values.getlist("application"), clock.now()
    event = request.values.get("event", "")
    form = ReasonForm()
    rows = queries.some(room.desk, chosen)
    back = request.values.get("round", "")
    onward = room.to("merit", round=back) if back in ROUND_NAMES else room.to("board" if back == "board" else "index")
    if not rows or event not in deciding.WORDS:
        flash("Choose at least one application and what is decided.")
        return redirect(onward)
    if "because" in request.form and form.validate_on_submit():

        def act() -> None:
            deciding.decide_many(room.find(), chosen, event, because=form.because.data or "", at=at)

        if is_done(form, act):
            flash("It is decided. Nobody is told yet.", "success")
            return redirect(onward)
        room = room.anew()
        rows = queries.some(room.desk, chosen)
    return _shown(
        "decide_many",
        room,
        rows=[(each.reference, presenting.called(each), presenting.name_of(room.desk, each)) for each in rows],
        event=event,
        event_name=deciding.WORDS[event],
        round=back,
        back=onward,
        form=form,
    )


def tell(room: Room) -> ResponseReturnValue:
    """Whom to tell and what; then each message as it will be read; then it is told."""
    form, rows = TellForm(), telling.untold(room.desk)
    chosen = (
        request.form.getlist("application")
        if request.method == "POST"
        else [each.application.reference for each in rows if each.must]
    )
    texts = {state: request.form.get(f"text_{state}", telling.TEMPLATES[state]) for state in telling.states_of(rows)}
    letters: list[telling.Letter] = []
    if form.validate_on_submit() and (state := _filling(request.form.get("action", ""), texts)):
        body = wordings.chosen(room.desk, state, request.form.get(f"wording_{state}", ""))
        texts[state] = body if body is not None else texts[state]
    elif form.validate_on_submit():
        try:
            letters = telling.letters(room.desk, chosen, texts)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
        if letters and request.form.get("action") == "tell":

            def act() -> None:
                telling.tell(room.find(), chosen, texts, expected=_expected(form.expected.data or ""), at=clock.now())

            if is_done(form, act):
                number = len(letters)
                flash("One person is told." if number == 1 else f"{number} people are told.", "success")
                return redirect(room.to("index"))
            room, letters = room.anew(), []
            rows = telling.untold(room.desk)
    form.expected.data = json.dumps({each.application.reference: each.application.state for each in letters})
    return _shown(
        "preview" if letters else "tell",
        room,
        rows=[
            (
                each,
                presenting.called(each.application),
                presenting.name_of(room.desk, each.application),
                NAMES[each.state],
            )
            for each in rows
        ],
        states=[(state, NAMES[state]) for state in telling.states_of(rows)],
        texts=texts,
        offered={state: wordings.offered(room.desk, state) for state in texts},
        chosen=chosen,
        letters=[(each, presenting.called(each.application)) for each in letters],
        form=form,
    )


def _filling(action: str, texts: Mapping[str, str]) -> str:
    """The state whose text is to be taken from those on offer; empty where something else is asked for."""
    state = action.removeprefix("fill:")
    return state if state != action and state in texts else ""


def _expected(raw: str) -> Mapping[str, str]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def messages(room: Room, application: str) -> ResponseReturnValue:
    """What the candidate and this desk write to each other."""
    row, at = queries.one(room.desk, application), clock.now()
    form = MessageForm()
    if form.validate_on_submit() and request.form.get("action") == "fill":
        body = wordings.chosen(room.desk, wordings.MESSAGE, request.form.get("wording", ""))
        if body is not None:
            form.body.data = wordings.filled(room.desk, row, body)
    elif form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            locked = queries.one(desk, application, locked=True)
            talking.note_read(locked, by_candidate=False, at=at)
            if request.form.get("action") == "read":
                return
            talking.write(locked, desk.job, form.body.data or "", by=desk.person_id, from_candidate=False, at=at)

        if is_done(form, act):
            flash("Marked as read." if request.form.get("action") == "read" else "Your message is sent.", "success")
            return redirect(room.to("messages", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
        form.body.errors, form.form_errors = list(form.form_errors), []
    shown = talking.messages(row)
    return _shown(
        "messages",
        room,
        page=presenting.page_of(room.desk, row, at=at),
        messages=shown,
        offered=wordings.offered(room.desk, wordings.MESSAGE),
        unread=talking.unread(shown, by_candidate=False),
        form=form,
    )


def unhide(room: Room, application: str) -> ResponseReturnValue:
    """Ask to see whose it is before the shortlist."""
    row = queries.one(room.desk, application)
    if queries.names_shown(room.desk, row):
        return redirect(room.to("show", application=application))
    form = ReasonForm()
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            deciding.unhide(desk, queries.one(desk, application), because=form.because.data or "", at=clock.now())

        if is_done(form, act):
            return redirect(room.to("show", application=application))
        room = room.anew()
        row = queries.one(room.desk, application)
    return _shown("unhide", room, called=presenting.called(row), reference=row.reference, form=form)


def aside(room: Room, application: str) -> ResponseReturnValue:
    """Say that one knows the candidate."""
    row, form = queries.one(room.desk, application), ReasonForm()
    if form.validate_on_submit():

        def act() -> None:
            desk = room.find()
            deciding.stand_aside(
                desk, queries.one(desk, application, locked=True), note=form.because.data or "", at=clock.now()
            )

        if is_done(form, act):
            flash("It is noted. You take no part in choosing this candidate.", "success")
            return redirect(room.to("index"))
        room = room.anew()
        row = queries.one(room.desk, application)
    return _shown("aside", room, called=presenting.called(row), reference=row.reference, form=form)


def monitoring(room: Room) -> ResponseReturnValue:
    """Equality answers as counts, in full tens."""
    people, questions = tallying.report(room.desk.job.posting.id)
    return _shown("monitoring", room, people=people, questions=questions)


def finish(room: Room) -> ResponseReturnValue:
    """End the campaign, once everything is decided and everybody was told."""
    if not finishing.may_end(room.desk):
        raise NotFound("This campaign cannot be ended now.")
    form = ReasonForm()
    if form.validate_on_submit() and is_done(
        form,
        lambda: finishing.end(room.find(), because=form.because.data or "", at=clock.now()),
    ):
        flash("The campaign has ended.", "success")
        return redirect(room.to("index"))
    room = room.anew()
    return _shown(
        "finish", room, obstacles=finishing.obstacles(room.desk), ending=finishing.ending(room.desk), form=form
    )


PAGES: Mapping[str, tuple[str, View]] = {
    "index": ("", index),
    "merit": ("/merit/<round>", merit),
    "board": ("/board", board),
    "decide_many POST": ("/decide", decide_many),
    "tell GET+POST": ("/tell", tell),
    "monitoring": ("/monitoring", monitoring),
    "show GET+POST": ("/<application>", show),
    "document": ("/<application>/documents/<handed>", document),
    "score GET+POST": ("/<application>/score", score),
    "moderate GET+POST": ("/<application>/moderate", moderate),
    "messages GET+POST": ("/<application>/messages", messages),
    "unhide GET+POST": ("/<application>/unhide", unhide),
    "aside GET+POST": ("/<application>/aside", aside),
}
OF_CONSULTANTS = {"finish GET+POST": ("/finish", finish)}
"""What only a campaign has."""
OF_WHO_RUNS_IT = ("tell GET+POST", "monitoring", "messages GET+POST", "unhide GET+POST")
"""Pages that a panel has not: candidates are told, written to and counted by whoever runs the recruitment."""
PANEL_PAGES = {key: page for key, page in PAGES.items() if key not in OF_WHO_RUNS_IT}
