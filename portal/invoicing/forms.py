"""The forms of documents and receipts."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.invoicing import statements
from portal.invoicing.statements import FIELDS, Mapped


class PenceField(StringField):  # type: ignore[misc]
    """An amount in pounds and pence as people write it; `pence` is what it comes to."""

    pence: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data:
            self.pence = statements.pence(self.data)
            if self.pence is None:
                raise ValidationError(f"Enter {self.label.text.lower()} in pounds and pence, like 120.50.")


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Why?", widget=GovTextArea(), validators=[DataRequired("Enter the reason."), Length(max=500)]
    )


class CreditForm(FlaskForm):  # type: ignore[misc]
    """The lines' amounts are fields of the template's own, named by line; this is what is the same for all."""

    what = RadioField(
        "What do you credit?",
        widget=GovRadioInput(),
        choices=[("all", "Everything that is left of it"), ("some", "The amounts entered below")],
        default="all",
        validators=[DataRequired("Choose what you credit.")],
    )
    reason = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        validators=[DataRequired("Enter the reason, which stands on the credit note."), Length(max=500)],
    )


class CorrectionsForm(FlaskForm):  # type: ignore[misc]
    po_number = StringField("Purchase-order number", widget=GovTextInput(), validators=[Length(max=50)])
    cost_centre = StringField("Cost centre (optional)", widget=GovTextInput(), validators=[Length(max=50)])
    contact = StringField("Person to ask about the order", widget=GovTextInput(), validators=[Length(max=200)])
    bill_to = StringField("Name on the bill", widget=GovTextInput(), validators=[Length(max=200)])
    bill_address = TextAreaField("Address of the bill", widget=GovTextArea(), validators=[Length(max=500)])
    bill_email = StringField(
        "E-mail address for the bill", widget=GovTextInput(), validators=[Optional(), Length(max=254)]
    )


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        "Bank statement (CSV)", widget=GovFileInput(), validators=[FileRequired("Choose the file from your bank.")]
    )


class AllocateForm(FlaskForm):  # type: ignore[misc]
    number = StringField(
        "Invoice number", widget=GovTextInput(), validators=[DataRequired("Enter the number of the invoice.")]
    )
    amount = PenceField("Amount", widget=GovTextInput(), validators=[DataRequired("Enter how much of the receipt.")])


class SendBackForm(FlaskForm):  # type: ignore[misc]
    amount = PenceField("Amount", widget=GovTextInput(), validators=[DataRequired("Enter how much was sent back.")])
    reason = StringField(
        "When and how",
        widget=GovTextInput(),
        validators=[DataRequired("Enter when and how it was sent back."), Length(max=300)],
    )


class MappingForm(FlaskForm):  # type: ignore[misc]
    """Which column is what; a statement's columns are its choices."""

    date = SelectField(FIELDS["date"], widget=GovSelect())
    amount = SelectField(FIELDS["amount"], widget=GovSelect())
    paid_in = SelectField(FIELDS["paid_in"], widget=GovSelect())
    paid_out = SelectField(FIELDS["paid_out"], widget=GovSelect())
    payer = SelectField(FIELDS["payer"], widget=GovSelect())
    words = SelectField(FIELDS["words"], widget=GovSelect())
    more_words = SelectField("More of the description", widget=GovSelect())

    def offer(self, columns: list[str]) -> None:
        """Make these the choices of every field."""
        choices = [("", "None"), *((str(at), name) for at, name in enumerate(columns))]
        for field in self:
            if isinstance(field, SelectField):
                field.choices = choices

    def mapped(self) -> Mapped:
        """What was chosen."""
        chosen = {name: int(self[name].data) if self[name].data else None for name in FIELDS if name != "words"}
        words = tuple(int(each.data) for each in (self.words, self.more_words) if each.data)
        return Mapped(**chosen, words=words)

    @staticmethod
    def filled(mapped: Mapped) -> dict[str, str]:
        """The fields' values for a mapping."""
        values = {name: getattr(mapped, name) for name in FIELDS if name != "words"}
        words = [*mapped.words, None, None]
        values |= {"words": words[0], "more_words": words[1]}
        return {name: "" if value is None else str(value) for name, value in values.items()}
