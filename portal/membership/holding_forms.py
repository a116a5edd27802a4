"""The forms of those who belong, and of staff for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms import Form, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, NumberRange

from portal.employers.editing import MOST_STAFF
from portal.employers.forms import COUNT

NOT_A_NUMBER = f"Enter a number of staff between 1 and {MOST_STAFF:,}."


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


class SizeForm(FlaskForm):  # type: ignore[misc]
    staff_count = StringField(
        "How many staff are there now?",
        widget=GovTextInput(),
        description="Everybody employed, full and part time, not only in IT.",
        validators=[InputRequired("Enter how many staff there are, such as 1,250."), COUNT],
    )


class ToldForm(Form):  # type: ignore[misc]
    """The number as the address of the page that asks for a yes carries it; a GET form, so without a token."""

    staff = IntegerField("Number of staff", validators=[InputRequired(), NumberRange(min=1, max=MOST_STAFF)])
