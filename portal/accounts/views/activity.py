"""What happened to my account."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import activity, guards
from portal.web.paging import pagination

bp = Blueprint("activity", __name__, url_prefix="/activity")


@bp.get("")
def show() -> ResponseReturnValue:
    found = activity.of(guards.current_person().id, page=_page(request.args.get("page", "")))
    pages = pagination(
        found.page,
        found.pages,
        address=lambda number: url_for("account.activity.show", page=number if number > 1 else None),
        label="Pages of what happened",
    )
    return render_template("accounts/account/activity.html", activity=found, pages=pages)


def _page(raw: str) -> int:
    return max(int(raw), 1) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1
