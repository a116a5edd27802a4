"""The forms of a consultant's day. What is missing is said at the field; everything else is decided by the verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import HiddenField, SelectField

from portal.caseload.keeping import DIRECTIONS
from portal.caseload.month import Target
from portal.caseload.wording import USES
from portal.foundation.money import pounds
from portal.posting.answers.closing import day_of
from portal.web import fields


def _about() -> SelectField:
    return SelectField("About", widget=GovSelect(), validate_choice=False, choices=[])


class AboutForm(FlaskForm):  # type: ignore[misc]
    """A form that is about somebody, or about the campaign. `text` is what must be there."""

    MISSING: ClassVar[Mapping[str, str]] = {"text": "Write something."}

    def validate(self, extra_validators: object = None) -> bool:
        """Say at each field that is empty what belongs there."""
        sound = bool(super().validate(extra_validators))
        for name, sentence in self.MISSING.items():
            if name in self and not str(self[name].data or "").strip():
                self[name].errors = [sentence]
                sound = False
        if "on" in self and self.day is None:
            self["on"].errors = ["Enter a real day as day, month and year, such as 27 3 2027."]
            sound = False
        return sound

    @property
    def day(self) -> date | None:
        """The day that was typed."""
        found: date | None = day_of([each.strip() for each in self["on"].data])
        return found


class NoteForm(AboutForm):
    about = _about()
    text = fields.lines(
        "Note",
        "For the campaign’s consultant and deputy. A note about a person is part of what they are given when they ask for their data.",
    )

    MISSING: ClassVar[Mapping[str, str]] = {"text": "Write the note."}


class CallForm(AboutForm):
    about = _about()
    whom = fields.line("With whom? (if it is nobody of the list)")
    direction = fields.one("Who called?", DIRECTIONS)
    on = fields.DayParts("On which day?", description="For example, 27 3 2027.")
    text = fields.lines("What came of it?")

    MISSING: ClassVar[Mapping[str, str]] = {"direction": "Say who called.", "text": "Write what came of it."}


class FollowUpForm(AboutForm):
    about = _about()
    text = fields.line("What is to be followed up?")
    on = fields.DayParts(
        "On which day?", description="From this day on it stands in the queue of whoever runs the campaign."
    )

    MISSING: ClassVar[Mapping[str, str]] = {"text": "Write what is to be followed up."}


class CommentForm(AboutForm):
    """`settles` is whether nothing is written, and what the client wrote is only to be marked."""

    settles = False
    text = fields.lines("Write a comment")

    MISSING: ClassVar[Mapping[str, str]] = {"text": "Write your comment."}

    def validate(self, extra_validators: object = None) -> bool:
        """Nothing has to be written where the client's comments are only marked as answered."""
        return True if self.settles else bool(super().validate(extra_validators))


class TextForm(AboutForm):
    """A text to begin messages from. `seen` is the version that it was opened at."""

    name = fields.line("Name", "By which you find it, such as “Interview in person”.")
    used_for = fields.choice("What is it for?", USES, blank="Choose")
    shared = fields.one(
        "Whose is it?", {"own": "Mine alone", "shared": "Everybody’s: all consultants can use and change it"}
    )
    text = fields.lines("Text", "[name] becomes the candidate’s name, and [job] the job title.")
    seen = HiddenField()

    MISSING: ClassVar[Mapping[str, str]] = {
        "name": "Give it a name by which you find it.",
        "used_for": "Choose what it is for.",
        "shared": "Say whose it is.",
        "text": "Write the text.",
    }

    @property
    def version(self) -> int:
        """The version that was opened; 0 for what is none."""
        raw = str(self.seen.data or "")
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 0


class ChangeTextForm(TextForm):
    """Whose a text is does not change."""

    shared = None


class SharedTextForm(TextForm):
    """Staff write everybody's alone."""

    shared = None


def targets_form(people: Sequence[tuple[int, str]], held: Mapping[int, Target]) -> FlaskForm:
    """Two fields for each consultant."""
    made: dict[str, object] = {}
    data: dict[str, str] = {}
    for number, name in people:
        made[f"placements_{number}"] = fields.line(f"Placements of {name}")
        made[f"fees_{number}"] = fields.line(f"Fees of {name}, in pounds")
        if number in held:
            data[f"placements_{number}"] = str(held[number].placements)
            data[f"fees_{number}"] = pounds(held[number].fees_pence).removeprefix("£")
    return type("TargetsForm", (FlaskForm,), made)(data=data)
