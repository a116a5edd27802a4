"""The forms of applying. What must be answered is asked for by membership.questions, so that a draft may be saved."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxInput,
    GovDateInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, DateField, Form, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.membership import questions
from portal.membership.questions import Question
from portal.web.words import name_of

LONGEST = 4_000


def _short(question: Question, *, description: str = "") -> StringField:
    limit = Length(max=200, message=f"{question.label}: use at most 200 characters.")
    return StringField(
        question.label, widget=GovTextInput(), validators=[Optional(), limit], filters=[_tidy], description=description
    )


def _long(label: str, *, description: str = "", required: str = "") -> TextAreaField:
    checks: list[Any] = [DataRequired(required)] if required else [Optional()]
    return TextAreaField(
        label,
        widget=GovCharacterCount(),
        validators=[*checks, Length(max=LONGEST, message=f"{label}: write at most {LONGEST:,} characters.")],
        filters=[_without_nul],
        description=description,
    )


def _tidy(raw: str | None) -> str:
    return " ".join((raw or "").replace("\0", "").split())


def _without_nul(raw: str | None) -> str:
    return (raw or "").replace("\0", "").strip()


class DayField(DateField):  # type: ignore[misc]
    """A day typed as three numbers; whatever number of parts a browser sends, the widget gets three."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format="%d %m %Y", widget=GovDateInput(), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = [each.strip() for each in [*valuelist, "", "", ""][:3]]
        self.raw_data = parts
        if not any(parts):
            self.data = None
            return
        try:
            super().process_formdata(parts)
        except ValueError:
            raise ValueError("Enter a real date, such as 27 3 2027.") from None


class ClassForm(FlaskForm):  # type: ignore[misc]
    klass = RadioField(
        "Which class fits you?",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose the class that fits you.")],
        validate_choice=True,
    )


class OrganisationSearchForm(Form):  # type: ignore[misc]
    """A GET form, so without a token."""

    q = StringField("Name of the organisation", filters=[lambda raw: _tidy(raw)[:100]])


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    choice = RadioField(
        "Which of these?", widget=GovRadioInput(), validators=[InputRequired("Choose one of the organisations.")]
    )


class NewOrganisationForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Full name of the organisation",
        widget=GovTextInput(),
        filters=[_tidy],
        validators=[DataRequired("Enter the organisation’s full name."), Length(max=300)],
    )
    sector = SelectField(
        "Sector",
        widget=GovSelect(),
        choices=[
            (key, name_of(key))
            for key in (
                "local_government", "nhs", "civil_service", "devolved", "alb", "police",
                "fire", "education", "housing", "third_sector", "private",
            )
        ],
    )  # fmt: skip


class _Statement(FlaskForm):  # type: ignore[misc]
    statement = _long(
        questions.STATEMENT.label,
        description="A few sentences: what you do, and what you look for in the society. The panel reads them.",
    )


class WorkForm(_Statement):
    job_title = _short(questions.JOB_TITLE)


class ProviderForm(_Statement):
    supplier = _short(questions.SUPPLIER)
    job_title = _short(questions.JOB_TITLE)
    whole_time = BooleanField("I spend my whole working time serving this body", widget=GovCheckboxInput())
    serving_until = DayField(
        "Until when, if you know (optional)",
        validators=[Optional()],
        description="Your membership ends with that day. For example, 31 3 2028.",
    )


class EarlyCareerForm(_Statement):
    scheme = _short(questions.SCHEME, description="For example, Level 4 apprenticeship in network engineering.")
    scheme_at = _short(questions.SCHEME_AT, description="Your university, college or employer.")
    scheme_ends = DayField(questions.SCHEME_ENDS.label, validators=[Optional()], description="For example, 31 8 2028.")


class PartnerForm(_Statement):
    company = _short(questions.COMPANY)
    job_title = _short(questions.JOB_TITLE)
    interest = _long(questions.INTEREST.label, description="What your company does with or for public bodies.")


FORMS: dict[str, type[_Statement]] = {
    "individual": WorkForm,
    "corporate_seat": WorkForm,
    "provider": ProviderForm,
    "early_career": EarlyCareerForm,
    "partner": PartnerForm,
}


class OrganisationApplicationForm(FlaskForm):  # type: ignore[misc]
    staff_count = IntegerField(
        questions.STAFF_COUNT.label,
        widget=GovTextInput(),
        description="Everyone employed, not only in IT, as a whole number. It sets the tier and the fee.",
        validators=[
            Optional(),
            NumberRange(min=1, max=2_000_000, message="Enter a number of staff from 1 to 2,000,000."),
        ],
    )
    statement = _long(
        questions.JOINING.label,
        description="A few sentences about your IT and what you look for. The panel reads them.",
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class AppealForm(FlaskForm):  # type: ignore[misc]
    reason = _long(
        "Why should the panel look again?",
        description="Say what the panel did not know or misunderstood.",
        required="Say why the panel should look again.",
    )


class EndorsementForm(FlaskForm):  # type: ignore[misc]
    answer = RadioField(
        "Do you endorse this application?",
        widget=GovRadioInput(),
        choices=[("yes", "Yes, I endorse it"), ("no", "No, I do not endorse it")],
        validators=[InputRequired("Choose whether you endorse this application.")],
    )
    reason = _long(
        "Reason",
        description="Needed if you do not endorse it. The panel reads it; the applicant does not.",
    )


class VoteForm(FlaskForm):  # type: ignore[misc]
    vote = RadioField(
        "Should this application be approved?",
        widget=GovRadioInput(),
        choices=[("yes", "Yes, I agree to it"), ("no", "No, I do not agree to it")],
        validators=[InputRequired("Choose whether you agree.")],
    )
    reason = _long(
        "Reason",
        description="For the panel and staff. The applicant does not read it.",
        required="Give the reason for your vote.",
    )
    to_applicant = _long(
        "What the applicant is told if the panel says no",
        description="Needed if you do not agree. It is shown without your name.",
    )


class StandAsideForm(FlaskForm):  # type: ignore[misc]
    because = StringField(
        "Why do you stand aside?",
        widget=GovTextInput(),
        filters=[_tidy],
        description="For example, I know the applicant well. Staff read it.",
        validators=[DataRequired("Say in a few words why you stand aside."), Length(max=500)],
    )


class NoteForm(FlaskForm):  # type: ignore[misc]
    note = TextAreaField(
        "Note",
        widget=GovTextArea(),
        filters=[_without_nul],
        description="Only staff read it.",
        validators=[DataRequired("Write the note."), Length(max=LONGEST)],
    )
