"""The forms of offers. What holds is decided by the verbs; a form only carries what was typed."""

from __future__ import annotations

from datetime import date

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect
from wtforms import BooleanField, HiddenField, RadioField, SelectField

from portal.foundation.errors import RuleBroken
from portal.offering.check_kinds import ADDABLE, KINDS, STATES
from portal.offering.models import Offer, OfferCheck
from portal.offering.reference_answers import AGAIN, MAY_SHOW, Said, read
from portal.offering.terms import Terms
from portal.web.fields import DayParts, counted, line, lines, one


def parts_of(day: date | None) -> list[str]:
    """A day as the three texts of its field."""
    return [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]


def day_of(typed: list[str] | None) -> date | None:
    """The day that was typed; none where it is no day."""
    parts = [each.strip() for each in typed or []]
    if len(parts) != 3 or not all(each.isascii() and each.isdigit() and len(each) < 5 for each in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def pence_of(typed: str | None) -> int:
    """Pounds as people write them, in pence; 0 for what is no sum."""
    plain = (typed or "").strip().removeprefix("£").replace(",", "").replace(" ", "")
    pounds, _, pence = plain.partition(".")
    if not (pounds.isascii() and pounds.isdigit() and len(pounds) < 9):
        return 0
    if pence and not (pence.isascii() and pence.isdigit() and len(pence) == 2):
        return 0
    return int(pounds) * 100 + int(pence or 0)


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class TermsForm(FlaskForm):  # type: ignore[misc]
    post = line("Post", "As the candidate reads it, with its grade where it has one.")
    salary = line("Salary for a year, in pounds")
    hours = line("Hours", "For example: 37 hours a week, or 22 hours over three days.")
    starts_on = DayParts("Start date that you propose", description="For example, 1 3 2027.")
    kind = RadioField(
        "Is the offer conditional?",
        widget=GovRadioInput(),
        choices=[("conditional", "Conditional: it is firm once the checks are done"), ("firm", "Firm")],
        validate_choice=False,
        default="conditional",
        description="Identity and the right to work are checked for a firm offer too: the law asks for it.",
    )
    conditions = lines("Conditions", "One on each line. The candidate reads them as they stand here.")
    answer_by = DayParts(
        "Answer wanted by", description="Nothing lapses by itself: you see it when the day has passed."
    )
    again = BooleanField("I mean to offer it although it is offered to somebody else", widget=GovCheckboxInput())
    agreed = BooleanField("", widget=GovCheckboxInput())
    because = lines("Why?", "Kept in the history of the application, with who said so and when.")

    @property
    def why_without_choice(self) -> str:
        """The reason for an offer that does not follow what was decided; empty unless its tick stands beside it."""
        return (self.because.data or "").strip() if self.agreed.data else ""

    def terms(self) -> Terms:
        """As the verbs want it. Raises RuleBroken, with the sentence at its field, for what can be no terms."""
        starts_on, answer_by = day_of(self.starts_on.data), day_of(self.answer_by.data)
        conditions = (self.conditions.data or "").strip() if self.kind.data == "conditional" else ""
        problems = {
            "post": "" if (self.post.data or "").strip() else "Enter the post that is offered.",
            "salary": "" if pence_of(self.salary.data) else "Enter the salary for a year in pounds, such as 48,500.",
            "hours": "" if (self.hours.data or "").strip() else "Say which hours are offered, such as 37 hours a week.",
            "starts_on": "" if starts_on else "Enter a real date, such as 1 3 2027.",
            "answer_by": "" if answer_by else "Enter a real date, such as 15 1 2027.",
            "kind": "" if self.kind.data in ("conditional", "firm") else "Say whether the offer is conditional.",
            "conditions": ""
            if self.kind.data != "conditional" or conditions
            else "List the conditions, or choose a firm offer.",
        }
        for name, sentence in problems.items():
            if sentence:
                self[name].errors = [sentence]
        if any(problems.values()) or starts_on is None or answer_by is None:
            raise RuleBroken("")
        return Terms(
            self.post.data or "", pence_of(self.salary.data), self.hours.data or "", starts_on, conditions, answer_by
        )


def terms_form(standing: Offer | None, *, post: str, conditions: str) -> TermsForm:
    """The form as it is first shown: with the terms that stand, or what is known of the vacancy."""
    if standing is None:
        return TermsForm(data={"post": post, "conditions": conditions, "kind": "conditional"})
    pounds = f"{standing.salary_pence // 100:,}" + (
        f".{standing.salary_pence % 100:02}" if standing.salary_pence % 100 else ""
    )
    return TermsForm(
        data={
            "post": standing.post,
            "salary": pounds,
            "hours": standing.hours,
            "starts_on": parts_of(standing.starts_on),
            "kind": "conditional" if standing.is_conditional else "firm",
            "conditions": standing.conditions,
            "answer_by": parts_of(standing.answer_by),
        }
    )


class ReasonForm(FlaskForm):  # type: ignore[misc]
    because = lines("Why?", "It is kept with the decision. The candidate is not told by this.")


class DeferForm(FlaskForm):  # type: ignore[misc]
    to = DayParts("New start date", description="As you agreed it with the candidate. They are told at once.")
    because = lines("Why?", "Kept with the history of the start.")


class EndForm(FlaskForm):  # type: ignore[misc]
    on = DayParts("Last day of this place on the reserve list")


class CheckForm(FlaskForm):  # type: ignore[misc]
    state = RadioField(
        "How far is it?", widget=GovRadioInput(), choices=list(STATES.items()), validate_choice=False, default=""
    )
    due = DayParts("To be done by")
    owner = SelectField("Who sees to it", widget=GovSelect(), validate_choice=False, choices=[])
    note = lines("Note (optional)", "Read by those who run the recruitment. Keep what you saw, not copies of it.")

    @property
    def owner_id(self) -> int | None:
        return int(self.owner.data) if str(self.owner.data or "").isdecimal() else None


def check_form(check: OfferCheck, owners: list[tuple[str, str]]) -> CheckForm:
    """The form of one check as it stands."""
    held = {"state": check.state, "due": parts_of(check.due_on), "owner": str(check.owner_id or ""), "note": check.note}
    form = CheckForm(data=held)
    form.owner.choices = [("", "Nobody yet"), *owners]
    return form


class AddForm(FlaskForm):  # type: ignore[misc]
    kind = SelectField("Another check", widget=GovSelect(), validate_choice=False, choices=[])


def add_form(there: set[str]) -> AddForm:
    """What can still be added."""
    form = AddForm()
    form.kind.choices = [("", "Choose"), *((key, KINDS[key].name) for key in ADDABLE if key not in there)]
    return form


class AskForm(FlaskForm):  # type: ignore[misc]
    message = lines("What do you ask?")


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """`read` is the number of the terms that the page showed."""

    read = HiddenField()
    sure = BooleanField("I have read these terms and accept them", widget=GovCheckboxInput())

    @property
    def number(self) -> int:
        typed = str(self.read.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


class DeclineForm(FlaskForm):  # type: ignore[misc]
    because = lines("Why? (optional)", "Read by those who run the recruitment. It helps them, and you need not say.")


class ReferenceForm(FlaskForm):  # type: ignore[misc]
    """What a referee is asked. What holds is decided by reference_answers.read."""

    capacity = line("How do you know them?", "For example: I was their line manager, as Head of Infrastructure.")
    since = line("From (month and year)", "For example, March 2019 or 3 2019.")
    until = line("To (month and year)")
    now = BooleanField("We still work together", widget=GovCheckboxInput())
    again = one("Would you employ them, or work with them, again?", AGAIN)
    text = counted(
        "Your reference",
        "What they did and how well, and whether you know of a reason why they should not be appointed. Leave out health, "
        "and days of sickness.",
    )
    may_show = one("May they read it, if they ask us for it?", MAY_SHOW)
    sure = BooleanField("What I have written is true, as far as I know", widget=GovCheckboxInput())

    def read(self, *, today: date) -> Said | None:
        """What was said, as it can be kept; none, with a sentence at each field, where something is missing."""
        typed = {name: "y" if value is True else value or "" for name, value in self.data.items()}
        said, problems = read(typed, today=today)
        for name, sentence in problems.items():
            self[name].errors = [sentence]
        return said


class NoReferenceForm(FlaskForm):  # type: ignore[misc]
    because = lines("Why? (optional)", "Read by those who asked. You need not say.")
