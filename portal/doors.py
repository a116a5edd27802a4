"""One function a persona: the parent blueprint, its guard, and the views behind it."""

from __future__ import annotations

from flask import Flask

from portal.feeds.views.public import bp as coverage
from portal.operating.views import bp as operating
from portal.search.views.public import bp as search
from portal.vacancies.views.public import bp as vacancies
from portal.web.furnishing import furnish
from portal.web.health import bp as health
from portal.web.pages import bp as pages


def open_doors(app: Flask) -> None:
    """Hang every door of the site on the application."""
    furnish(app)
    for public in (operating, health, pages, search, vacancies, coverage):
        app.register_blueprint(public)
