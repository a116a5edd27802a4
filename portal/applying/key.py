"""The key under which this installation seals what only few may read."""

from __future__ import annotations

from flask import current_app

from portal.config import Settings


def of_portal() -> str:
    """The installation's secret key."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.secret_key
