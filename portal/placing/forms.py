"""The forms of placements. What holds is decided by the verbs; a form only carries what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextInput
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField

from portal.foundation.errors import RuleBroken
from portal.recruitment.fees import PERCENTAGE, PLANS
from portal.recruitment.guarantee import CONDITIONS
from portal.web.fields import DayParts, given, line, lines


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class ReasonForm(FlaskForm):  # type: ignore[misc]
    because = lines("Why?", "Kept with the placement.")


class FeeForm(FlaskForm):  # type: ignore[misc]
    pay = line("Pay of the first year that counts, in pounds")
    plan = RadioField(
        "When is it due?",
        widget=GovRadioInput(),
        choices=[(key, words) for key, (words, _) in PLANS[PERCENTAGE].items()],
        validate_choice=False,
        default="acceptance",
        description="What the terms say is chosen. You may agree to later.",
    )


class LeaveForm(FlaskForm):  # type: ignore[misc]
    left_on = DayParts("Their last day at work", description="For example, 20 2 2027.")
    because = lines("Why did they leave?", "In a sentence, without more about them than is needed.")


class RemedyForm(FlaskForm):  # type: ignore[misc]
    """`seen` is the sum that the page showed, in pence."""

    ticked = SelectMultipleField(
        "Which conditions hold?",
        widget=GovCheckboxesInput(),
        choices=list(CONDITIONS.items()),
        validate_choice=False,
        description="Tick what you have made sure of. Without all of them nothing is given back.",
    )
    because = lines("Why? (for a replacement or for nothing due)", "The client reads it.")
    seen = HiddenField()

    @property
    def seen_pence(self) -> int:
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else -1


def split_form(consultants: Sequence[tuple[int, str]], held: dict[int, int]) -> FlaskForm:
    """A share for each consultant, in per cent."""
    fields = {
        f"share_{person}": StringField(
            f"{name}, per cent",
            widget=GovTextInput(),
            filters=[given],
            default=f"{held[person] / 100:g}" if person in held else "",
        )
        for person, name in consultants
    }
    return type("SplitForm", (FlaskForm,), fields)()


def shares_of(form: FlaskForm) -> dict[int, int]:
    """The shares that were typed, in basis points. Raises RuleBroken with the sentence at the field that is no share."""
    found = {}
    for field in form:
        if field.name.startswith("share_"):
            typed = str(field.data or "").strip().rstrip("%").strip() or "0"
            whole, _, rest = typed.partition(".")
            if not (
                whole.isascii() and whole.isdigit() and len(whole) < 4 and len(rest) < 3 and (rest or "0").isdigit()
            ):
                field.errors = ["Enter a share such as 60 or 33.5."]
                raise RuleBroken("Enter each share as a percentage from 0 to 100.")
            found[int(field.name.removeprefix("share_"))] = int(whole) * 100 + int((rest or "0").ljust(2, "0"))
    return found
