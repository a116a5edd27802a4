"""Telling: nobody is told by accident. What is told is seen, message by message, before it is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.writing_to import write_to
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import subject_of
from portal.applying.states import must_be_told, seen, was_called_off
from portal.applying.telling import address_of, worded
from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import RuleBroken
from portal.selecting import hiding, queries
from portal.selecting.desks import Desk

LONGEST = 4_000
TEMPLATES: Mapping[str, str] = {
    "longlisted": "Your application is on the longlist. The employer’s panel considers it next, and we will tell you what becomes of it.",
    "not_longlisted": "Thank you for applying. Your application was read with care against the criteria of the advert. It was not taken further this time: others gave stronger evidence for what is essential. If you would like to know more, write to us under Messages.",
    "shortlisted": "You are on the shortlist. We will write to you about an interview.",
    "not_shortlisted": "Thank you for applying. You were on the longlist, and the employer’s panel considered your application. It chose others whose evidence was stronger. If you would like to know more, write to us under Messages.",
    "interview": "We would like to meet you, and invite you to an interview. We will write to you about the day, who you will meet and what to expect. Tell us if anything would help you.",
    "unsuccessful": "Thank you for coming to the interview. The panel has chosen somebody else. If you would like to hear how it saw your answers, write to us under Messages.",
    "reserve": "Thank you for coming to the interview. You could have been appointed, and are on the reserve list: if a post like this one comes free, we will ask you first.",
    "submitted": "We have looked at your application again, and it is being considered.",
    "offered": "We would like to offer you the job. Its terms are on the page “Read the offer and answer it”: please read them, and accept or decline the offer there.",
    "offer_withdrawn": "We have to tell you that the offer no longer stands.",
    "conditions_met": "The checks are done, and the offer is firm.",
    "conditions_not_met": "The offer has ended because its conditions were not met.",
}
"""What is told by default, by where the application stands. [name] and [job] are filled in."""


@dataclass(frozen=True, slots=True)
class Untold:
    """Somebody who waits for news: the decision that they do not know of, and where they think that they stand."""

    application: JobApplication
    state: str
    known: str
    must: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as its reader will see it, and as whoever looks at it before may see it: without a hidden name."""

    application: JobApplication
    body: str
    preview: str


def untold(desk: Desk) -> list[Untold]:
    """Everybody about whom something was decided that they have not been told, whether they must be or may be. Once the
    campaign is over nobody is told any more of a list that leads nowhere."""
    rows = queries.every(desk)
    histories = queries.histories(desk)
    found = []
    for row in rows:
        steps = histories.get(row.id, [])
        if not steps or seen(steps) == row.state or was_called_off(steps) or row.state not in TEMPLATES:
            continue
        must = must_be_told(steps)
        if must or not desk.is_over:
            found.append(Untold(row, row.state, seen(steps), must))
    return found


def waiting(desk: Desk) -> int:
    """How many people must still be told; a campaign cannot end while there is one."""
    return sum(1 for steps in queries.histories(desk).values() if steps[-1].after in TEMPLATES and must_be_told(steps))


def states_of(rows: Sequence[Untold]) -> list[str]:
    """Where those stand, each once: there is one text for each."""
    return list(dict.fromkeys(each.state for each in rows))


def letters(desk: Desk, references: Collection[str], texts: Mapping[str, str]) -> list[Letter]:
    """The messages to these people, filled in. Raises RuleBroken where there is nobody, or a text is missing."""
    chosen = [each for each in untold(desk) if each.application.reference in set(references)]
    if not chosen:
        raise RuleBroken("Choose at least one person to tell.")
    made, known = [], queries.names_shown_of_many(desk, [each.application for each in chosen])
    for each in chosen:
        text = texts.get(each.state, "").strip()
        if not text:
            raise RuleBroken("Write what is told.")
        if len(text) > LONGEST:
            raise RuleBroken(f"The text must be {LONGEST:,} characters or fewer.")
        body = worded(text, each.application, title=desk.job.vacancy.title)
        shown = each.application.id in known
        marks = hiding.marks_of(each.application.answers.get("contact") or {})
        made.append(Letter(each.application, body, body if shown else hiding.scrub(body, marks)))
    return made


def tell(
    desk: Desk, references: Collection[str], texts: Mapping[str, str], *, expected: Mapping[str, str], at: datetime
) -> int:
    """Tell these people, and write to each that there is news; how many they were.

    `expected` is for each reference where it stood when the messages were looked at: whoever was moved since then stops
    it all, so that nobody is told what is no longer so. `desk` is to be held by the caller's transaction.
    """
    rows = queries.some(desk, references, locked=True)
    if {each.reference: each.state for each in rows} != dict(expected):
        raise RuleBroken("Something was decided since you looked at the messages. Nobody was told. Look at them again.")
    made = letters(desk, references, texts)
    histories = queries.steps_of_many([each.application.id for each in made])
    for letter in made:
        step = _newest(histories[letter.application.id])
        step.told_at, step.told_words = at, letter.body
        record("application.told", by=desk.person_id, subject=subject_of(letter.application))
        _write(desk, letter.application)
    db.session.flush()
    return len(made)


def _newest(steps: Sequence[ApplicationStep]) -> ApplicationStep:
    """The step that brought them where they stand. One that left them there, as the panel's choice does, is not what is
    told: a candidate must not read of it in their own data."""
    return next(each for each in reversed(steps) if each.before != each.after)


def _write(desk: Desk, application: JobApplication) -> None:
    write_to(
        application.person_id,
        "selecting/mail/news.txt",
        title=desk.job.vacancy.title,
        employer=desk.job.vacancy.employer_name,
        address=address_of(application),
    )
