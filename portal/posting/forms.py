"""The forms of a vacancy's sections. What holds is decided by posting.answers; a form only carries what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovDateInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from portal.posting.answers import job, pay, text
from portal.posting.answers.shape import Read

MOST_CHARACTERS = 60_000


def _given(raw: Any) -> str:
    return str(raw or "").replace("\0", "")[:MOST_CHARACTERS]


def _line(label: str, hint: str = "") -> StringField:
    return StringField(label, widget=GovTextInput(), description=hint, filters=[_given])


def _lines(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, widget=GovTextArea(), description=hint, filters=[_given])


def _counted(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, widget=GovCharacterCount(), description=hint, filters=[_given])


def _one(label: str, choices: Mapping[str, str], hint: str = "") -> RadioField:
    return RadioField(
        label,
        widget=GovRadioInput(),
        choices=list(choices.items()),
        validate_choice=False,
        default="",
        description=hint,
    )


def _many(label: str, choices: Mapping[str, str], hint: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=GovCheckboxesInput(), choices=list(choices.items()), validate_choice=False, description=hint
    )


def _from(label: str, choices: Mapping[str, str], *, blank: str, hint: str = "") -> SelectField:
    return SelectField(
        label, widget=GovSelect(), choices=[("", blank), *choices.items()], validate_choice=False, description=hint
    )


class DayParts(Field):  # type: ignore[misc]
    """A day as three texts, exactly as they were typed."""

    widget = GovDateInput()

    def process(self, formdata: Any, data: Any = None, **kwargs: Any) -> None:
        super().process(formdata, data, **kwargs)
        given = formdata.getlist(self.name) if formdata is not None and self.name in formdata else data
        parts = [_given(each)[:20] for each in given] if isinstance(given, list) else []
        self.data: list[str] = [*parts, "", "", ""][:3]
        self.raw_data = self.data

    def _value(self) -> str:
        return " ".join(self.data or [])


class SectionForm(FlaskForm):  # type: ignore[misc]
    """A section. `opened` is the mark of what it held when it was opened, so that no colleague's words are lost."""

    opened = HiddenField()

    @property
    def asked(self) -> Iterable[Field]:
        """The section's own fields."""
        return (field for field in self if field.name not in ("csrf_token", "opened"))

    def typed(self) -> dict[str, str | list[str]]:
        """What was typed, to be kept."""
        return {field.name: _plain(field.data) for field in self.asked}

    def show(self, read: Read) -> None:
        """Put each sentence at its field."""
        for name, sentence in read.problems.items():
            if name in self:
                self[name].errors = [sentence]


def _plain(value: Any) -> str | list[str]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [str(each) for each in value]
    return str(value) if value is not None and value is not False else ""


class RoleForm(SectionForm):
    title = _line("Job title", "The name of the job alone, as people search for it, such as Senior Network Engineer.")
    role = _from(
        "Role of the Government Digital and Data profession",
        job.ROLE_CHOICES,
        blank="As the title suggests",
        hint="It puts your vacancy beside like ones in every sector.",
    )
    level = _from("Level", job.LEVELS, blank="As the title suggests")
    own_reference = _line(
        "Your reference (optional)", "For example, ICT-0042. It is shown, and tells copies of this advert apart."
    )
    posts = _line("Number of posts", "How many people you want to appoint.")


class EmployerForm(SectionForm):
    advertise_as = _from("Advertise as", {}, blank="")
    serves = _line(
        "Public body that the job serves, if it is not yours (optional)",
        "Where you recruit on behalf of another body, or supply it. Its full name, such as Leeds City Council.",
    )
    department = _line("Department or team (optional)")


class PlaceForm(SectionForm):
    workplace = _one("Where is the work done?", job.WORKPLACES)
    office_days = _line("Days a week at the workplace (optional)", "For hybrid work: a number from 0 to 5, such as 2.")
    places = _lines(
        "Places",
        "One a line: a town, or a town and postcode, such as Leeds LS2 8BB. For remote work you may leave it empty.",
    )


class PayForm(SectionForm):
    how = _one("How does the advert state the pay?", pay.HOW)
    minimum = _line("Lowest pay", "In pounds, such as 38,626. Where pay is one figure, enter it here and below.")
    maximum = _line("Highest pay", "In pounds, such as 42,708.")
    per = _one("The figures are for", pay.PERIODS)
    basis = _one("The figures are", pay.BASES)
    scheme = _from("Pay scale", pay.SCHEMES, blank="None")
    grade = _line(
        "Grade, points or band",
        "For example, 29 to 32 for NJC points, 8a for an NHS band, SEO, or the name of your own grade.",
    )
    allowances = _line("Allowances (optional)", "Apart from the pay, such as £1,200 a year for being on call.")
    pay_note = _line("Note on pay (optional)", "For example, pay award pending.")


class TermsForm(SectionForm):
    contract = _one("Contract", job.CONTRACTS)
    lasts = _line(
        "How long it lasts (optional)", "For a contract that ends, such as 18 months, or until 31 March 2028."
    )
    pattern = _many("Working pattern", job.PATTERNS, "Tick all that you offer.")
    hours = _line("Hours a week (optional)", "Full-time hours, such as 37. Hourly pay is compared by them.")


class ClearanceForm(SectionForm):
    clearance = _many("Clearance and checks that the job needs (optional)", job.CLEARANCES)
    sponsorship = _one("Can you sponsor a visa for this job?", job.SPONSORSHIP)
    other_checks = _line("Other checks (optional)", "For example, politically restricted post.")


class ClosingForm(SectionForm):
    closes_on = DayParts("Closing date", description="For example, 27 3 2027.")
    closes_time = _line("Closing time", "In London, such as 11:59pm or 5pm. Applications close in that minute.")
    interviews = _line("When interviews are (optional)", "For example, in the week of 4 January 2027.")
    starts = _line("When the job starts (optional)")


class ApplyingForm(SectionForm):
    way = _one("How do people apply?", text.WAYS)
    link = _line("Address of the page where they apply", "For a link, such as https://jobs.example.gov.uk/1234.")
    mail = _line("E-mail address to which they apply", "For applications by e-mail. It is shown to everybody.")
    apply_note = _counted(
        "What people should know when they apply (optional)", "For example, what to send, and in which form."
    )


class DescriptionForm(SectionForm):
    text = _counted(
        "Text of the advert",
        "What the work is, with whom, and to what end. Leave a line empty between paragraphs. Begin a line with - for a list, "
        "with ## for a heading; **two stars** make bold.",
    )


class CriteriaForm(SectionForm):
    essential = _lines(
        "Essential criteria", "One a line. They are numbered in the advert, and people are chosen by them."
    )
    desirable = _lines("Desirable criteria (optional)", "One a line.")


class ContactsForm(SectionForm):
    contact_name = _line("Name")
    contact_title = _line("Job title")
    contact_email = _line("E-mail address")
    contact_phone = _line("Telephone number")
    contact_shown = _many(
        "Who sees this?",
        {"y": "Show this contact in the advert, to everybody"},
        "Without the tick only your colleagues see it.",
    )


class InclusionForm(SectionForm):
    statements = _many(
        "Statements in the advert (optional)",
        text.STATEMENTS,
        "Tick only what is true of your organisation and this job.",
    )
    own_statement = _counted("Your own statement (optional)")


FORMS: Mapping[str, type[SectionForm]] = {
    "role": RoleForm,
    "employer": EmployerForm,
    "place": PlaceForm,
    "pay": PayForm,
    "terms": TermsForm,
    "clearance": ClearanceForm,
    "closing": ClosingForm,
    "applying": ApplyingForm,
    "description": DescriptionForm,
    "criteria": CriteriaForm,
    "contacts": ContactsForm,
    "inclusion": InclusionForm,
}
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "role": {"posts": "1"},
    "closing": {"closes_time": "11:59pm"},
    "pay": {"per": "year"},
}
"""What a section offers while nobody has saved it."""


def form_of(section: str, held: Mapping[str, Any], *, names: Sequence[str], opened: str) -> SectionForm:
    """The form of a section with what it holds."""
    kind = FORMS[section]
    form = kind(data={**DEFAULTS.get(section, {}), **held, "opened": opened})
    if isinstance(form, EmployerForm):
        form.advertise_as.choices = [(name, name) for name in names]
        form.advertise_as.data = form.advertise_as.data or names[0]
    return form


class TitleForm(FlaskForm):  # type: ignore[misc]
    title = _line(
        "Job title",
        "The name of the job alone, as people search for it, such as Senior Network Engineer. You can change it later.",
    )


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class EndForm(FlaskForm):  # type: ignore[misc]
    because = RadioField("Why?", widget=GovRadioInput(), validate_choice=False, default="")
    note = TextAreaField(
        "Note (optional)",
        widget=GovTextArea(),
        filters=[_given],
        description="For your colleagues and our staff; the public does not read it.",
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """An approver's answer; `seen` is the mark of the text that the page showed."""

    because = TextAreaField(
        "What should be changed?", widget=GovTextArea(), filters=[_given], validators=[Length(max=400)]
    )
    answer = HiddenField()
    seen = HiddenField()


class PublishForm(FlaskForm):  # type: ignore[misc]
    """When a vacancy is published, and how it is paid for."""

    when = _one("When is it published?", {"now": "Now", "later": "On a day that I choose"})
    day = DayParts("Day of publication", description="For example, 4 1 2027.")
    time = _line("Time of publication", "In London, such as 8am.")
    way = _one("How is it paid for?", {})
    featured = _many("Featured listing (optional)", {"y": "Mark it as featured"})


class CopyForm(FlaskForm):  # type: ignore[misc]
    kind = _one(
        "What is the copy for?",
        {
            "other": "Another job: I start from this text",
            "again": "The same job: I advertise it again",
        },
        "The page of a job that is advertised again says so, and what is different now.",
    )


class ExtendForm(FlaskForm):  # type: ignore[misc]
    closes_on = DayParts("New closing date", description="For example, 27 3 2027.")
    closes_time = _line("Closing time", "In London, such as 11:59pm.")
