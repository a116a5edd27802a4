"""Texts that somebody may begin from when they tell or write to candidates: a seam that an upper room fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from portal.applying.models import JobApplication
from portal.selecting import queries
from portal.selecting.desks import Desk

MESSAGE = "message"
"""What a text is for that is no news of a decision; every other use is a state of an application."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that can be chosen; `key` names it in a form."""

    key: str
    name: str
    body: str


Find = Callable[[Desk, str], Sequence[Wording]]


def know_wordings(app: Flask, find: Find) -> None:
    """From now on ask this which texts there are for a desk and a use."""
    app.extensions["wordings"] = find


def offered(desk: Desk, use: str) -> Sequence[Wording]:
    """The texts to choose from."""
    find: Find = current_app.extensions["wordings"]
    return find(desk, use)


def chosen(desk: Desk, use: str, key: str) -> str | None:
    """The body of the text that was chosen; None for one that is not offered."""
    return next((each.body for each in offered(desk, use) if each.key == key), None)


def filled(desk: Desk, application: JobApplication, text: str) -> str:
    """The text with its fields filled in. A name that is hidden from the desk stays out of what the desk can read again."""
    contact = application.answers.get("contact") or {}
    shown = queries.names_shown(desk, application)
    name = str(contact.get("called") or contact.get("name") or "") if shown else ""
    return text.replace("[name]", name or "applicant").replace("[job]", desk.job.vacancy.title)
