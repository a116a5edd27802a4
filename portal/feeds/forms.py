"""The forms by which staff add and edit sources."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovTextArea, GovTextInput
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.feeds.formats.table import FORMATS

KINDS = [("auto", "Find out"), *((key, each.name) for key, each in FORMATS.items())]


class SourceForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Name", widget=GovTextInput(), validators=[InputRequired("Enter a name for the source."), Length(max=200)]
    )
    organisation = StringField(
        "The one employer whose own list this is", widget=GovTextInput(), validators=[Optional(), Length(max=200)]
    )
    terms = TextAreaField("Terms of use", widget=GovTextArea(), validators=[Optional(), Length(max=2_000)])
    whole_list = BooleanField("The list is whole: what it no longer holds is closed", widget=GovCheckboxInput())


class AddForm(FlaskForm):  # type: ignore[misc]
    address = StringField(
        "Web address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the address of a feed, a board or a page with vacancies."), Length(max=2_000)],
    )
    kind = SelectField("Kind", widget=GovSelect(), choices=KINDS)
    organisation = StringField(
        "The one employer whose own list this is", widget=GovTextInput(), validators=[Optional(), Length(max=200)]
    )
    name = StringField("Name", widget=GovTextInput(), validators=[Optional(), Length(max=200)])
    newest_only = BooleanField("The list holds only the newest entries", widget=GovCheckboxInput())
