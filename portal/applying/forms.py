"""The forms of an application's sections. What holds is decided by applying.answers; a form only carries what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSelect, GovTextArea, GovTextInput
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField

from portal.applying.answers import declaring, fairness, people, reasons, work
from portal.applying.answers.work import gap_field, gap_in_words
from portal.applying.tracking import STATES
from portal.applying.wanted import SCHEMES, Wanted
from portal.web.fields import DayParts, SectionForm, counted, given, line, lines, many, one


class ContactForm(SectionForm):
    name = line("Full name")
    called = line("What should we call you? (optional)", "If it is another name than the one above.")
    phone = line("Telephone number (optional)", "We write by e-mail, and call only when it is urgent.")
    postal = lines("Address (optional)", "Only needed if you would rather have a letter.")


class RightToWorkForm(SectionForm):
    right = one("May you work in the United Kingdom?", people.RIGHTS)
    right_note = lines(
        "Which permission do you have, and until when?", "If it has limits or an end. We see documents later."
    )


class RefereesForm(SectionForm):
    first_name = line("Name")
    first_title = line("Job title (optional)")
    first_organisation = line("Organisation (optional)")
    first_relation = line("How they know you", "For example, my line manager since 2021.")
    first_mail = line("E-mail address")
    first_phone = line("Telephone number (optional)")
    second_name = line("Name")
    second_title = line("Job title (optional)")
    second_organisation = line("Organisation (optional)")
    second_relation = line("How they know you")
    second_mail = line("E-mail address")
    second_phone = line("Telephone number (optional)")
    tell_first = many("Before we write to them", {"y": "Tell me before you contact my referees"})


class SchemesForm(SectionForm):
    schemes = many("Does any of this hold for you? (optional)", SCHEMES)


class AdjustmentsForm(SectionForm):
    needs = one("Do you need adjustments to apply, or at an interview?", fairness.NEEDS)
    about = lines(
        "What would help you?",
        "For example, a room without steps, more time for a test, or questions in advance.",
    )


class DeclarationsForm(SectionForm):
    related = one(
        "Are you related or close to somebody who works there, or who may take part in choosing?", declaring.RELATED
    )
    related_note = lines(
        "Who is it, and how do you know each other?", "Only if you are. It does not count against you."
    )
    true = many("Is what you wrote true?", {"y": "What I wrote is true and complete as far as I know"})


class PostForm(SectionForm):
    kind = one("What did you do?", work.KINDS)
    post_title = line("Job title, or name of the course")
    employer = line("Employer, or where you studied")
    since = line("From (month and year)", "For example, March 2019 or 3 2019.")
    until = line("To (month and year)")
    now = many("Does it go on?", {"y": "It goes on now"})
    did = counted("What you did (optional)", "Your duties and what came of them, in a few sentences.")


_FIXED: Mapping[str, type[SectionForm]] = {
    "contact": ContactForm,
    "right_to_work": RightToWorkForm,
    "referees": RefereesForm,
    "adjustments": AdjustmentsForm,
    "declarations": DeclarationsForm,
}


def form_of(section: str, held: Mapping[str, Any], wanted: Wanted, *, opened: str) -> SectionForm:
    """The form of a section of this vacancy, with what it holds."""
    kind = _FIXED.get(section) or _made(section, held, wanted)
    form = kind(data={**held, "opened": opened})
    if isinstance(form, SchemesForm):
        form.schemes.choices = [(each, SCHEMES[each]) for each in wanted.schemes]
    return form


def _made(section: str, held: Mapping[str, Any], wanted: Wanted) -> type[SectionForm]:
    if section == "schemes":
        return SchemesForm
    fields: dict[str, Field]
    if section == "criteria":
        fields = {
            each.key: counted(each.words, each.number if wanted.criteria else "") for each in reasons.asked(wanted)
        }
    elif section == "equality":
        fields = {
            name: one(words, {**choices, fairness.NOT_SAID: "I would rather not say"})
            for name, (words, choices) in fairness.QUESTIONS.items()
        }
    else:
        gaps = work.employment(held, wanted).values["gaps"]
        fields = {
            "nothing": many("Is there nothing to add yet?", {"y": "I have no work, study or other time to tell of"})
        }
        fields |= {gap_field(gap): lines(f"What did you do {gap_in_words(gap)}?") for gap, _said in gaps}
    return type("MadeForm", (SectionForm,), fields)


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class MessageForm(FlaskForm):  # type: ignore[misc]
    body = TextAreaField("Your message", widget=GovTextArea(), filters=[given])


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    because = TextAreaField(
        "Why? (optional)",
        widget=GovTextArea(),
        filters=[given],
        description="It helps the employer to do better. Whoever runs the recruitment reads it.",
    )


class ElsewhereForm(FlaskForm):  # type: ignore[misc]
    """An application made elsewhere, as the member keeps it."""

    vacancy = HiddenField()
    title = StringField("Job title", widget=GovTextInput(), filters=[given])
    employer = StringField("Employer", widget=GovTextInput(), filters=[given])
    state = SelectField("Where does it stand?", widget=GovSelect(), choices=list(STATES.items()), validate_choice=False)
    applied_on = DayParts(
        "When did you apply? (optional)", widget=GovDateInput(), description="For example, 27 3 2027."
    )
    next_on = DayParts(
        "When is the next thing due? (optional)",
        widget=GovDateInput(),
        description="An interview, a test, or when you mean to ask.",
    )
    note = TextAreaField("Note (optional)", widget=GovTextArea(), filters=[given], description="Only you read it.")
