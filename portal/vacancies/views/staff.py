"""Staff decide about vacancies: the queue of held ones, all of them, and pairs that are likely one job."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound, RuleBroken
from portal.vacancies import deciding, moderating, queries, queues
from portal.vacancies.comparing import compared
from portal.vacancies.forms import ButtonForm, DecisionForm, PairForm
from portal.vacancies.learning import Lesson
from portal.vacancies.moderation_page import (
    FAMILIES,
    QUESTIONS,
    SECTORS,
    STATUSES,
    ModerationPage,
    moderation_page,
    outcome,
)
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("vacancies", __name__, url_prefix="/vacancies")

LIST = Shape(
    one="vacancy",
    many="vacancies",
    columns=(
        Column("title", "Title", sorts=True),
        Column("employer", "Employer", sorts=True),
        Column("status", "Status"),
        Column("sector", "Sector"),
        Column("seen", "First seen", sorts=True),
        Column("decided", "Decided by a person"),
    ),
    sort="-seen",
    search="Title, employer or reference",
    filters=(
        Filter("status", "Status", tuple(STATUSES.items())),
        Filter("sector", "Sector", SECTORS),
        Filter("decided", "Decided by a person", (("yes", "Yes"), ("no", "No"))),
    ),
    empty="No vacancy has been taken in yet. Add a source first.",
)
UNDO_KEY = (("u", "Undo the last decision"),)
QUEUE_KEYS = {
    "ict": (("y", "Yes, it is digital, data or IT work"), ("n", "No, it is not")),
    "public_sector": (("y", "Yes, the employer is in the public sector"), ("n", "No, it is not")),
    "closes": (),
}


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = queues.listed(asked)
    rows = [
        [
            Cell(row.title, f"/staff/vacancies/{row.reference}", note=row.reference),
            Cell(row.employer_name or "Not stated"),
            Cell(STATUSES[row.status], note=row.status_because),
            Cell(words.name_of(row.sector)),
            Cell(words.brief_day(row.first_seen)),
            Cell("Yes" if row.decided else "No"),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("vacancies.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("vacancies/staff/index.html", list=listing)


@bp.get("/held")
def held() -> ResponseReturnValue:
    """One held vacancy after another; `past` names the last one that was skipped or decided."""
    question = request.args.get("question", "")
    question = question if question in QUESTIONS else ""
    waiting = queues.next_held(question=question, past=request.args.get("past", ""), at=request.args.get("at", ""))
    lengths = queues.held_lengths()
    tabs = [
        (name, title, lengths[name].number, url_for("staff.vacancies.held", question=name))
        for name, title in QUESTIONS.items()
    ]
    context = {
        "tabs": tabs,
        "question": question,
        "total": sum(each.number for each in lengths.values()),
        "banner": _banner(),
        "form": ButtonForm(),
        "start": url_for("staff.vacancies.held", question=question or None),
    }
    if waiting is None:
        return render_template("vacancies/staff/held_done.html", keys=UNDO_KEY, **context)
    page = _page_of(waiting.vacancy.reference)
    keys = (
        *QUEUE_KEYS[page.question],
        ("s", "Skip it"),
        *((("u", "Undo the last decision"),) if context["banner"] else ()),
    )
    skip = url_for("staff.vacancies.held", question=question or None, past=page.reference)
    return render_template(
        "vacancies/staff/held.html",
        page=page,
        waiting=waiting,
        keys=keys,
        skip=skip,
        families=_options(FAMILIES),
        sectors=_options(SECTORS),
        **context,
    )


@bp.get("/<reference>")
def show(reference: str) -> ResponseReturnValue:
    page = _page_of(reference)
    return render_template(
        "vacancies/staff/show.html",
        page=page,
        form=ButtonForm(),
        banner=_banner(),
        families=_options(FAMILIES),
        sectors=_options(SECTORS),
        keys=(),
    )


@bp.post("/<reference>/decide")
def decide(reference: str) -> ResponseReturnValue:
    form = DecisionForm()
    reference = deciding.by_reference(reference).reference
    in_queue = form.queue.data == "1"
    question = form.question.data if form.question.data in QUESTIONS else None
    if not form.validate():
        return _back(reference, in_queue, question, problem=_first_error(form))
    also: tuple[str, ...] = ()
    if form.alike.data:
        also = _shared_by(_page_of(reference).lessons, form.alike.data)
    try:
        with transaction():
            done = moderating.answer(
                reference,
                form.answers(),
                because=form.because.data or "",
                by=current_person().id,
                seen=form.seen.data or 0,
                at=clock.now(),
                also=also,
            )
            still_held = deciding.by_reference(reference).status == "held"
    except RuleBroken as problem:
        return _back(reference, in_queue, question, problem=str(problem))
    if not in_queue:
        return redirect(url_for("staff.vacancies.show", reference=reference, done=done))
    at, past = (reference, None) if still_held else (None, reference)
    return redirect(url_for("staff.vacancies.held", question=question, done=done, at=at, past=past))


def _back(reference: str, in_queue: bool, question: str | None, *, problem: str) -> ResponseReturnValue:
    flash(problem, "problem")
    if in_queue:
        return redirect(url_for("staff.vacancies.held", question=question, at=reference))
    return redirect(url_for("staff.vacancies.show", reference=reference))


@bp.post("/decisions/<int:decision_id>/undo")
def undo(decision_id: int) -> ResponseReturnValue:
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                vacancy = moderating.take_back(decision_id, by=current_person().id, at=clock.now())
                sentence = f"The decision about “{vacancy.title}” is taken back."
            flash(sentence, "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    found = queues.act(decision_id)
    if found is None:
        raise NotFound("There is no such decision.")
    reference = found.vacancy.reference
    if request.form.get("queue") == "1" and found.vacancy.status == "held":
        return redirect(url_for("staff.vacancies.held", at=reference))
    return redirect(url_for("staff.vacancies.show", reference=reference))


@bp.get("/pairs")
def pairs() -> ResponseReturnValue:
    """One likely pair after another, side by side; `past` is the number of the last one skipped or decided."""
    found = queues.next_pair(past=_number(request.args.get("past", "")))
    done = queues.pair(_number(request.args.get("done", "")))
    context = {
        "form": ButtonForm(),
        "total": queues.pair_length().number,
        "done": done[0] if done and done[0].state != "open" else None,
        "done_titles": (done[1].title, done[2].title) if done else (),
    }
    if found is None:
        return render_template("vacancies/staff/pairs_done.html", keys=UNDO_KEY, **context)
    pair, first, second, left = found
    keys = (("y", "The same job"), ("n", "Two different jobs"), ("s", "Skip it"), *UNDO_KEY)
    return render_template(
        "vacancies/staff/pairs.html",
        pair=pair,
        comparison=compared(first, second),
        left=left,
        keys=keys,
        skip=url_for("staff.vacancies.pairs", past=pair.id),
        **context,
    )


@bp.post("/pairs/<int:pair_id>")
def decide_pair(pair_id: int) -> ResponseReturnValue:
    form = PairForm()
    if not form.validate_on_submit():
        flash(_first_error(form), "problem")
        return redirect(url_for("staff.vacancies.pairs", past=pair_id - 1))
    try:
        with transaction():
            moderating.decide_pair(pair_id, same=form.answer.data == "same", by=current_person().id, at=clock.now())
    except RuleBroken as problem:
        flash(str(problem), "problem")
        return redirect(url_for("staff.vacancies.pairs", past=pair_id))
    return redirect(url_for("staff.vacancies.pairs", past=pair_id, done=pair_id))


@bp.post("/pairs/<int:pair_id>/undo")
def undo_pair(pair_id: int) -> ResponseReturnValue:
    if ButtonForm().validate_on_submit():
        try:
            with transaction():
                moderating.take_back_pair(pair_id, by=current_person().id, at=clock.now())
            flash("The pair waits for a decision again.", "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(url_for("staff.vacancies.pairs", past=pair_id - 1))


def _page_of(reference: str) -> ModerationPage:
    vacancy = deciding.by_reference(reference)
    return moderation_page(
        vacancy,
        decisions=queues.decisions(vacancy.id),
        history=queries.history(vacancy.id),
        adverts=queues.adverts(vacancy.id),
        alike={how: queues.alike(vacancy, how) for how in queues.ALIKE},
        merged_into=queries.by_id(vacancy.merged_into_id),
    )


def _banner() -> dict[str, object] | None:
    """What the decision named in the address came to, while it is one's own and can be taken back."""
    found = queues.act(_number(request.args.get("done", "")))
    if found is None or not found.counts or found.mark != f"person:{current_person().reference}":
        return None
    return {
        "sentence": outcome(found.vacancy, found.vacancies),
        "id": found.decision_id,
        "reference": found.vacancy.reference,
    }


def _number(raw: str) -> int:
    """A number of an address, 0 for anything that is none."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _shared_by(lessons: tuple[Lesson, ...], how: str) -> tuple[str, ...]:
    return next((each.held for each in lessons if each.how == how), ())


def _options(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in pairs]


def _first_error(form: FlaskForm) -> str:
    """One sentence for the banner."""
    if "csrf_token" in form.errors:
        return "This page had been open for too long. Decide once more."
    return next((str(each) for errors in form.errors.values() for each in errors), "Say what to decide.")
