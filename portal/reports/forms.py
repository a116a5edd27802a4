"""The forms of reports and complaints."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional, Regexp

from portal.reports.matters import COMPLAINTS, OF_VACANCIES

MOST_TEXT = 5_000
ADDRESS = Regexp(
    r"^[^@\s<>\"',;:()]+@[^@\s<>\"',;:()]+\.[^@\s<>\"',;:().]+$",
    message="Enter an e-mail address like name@example.org.",
)
TEXT_LIMIT = Length(max=MOST_TEXT, message="Say it in 5,000 characters.")


class VacancyReportForm(FlaskForm):  # type: ignore[misc]
    matter = RadioField(
        "What is wrong?",
        widget=GovRadioInput(),
        choices=OF_VACANCIES,
        validate_choice=False,
        validators=[AnyOf([key for key, _ in OF_VACANCIES], message="Choose what is wrong.")],
    )
    text = TextAreaField("What should we know?", widget=GovTextArea(), validators=[Optional(), TEXT_LIMIT])
    email = StringField(
        "E-mail address (optional)", widget=GovTextInput(), validators=[Optional(), Length(max=254), ADDRESS]
    )


class ComplaintForm(FlaskForm):  # type: ignore[misc]
    matter = RadioField(
        "What is your complaint about?",
        widget=GovRadioInput(),
        choices=COMPLAINTS,
        validate_choice=False,
        validators=[AnyOf([key for key, _ in COMPLAINTS], message="Choose what your complaint is about.")],
    )
    text = TextAreaField(
        "What happened, and what should we do?",
        widget=GovTextArea(),
        validators=[DataRequired("Tell us what happened."), TEXT_LIMIT],
    )
    name = StringField(
        "Your name", widget=GovTextInput(), validators=[DataRequired("Enter your name."), Length(max=200)]
    )
    email = StringField(
        "E-mail address",
        widget=GovTextInput(),
        validators=[DataRequired("Enter your e-mail address, so that we can answer."), Length(max=254), ADDRESS],
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """`act` is which button was pressed."""

    text = TextAreaField(
        "Your answer, or why you close it",
        widget=GovTextArea(),
        validators=[DataRequired("Write the answer, or why you close the report."), TEXT_LIMIT],
    )
    act = StringField()
