"""The forms of being found and of approaching."""

from __future__ import annotations

from typing import Any, get_args

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.classification.findings import Family, Level
from portal.foundation.text import one_line
from portal.introducing.saying import MILES, USUAL_MILES, Said, distinct
from portal.posting.answers.closing import day_of
from portal.posting.answers.job import PATTERNS
from portal.search.forms import HIGHEST_PAY, whole_number, why_not_a_place
from portal.search.profile_form import MOST_PLACES, places_in
from portal.vacancies.drafts import Clearance, Workplace
from portal.web.fields import DayParts
from portal.web.words import name_of

MOST_EMPLOYERS = 20
MOST_CHARACTERS = 20_000


def _given(raw: Any) -> str:
    return str(raw or "").replace("\0", "")[:MOST_CHARACTERS]


def _ticks(label: str, hint: str, values: tuple[str, ...], names: Any = name_of) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=hint,
        widget=GovCheckboxesInput(),
        choices=[SelectChoice(each, names(each)) for each in values],
        validators=[_offered],
        validate_choice=False,
    )


def _offered(_form: Any, field: Field) -> None:
    if not set(field.data or ()) <= {choice.value for choice in field.choices}:
        raise ValidationError(f"Choose from the list under “{field.label.text}”.")


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button; `seen` is the version of the words above it, `words` the words themselves."""

    seen = HiddenField()
    words = HiddenField()


class SaidForm(FlaskForm):  # type: ignore[misc]
    families = _ticks("Kind of work", "Choose all that fit, or none for all of them.", get_args(Family))
    levels = _ticks("Level", "Choose all that fit.", get_args(Level))
    places = TextAreaField(
        "Where you start from",
        widget=GovTextArea(),
        filters=[_given],
        description=f"Towns or postcodes, one a line, at most {MOST_PLACES}. Consultants see how far a job is from the nearest, and never the place.",
    )
    miles = SelectField(
        "How far you would go",
        widget=GovSelect(),
        choices=[(str(each), f"{each} miles") for each in MILES],
        validate_choice=False,
    )
    workplaces = _ticks("Workplace", "Choose all that you would accept.", get_args(Workplace))
    pay = StringField(
        "The least pay that you would accept",
        widget=GovTextInput(),
        filters=[_given],
        description="Full-time pounds a year, such as 45,000. Leave it empty to say nothing about it.",
    )
    clearance = _ticks("Clearance that you hold", "What one includes you need not tick.", get_args(Clearance))
    patterns = _ticks("Working pattern", "Choose all that you would accept.", tuple(PATTERNS), PATTERNS.__getitem__)
    free_from = DayParts("When could you start? (optional)", description="For example, 1 4 2027.")
    own_employers = TextAreaField(
        "Who employs you?",
        widget=GovTextArea(),
        filters=[_given],
        description="One employer a line, by its full name. Your own employer never finds you unless you allow it below.",
    )
    kept_from = TextAreaField(
        "Which other employers are never to find you? (optional)",
        widget=GovTextArea(),
        filters=[_given],
        description=f"One a line, by its full name, at most {MOST_EMPLOYERS}.",
    )
    shown_to_own = BooleanField(
        "My own employer’s recruitments may find me too",
        widget=GovCheckboxInput(),
        description="A consultant who fills a post there may then write to you. Your employer is told nothing of it.",
    )

    def validate_places(self, field: Field) -> None:
        named = places_in(field.data)
        if len(named) > MOST_PLACES:
            raise ValidationError(f"Enter at most {MOST_PLACES} places; you have entered {len(named)}.")
        for name in named:
            if problem := why_not_a_place(name):
                raise ValidationError(problem)

    def validate_miles(self, field: Field) -> None:
        if (field.data or "") not in {str(each) for each in MILES}:
            raise ValidationError("Choose how far you would go.")

    def validate_pay(self, field: Field) -> None:
        typed = (field.data or "").strip()
        pounds = whole_number(typed)
        if typed and pounds is None:
            raise ValidationError("Enter pay in whole pounds a year, like 45000.")
        if pounds is not None and not 0 < pounds <= HIGHEST_PAY:
            raise ValidationError(f"Enter pay between £1 and £{HIGHEST_PAY:,} a year.")

    def validate_free_from(self, field: Field) -> None:
        if any(each.strip() for each in field.data or ()) and day_of(field.data) is None:
            raise ValidationError("Enter a day that there is, like 1 4 2027.")

    def validate_own_employers(self, field: Field) -> None:
        _require_few(field)

    def validate_kept_from(self, field: Field) -> None:
        _require_few(field)

    def said(self) -> Said:
        """What was said, once it is valid."""
        return Said(
            families=tuple(self.families.data or ()),
            levels=tuple(self.levels.data or ()),
            places=tuple(places_in(self.places.data)),
            miles=int(self.miles.data or USUAL_MILES),
            workplaces=tuple(self.workplaces.data or ()),
            least_pounds=whole_number(self.pay.data or ""),
            clearance=tuple(self.clearance.data or ()),
            patterns=tuple(self.patterns.data or ()),
            free_from=day_of(self.free_from.data or []),
            own_employers=_employers(self.own_employers.data),
            kept_from=_employers(self.kept_from.data),
            shown_to_own=bool(self.shown_to_own.data),
        )


def filled_with(said: Said | None) -> dict[str, Any]:
    """The form's fields for what was said."""
    kept = said or Said()
    day = kept.free_from
    return {
        "families": list(kept.families),
        "levels": list(kept.levels),
        "places": "\n".join(kept.places),
        "miles": str(kept.miles),
        "workplaces": list(kept.workplaces),
        "pay": "" if kept.least_pounds is None else f"{kept.least_pounds:,}",
        "clearance": list(kept.clearance),
        "patterns": list(kept.patterns),
        "free_from": ["", "", ""] if day is None else [str(day.day), str(day.month), str(day.year)],
        "own_employers": "\n".join(kept.own_employers),
        "kept_from": "\n".join(kept.kept_from),
        "shown_to_own": kept.shown_to_own,
    }


def _employers(typed: str | None) -> tuple[str, ...]:
    return distinct([one_line(each, limit=300) for each in (typed or "").splitlines()])


def _require_few(field: Field) -> None:
    if (number := len(_employers(field.data))) > MOST_EMPLOYERS:
        raise ValidationError(f"Enter at most {MOST_EMPLOYERS} employers; you have entered {number}.")


class ApproachForm(FlaskForm):  # type: ignore[misc]
    """`seen` is the text as it was shown in the preview; only that is sent."""

    words = TextAreaField("Your message", widget=GovTextArea(), filters=[_given])
    seen = HiddenField()
    act = HiddenField()


class MessageForm(FlaskForm):  # type: ignore[misc]
    body = TextAreaField("Your message", widget=GovTextArea(), filters=[_given])
