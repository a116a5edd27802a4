"""The forms of the pages about orders."""

from __future__ import annotations

import re
from dataclasses import fields

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from portal.billing.details import Details
from portal.membership.application_forms import DayField
from portal.web.fields import line, lines

_WHOLE = re.compile(r"\d{1,4}")


def quantity_of(written: str | None) -> int | None:
    """A whole number as people write it; None for anything else (0 when nothing is written)."""
    text = (written or "").strip()
    return 0 if not text else int(text) if _WHOLE.fullmatch(text) else None


class WholeField(StringField):  # type: ignore[misc]
    """A whole number; whatever else is written is none."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = quantity_of(valuelist[0] if valuelist else "")


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class DetailsForm(FlaskForm):  # type: ignore[misc]
    contact = StringField(
        "Whom can we ask about this order?", widget=GovTextInput(), validators=[Length(max=200)], description="A name."
    )
    po_number = StringField(
        "Purchase-order number",
        widget=GovTextInput(),
        description="Needed to pay on account. Optional by card; it is then printed on the receipt.",
    )
    cost_centre = StringField("Cost centre (optional)", widget=GovTextInput(), validators=[Length(max=50)])
    bill_to = StringField("Name on the bill", widget=GovTextInput(), validators=[Length(max=200)])
    bill_address = TextAreaField(
        "Address of the bill",
        widget=GovTextArea(),
        description="An invoice of more than £250 has to bear it, however you pay.",
        validators=[Length(max=500)],
    )
    bill_email = StringField(
        "E-mail address for the bill",
        widget=GovTextInput(),
        description="Where your organisation takes invoices in.",
        validators=[Length(max=254)],
    )


class OnAccountForm(DetailsForm):
    again = BooleanField("This purchase-order number is meant to be used again", widget=GovCheckboxInput())


class PlaceForm(FlaskForm):  # type: ignore[misc]
    way = RadioField("How will you pay?", widget=GovRadioInput(), choices=[], validate_choice=False)
    again = BooleanField("This purchase-order number is meant to be used again", widget=GovCheckboxInput())
    seen = HiddenField()


class OwnBillForm(FlaskForm):  # type: ignore[misc]
    bill_to = StringField("Name on the bill", widget=GovTextInput(), validators=[Length(max=200)])
    bill_address = TextAreaField(
        "Address of the bill",
        widget=GovTextArea(),
        description="Needed to pay on account.",
        validators=[Length(max=500)],
    )
    bill_email = StringField("E-mail address for the bill", widget=GovTextInput(), validators=[Length(max=254)])


class OwnOrderForm(OwnBillForm):
    way = RadioField("How will you pay?", widget=GovRadioInput(), choices=[], validate_choice=False)
    seen = HiddenField()


class ReasonForm(FlaskForm):  # type: ignore[misc]
    because = TextAreaField(
        "Why?", widget=GovTextArea(), validators=[Length(max=400, message="Keep it to 400 characters.")]
    )
    seen = HiddenField()


class AmountForm(FlaskForm):  # type: ignore[misc]
    amount = StringField("Amount", widget=GovTextInput())
    from_date = DayField("From which day is it in force?", description="A day after today, such as 1 4 2027.")


class ProductForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name", widget=GovTextInput())
    description = TextAreaField("What it is, in a sentence or two", widget=GovTextArea())
    weeks = WholeField("For how many weeks is it shown?")
    credits = WholeField("How many advert credits does it give?")
    is_sold = BooleanField(
        "It is sold", widget=GovCheckboxInput(), description="Without this it leaves the price list today."
    )
    sold_from = DayField("First day on which it is sold")
    sold_to = DayField("Last day on which it is sold (optional)", description="Leave it empty while there is none.")


class NewProductForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name", widget=GovTextInput())
    kind = RadioField("What kind of product is it?", widget=GovRadioInput(), choices=[], validate_choice=False)
    description = TextAreaField("What it is, in a sentence or two", widget=GovTextArea())
    credits = WholeField(
        "How many advert credits does it give?", description="For a bundle. A service gives none: leave it empty."
    )
    price = StringField("List price of one", widget=GovTextInput(), description="In pounds, without VAT.")
    from_date = DayField("From which day is it sold at this price?", description="A day after today, such as 1 4 2027.")
    vat_code = RadioField("How is VAT charged?", widget=GovRadioInput(), choices=[], validate_choice=False)
    discounted = BooleanField(
        "Members pay less for it", widget=GovCheckboxInput(), description="By the discount of their tier."
    )


class TrustForm(FlaskForm):  # type: ignore[misc]
    trusted = BooleanField("What it orders on account is given before it is paid", widget=GovCheckboxInput())
    limit = StringField(
        "Up to how much, unpaid in all?",
        widget=GovTextInput(),
        description="In pounds, VAT included, such as 5,000.",
    )
    no_vat_because = StringField(
        "Why is no UK VAT charged? (optional)",
        widget=GovTextInput(),
        description="Leave it empty to charge VAT. It is printed on the organisation’s orders and invoices.",
        validators=[Length(max=200)],
    )


class TermsForm(FlaskForm):  # type: ignore[misc]
    limit = StringField(
        "Above which total does an order need a colleague’s approval?",
        widget=GovTextInput(),
        description="In pounds, VAT included. Leave it empty to ask for no approval.",
    )
    approve_text = BooleanField(
        "A colleague approves the text of a vacancy before it is public",
        widget=GovCheckboxInput(),
        description="Whether it is paid for by an order or with a credit. Nobody approves what they wrote themselves.",
    )
    pattern = StringField(
        "What do your purchase-order numbers look like? (optional)",
        widget=GovTextInput(),
        description="# stands for a digit, @ for a letter; for example PO-######. Leave it empty to take any number.",
    )


def details_of(form: FlaskForm) -> Details:
    """Whom to ask and whom to bill, as entered."""
    return Details(**{each.name: form[each.name].data or "" for each in fields(Details)})


def seen_pence(form: FlaskForm) -> int | None:
    """The total that the sender's page showed; None for what is no number, so that a form made by hand is priced afresh."""
    written = form.seen.data or ""
    return int(written) if re.fullmatch(r"\d{1,12}", written) else None


_RAISED = ("contact", "bill_to", "bill_email", "po_number", "cost_centre", "bill_address")


class RaiseForm(FlaskForm):  # type: ignore[misc]
    """What staff enter when they put an order on account for its buyer."""

    contact = line("Person to ask about the order")
    bill_to = line("Name on the bill")
    bill_address = lines("Address of the bill")
    bill_email = line("E-mail address for the bill")
    po_number = line("Purchase-order number", "As the client gave it to you.")
    cost_centre = line("Cost centre (optional)")
    po_again = BooleanField("This purchase-order number is meant to be used again", widget=GovCheckboxInput())

    def details(self) -> Details:
        """As the order wants them."""
        return Details(**{name: str(self[name].data or "") for name in _RAISED})
