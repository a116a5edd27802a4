"""An organisation's vacancies for the people who write them: the list, one of them, and its sections."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.employers.views.leading_on import lead_on_own
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.posting import buying, listing, presenting, publishing, queries, section_page, writing
from portal.posting.answers.job import role as read_role
from portal.posting.forms import ActForm, CopyForm, TitleForm, form_of
from portal.web.csv_export import csv_response
from portal.web.listing import plain

mine = Blueprint("all_vacancies", __name__, url_prefix="/vacancies")
bp = Blueprint("vacancies", __name__, url_prefix="/<reference>/vacancies")
bp.before_request(lead_on_own)


@mine.get("")
def choose() -> ResponseReturnValue:
    """For who recruits for one organisation its vacancies, for others a choice."""
    found = queries.recruiting_for(guards.current_person().id)
    if len(found) == 1:
        return redirect(url_for("employer.vacancies.index", reference=found[0].reference))
    return render_template("posting/employer/choose.html", organisations=found)


@bp.get("")
def index(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.organisation_for(person.id, reference, writing=False)
    asked = listing.OWN.read(request.args)
    found = queries.listed(asked, organisation_id=organisation.id)
    rows = [listing.own_row(posting, organisation, at=clock.now()) for posting, _ in found.rows]
    if asked.as_csv:
        return csv_response("vacancies.csv", [column.label for column in listing.OWN.columns], plain(rows))
    return render_template(
        "posting/employer/index.html",
        organisation=organisation,
        may_write=queries.may_write(person.id, organisation.id),
        list=listing.OWN.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page),
    )


@bp.route("/new", methods=["GET", "POST"])
def new(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = queries.organisation_for(person.id, reference, writing=True)
    form = TitleForm()
    if form.validate_on_submit():
        typed = {"title": form.title.data or "", "posts": "1"}
        problem = read_role(typed, publishing.asked_of(organisation, at=clock.now())).problems.get("title")
        if problem is None:
            with transaction():
                made = writing.begin(organisation, title=typed["title"], by=person.id, at=clock.now())
                writing.save(made, "role", typed, by=person.id, at=clock.now())
            return redirect(presenting.address_of(organisation, made, "section", section="role"))
        form.title.errors = [problem]
    return render_template("posting/employer/new.html", organisation=organisation, form=form)


@bp.get("/<posting>")
def show(reference: str, posting: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation, found = queries.for_reader(person.id, reference, posting)
    at = clock.now()
    return render_template(
        "posting/employer/show.html",
        page=presenting.page_of(
            found,
            organisation,
            may_write=queries.may_write(person.id, organisation.id),
            at=at,
            reader_id=person.id,
        ),
        history=queries.history(found),
        form=ActForm(),
    )


@bp.route("/<posting>/sections/<section>", methods=["GET", "POST"])
def section(reference: str, posting: str, section: str) -> ResponseReturnValue:
    """Whatever is typed is kept; only "continue" insists that it holds, and "look" shows what is made of it."""
    person, at = guards.current_person(), clock.now()
    organisation, found = queries.for_author(person.id, reference, posting)
    part = section_page.of(section)
    if not writing.may_be_written(found):
        flash("This vacancy waits for its order, its day or a colleague’s approval. Take it back to change it.")
        return redirect(presenting.address_of(organisation, found))
    asked = publishing.asked_of(organisation, at=at)
    held = found.answers.get(section) or {}
    form = form_of(section, held, names=asked.names, opened=writing.mark_of(found, section))
    if form.validate_on_submit():
        read, action = part.read(form.typed(), asked), request.form.get("action", "continue")
        try:
            with transaction():
                organisation, found = queries.for_author(person.id, reference, posting, locked=True)
                writing.save(found, section, form.typed(), by=person.id, at=at, opened=form.opened.data)
        except writing.ChangedMeanwhile as problem:
            organisation, found = queries.for_author(person.id, reference, posting)
            form.form_errors.append(f"{problem} Save once more to put yours, below, in place of theirs.")
        else:
            if action == "save" or (action == "continue" and not read.problems):
                following = None if action == "save" else section_page.onward(found, part, asked)
                if following is not None:
                    return redirect(presenting.address_of(organisation, found, "section", section=following.key))
                flash(f"{part.title}: saved.", "success")
                return redirect(presenting.address_of(organisation, found))
            form.show(read.problems)
        form.opened.data = writing.mark_of(found, section)
    elif held and request.method == "GET":
        form.show(part.read(held, asked).problems)
    return render_template(
        "posting/employer/section.html",
        organisation=organisation,
        section=part,
        back=presenting.address_of(organisation, found),
        title=presenting.title_of(found),
        form=form,
        is_live=found.vacancy_id is not None,
        beside=section_page.beside(section, form.typed(), organisation, asked),
    )


@bp.route("/<posting>/copy", methods=["GET", "POST"])
def copy(reference: str, posting: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation, found = queries.for_writer(person.id, reference, posting)
    form = CopyForm()
    if not found.vacancy_id:
        form.kind.choices = form.kind.choices[:1]
        form.kind.data = form.kind.data or "other"
    if form.validate_on_submit():
        if form.kind.data in {value for value, _ in form.kind.choices}:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                made = writing.copy(found, organisation, again=form.kind.data == "again", by=person.id, at=clock.now())
            flash("The copy is a draft. Enter its closing date, and look through the rest.", "success")
            return redirect(presenting.address_of(organisation, made))
        form.kind.errors = ["Choose what the copy is for."]
    return render_template(
        "posting/employer/copy.html",
        organisation=organisation,
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        form=form,
    )


@bp.post("/<posting>/take-back")
def take_back(reference: str, posting: str) -> ResponseReturnValue:
    person = guards.current_person()
    form = ActForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _, found = queries.for_writer(person.id, reference, posting, locked=True)
                buying.take_back(found, by=person.id, at=clock.now())
            flash("It is a draft again.", "success")
        except RuleBroken as problem:
            flash(str(problem))
    return redirect(url_for(".show", reference=reference, posting=posting))


@bp.route("/<posting>/discard", methods=["GET", "POST"])
def discard(reference: str, posting: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation, found = queries.for_writer(person.id, reference, posting)
    title, form = presenting.title_of(found), ActForm()
    if form.validate_on_submit():
        try:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                buying.discard(found, by=person.id, at=clock.now())
            flash(f"The draft of {title} is thrown away.", "success")
            return redirect(url_for(".index", reference=organisation.reference))
        except RuleBroken as problem:
            flash(str(problem))
            return redirect(url_for(".show", reference=reference, posting=posting))
    return render_template(
        "posting/employer/discard.html",
        organisation=organisation,
        title=title,
        back=presenting.address_of(organisation, found),
        form=form,
    )
