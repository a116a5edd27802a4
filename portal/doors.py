"""One function a persona: the parent blueprint, its guard, and the views behind it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Flask

from portal.accounts import guards
from portal.accounts.views import account, second_factor, signing_in
from portal.accounts.views.activity import bp as activity
from portal.consulting.views import consultant
from portal.feeds.views import staff as sources
from portal.accounts.views import (
    account,
    closing,
    email,
    email_links,
    mail_choices,
    own_sessions,
    password,
    proving,
    recovering,
    registering,
    second_factor,
    signing_in,
)
from portal.feeds.views.public import bp as coverage
from portal.membership.reading import find_reader
from portal.membership.views import applying, endorsing, organisation_applying, panel, staff_applications
from portal.menus import hang
from portal.operating.views import bp as operating
from portal.reports.views import public as reports
from portal.reports.views import staff as reports_received
from portal.search.views.public import bp as search
from portal.staff.views import home as staff_home
from portal.staff.views import jobs, people
from portal.staff.views import mail as outbox
from portal.staff.views.audit import bp as audit
from portal.vacancies.views import staff as moderation
from portal.vacancies.views.public import bp as vacancies
from portal.web.furnishing import furnish
from portal.web.health import bp as health
from portal.web.pages import bp as pages
from portal.web.reader import know_readers

_SIGNING_IN = (signing_in.bp, registering.bp, recovering.bp, email_links.bp)
_OWN_ACCOUNT = (
    account.bp,
    second_factor.bp,
    proving.bp,
    password.bp,
    email.bp,
    own_sessions.bp,
    mail_choices.bp,
    closing.bp,
)


def open_doors(app: Flask) -> None:
    """Hang every door of the site on the application."""
    furnish(app)
    guards.watch(app)
    know_readers(app, find_reader)
    for public in (operating, health, pages, search, vacancies, coverage, reports.bp, signing_in.bp, endorsing.by_link):
    for public in (operating, health, pages, search, vacancies, coverage, reports.bp, signing_in.bp):
    for public in (operating, health, pages, search, vacancies, coverage, *_SIGNING_IN):
        app.register_blueprint(public)
    for door in (_account(), _employer(), _consultant(), _assessor(), _staff()):
        app.register_blueprint(hang(door))


def _account() -> Blueprint:
    """What is a person's own."""
    door = Blueprint("account", __name__, url_prefix="/account")
    door.before_request(guards.signed_in)
    for each in (account.bp, second_factor.bp, applying.bp):
    for each in _OWN_ACCOUNT:
        door.register_blueprint(each)
    door.register_blueprint(activity)
    return door


def _employer() -> Blueprint:
    """What people do for an organisation; which one, the queries decide."""
    door = Blueprint("employer", __name__, url_prefix="/employer")
    door.before_request(guards.signed_in)
    for each in (endorsing.queue, organisation_applying.bp):
        door.register_blueprint(each)
    return door


def _consultant() -> Blueprint:
    door = Blueprint("consultant", __name__, url_prefix="/consultant")
    door.before_request(partial(guards.with_role, "consultant"))
    door.register_blueprint(consultant.bp)
    return door


def _assessor() -> Blueprint:
    """The panel's."""
    door = Blueprint("assessor", __name__, url_prefix="/assessor")
    door.before_request(partial(guards.with_role, "assessor"))
    door.register_blueprint(panel.bp)
    return door


def _staff() -> Blueprint:
    """The society's staff's."""
    door = Blueprint("staff", __name__, url_prefix="/staff")
    door.before_request(partial(guards.with_role, "staff"))
    for each in (staff_home.bp, moderation.bp, sources.bp, people.bp, reports_received.bp, jobs.bp, outbox.bp):
        door.register_blueprint(each)
    door.register_blueprint(audit)
    door.register_blueprint(staff_applications.bp)
    return door
