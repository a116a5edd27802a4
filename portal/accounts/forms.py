"""The forms of the accounts' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovCheckboxInput, GovPasswordInput, GovTextInput
from wtforms import BooleanField, Field, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.accounts.addresses import is_email
from portal.accounts.choosing_mail import KINDS
from portal.accounts.password_rules import LEAST, MOST


def _email_like(_form: Any, field: Field) -> None:
    if not is_email(field.data or ""):
        raise ValidationError("Enter an e-mail address like name@example.org.")


def _email(label: str) -> StringField:
    return StringField(
        label, widget=GovTextInput(), validators=[InputRequired("Enter your e-mail address."), _email_like]
    )


def _password(label: str = "Password", *, missing: str = "Enter your password.") -> PasswordField:
    return PasswordField(label, widget=GovPasswordInput(), validators=[InputRequired(missing)])


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        widget=GovPasswordInput(),
        description=f"At least {LEAST} characters, at most {MOST}. Three random words are easy to remember and hard to guess.",
        validators=[InputRequired("Enter a password."), Length(max=MOST, message=f"Use at most {MOST} characters.")],
    )


def _code(label: str, hint: str) -> StringField:
    return StringField(label, widget=GovTextInput(), description=hint, validators=[InputRequired("Enter the code.")])


def refuse(field: Field, sentence: str) -> None:
    """Show the sentence at the field, where it failed only after the form was read."""
    field.errors = [sentence]


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = StringField(
        "E-mail address", widget=GovTextInput(), validators=[InputRequired("Enter your e-mail address.")]
    )
    password = _password()


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = _code(
        "Code", "The 6 digits that your authenticator app shows now. If you have lost it, one of your recovery codes."
    )


class FirstCodeForm(FlaskForm):  # type: ignore[misc]
    code = _code("Code from the app", "The 6 digits that the app shows now.")


class RegisterForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Your name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your name."), Length(max=200, message="Use at most 200 characters.")],
    )
    email = _email("E-mail address")
    password = _new_password("Password")

    def __init__(self, problem_for: Callable[..., str | None]) -> None:
        super().__init__()
        self._problem_for = problem_for

    def validate_password(self, field: Field) -> None:
        known = {"name": self.name.data or "", "email": self.email.data or ""}
        if problem := self._problem_for(field.data or "", **known):
            raise ValidationError(problem)


class AddressForm(FlaskForm):  # type: ignore[misc]
    email = _email("E-mail address")


class NewAddressForm(FlaskForm):  # type: ignore[misc]
    email = _email("New e-mail address")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = _password()


class ProofForm(FlaskForm):  # type: ignore[misc]
    """The password; beside it a code where the account has a second factor."""

    password = _password()
    code = StringField(
        "Code",
        widget=GovTextInput(),
        description="The 6 digits that your authenticator app shows now, or a recovery code.",
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    password = _new_password("New password")


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    current = _password("Current password", missing="Enter your current password.")
    password = _new_password("New password")


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class CloseForm(FlaskForm):  # type: ignore[misc]
    sure = BooleanField(
        "I want to close my account",
        widget=GovCheckboxInput(),
        validators=[InputRequired("Tick the box to close your account.")],
    )


class MailChoicesForm(FlaskForm):  # type: ignore[misc]
    kinds = SelectMultipleField(
        "Mails that you may choose",
        widget=GovCheckboxesInput(),
        choices=[SelectChoice(key, kind.name) for key, kind in KINDS.items()],
    )
