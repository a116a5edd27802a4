"""The pages of evidence packs, hung behind three doors: consultants, staff, and the owners of a client."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.evidence import finding, making, presenting
from portal.evidence.finding import Door
from portal.evidence.forms import ActForm, PackForm
from portal.evidence.sights import CLIENT, OURS, Sight
from portal.foundation import clock
from portal.web.acting import is_done

TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


def index(door: Door, where: dict[str, Any]) -> ResponseReturnValue:
    """The packs that are kept, and the button that makes another."""
    person, at, form = guards.current_person(), clock.now(), PackForm()
    campaign = door.find(person.id, **where)
    if form.validate_on_submit():
        made: list[str] = []

        def act() -> None:
            sight = Sight(door.audience, person.id, door.audience == OURS and bool(form.named.data))
            made.append(making.ask(door.find(person.id, **where), sight, at=at).reference)

        if is_done(form, act):
            return redirect(url_for(".show", pack=made[0], **where))
        campaign = door.find(person.id, **where)
    return render_template(
        "evidence/index.html",
        campaign=campaign,
        home=url_for(door.home, **where),
        ours=door.audience == OURS,
        packs=[
            (presenting.line_of(each, at=at), url_for(".show", pack=each.reference, **where))
            for each in making.of_campaign(campaign, door.sees, at=at)
        ],
        form=form,
    )


def show(door: Door, where: dict[str, Any], pack: str) -> ResponseReturnValue:
    """One pack: how far it is, then its files."""
    at = clock.now()
    campaign = door.find(guards.current_person().id, **where)
    found = making.one(campaign, door.sees, pack, at=at)
    return render_template(
        "evidence/show.html",
        campaign=campaign,
        back=url_for(".index", **where),
        pack=presenting.line_of(found, at=at),
        files=[(form, url_for(".take", pack=found.reference, form=form, **where)) for form in TYPES],
        form=ActForm(),
    )


def take(door: Door, where: dict[str, Any], pack: str, form: str) -> ResponseReturnValue:
    """The file. It is a post, because that somebody took it is written down."""
    person, at = guards.current_person(), clock.now()
    campaign = door.find(person.id, **where)
    making.one(campaign, door.sees, pack, at=at)
    if not ActForm().validate_on_submit():
        flash("This page had been open for too long. Press the button once more.", "problem")
        return redirect(url_for(".show", pack=pack, **where))
    with transaction():
        campaign = door.find(person.id, **where)
        found = making.one(campaign, door.sees, pack, at=at)
        content = making.content_of(found, form)
        making.note_taken(campaign, found, by=person.id)
        name = f"evidence-{campaign.reference}.{form}"
    return Response(
        content,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _hang(name: str, prefix: str, door: Door, own: tuple[str, ...]) -> Blueprint:
    bp = Blueprint(name, __name__, url_prefix=prefix)

    def behind(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def shown(**values: Any) -> ResponseReturnValue:
            where = {each: values.pop(each) for each in own}
            return view(door, where, **values)

        return shown

    bp.add_url_rule("", "index", behind(index), methods=["GET", "POST"])
    bp.add_url_rule("/<pack>", "show", behind(show))
    bp.add_url_rule("/<pack>/<any(pdf,zip):form>", "take", behind(take), methods=["POST"])
    return bp


consultant = _hang(
    "evidence",
    "/campaigns/<campaign>/evidence",
    Door(finding.of_consultant, OURS, "consultant.campaigns.show", (OURS,)),
    ("campaign",),
)
staff = _hang(
    "evidence",
    "/campaigns/<campaign>/evidence",
    Door(finding.of_staff, OURS, "staff.campaigns.show", (OURS, CLIENT)),
    ("campaign",),
)
employer = _hang(
    "evidence",
    "/<reference>/campaigns/<campaign>/evidence",
    Door(finding.of_client, CLIENT, "employer.campaigns.show", (CLIENT,)),
    ("reference", "campaign"),
)
