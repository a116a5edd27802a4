"""Fields of the longer forms: they carry exactly what was typed, and what holds is decided by whoever reads it."""

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

MOST_CHARACTERS = 60_000


def given(raw: Any) -> str:
    """What was typed, bounded and without NULs."""
    return str(raw or "").replace("\0", "")[:MOST_CHARACTERS]


def line(label: str, hint: str = "") -> StringField:
    """One line of text."""
    return StringField(label, widget=GovTextInput(), description=hint, filters=[given])


def lines(label: str, hint: str = "") -> TextAreaField:
    """Several lines."""
    return TextAreaField(label, widget=GovTextArea(), description=hint, filters=[given])


def counted(label: str, hint: str = "") -> TextAreaField:
    """Several lines with a count of what is left, where the template gives a limit."""
    return TextAreaField(label, widget=GovCharacterCount(), description=hint, filters=[given])


def one(label: str, choices: Mapping[str, str], hint: str = "") -> RadioField:
    """A choice of one, as radios."""
    return RadioField(
        label,
        widget=GovRadioInput(),
        choices=list(choices.items()),
        validate_choice=False,
        default="",
        description=hint,
    )


def many(label: str, choices: Mapping[str, str], hint: str = "") -> SelectMultipleField:
    """A choice of several, as checkboxes."""
    return SelectMultipleField(
        label, widget=GovCheckboxesInput(), choices=list(choices.items()), validate_choice=False, description=hint
    )


def choice(label: str, choices: Mapping[str, str], *, blank: str, hint: str = "") -> SelectField:
    """A choice of one, as a list to open."""
    return SelectField(
        label, widget=GovSelect(), choices=[("", blank), *choices.items()], validate_choice=False, description=hint
    )


class DayParts(Field):  # type: ignore[misc]
    """A day as three texts, exactly as they were typed."""

    widget = GovDateInput()

    def process(self, formdata: Any, data: Any = None, **kwargs: Any) -> None:
        super().process(formdata, data, **kwargs)
        parts = formdata.getlist(self.name) if formdata is not None and self.name in formdata else data
        parts = [given(each)[:20] for each in parts] if isinstance(parts, list) else []
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

    def show(self, problems: Mapping[str, str]) -> None:
        """Put each sentence at its field."""
        for name, sentence in problems.items():
            if name in self:
                self[name].errors = [sentence]


def _plain(value: Any) -> str | list[str]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [str(each) for each in value]
    return str(value) if value is not None and value is not False else ""
