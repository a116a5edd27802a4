"""The forms by which staff decide about vacancies; the buttons are the answers."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from portal.vacancies.overruling import COLUMNS


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """`sector` and `family` go with a yes; `alike` names by what other held vacancies are decided with this one."""

    subject = StringField(validators=[AnyOf(list(COLUMNS))])
    answer = StringField(validators=[InputRequired("Say what to decide."), Length(max=300)])
    sector = StringField(validators=[Optional(), Length(max=30)])
    family = StringField(validators=[Optional(), Length(max=30)])
    because = StringField(validators=[Optional(), Length(max=500, message="Give the reason in 500 characters.")])
    seen = IntegerField(validators=[NumberRange(min=0)])
    alike = StringField(validators=[Optional(), AnyOf(["title", "employer"])])
    question = StringField(validators=[Optional(), Length(max=20)])
    queue = StringField(validators=[Optional(), Length(max=1)])

    def answers(self) -> dict[str, str]:
        """What was decided, subject to answer: a yes may say more of the job or the employer."""
        given = {str(self.subject.data): str(self.answer.data)}
        if self.answer.data == "yes" and self.subject.data == "ict" and self.family.data:
            given["role"] = self.family.data
        if self.answer.data == "yes" and self.subject.data == "public_sector" and self.sector.data:
            given["sector"] = self.sector.data
        return given


class PairForm(FlaskForm):  # type: ignore[misc]
    answer = StringField(validators=[AnyOf(["same", "different"])])


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A button with nothing to fill in."""
