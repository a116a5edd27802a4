"""The forms of card payments and refunds."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.foundation.money import pence_of

LONGEST = Length(max=1_000, message="Say it in 1,000 characters.")


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class TestCardForm(FlaskForm):  # type: ignore[misc]
    __test__ = False
    card = StringField(
        "Card number",
        widget=GovTextInput(),
        validators=[DataRequired("Enter one of the test card numbers from this page."), Length(max=40)],
    )


class RefundForm(FlaskForm):  # type: ignore[misc]
    amount = StringField(
        "How much to give back, with VAT", widget=GovTextInput(), validators=[DataRequired("Enter an amount.")]
    )
    because = TextAreaField(
        "Why", widget=GovTextArea(), validators=[DataRequired("Say why the money is given back."), LONGEST]
    )

    def validate_amount(self, field: Field) -> None:
        if pence_of(field.data or "") is None:
            raise ValidationError("Enter an amount in pounds and pence, like 120 or 120.50.")

    @property
    def pence(self) -> int:
        return pence_of(self.amount.data or "") or 0


class BecauseForm(FlaskForm):  # type: ignore[misc]
    """A reason, and which button was pressed."""

    because = TextAreaField("What you found and did", widget=GovTextArea(), validators=[LONGEST])
    act = StringField()
