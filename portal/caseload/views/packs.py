"""The shortlist pack, behind the consultant's door and the panel's."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.caseload import pack, pack_pdf
from portal.config import Settings
from portal.foundation import clock
from portal.foundation.text import slug
from portal.selecting.views import doors
from portal.selecting.views.behind import Room


def show(room: Room) -> ResponseReturnValue:
    """What the pack is, and whether there is one yet."""
    return render_template(
        "caseload/pack.html",
        room=room,
        title=room.desk.job.vacancy.title,
        employer=room.desk.job.vacancy.employer_name,
        ready=pack.is_ready(room.desk),
    )


def file(room: Room) -> ResponseReturnValue:
    """The pack as a PDF; 404 before there is a shortlist."""
    settings: Settings = current_app.config["SETTINGS"]
    made = pack.pack_of(room.desk, society=settings.society_name, at=clock.now())
    name = f"shortlist-{slug(made.title) or 'pack'}.pdf"
    return Response(
        pack_pdf.as_pdf(made),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )


PAGES = {"show": ("", show), "file": ("/shortlist.pdf", file)}
consultant: Blueprint = doors.of_consultants("pack", "/campaigns/<campaign>/pack", PAGES)
panel: Blueprint = doors.of_panels("panel_pack", "/panels/<campaign>/pack", PAGES)
