"""Every application and what happened to it: when, by whom, why, and in which words its candidate was told."""

from __future__ import annotations

from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.states import CANDIDATE, NAMES, follow, words_of
from portal.evidence.applications import Gathered
from portal.evidence.packs import Entry, Section, Table
from portal.evidence.sights import Sight
from portal.web.words import counted, long_time


def of_applications(found: Gathered, sight: Sight) -> Section:
    rows, entries = [], []
    for each in found.rows:
        lines = []
        name = found.name_of(each)
        for step in _steps(found, each, sight):
            by = _by(found, step)
            words, reason = words_of(step.event, step.before), found.redactor.of(each.id, step.reason)
            told = found.redactor.of(each.id, step.told_words)
            rows.append((each.number, name, step.at, words, by, reason, step.told_at, told))
            said = f"{long_time(step.at)}: {words}. {by}." + (f" Why: {reason}" if reason else "")
            lines.append(
                said + (f" Told at {long_time(step.told_at)}: “{' '.join(told.split())}”" if step.told_at else "")
            )
        files = found.files.get(f"application:{each.reference}", [])
        lines += [f"Files: {', '.join(files)}"] if files else []
        entries.append(Entry(f"{found.called(each)}: {NAMES[each.state]}", tuple(lines)))
    columns = ("Application", "Name", "When", "What", "Who", "Why", "Told", "Words")
    return Section(
        "Every application and its history",
        (f"{counted(len(found.rows), 'application')}.",),
        (Table("history", columns, tuple(rows), printed=False),),
        tuple(entries),
        none="No application is in it.",
    )


def _steps(found: Gathered, application: JobApplication, sight: Sight) -> list[ApplicationStep]:
    """From the sending on; for a client from the shortlist on."""
    steps = found.steps.get(application.id, [])
    first = "submit" if sight.is_ours else "shortlist"
    begins = next((place for place, each in enumerate(steps) if each.event == first), 0)
    return steps[begins:]


def _by(found: Gathered, step: ApplicationStep) -> str:
    """Who decided; a candidate's own acts are the candidate's, by no name."""
    return "The candidate" if follow(step.before, step.event).who == CANDIDATE else found.who(step.by_id)
