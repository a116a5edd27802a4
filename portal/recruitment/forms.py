"""The forms of campaigns. What holds is decided by the verbs; a form only carries what was typed."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from portal.recruitment.fees import FIXED, PERCENTAGE, PLANS
from portal.recruitment.planning import DAYS
from portal.recruitment.sold_services import SERVICES
from portal.recruitment.weighing import MOST, Criterion
from portal.web.fields import DayParts

MOST_CHARACTERS = 10_000


def _given(raw: Any) -> str:
    return str(raw or "").replace("\0", "")[:MOST_CHARACTERS]


def _line(label: str, hint: str = "") -> StringField:
    return StringField(label, widget=GovTextInput(), description=hint, filters=[_given])


def _lines(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, widget=GovTextArea(), description=hint, filters=[_given])


def _from(label: str, hint: str = "") -> SelectField:
    return SelectField(label, widget=GovSelect(), validate_choice=False, description=hint, choices=[])


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class DescribeForm(FlaskForm):  # type: ignore[misc]
    """What is to be filled, and when."""

    title = _line("Which job is to be filled?", "The name of the job, such as Head of Digital.")
    posts = _line("How many posts?")
    wanted = _line("When are they wanted? (optional)", "For example: to start in April, or before the year ends.")
    details = _lines("What else should the consultant know? (optional)", "What you have tried before, for example.")

    @property
    def described(self) -> dict[str, Any]:
        """As the verbs want it."""
        words = {name: self[name].data or "" for name in ("title", "wanted", "details")}
        return {**words, "posts": self.number_of_posts}

    @property
    def number_of_posts(self) -> int:
        """As a number; 0 for what is none."""
        typed = str(self.posts.data or "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


class EnquiryForm(DescribeForm):
    """The same, and how much of it we are to do."""

    service = RadioField(
        "What do you want us to do?",
        widget=GovRadioInput(),
        validate_choice=False,
        default="",
        choices=[(key, service.name) for key, service in SERVICES.items()],
        description="This binds nobody yet: the terms say what it costs, and you agree to them later.",
    )


class AssignForm(FlaskForm):  # type: ignore[misc]
    consultant = _from("Consultant")
    deputy = _from("Deputy (optional)", "May do whatever the consultant may.")


def _plan(basis: str) -> RadioField:
    return RadioField(
        "When is it due?",
        widget=GovRadioInput(),
        choices=[(key, words) for key, (words, _) in PLANS[basis].items()],
        validate_choice=False,
        description="The client reads it in the terms.",
    )


class FixedFeeForm(FlaskForm):  # type: ignore[misc]
    plan = _plan(FIXED)


class FeeForm(FlaskForm):  # type: ignore[misc]
    percent = _line("Per cent of the first year’s pay", "For example, 18 or 17.5.")
    remuneration = _lines("What counts as pay", "The client reads this in the terms.")
    plan = _plan(PERCENTAGE)

    @property
    def parts(self) -> int:
        """Basis points; 0 for what is no percentage."""
        whole, _, rest = str(self.percent.data or "").strip().rstrip("%").strip().partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) < 4 and len(rest) < 3 and (rest or "0").isdigit()):
            return 0
        return int(whole) * 100 + int((rest or "0").ljust(2, "0"))


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """`seen` is the mark of the text that the page showed."""

    seen = HiddenField()


class ChooseForm(FlaskForm):  # type: ignore[misc]
    posting = RadioField("Which advert?", widget=GovRadioInput(), validate_choice=False, default="", choices=[])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The client's answer to the advert."""

    because = _lines("Or what should be changed?", "Sent to the consultant by mail.")
    answer = HiddenField()
    seen = HiddenField()


class ReasonForm(FlaskForm):  # type: ignore[misc]
    because = _lines("Why?")


class CancelForm(FlaskForm):  # type: ignore[misc]
    because = _lines("Why is it cancelled?", "The other side is told, candidates are not.")
    words = _lines(
        "What are the candidates told?",
        "It begins with “Dear” and the name; [name] becomes the candidate’s name, and [job] the job title.",
    )
    sure = BooleanField("", widget=GovCheckboxInput())

    @property
    def typed(self) -> dict[str, Any]:
        """As the verb wants it."""
        return {"because": self.because.data or "", "words": self.words.data or "", "sure": bool(self.sure.data)}


class CloseForm(FlaskForm):  # type: ignore[misc]
    because = RadioField("Why?", widget=GovRadioInput(), validate_choice=False, default="", choices=[])
    note = _lines("Note (optional)", "For the client and our staff; the public does not read it.")


class ClosingForm(FlaskForm):  # type: ignore[misc]
    closes_on = DayParts("New closing date", description="For example, 27 3 2027.")
    closes_time = _line("Closing time", "In London, such as 11:59pm.")

    @property
    def typed(self) -> dict[str, Any]:
        """As the section of the vacancy wants it."""
        return {"closes_on": self.closes_on.data or "", "closes_time": self.closes_time.data or ""}


class PlanForm(FlaskForm):  # type: ignore[misc]
    longlist_on = DayParts(f"{DAYS['longlist_on']} (optional)", description="For example, 27 3 2027.")
    shortlist_on = DayParts(f"{DAYS['shortlist_on']} (optional)")
    interviews_on = DayParts(f"{DAYS['interviews_on']} (optional)")
    told_by = DayParts(f"{DAYS['told_by']} (optional)", description="The day by which every applicant has heard.")
    names_hidden = BooleanField("Hide names from whoever longlists, until the shortlist", widget=GovCheckboxInput())


class ContactForm(FlaskForm):  # type: ignore[misc]
    person = _from("A person of the client")


class PanelForm(FlaskForm):  # type: ignore[misc]
    name = _line("Name")
    email = _line("E-mail address", "They may work elsewhere. They sign in with this address to join.")
    is_chair = BooleanField("They chair the panel", widget=GovCheckboxInput())


class NoteForm(FlaskForm):  # type: ignore[misc]
    text = _lines("Write a note", "For consultants and staff; the client never sees it.")


def weights_form(criteria: list[Criterion]) -> FlaskForm:
    """A form with a choice of weight for each criterion."""

    class WeightsForm(FlaskForm):  # type: ignore[misc]
        pass

    choices = [(str(each), str(each)) for each in range(1, MOST + 1)]
    for each in criteria:
        field = SelectField(
            f"{each.kind.capitalize()} {each.number}: {each.words}",
            widget=GovSelect(),
            validate_choice=False,
            choices=choices,
            default=str(each.weight),
        )
        setattr(WeightsForm, each.key, field)
    return WeightsForm()
