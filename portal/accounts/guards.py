"""Who asks: the person behind the request, and the doors that only some may pass.

A door decides by role. Whether a thing behind it is the person's own, the query that fetches it decides.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import sessions
from portal.accounts.models import Person
from portal.accounts.sessions import Session
from portal.audit.recording import asked_from
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.web.expired import page_of_form
from portal.web.limiting import client_address

COOKIE_KEY = "sign_in"
WORKSPACES = {"assessor": "Panel", "consultant": "Consultant", "staff": "Staff"}
FRESH = timedelta(minutes=15)
"""How long a password or code, once given, stands for acts that need it anew."""


def watch(app: Flask) -> None:
    """Find out at each request who asks, and keep what they see out of every cache."""

    @app.before_request
    def begin() -> None:
        asked_from.set(client_address())
        g.signed_in = _find()

    @app.after_request
    def finish(response: Response) -> Response:
        if g.get("signed_in") is not None:
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.context_processor
    def for_templates() -> dict[str, object]:
        return {"signed_in": g.get("signed_in"), "hats": _hats()}


def _hats() -> list[tuple[str, str]]:
    """The workspaces that the person may enter, for the menu: one account, several hats."""
    found: Session | None = g.get("signed_in")
    if found is None:
        return []
    workspaces = [("/account", "Your account"), ("/employer", "Employer")]
    workspaces += [(f"/{role}", name) for role, name in WORKSPACES.items() if role in found.roles]
    return workspaces


def _find() -> Session | None:
    if request.endpoint == "static" or COOKIE_KEY not in session:
        return None
    now = clock.now()
    found = sessions.find(str(session[COOKIE_KEY]), at=now)
    if found is None:
        session.pop(COOKIE_KEY, None)
    elif now - found.seen_at >= sessions.SEEN_EVERY:
        with transaction():
            sessions.touch(found.id, at=now)
        return sessions.find(str(session[COOKIE_KEY]), at=now)
    return found


def current_session() -> Session | None:
    """The session behind this request."""
    found: Session | None = g.get("signed_in")
    return found


def person_if_any() -> Person | None:
    """Who asks, or None for a visitor."""
    found = current_session()
    return found.person if found else None


def current_person() -> Person:
    """Who asks; behind a door there is always somebody. Raises NotFound where there is nobody."""
    found = current_session()
    if found is None:
        raise NotFound("Nobody is signed in.")
    return found.person


def signed_in() -> ResponseReturnValue | None:
    """Guard of /account and /employer: a visitor is asked to sign in and then led back."""
    if current_session() is not None:
        return None
    return redirect(url_for("signing_in.sign_in", next=_here()))


def with_role(role: str) -> ResponseReturnValue | None:
    """Guard of a workspace: who lacks the role sees no such page; who has it passes the second factor first."""
    found = current_session()
    if found is None:
        return redirect(url_for("signing_in.sign_in", next=_here()))
    if role not in found.roles:
        raise NotFound("There is no such page.")
    if not found.second_factor:
        return redirect(url_for("account.second_factor.show", next=_here()))
    return None


def proved_lately() -> bool:
    """Whether the person has shown a password or code in the last quarter of an hour."""
    found = current_session()
    return found is not None and clock.now() - found.proved_at < FRESH


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else page_of_form()


def safe_next(raw: str | None, otherwise: str = "/") -> str:
    """The path that a form may lead on to: one of this site, or `otherwise`."""
    if not raw or not raw.startswith("/") or raw.startswith(("//", "/\\")) or len(raw) > 2_000:
        return otherwise
    if any(character < "!" or character in "\\\x7f" for character in raw):
        return otherwise
    parts = urlsplit(raw)
    return otherwise if parts.scheme or parts.netloc else raw


def prove_first() -> ResponseReturnValue | None:
    """Guard of sensitive acts: who has not proved themselves lately does so now, and is led back."""
    return None if proved_lately() else redirect(url_for("account.proving.show", next=_here()))


def enter(token: str) -> None:
    """Put a fresh sign-in into the cookie; nothing that was in it before stays, so nothing can be planted."""
    session.clear()
    session.permanent = True
    session[COOKIE_KEY] = token


def keep(token: str) -> None:
    """Put the same sign-in's new token into the cookie."""
    session[COOKIE_KEY] = token
