"""Limits on how often one address may search. See docs/decisions/search-rate.md."""

from __future__ import annotations

import math
from ipaddress import ip_address

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from portal.config import Settings
from portal.web.visits import Visits

SEARCHES = frozenset({"search.index", "search.machine_json", "search.machine_feed"})


def client_address() -> str:
    """The address that asks: the peer's, or what the proxies that the settings trust say of it."""
    settings: Settings = _settings()
    return settings.trusted_proxies.client(request.remote_addr, request.headers.get("X-Forwarded-For", ""))


def _settings() -> Settings:
    from flask import current_app

    settings: Settings = current_app.config["SETTINGS"]
    return settings


def limit_searches(app: Flask) -> None:
    """Refuse a search with 429 when its address has searched too often."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.search_rate:
        return
    visits = Visits(settings.data_dir / "tmp" / "search-visits.table", settings.search_rate, key=settings.secret_key)

    @app.before_request
    def refuse_too_many() -> None:
        if request.endpoint not in SEARCHES:
            return
        address = client_address()
        if settings.search_rate_spares_loopback and _is_loopback(address):
            return
        if wait := visits.wait(address):
            raise TooManyRequests(retry_after=math.ceil(wait))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
