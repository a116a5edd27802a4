"""`flask people code`: what the authenticator app of an example person shows now."""

from __future__ import annotations

import click
import pyotp
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.secrets import unseal
from portal.accounts.signing_in import email_key
from portal.config import Settings
from portal.database.base import db
from portal.examples.cast import SECOND_FACTOR
from portal.foundation import clock
from portal.foundation.errors import NotFound, SettingUnusable


@click.command("code")
@click.argument("email")
@with_appcontext
def code_command(email: str) -> None:
    """Print the code that an example person signs in with now; refused in production and for real people."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise SettingUnusable("PORTAL_ENV is production, where nobody’s code but their own app may show it.")
    person = db.session.scalar(select(Person).where(Person.email_key == email_key(email)))
    sealed = person.totp_secret if person else None
    if sealed is None or unseal(settings.secret_key, sealed) != SECOND_FACTOR:
        raise NotFound(
            f"{email} is no example person with a second factor. Make them with: flask setup --with-examples"
        )
    click.echo(pyotp.TOTP(SECOND_FACTOR).at(clock.now()))
