"""The forms with which staff tend memberships."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.foundation.text import one_line
from portal.membership.application_forms import DayField

MOST = 300


def _one_line(raw: str | None) -> str:
    return one_line(raw or "")


class OnDayForm(Form):  # type: ignore[misc]
    """A GET form, so without a token."""

    on = DayField("On which day?", validators=[Optional()], description="For example, 1 3 2027.")


class PaymentForm(FlaskForm):  # type: ignore[misc]
    paid_on = DayField(
        "When was it paid?",
        validators=[InputRequired("Enter the day on which it was paid, such as 27 3 2027.")],
        description="The day on which the money reached us, as the bank shows it.",
    )
    reference = StringField(
        "Reference of the payment",
        widget=GovTextInput(),
        filters=[_one_line],
        validators=[
            DataRequired("Enter the reference of the payment, as the bank shows it."),
            Length(max=80, message="The reference of the payment: use at most 80 characters."),
        ],
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    because = TextAreaField(
        "Reason",
        widget=GovTextArea(),
        filters=[_one_line],
        validators=[
            DataRequired("Enter the reason."),
            Length(max=MOST, message=f"The reason: use at most {MOST} characters."),
        ],
    )


class EndForm(ReasonForm):
    last_day = DayField(
        "Last day of the membership",
        validators=[InputRequired("Enter the last day of the membership, such as 31 12 2027.")],
        description="It is in force on this day if its fee is settled, and no longer on the next.",
    )


class TierForm(FlaskForm):  # type: ignore[misc]
    tier = RadioField("Which tier?", widget=GovRadioInput(), validators=[InputRequired("Choose a tier.")])

    def offer(self, tiers: Sequence[tuple[str, str]]) -> TierForm:
        """Let these tiers be chosen from."""
        self.tier.choices = list(tiers)
        return self
