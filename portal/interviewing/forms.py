"""The forms of interviews. What holds is decided by interviewing.reading and the verbs; a form only carries what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea
from wtforms import HiddenField, RadioField, TextAreaField

from portal.interviewing.choosing import LEAVE, STAY
from portal.interviewing.reading import WAYS
from portal.web.fields import DayParts, SectionForm, given, line, lines, many, one


class ActForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""


class RoundForm(SectionForm):
    name = line("What is the round called?", "For example, First interview.")
    way = one("How are the interviews held?", WAYS)
    address = lines("Address", "For interviews in person: the whole address, and how to find the way in.")
    link = line(
        "Address of the meeting (optional)",
        "For interviews by video, beginning with https://. Leave it empty to send it later: whoever has a time is told then.",
    )
    minutes = line("Length in minutes", "For example, 45. It counts for times that you add from now on.")
    interviewers = many("Who of the panel interviews? (optional)", {}, "Where you choose nobody, the whole panel does.")
    who = lines(
        "What candidates read of who interviews (optional)",
        "For example, Kim Ash, Network Manager, and Pat Moor, Head of Infrastructure.",
    )
    prepare = lines("What should candidates prepare or bring? (optional)")
    choose_by = DayParts(
        "Last day on which candidates choose a time", description="Until the end of that day. For example, 11 12 2026."
    )
    notice = line(
        "Hours before the interview until which candidates can change their time",
        "For example, 24. A time that is nearer than that cannot be chosen either.",
    )


class TimesForm(SectionForm):
    day = DayParts("Day", description="For example, 15 12 2026.")
    starts = line("The first one begins at", "In London, such as 9:30am.")
    until = line(
        "The last one ends at (optional)",
        "For several one after another, such as 4pm: as many as fit are added. Leave it empty for one.",
    )
    pause = line("Break between them in minutes", "For example, 15. It only counts for several.")
    room = line("Room (optional)", "If there is more than one. Candidates read it.")
    beside = many("Other interviews at the same time", {"y": "There is another room or panel for these"})


class SeenForm(FlaskForm):  # type: ignore[misc]
    """`seen` is how the interview stood when the page was opened, so that nobody undoes what they have not seen."""

    seen = HiddenField()


class ReasonForm(SeenForm):
    because = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        filters=[given],
        description="The candidate reads it, in a mail and on their page.",
    )


class PlaceForm(SeenForm):
    slot = RadioField("Which time?", widget=GovRadioInput(), validate_choice=False, default="")
    because = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        filters=[given],
        description="The candidate reads it, in a mail and on their page.",
    )


class OutcomeForm(SeenForm):
    event = RadioField(
        "Did the candidate come?",
        widget=GovRadioInput(),
        choices=[("attend", "Yes, they came"), ("miss", "No, they did not come")],
        validate_choice=False,
        default="",
    )
    note = TextAreaField(
        "If not, what do you know of it?",
        widget=GovTextArea(),
        filters=[given],
        description="Whether they wrote or called, and whether you tried to reach them. The candidate does not see it.",
    )


class FeedbackForm(FlaskForm):  # type: ignore[misc]
    """`opened` is the mark of the text as it was when the form was opened."""

    opened = HiddenField()
    words = TextAreaField(
        "Feedback for the candidate",
        widget=GovTextArea(),
        filters=[given],
        description="What was strong, what was missing against the criteria, and what would help next time. Name no other candidate.",
    )


class TellForm(FlaskForm):  # type: ignore[misc]
    """The text as it was looked at comes with it."""

    looked_at = HiddenField()


class ChooseForm(SeenForm):
    slot = RadioField("When do you come?", widget=GovRadioInput(), validate_choice=False, default="")


class UnsuitedForm(SeenForm):
    words = TextAreaField(
        "When could you come?",
        widget=GovTextArea(),
        filters=[given],
        description="Days and times that suit you, or what stands against those that there are.",
    )


class DeclineForm(SeenForm):
    stays = RadioField(
        "What is to become of your application?",
        widget=GovRadioInput(),
        choices=[
            (LEAVE, "Withdraw it: I no longer want this job"),
            (STAY, "Keep it: I cannot come to this interview, and would like to be considered all the same"),
        ],
        validate_choice=False,
        default="",
    )
    words = TextAreaField(
        "Is there anything you want to say? (optional)",
        widget=GovTextArea(),
        filters=[given],
        description="Whoever arranges the interview reads it.",
    )


def round_form(interviewers: Sequence[tuple[str, str]], held: Mapping[str, Any] | None = None) -> RoundForm:
    """The form of a round, with the panel's members to choose from."""
    form = RoundForm(data=dict(held or {"minutes": "45", "notice": "24"}))
    form.interviewers.choices = list(interviewers)
    return form
