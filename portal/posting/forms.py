"""The forms of a vacancy's sections. What holds is decided by posting.answers; a form only carries what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Length

from portal.posting.answers import job, pay, text
from portal.web.fields import DayParts, SectionForm, choice, counted, given, line, lines, many, one


class RoleForm(SectionForm):
    title = line("Job title", "The name of the job alone, as people search for it, such as Senior Network Engineer.")
    role = choice(
        "Role of the Government Digital and Data profession",
        job.ROLE_CHOICES,
        blank="As the title suggests",
        hint="It puts your vacancy beside like ones in every sector.",
    )
    level = choice("Level", job.LEVELS, blank="As the title suggests")
    own_reference = line(
        "Your reference (optional)", "For example, ICT-0042. It is shown, and tells copies of this advert apart."
    )
    posts = line("Number of posts", "How many people you want to appoint.")


class EmployerForm(SectionForm):
    advertise_as = choice("Advertise as", {}, blank="")
    serves = line(
        "Public body that the job serves, if it is not yours (optional)",
        "Where you recruit on behalf of another body, or supply it. Its full name, such as Leeds City Council.",
    )
    department = line("Department or team (optional)")


class PlaceForm(SectionForm):
    workplace = one("Where is the work done?", job.WORKPLACES)
    office_days = line("Days a week at the workplace (optional)", "For hybrid work: a number from 0 to 5, such as 2.")
    places = lines(
        "Places",
        "One a line: a town, or a town and postcode, such as Leeds LS2 8BB. For remote work you may leave it empty.",
    )


class PayForm(SectionForm):
    how = one("How does the advert state the pay?", pay.HOW)
    minimum = line("Lowest pay", "In pounds, such as 38,626. Where pay is one figure, enter it here and below.")
    maximum = line("Highest pay", "In pounds, such as 42,708.")
    per = one("The figures are for", pay.PERIODS)
    basis = one("The figures are", pay.BASES)
    scheme = choice("Pay scale", pay.SCHEMES, blank="None")
    grade = line(
        "Grade, points or band",
        "For example, 29 to 32 for NJC points, 8a for an NHS band, SEO, or the name of your own grade.",
    )
    allowances = line("Allowances (optional)", "Apart from the pay, such as £1,200 a year for being on call.")
    pay_note = line("Note on pay (optional)", "For example, pay award pending.")


class TermsForm(SectionForm):
    contract = one("Contract", job.CONTRACTS)
    lasts = line("How long it lasts (optional)", "For a contract that ends, such as 18 months, or until 31 March 2028.")
    pattern = many("Working pattern", job.PATTERNS, "Tick all that you offer.")
    hours = line("Hours a week (optional)", "Full-time hours, such as 37. Hourly pay is compared by them.")


class ClearanceForm(SectionForm):
    clearance = many("Clearance and checks that the job needs (optional)", job.CLEARANCES)
    sponsorship = one("Can you sponsor a visa for this job?", job.SPONSORSHIP)
    other_checks = line("Other checks (optional)", "For example, politically restricted post.")


class ClosingForm(SectionForm):
    closes_on = DayParts("Closing date", description="For example, 27 3 2027.")
    closes_time = line("Closing time", "In London, such as 11:59pm or 5pm. Applications close in that minute.")
    interviews = line("When interviews are (optional)", "For example, in the week of 4 January 2027.")
    starts = line("When the job starts (optional)")


class ApplyingForm(SectionForm):
    way = one("How do people apply?", text.WAYS)
    link = line("Address of the page where they apply", "For a link, such as https://jobs.example.gov.uk/1234.")
    mail = line("E-mail address to which they apply", "For applications by e-mail. It is shown to everybody.")
    here_words = line(
        "Most words on each criterion", "For a form here: people say how they meet each of your numbered criteria."
    )
    here_cv = one("Do people send a CV?", text.DOCUMENT_WISHES)
    here_referees = many("Referees", {"y": "Ask for two referees"})
    apply_note = counted(
        "What people should know when they apply (optional)", "For example, what to send, and in which form."
    )


class DescriptionForm(SectionForm):
    text = counted(
        "Text of the advert",
        "What the work is, with whom, and to what end. Leave a line empty between paragraphs. Begin a line with - for a list, "
        "with ## for a heading; **two stars** make bold.",
    )


class CriteriaForm(SectionForm):
    essential = lines(
        "Essential criteria", "One a line. They are numbered in the advert, and people are chosen by them."
    )
    desirable = lines("Desirable criteria (optional)", "One a line.")


class ContactsForm(SectionForm):
    contact_name = line("Name")
    contact_title = line("Job title")
    contact_email = line("E-mail address")
    contact_phone = line("Telephone number")
    contact_shown = many(
        "Who sees this?",
        {"y": "Show this contact in the advert, to everybody"},
        "Without the tick only your colleagues see it.",
    )


class InclusionForm(SectionForm):
    statements = many(
        "Statements in the advert (optional)",
        text.STATEMENTS,
        "Tick only what is true of your organisation and this job. Being Disability Confident means that disabled people may ask for an interview.",
    )
    own_statement = counted("Your own statement (optional)")


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
    "applying": {"here_words": str(text.USUAL_WORDS), "here_cv": "may"},
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
    title = line(
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
        filters=[given],
        description="For your colleagues and our staff; the public does not read it.",
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """An approver's answer; `seen` is the mark of the text that the page showed."""

    because = TextAreaField(
        "What should be changed?", widget=GovTextArea(), filters=[given], validators=[Length(max=400)]
    )
    answer = HiddenField()
    seen = HiddenField()


class PublishForm(FlaskForm):  # type: ignore[misc]
    """When a vacancy is published, and how it is paid for."""

    when = one("When is it published?", {"now": "Now", "later": "On a day that I choose"})
    day = DayParts("Day of publication", description="For example, 4 1 2027.")
    time = line("Time of publication", "In London, such as 8am.")
    way = one("How is it paid for?", {})
    featured = many("Featured listing (optional)", {"y": "Mark it as featured"})


class CopyForm(FlaskForm):  # type: ignore[misc]
    kind = one(
        "What is the copy for?",
        {
            "other": "Another job: I start from this text",
            "again": "The same job: I advertise it again",
        },
        "The page of a job that is advertised again says so, and what is different now.",
    )


class ExtendForm(FlaskForm):  # type: ignore[misc]
    closes_on = DayParts("New closing date", description="For example, 27 3 2027.")
    closes_time = line("Closing time", "In London, such as 11:59pm.")
