"""Old references of organisations lead to what these became part of."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.employers import queries
from portal.foundation.errors import NotFound
from portal.foundation.identifiers import tidy_reference


def lead_on_own() -> ResponseReturnValue | None:
    """For people of the organisation; to others an old reference is as unknown as any."""
    return _lead_on(guards.current_person().id)


def lead_on_any() -> ResponseReturnValue | None:
    """For staff."""
    return _lead_on(None)


def _lead_on(person_id: int | None) -> ResponseReturnValue | None:
    given = (request.view_args or {}).get("reference")
    if request.method != "GET" or not given or request.endpoint is None:
        return None
    try:
        found = queries.by_reference(given) if person_id is None else queries.for_someone_of(person_id, given)
    except NotFound:
        return None
    if found.reference == tidy_reference(given):
        return None
    return redirect(url_for(request.endpoint, **{**(request.view_args or {}), "reference": found.reference}))
