"""A vacancy's page and its signpost."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.config import Settings
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.vacancies import queries, signposting
from portal.web.furnishing import wants_json

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
    if wants_json():
        return jsonify(queries.public_record(vacancy))
    now = clock.now()
    is_open = vacancy.status == "live" and (vacancy.closes_at is None or vacancy.closes_at > now)
    try:
        similar = queries.in_order(
            current_app.extensions["search_index"].similar(vacancy.reference, now=int(now.timestamp()))
        )
    except Exception:
        similar = []
    return render_template(
        "vacancies/show.html",
        vacancy=vacancy,
        is_open=is_open,
        similar=similar,
        earlier=queries.by_id(vacancy.earlier_id),
        may_follow=signposting.may_follow(vacancy, audience=_settings().signpost_audience),
        host=urlsplit(vacancy.address).hostname or "",
    )


@bp.get("/go/<reference>")
def go(reference: str) -> ResponseReturnValue:
    vacancy = queries.shown(reference)
    open_now = vacancy.status == "live" and (vacancy.closes_at is None or vacancy.closes_at > clock.now())
    allowed = signposting.may_follow(vacancy, audience=_settings().signpost_audience)
    if not open_now or not allowed or not vacancy.address.startswith(("https://", "http://")):
        return redirect(url_for("vacancies.show", reference=vacancy.reference))
    address, vacancy_id = vacancy.address, vacancy.id
    bot = signposting.is_bot(
        request.user_agent.string, method=request.method, purpose=request.headers.get("Sec-Purpose", "")
    )
    with transaction():
        again = queries.by_id(vacancy_id)
        if again is not None:
            signposting.record(again, day=clock.today(), bot=bot)
    response = redirect(address, 302)
    response.headers["Cache-Control"] = "no-store"
    return response
