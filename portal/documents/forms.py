"""The form that hands in one file; components/documents.html shows it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms.validators import ValidationError

from portal.documents import receiving
from portal.documents.kinds import TOO_LARGE
from portal.documents.refusals import Refused
from portal.documents.taking_in import Judged, judge


class DocumentForm(FlaskForm):  # type: ignore[misc]
    """Made in a view that `receiving.takes_file` marks, outside of a transaction, once it is known that a file may be sent.

    When it holds, `judged` and `name` are what taking_in.take wants.
    """

    file = FileField("Add a file", widget=GovFileInput())
    judged: Judged
    too_large = False

    def __init__(self) -> None:
        if request.method != "POST":
            super().__init__()
            return
        try:
            with receiving.bounded():
                super().__init__()
        except receiving.TooLarge:
            super().__init__(formdata=None)
            self.too_large = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Of a body that is too large nothing was read, so nothing else can be said."""
        if self.too_large:
            self.file.errors = [TOO_LARGE]
            return False
        return bool(super().validate(extra_validators))

    @property
    def name(self) -> str:
        """What the sender calls the file."""
        return str(self.file.data.filename or "")

    @property
    def is_chosen(self) -> bool:
        """Whether a file came: by its name, or without one by what is in it."""
        if not self.file.data:
            return False
        begins = self.file.data.stream.read(1)
        self.file.data.stream.seek(0)
        return bool(self.file.data.filename or begins)

    def validate_file(self, field: FileField) -> None:
        if not self.is_chosen:
            raise ValidationError("Choose a file.")
        try:
            self.judged = judge(field.data.stream)
        except Refused as refused:
            raise ValidationError(str(refused)) from None
