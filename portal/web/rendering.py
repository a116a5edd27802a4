"""What templates stand on: GOV.UK's macros beside our own, assets by address, and static files served ready-packed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from wsgiref.headers import Headers

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from whitenoise import WhiteNoise

from portal.config import Settings
from portal.foundation import clock
from portal.web import assets, words
from portal.web.headers import STATIC_POLICY, standing

A_DAY = 86_400


def dress(app: Flask) -> None:
    """Give the application its templates' surroundings and serve its static files with far-off expiry."""
    settings: Settings = app.config["SETTINGS"]
    own = app.jinja_loader
    assert own is not None
    app.jinja_loader = ChoiceLoader(  # type: ignore[assignment]
        [own, PrefixLoader({name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")})]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(settings=settings, words=words, now=clock.now, assets=assets.Assets())
    app.wsgi_app = cast(Callable[..., Any], _static(app, settings))  # type: ignore[method-assign]


def _static(app: Flask, settings: Settings) -> WhiteNoise:
    always = standing(settings) | {"Content-Security-Policy": STATIC_POLICY}

    def add_headers(headers: Headers, _path: str, _address: str) -> None:
        for name, value in always.items():
            headers[name] = value

    return WhiteNoise(
        app.wsgi_app,
        root=str(assets.STATIC),
        prefix="/static/",
        autorefresh=settings.environment == "development",
        max_age=A_DAY,
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=lambda _path, url: bool(assets.HASHED.search(url)),
    )
