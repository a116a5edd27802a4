"""The forms of the pages about one's own data."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovPasswordInput
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired


class DownloadForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField("Password", widget=GovPasswordInput(), validators=[InputRequired("Enter your password.")])


class EraseForm(DownloadForm):
    sure = BooleanField(
        "Erase my account and everything about me for good",
        widget=GovCheckboxInput(),
        validators=[InputRequired("Tick the box to say that you want everything erased for good.")],
    )
