"""Staff look after sources: list, one source, adding one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts.guards import current_person
from portal.database.transaction import transaction
from portal.feeds import adding, listed_sources, queries, registering, tending
from portal.feeds.formats.table import FORMATS
from portal.feeds.forms import AddForm, SourceForm
from portal.feeds.reaching import check_address
from portal.foundation.errors import PortalError, RuleBroken
from portal.web import words
from portal.web.csv_export import csv_response
from portal.web.listing import Cell, Column, Filter, Shape, plain

bp = Blueprint("sources", __name__, url_prefix="/sources")

LOOK_SECONDS = 15.0
"""How long somebody waits at the page for an address to answer."""
OUTCOMES = {
    "vacancy": "Shown or closed",
    "folded": "Folded into another",
    "counted": "Not ICT or not public",
    "held": "Held for a decision",
    "rejected": "Could not be used",
}
ACTS = {
    "feeds.poll_asked": "Asked to look now",
    "feeds.paused": "Paused",
    "feeds.resumed": "Resumed",
    "feeds.edited": "Edited",
    "feeds.list_accepted": "Accepted the list as it is",
    "feeds.added": "Added",
}
FIELDS = {
    "name": "name",
    "organisation": "employer",
    "terms": "terms",
    "whole_list": "whole list",
    "usual": "usual entries",
}
LIST = Shape(
    one="source",
    many="sources",
    columns=(
        Column("name", "Name", sorts=True),
        Column("health", "Health"),
        Column("kind", "Kind"),
        Column("good", "Last read well", sorts=True),
        Column("next", "Next check"),
        Column("usual", "Entries", sorts=True, numeric=True),
        Column("live", "Live vacancies", numeric=True),
    ),
    sort="name",
    search="Name, employer or address",
    filters=(
        Filter("health", "Health", (("unwell", "Unwell"), *words.HEALTH.items())),
        Filter("kind", "Kind", tuple((key, each.name) for key, each in FORMATS.items())),
    ),
    empty="No source has been added yet.",
)


@bp.get("")
def index() -> ResponseReturnValue:
    asked = LIST.read(request.args)
    found = listed_sources.listed(asked)
    live = listed_sources.live_of([row.id for row in found.rows])
    rows = [
        [
            Cell(row.name, f"/staff/sources/{row.id}", note=row.organisation or ""),
            Cell(
                words.HEALTH.get(row.health, row.health),
                note=row.error_sentence or "",
                bad=row.health in listed_sources.UNWELL,
            ),
            Cell(FORMATS[row.kind].name if row.kind in FORMATS else row.kind),
            Cell(words.long_time(row.last_good_at) if row.last_good_at else "Never"),
            Cell(words.long_time(row.next_check_at) if row.active else "Not planned"),
            Cell(f"{row.usual:,}"),
            Cell(f"{live.get(row.id, 0):,}"),
        ]
        for row in found.rows
    ]
    if asked.as_csv:
        return csv_response("sources.csv", [each.label for each in LIST.columns], plain(rows))
    listing = LIST.shown(asked, path=request.path, rows=rows, total=found.total, page=found.page)
    return render_template("feeds/staff/index.html", list=listing)


@bp.get("/<int:source_id>")
def show(source_id: int) -> ResponseReturnValue:
    source, polling = registering.by_id(source_id)
    facts = queries.source_in_full(source, polling)
    return render_template(
        "feeds/staff/show.html",
        form=FlaskForm(),
        source=facts,
        health=words.HEALTH.get(polling.health, polling.health),
        bad=polling.health in listed_sources.UNWELL,
        kind=FORMATS[source.kind].name if source.kind in FORMATS else source.kind,
        times={name: _time(facts[name]) for name in ("last_good", "last_fetch", "next_check", "added")},
        asked=source.address.startswith(("http://", "https://")),
        every=words.counted(max(1, round(polling.interval_seconds / 60)), "minute"),
        outcomes=[(OUTCOMES.get(key, key), number) for key, number in listed_sources.outcomes(source_id).items()],
        fetches=[each | {"when": _time(each["at"])} for each in facts["fetches"]],
        adverts=[
            (
                each.title or "Without a title",
                each.reference,
                OUTCOMES.get(each.outcome, each.outcome),
                each.reason,
                words.short_day(each.first_seen),
            )
            for each in listed_sources.newest_adverts(source_id)
        ],
        acts=[
            (
                words.long_time(each.at),
                ACTS.get(each.action, each.action),
                _changes(each.facts),
                each.name or "the command line",
            )
            for each in listed_sources.acts(tending.subject_of(source_id))
        ],
        acceptable=facts["last"]["items"] if tending.can_accept(source, polling) and facts["last"] else 0,
    )


@bp.post("/<int:source_id>/act")
def act(source_id: int) -> ResponseReturnValue:
    """One of the buttons of a source's page."""
    what, by = request.form.get("act", ""), current_person().id
    verbs = {"poll": tending.poll_now, "pause": tending.pause, "resume": tending.resume, "accept": tending.accept_list}
    done = {
        "poll": "The source is looked at within a minute. Reload this page to see what came.",
        "pause": "The source is paused. Its vacancies stay until they close.",
        "resume": "The source is being read again, from now.",
        "accept": "The list counts as it is. It is looked at within a minute, and what it no longer holds is closed.",
    }
    if FlaskForm().validate_on_submit() and what in verbs:
        try:
            with transaction():
                verbs[what](source_id, by=by)
            flash(done[what], "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(url_for("staff.sources.show", source_id=source_id))


@bp.route("/<int:source_id>/edit", methods=["GET", "POST"])
def edit(source_id: int) -> ResponseReturnValue:
    source, polling = registering.by_id(source_id)
    form = SourceForm(
        data={
            "name": source.name,
            "organisation": source.organisation,
            "terms": source.terms,
            "whole_list": polling.closes_by_absence,
        }
        if request.method == "GET"
        else None
    )
    name = source.name
    if form.validate_on_submit():
        try:
            with transaction():
                changed = tending.edit(
                    source_id,
                    name=form.name.data,
                    organisation=form.organisation.data or "",
                    terms=form.terms.data or "",
                    whole_list=bool(form.whole_list.data),
                    by=current_person().id,
                )
            flash("The source is changed." if changed else "Nothing was different, so nothing was changed.", "success")
            return redirect(url_for("staff.sources.show", source_id=source_id))
        except RuleBroken as problem:
            form.organisation.errors = [str(problem)]
    return render_template("feeds/staff/edit.html", form=form, source_id=source_id, name=name)


@bp.route("/add", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """First a look at the address, then, with the second button, its registration."""
    form = AddForm()
    facts: dict[str, Any] | None = None
    if form.validate_on_submit():
        address, kind = form.address.data.strip(), form.kind.data
        try:
            check_address(address)
            body = registering.organisation_named(form.organisation.data) if form.organisation.data else None
            facts = adding.known(address)
            if facts is None:
                facts, found = adding.look(current_app.config["SETTINGS"], address, kind, body, within=LOOK_SECONDS)
                facts = (adding.known(found.chosen.address) if found else None) or facts
                if request.form.get("act") == "register" and "sentence" not in facts:
                    with transaction():
                        made = adding.register_here(
                            address, form.name.data or None, kind, body, found, whole_list=not form.newest_only.data
                        )
                        tending.note_added(made["id"], by=current_person().id)
                    flash(f"{made['name']} is added and looked at within a minute.", "success")
                    return redirect(url_for("staff.sources.show", source_id=made["id"]))
        except PortalError as problem:
            facts = None
            field = form.organisation if "register" in str(problem) else form.address
            field.errors = [str(problem)]
    return render_template("feeds/staff/add.html", form=form, facts=facts, kinds=FORMATS)


def _time(iso: str | None) -> str:
    return words.long_time(datetime.fromisoformat(iso)) if iso else "Never"


def _changes(facts: dict[str, Any]) -> str:
    """name: “Leeds jobs”, before “leeds.xml”."""
    return "; ".join(
        f"{FIELDS.get(field, field)}: {_said(value[1])}, before {_said(value[0])}"
        for field, value in facts.items()
        if isinstance(value, list) and len(value) == 2
    )


def _said(value: Any) -> str:
    return (
        {None: "nothing", True: "yes", False: "no"}.get(value, f"“{value}”")
        if not isinstance(value, int) or isinstance(value, bool)
        else str(value)
    )
