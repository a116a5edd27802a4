"""Whether a list of records is one of vacancies, and which list of a document is read best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal.feeds.columns import EMAIL, JOB_WORDS, SAMPLES, Column, columns_of
from portal.feeds.mapping import Flat
from portal.feeds.naming import (
    folded,
)

SURE_ENOUGH = 3.0
"""What the evidence for vacancies must weigh; news, weather, events and staff lists of the tests stay under 2.5."""

_JOB_NAMES = re.compile(r"job|vacanc|posting|requisition|career|recruit|hiring|opening|position|opportunit|swyddi")
_OTHER_LISTS = re.compile(
    r"(?:^|\.)(?:staff\w*|people|persons?|employees?|director(?:y|ies)|members?|users?|contacts?|councillors?|articles?|news\w*|stories|events?|"
    r"forecasts?|weather\w*|products?|courses?|propert(?:y|ies)|tenders?|contracts?|notices?|consultations?|planning\w*|books?|"
    r"meetings?|documents?|publications?|blogs?|grants?|funds?|releases?|packages?|facets?|filters?|menus?|navigation|locations?|departments?)$"
)
_PERSON = re.compile(r"(?:first|last|sur|fore|given|family|full)name|surname|forename")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for a list of vacancies, and in words."""

    weight: float
    because: tuple[str, ...]

    @property
    def sure(self) -> bool:
        return self.weight >= SURE_ENOUGH


def weight_of(path: str, rows: Sequence[Flat], fields: dict[str, str], count: int) -> float:
    """How well a list of records is read by these fields, to choose among the lists of one document."""
    if "title" not in fields:
        return 0.0
    worth = {"title": 3.0, "address": 2.0, "description": 1.5, "closing": 1.5, "salary": 1.5}
    weight = sum(worth.get(name, 1.0) for name in fields)
    weight -= 0.3 * sum(expression.count(".") for expression in fields.values()) / len(fields)
    weight += 2.0 if _JOB_NAMES.search(folded(path.removesuffix(".*").rpartition(".")[2])) else 0.0
    weight += 0.5 if count > 1 else 0.0
    return weight + likeness(path, rows, fields).weight


def likeness(path: str, rows: Sequence[Flat], fields: dict[str, str]) -> Likeness:
    """Whether a list is of vacancies: by what it and its parts are called, and by what they hold."""
    columns = {column.path: column for column in columns_of(rows[:SAMPLES])}
    because: list[tuple[float, str]] = []
    names = ".".join(folded(step) for step in path.split("."))
    if _JOB_NAMES.search(names) or _JOB_NAMES.search(" ".join(folded(p) for p in columns if p.startswith("^"))):
        because.append((2.0, "the list is called one of jobs"))
    if any(_JOB_NAMES.search(folded(expression)) for expression in fields.values()):
        because.append((1.0, "its parts are called after a job"))
    if _OTHER_LISTS.search(path.lower()):
        because.append((-3.0, f"the list is called {path.rpartition('.')[2]!r}"))
    title = columns.get(fields.get("title", ""))
    jobs = title.share(JOB_WORDS) if title else 0.0
    if jobs >= 0.25:
        weight = 3.0 if jobs >= 0.8 and "address" in fields else 2.0 if jobs >= 0.5 else 1.0
        because.append((weight, f"{jobs:.0%} of the titles name a job"))
    if {"salary", "salary_min", "salary_max"} & set(fields):
        because.append((2.0, "it states pay"))
    if "closing" in fields:
        because.append((1.0, "it has closing dates"))
    if {"contract", "pattern", "employment_type", "workplace"} & set(fields):
        because.append((1.0, "it says how the work is offered"))
    because += [
        (0.5, f"it has the {name}") for name in ("employer", "locations", "posted", "address") if name in fields
    ]
    if _of_persons(columns, fields):
        because.append((-3.0, "its entries are people"))
    return Likeness(sum(weight for weight, _ in because), tuple(words for _, words in because))


def _of_persons(columns: dict[str, Column], fields: dict[str, str]) -> bool:
    if {"salary", "salary_min", "closing"} & set(fields):
        return False
    if any(_PERSON.search(folded(path)) for path in columns):
        return True
    mails = [
        column
        for column in columns.values()
        if column.share(EMAIL) > 0.8 and column.distinct > 0.8 and column.filled > 0.6
    ]
    named = any(
        folded(path.rpartition(".")[2]) in ("name", "displayname", "fullname")
        for path in columns
        if path != fields.get("title")
    )
    return bool(mails) and named and len(columns) > 1
