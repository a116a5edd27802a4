"""A form whose token no longer counts: what was typed is not lost.

The token goes with the session, so it is gone after signing out in another tab, or when the cookie was cleared. Then
the answer holds what was sent and a button to send it again, but only when the browser itself says that it was sent
from a page of ours: another site's form must not be offered for confirmation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from portal.web.origin import began_here

NEVER_KEPT = re.compile(r"password|secret|token|(?:^|_)code", re.IGNORECASE)
MOST = 100_000


@dataclass(frozen=True, slots=True)
class SentForm:
    """What was typed, to be sent once more to the same address."""

    address: str
    fields: tuple[tuple[str, str], ...]


def form_to_send_again() -> SentForm | None:
    """The form as it was sent; None when it may be another site's, holds a secret, a file or too much."""
    if not began_here() or request.files or (request.content_length or 0) > MOST:
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    if any(NEVER_KEPT.search(name) for name, _ in fields):
        return None
    return SentForm(request.full_path.rstrip("?"), fields)


def page_of_form() -> str:
    """Where the form can be opened afresh: its own address when that shows one, else the page it was on, else home."""
    if "GET" in (request.url_rule.methods or () if request.url_rule else ()):
        return request.path
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host and came_from.path.startswith("/"):
        try:
            current_app.url_map.bind("").match(came_from.path, method="GET")
        except HTTPException:
            return "/"
        return came_from.path
    return "/"
