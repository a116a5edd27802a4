"""The forms of the staff's pages about people."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField, StringField
from wtforms.validators import AnyOf, InputRequired, Optional

from portal.accounts.roles import ROLES
from portal.staff.people import REASONS


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        "Why do you look at people’s data?",
        widget=GovRadioInput(),
        choices=list(REASONS.items()),
        validate_choice=False,
        validators=[AnyOf(list(REASONS), message="Choose why you look.")],
    )


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button of a person's page; `because` goes with what cuts the person off."""

    act = StringField(validators=[InputRequired()])
    role = StringField(validators=[Optional(), AnyOf(ROLES)])
    because = StringField(validators=[Optional(), AnyOf(list(REASONS))])
