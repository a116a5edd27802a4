"""A vacancy's page and its signpost."""

from __future__ import annotations

import logging

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.config import Settings
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.vacancies import joined, presenting, queries, signposting, visiting
from portal.vacancies.job_posting import job_posting
from portal.web.furnishing import wants_json
from portal.web.reader import current_reader

log = logging.getLogger(__name__)
bp = Blueprint("vacancies", __name__)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@bp.get("/vacancies/<reference>")
def show(reference: str) -> ResponseReturnValue:
    vacancy = queries.shown(reference)
    kept = queries.by_id(vacancy.merged_into_id)
    if kept is not None:
        return redirect(url_for("vacancies.show", reference=kept.reference), 301)
    settings, reader = _settings(), current_reader()
    may_follow = signposting.may_follow(vacancy, audience=settings.signpost_audience, is_member=reader.is_member)
    if wants_json():
        return jsonify(queries.record_for(vacancy, whole=may_follow))
    now = clock.now()
    sees_similar = reader.is_member or settings.signpost_audience == "everyone"
    page = presenting.page_of(
        vacancy,
        history=queries.history(vacancy.id),
        earlier=queries.by_id(vacancy.earlier_id),
        similar=queries.in_order(_similar(vacancy.reference, int(now.timestamp()))) if sees_similar else [],
        may_follow=may_follow,
        now=now,
    )
    posting = job_posting(vacancy, site=settings.site_name, whole_text=may_follow) if page.is_open else None
    via = _came_from() if page.posted else ""
    shown = render_template(
        "vacancies/public/show.html",
        page=page,
        posting=posting,
        reader=reader,
        sees_similar=sees_similar,
        via=via,
        parts=joined.PARTS.ask(vacancy) if page.posted else (),
        mine=joined.MINE.ask(vacancy) if page.posted else (),
    )
    if page.posted:
        _count(vacancy.id, "seen", via)
    return shown


def _came_from() -> str:
    return visiting.source_of(
        request.referrer or "", own_host=_settings().host.partition(":")[0], via=request.args.get("via", "")
    )


def _is_bot() -> bool:
    return signposting.is_bot(
        request.user_agent.string, method=request.method, purpose=request.headers.get("Sec-Purpose", "")
    )


def _count(vacancy_id: int, what: visiting.What, source: str) -> None:
    """Count a visit of a vacancy that an employer posted; a page is worth more than its count."""
    try:
        with transaction():
            visiting.record(vacancy_id, what=what, source=source, day=clock.today(), bot=_is_bot())
    except Exception:
        log.warning("visit.uncounted", exc_info=True)


def _similar(reference: str, now: int) -> tuple[str, ...]:
    try:
        return tuple(current_app.extensions["search_index"].similar(reference, now=now))
    except Exception:
        # A page without its suggestions is better than no page, whatever has happened to the index.
        log.warning("index.unreadable", exc_info=True, extra={"vacancy": reference})
        return ()


@bp.get("/go/<reference>")
def go(reference: str) -> ResponseReturnValue:
    vacancy = queries.shown(reference)
    open_now = presenting.open_at(vacancy, clock.now())
    allowed = signposting.may_follow(
        vacancy, audience=_settings().signpost_audience, is_member=current_reader().is_member
    )
    if not open_now or not allowed or not vacancy.address.startswith(("https://", "http://")):
        return redirect(url_for("vacancies.show", reference=vacancy.reference))
    address, vacancy_id, posted = vacancy.address, vacancy.id, vacancy.origin == "posted"
    bot = _is_bot()
    with transaction():
        again = queries.by_id(vacancy_id)
        if again is not None:
            signposting.record(again, day=clock.today(), bot=bot)
            if posted:
                visiting.record(again.id, what="followed", source=_came_from(), day=clock.today(), bot=bot)
    response = redirect(address, 302)
    response.headers["Cache-Control"] = "no-store"
    return response
