"""The forms of the organisations' pages."""

from __future__ import annotations

from typing import get_args

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal.employers.findings import Sector
from portal.employers.seats import DOES, ROLES
from portal.foundation.text import one_line
from portal.web.words import name_of

SECTORS = tuple((each, name_of(each)) for each in get_args(Sector))
NATIONS = (
    ("", "The whole UK, or not known"),
    *((each, name_of(each)) for each in ("england", "scotland", "wales", "northern_ireland")),
)
EMAIL = Regexp(
    r"^\s*[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,185}\.[^@\s.,;<>\"]{2,63}\s*$",
    message="Enter an e-mail address, such as name@example.gov.uk.",
)
COUNT = Regexp(
    r"^\s*[0-9]{1,3}(?:[ ,]?[0-9]{3}){0,3}\s*$", message="Enter the number of staff in figures, such as 1,250."
)


def at_most(characters: int, what: str) -> Length:
    """Refuses a longer text with a sentence that names it."""
    return Length(max=characters, message=f"Keep {what} to {characters:,} characters.")


def number_of(text: str | None) -> int | None:
    """A number of staff as people write it; the form has seen to its figures."""
    digits = "".join(each for each in text or "" if each.isdigit())
    return int(digits) if digits else None


def address_of(text: str | None) -> str:
    """A postal address line by line, without empty ones."""
    lines = (one_line(line) for line in (text or "").splitlines())
    return "\n".join(line for line in lines if line)


class AskForm(FlaskForm):  # type: ignore[misc]
    """Asking to act for an organisation; the domain may already show it, so words are not required here."""

    words = TextAreaField(
        "What do you do there, and how can we check it?",
        description="For example your post, and a page or a colleague that shows you work there. "
        "Read by our staff and by the organisation’s owners.",
        widget=GovTextArea(),
        validators=[at_most(400, "it")],
    )


class NewForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Full name of the organisation",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the organisation’s full name."), at_most(300, "the name")],
    )
    sector = SelectField(
        "Sector",
        widget=GovSelect(),
        choices=[("", "Choose a sector"), *SECTORS],
        validators=[InputRequired("Choose a sector.")],
    )
    nation = SelectField("Where", widget=GovSelect(), choices=list(NATIONS))
    words = TextAreaField(
        "What do you do there, and how can we check it?",
        description="For example your post and the organisation’s web address. Read by our staff.",
        widget=GovTextArea(),
        validators=[
            InputRequired("Say what you do there and how we can check it."),
            Length(min=20, max=400, message="Say it in 20 to 400 characters."),
        ],
    )


def _roles(label: str, description: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description or "Choose all that apply.",
        widget=GovCheckboxesInput(),
        choices=list(ROLES.items()),
        validators=[Optional()],
    )


def role_hints() -> dict[str, list[dict[str, dict[str, str]]]]:
    """What each role does, for the check boxes; made anew for each page, because the widget empties what it is given."""
    return {"items": [{"hint": {"text": DOES[role]}} for role in ROLES]}


class RolesForm(FlaskForm):  # type: ignore[misc]
    roles = _roles("Roles")


class InviteForm(FlaskForm):  # type: ignore[misc]
    email = StringField(
        "Your colleague’s e-mail address",
        description="The invitation works for this address only.",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your colleague’s e-mail address."), EMAIL, at_most(254, "the address")],
    )
    roles = SelectMultipleField(
        "Roles",
        description="Choose all that apply.",
        widget=GovCheckboxesInput(),
        choices=list(ROLES.items()),
        validators=[InputRequired("Choose at least one role.")],
    )


class AddPersonForm(InviteForm):
    """Staff give roles to somebody who has an account."""


class DecideForm(FlaskForm):  # type: ignore[misc]
    """Approving a claim with roles, or declining it with a reason."""

    decision = RadioField(
        "Decision",
        widget=GovRadioInput(),
        choices=[("approve", "Approve"), ("decline", "Decline")],
        validators=[InputRequired("Choose whether to approve or decline.")],
    )
    roles = _roles("Roles, if you approve")
    reason = TextAreaField(
        "Reason, if you decline",
        description="The person will read it.",
        widget=GovTextArea(),
        validators=[at_most(500, "the reason")],
    )


class BillsForm(FlaskForm):  # type: ignore[misc]
    """What owners set themselves."""

    staff_count = StringField(
        "Number of staff",
        description="Everybody employed, full and part time. It sets the tier of a membership.",
        widget=GovTextInput(),
        validators=[Optional(), COUNT],
    )
    bill_to = StringField(
        "Name or department for bills",
        widget=GovTextInput(),
        validators=[at_most(200, "the name")],
    )
    bill_address = TextAreaField(
        "Postal address for bills",
        widget=GovTextArea(),
        description="One line for each line of the address.",
        validators=[at_most(1_000, "the address")],
    )
    bill_email = StringField(
        "E-mail address for bills", widget=GovTextInput(), validators=[Optional(), EMAIL, at_most(254, "the address")]
    )


class FactsForm(BillsForm):
    """What staff set besides."""

    name = StringField(
        "Name",
        description="The name before it stays as another name.",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the organisation’s full name."), at_most(300, "the name")],
    )
    sector = SelectField("Sector", widget=GovSelect(), choices=list(SECTORS))
    qualifies = RadioField(
        "Is it a public body or of the third sector?",
        description="Whether its people can be individual members, and it a member organisation.",
        widget=GovRadioInput(),
        choices=[("yes", "Yes"), ("no", "No")],
    )
    nation = SelectField("Where", widget=GovSelect(), choices=list(NATIONS))
    kind = StringField(
        "Kind", description="Such as council or NHS trust.", widget=GovTextInput(), validators=[at_most(80, "the kind")]
    )
    parent = StringField(
        "Reference of the parent organisation",
        description="Leave empty if it is part of no other.",
        widget=GovTextInput(),
        validators=[at_most(20, "the reference")],
    )


class WayForm(FlaskForm):  # type: ignore[misc]
    value = StringField("", widget=GovTextInput(), validators=[InputRequired("Enter it in full."), at_most(300, "it")])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        "Reason",
        description="People who asked to act for the organisation will read it.",
        widget=GovTextArea(),
        validators=[InputRequired("Give a reason."), at_most(500, "the reason")],
    )


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""
