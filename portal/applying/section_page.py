"""What stands around the fields of a section: what it is for, in a sentence or two, and how each field is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.applying.answers import reasons
from portal.applying.answers.whole import Section, sections_of
from portal.applying.wanted import Wanted
from portal.foundation.errors import NotFound
from portal.web.fields import SectionForm

_SAID: Mapping[str, tuple[str, ...]] = {
    "right_to_work": ("Everybody is asked this. Nobody is turned down on this page.",),
    "criteria": (
        "People are chosen by these answers. An example of something that you did says more than a description of what you can do.",
    ),
    "referees": ("They are asked once a job has been offered, and not before.",),
    "schemes": (
        "Tick only what holds for you. Whoever meets every essential criterion and asks for one of these is interviewed, or considered first.",
    ),
    "adjustments": (
        "What you write here is kept encrypted. Only whoever arranges it reads it; it plays no part in choosing.",
    ),
    "equality": (
        "These answers are not part of your application. When you send it they are added to counts, and deleted.",
        "Nobody who chooses sees them, and counts are shown only for ten people or more. You may leave any of them.",
    ),
    "employment": (
        "Add your work, studies and other longer times, the newest first or in any order. We ask about times of more than three months between them; any reason will do.",
    ),
}
_PAIRS = {"first_name": "First referee", "second_name": "Second referee"}
_KINDS_OF_LINE: Mapping[str, Mapping[str, Any]] = {
    "name": {"autocomplete": "name"},
    "phone": {"type": "tel", "autocomplete": "tel"},
}


def of(key: str, wanted: Wanted) -> Section:
    """The section of this key, if this vacancy asks for it. Raises NotFound."""
    found = next((each for each in sections_of(wanted) if each.key == key), None)
    if found is None:
        raise NotFound("There is no such section.")
    return found


def said(section: Section) -> tuple[str, ...]:
    """What it is for."""
    return _SAID.get(section.key, ())


def headings(section: Section) -> Mapping[str, str]:
    """The heading before a field, where a section has parts."""
    return _PAIRS if section.key == "referees" else {}


def params(section: Section, form: SectionForm, wanted: Wanted) -> Mapping[str, Mapping[str, Any]]:
    """How each field is drawn by its macro."""
    return {field.name: _params(section, field, wanted) for field in form.asked}


def _params(section: Section, field: Any, wanted: Wanted) -> Mapping[str, Any]:
    if field.type in ("RadioField", "SelectMultipleField"):
        return {"fieldset": {"legend": {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}}}
    if section.key == "criteria":
        return {
            "maxwords": reasons.most_words(wanted),
            "rows": 8,
            "label": {"text": field.label.text, "classes": "govuk-label--s"},
        }
    if field.type == "TextAreaField":
        return {"rows": 4}
    if field.name.endswith("_mail"):
        return {"type": "email", "spellcheck": False, "autocomplete": "off"}
    return _KINDS_OF_LINE.get(field.name, {"autocomplete": "off"})
