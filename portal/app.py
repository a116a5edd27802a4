"""Builds the Flask application from settings; may be called any number of times in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers

from portal import commands, doors
from portal.accounts import sessions
from portal.config import ROOT, Settings
from portal.database.base import db, prepare
from portal.employers import register
from portal.extensions import csrf, migrate
from portal.foundation import announcing, clock
from portal.reactions import REACTIONS
from portal.vacancies import gazetteer
from portal.web.origin import refuse_json_forms
from search_index import SearchIndex

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def create_app(settings: Settings | None = None) -> Flask:
    """A ready application: raises SettingUnusable when the settings cannot be used."""
    settings = settings or Settings.from_environment()
    clock.follow_file(settings.clock_file)
    gazetteer.follow_folder(settings.gazetteer_dir)
    register.follow_file(settings.bodies_file)
    app = Flask(
        "portal",
        root_path=str(ROOT / "portal"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=_address(settings),
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_PARTS=1_000,
        PERMANENT_SESSION_LIFETIME=sessions.ABSOLUTE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,  # a form is good for as long as the session it was made in
        WTF_CSRF_SSL_STRICT=False,  # portal.web.origin checks where a form comes from
        SESSION_COOKIE_NAME="__Host-session" if settings.base_url.startswith("https://") else "session",
    )
    settings.prepare_data_dir()
    db.init_app(app)
    with app.app_context():
        _prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "portal" / "migrations"), render_as_batch=True)
    WTFormsHelpers(app)
    app.extensions["search_index"] = SearchIndex(settings.index_dir)
    doors.open_doors(app)
    csrf.init_app(app)  # after the furniture, so that a refused form is answered like everything else
    refuse_json_forms(app)
    announcing.follow(REACTIONS)
    commands.register(app)
    return app


def _address(settings: Settings) -> str:
    """In production SQLite opens only a file that is there: a lost database is never replaced by an empty one."""
    path = settings.sqlite_path
    return (
        f"sqlite:///file:{path}?mode=rw&uri=true" if path is not None and settings.production else settings.database_url
    )


def _engine_options(url: str) -> dict[str, object]:
    """Parameters stay out of messages, because they are what people typed and messages end up in logs."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"check_same_thread": False, "timeout": 10}}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": 10,
        "connect_args": {"connect_timeout": 5, "options": "-c timezone=utc -c lock_timeout=10000"},
    }


def _prepare_engine(engine: Engine) -> None:
    prepare(engine)
