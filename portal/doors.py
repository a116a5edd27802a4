"""One function a persona: the parent blueprint, its guard, and the views behind it."""

from __future__ import annotations

from flask import Flask


def open_doors(app: Flask) -> None:
    """Hang every door of the site on the application."""
