"""The forms of those who belong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired


class LeaveForm(FlaskForm):  # type: ignore[misc]
    last_day = RadioField(
        "Which day should be the last?",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose the last day of the membership.")],
    )

    def offer(self, days: Sequence[tuple[date, str]]) -> LeaveForm:
        """Let these days be chosen from."""
        self.last_day.choices = [(day.isoformat(), words) for day, words in days]
        return self
