"""The forms of evidence packs."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class PackForm(FlaskForm):  # type: ignore[misc]
    named = BooleanField(
        "With candidates’ names, as far as you may know them now",
        widget=GovCheckboxInput(),
        description="Only where names are needed, as for a complaint or a tribunal. That you made it with names is kept.",
    )
