"""The forms of those who choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect, GovTextArea
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired

from portal.selecting.models import Sift
from portal.selecting.presenting import ScoreLine, choices_between, score_choices
from portal.selecting.scoring import Scored
from portal.web.fields import given


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class DecideForm(FlaskForm):  # type: ignore[misc]
    event = RadioField("What do you decide?", widget=GovRadioInput(), validate_choice=False, default="")
    unscored = BooleanField("Decide without agreed scores", widget=GovCheckboxInput())
    because = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        filters=[given],
        description="It is kept with the decision, and read by whoever looks into it. The candidate is not told by this.",
    )


class DecideManyForm(FlaskForm):  # type: ignore[misc]
    unscored = BooleanField("Decide without agreed scores", widget=GovCheckboxInput())
    because = TextAreaField("Why?", widget=GovTextArea(), filters=[given])


class ReasonForm(FlaskForm):  # type: ignore[misc]
    because = TextAreaField("Why?", widget=GovTextArea(), filters=[given])


class MessageForm(FlaskForm):  # type: ignore[misc]
    body = TextAreaField("Your message", widget=GovTextArea(), filters=[given])


class ScoringForm(FlaskForm):  # type: ignore[misc]
    """A score and its evidence for each criterion; what is handed in is whole, what is only kept need not be."""

    def validate(self, extra_validators: object = None) -> bool:
        """Whether it may be handed in, with a sentence at each field that is missing."""
        sound: bool = super().validate(extra_validators)
        if request.form.get("action") != "done":
            return sound
        for name, field in self._fields.items():
            if name.startswith(("score_", "evidence_")) and not field.data:
                said = "Choose a score" if name.startswith("score_") else "Say what your score rests on"
                field.errors = [*field.errors, f"{said} for {name.partition('_')[2]}."]
                sound = False
        return sound


class TellForm(FlaskForm):  # type: ignore[misc]
    """Which messages were looked at; the texts and people come with it as they were."""

    expected = HiddenField()


def score_form(criteria: Sequence[Scored], mine: Sift | None) -> FlaskForm:
    """A score and its evidence for each criterion."""
    fields: dict[str, object] = {}
    for each in criteria:
        name = each.criterion.key
        fields[f"score_{name}"] = SelectField(
            "Score", widget=GovSelect(), choices=score_choices(), validate_choice=False
        )
        fields[f"evidence_{name}"] = TextAreaField("What it rests on", widget=GovTextArea(), filters=[given])
    held: Mapping[str, str] = {}
    if mine is not None:
        held = {f"score_{key}": str(value) for key, value in mine.scores.items()}
        held |= {f"evidence_{key}": value for key, value in mine.evidence.items()}
    return type("ScoreForm", (ScoringForm,), fields)(data=held)


def moderation_form(lines: Sequence[ScoreLine]) -> FlaskForm:
    """The score that counts for each criterion, between those that were given, and how it was agreed."""
    fields: dict[str, object] = {
        f"score_{each.scored.criterion.key}": SelectField(
            "Score that counts",
            widget=GovSelect(),
            choices=choices_between([score for _, score, _ in each.given]),
            validate_choice=False,
            validators=[DataRequired(f"Choose the score that counts for {each.scored.criterion.key}.")],
        )
        for each in lines
    }
    fields["because"] = TextAreaField(
        "How did you agree?",
        widget=GovTextArea(),
        filters=[given],
        validators=[DataRequired("Say how you came to the scores that count.")],
    )
    return type("ModerationForm", (FlaskForm,), fields)(
        data={f"score_{each.scored.criterion.key}": str(each.counts) for each in lines if each.counts is not None}
    )
