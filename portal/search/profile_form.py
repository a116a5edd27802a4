"""The form in which people say what they look for."""

from __future__ import annotations

from typing import Any, get_args

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovTextArea, GovTextInput
from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.classification.findings import Family, Level
from portal.membership.profiles import Wanted
from portal.search.forms import HIGHEST_PAY, whole_number, why_not_a_place
from portal.vacancies.drafts import Clearance, Workplace
from portal.web.words import name_of

MOST_PLACES = 5
LONGEST_PLACE = 80


def _ticks(label: str, hint: str, values: tuple[str, ...]) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=hint,
        widget=GovCheckboxesInput(),
        choices=[SelectChoice(each, name_of(each)) for each in values],
        validators=[_offered],
        validate_choice=False,
    )


def _offered(_form: Any, field: Field) -> None:
    if not set(field.data or ()) <= {choice.value for choice in field.choices}:
        raise ValidationError(f"Choose from the list under “{field.label.text}”.")


class ProfileForm(FlaskForm):  # type: ignore[misc]
    families = _ticks("Kind of work", "Choose all that fit, or none for all of them.", get_args(Family))
    levels = _ticks("Level", "Choose all that fit, or none for all of them.", get_args(Level))
    places = TextAreaField(
        "Places",
        widget=GovTextArea(),
        description=f"Towns or postcodes, one a line, at most {MOST_PLACES}.",
    )
    pay = StringField(
        "Pay from",
        widget=GovTextInput(),
        description="Full-time pounds a year, such as 45,000. Leave it empty for any.",
    )
    workplaces = _ticks("Workplace", "An advert that does not say where the work is done is not found by this.", get_args(Workplace))  # fmt: skip
    clearance = _ticks(
        "Clearance that you hold",
        "Most adverts ask for none, so this narrows only the search that you make with it.",
        get_args(Clearance),
    )

    def validate_places(self, field: Field) -> None:
        named = places_in(field.data)
        if len(named) > MOST_PLACES:
            raise ValidationError(f"Enter at most {MOST_PLACES} places; you have entered {len(named)}.")
        for name in named:
            if problem := why_not_a_place(name):
                raise ValidationError(problem)

    def validate_pay(self, field: Field) -> None:
        typed = (field.data or "").strip()
        pounds = whole_number(typed)
        if typed and pounds is None:
            raise ValidationError("Enter pay in whole pounds a year, like 45000.")
        if pounds is not None and not 0 < pounds <= HIGHEST_PAY:
            raise ValidationError(f"Enter pay between £1 and £{HIGHEST_PAY:,} a year.")

    def wanted(self) -> Wanted:
        """What was said, once it is valid."""
        pounds = whole_number(self.pay.data or "")
        return Wanted(
            families=tuple(self.families.data or ()),
            levels=tuple(self.levels.data or ()),
            places=tuple(places_in(self.places.data)),
            wanted_pence=None if pounds is None else pounds * 100,
            clearance=tuple(self.clearance.data or ()),
            workplaces=tuple(self.workplaces.data or ()),
        )


def places_in(typed: str | None) -> list[str]:
    """The places of a text with one a line, each once."""
    lines = (" ".join(line.replace("\0", " ").split())[:LONGEST_PLACE] for line in (typed or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def filled_with(wanted: Wanted) -> dict[str, Any]:
    """The form's fields for what was kept."""
    return {
        "families": list(wanted.families),
        "levels": list(wanted.levels),
        "places": "\n".join(wanted.places),
        "pay": "" if wanted.wanted_pence is None else f"{wanted.wanted_pence // 100:,}",
        "clearance": list(wanted.clearance),
        "workplaces": list(wanted.workplaces),
    }
