"""The forms of questions. What holds is decided by the verbs; a form only carries what was typed."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCharacterCount, GovCheckboxInput, GovTextArea, GovTextInput
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from portal.web.fields import DayParts


def _given(raw: Any) -> str:
    return str(raw or "").replace("\0", "")[:20_000]


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class AskForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        "Your question",
        widget=GovCharacterCount(),
        filters=[_given],
        description="Everybody reads it with its answer, so leave out what tells who you are.",
    )
    tell = BooleanField("Tell me by mail of every answer about this vacancy", widget=GovCheckboxInput())


class AnswerForm(FlaskForm):  # type: ignore[misc]
    public = TextAreaField(
        "The question as everybody reads it",
        widget=GovTextArea(),
        filters=[_given],
        description="Leave out what would tell who asked.",
    )
    words = TextAreaField("Your answer", widget=GovTextArea(), filters=[_given])
    because = TextAreaField("Or why it is not answered", widget=GovTextArea(), filters=[_given])
    act = HiddenField()


class CutOffForm(FlaskForm):  # type: ignore[misc]
    day = DayParts("Last day", description="For example, 10 12 2026. Leave it empty for two working days before.")
    time = StringField("Time", widget=GovTextInput(), filters=[_given], description="In London, such as 11:59pm.")
