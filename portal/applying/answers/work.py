"""What an applicant did, month by month, and what lay between."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any

from portal.applying.answers.months import in_words, last_day, month_of, period_problems
from portal.applying.gaps import Period, gaps
from portal.applying.wanted import Wanted
from portal.posting.answers.shape import Read, Typed, line, many, text, too_long

KINDS: Mapping[str, str] = {
    "work": "Work, paid or voluntary",
    "study": "Study or training",
    "care": "Caring for somebody, or parental leave",
    "else": "Something else, such as travelling or being unwell",
}
MOST_POSTS = 40
LONGEST_DID = 4_000
_GAP = "gap-"


def post(typed: Typed, wanted: Wanted) -> Read:
    """One period: what, where, from when until when."""
    read = Read()
    kind, title, employer = line(typed, "kind"), line(typed, "post_title"), line(typed, "employer")
    now, did = bool(many(typed, "now")), text(typed, "did")
    since, until = month_of(line(typed, "since")), month_of(line(typed, "until"))
    if kind not in KINDS:
        read.problems["kind"] = "Choose what you did."
    if kind in ("work", "study"):
        if not title:
            read.problems["post_title"] = "Enter your job title, or the name of the course."
        if not employer:
            read.problems["employer"] = "Enter the employer, or where you studied."
    too_long(read, "post_title", title, most=200, what="The title")
    too_long(read, "employer", employer, most=200, what="The name")
    too_long(read, "did", did, most=LONGEST_DID, what="What you did")
    read.problems |= period_problems(
        since,
        until,
        goes_on=now,
        today=wanted.today,
        began="in which it began",
        ticked="it goes on",
        ahead=" What lies ahead can be told in your answers.",
    )
    read.values |= {"kind": kind, "post_title": title, "employer": employer, "did": did}
    read.values |= {"since": since, "until": None if now else until, "now": now}
    return read


def employment(typed: Mapping[str, Any], wanted: Wanted) -> Read:
    """All periods, the newest first, and what was said of each gap. `posts` are (its place in the list, its values)."""
    read = Read()
    reads = [post(each, wanted) for each in posts_of(typed)]
    broken = sum(1 for each in reads if each.problems)
    if broken:
        read.problems["posts"] = (
            "One of your periods is not complete. Open it again."
            if broken == 1
            else (f"{broken} of your periods are not complete. Open them again.")
        )
    nothing = bool(many(typed, "nothing"))
    if not reads and not nothing:
        read.problems["nothing"] = "Add what you did, or tick that there is nothing to add yet."
    sound = [each.values for each in reads if not each.problems]
    read.values["posts"] = [values for values in sorted(sound, key=_newest_first)]
    read.values["gaps"], read.values["nothing"] = [], nothing
    for gap in gaps(_periods(sound), today=wanted.today):
        said = text(typed, gap_field(gap))
        if not said:
            read.problems[gap_field(gap)] = f"Say in a few words what you did {gap_in_words(gap)}."
        too_long(read, gap_field(gap), said, most=500, what="What you say here")
        read.values["gaps"].append((gap, said))
    return read


def posts_of(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The periods as they were typed, in the order in which they were added."""
    held = typed.get("posts")
    return [dict(each) for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def gap_field(gap: Period) -> str:
    """The name of the field in which a gap is told of."""
    return f"{_GAP}{gap.since:%Y-%m}"


def is_of_gap(field: str) -> bool:
    """Whether a field is one in which a gap is told of."""
    return field.startswith(_GAP)


def without_new_gaps(problems: Mapping[str, str], *, asked: Container[str]) -> Mapping[str, str]:
    """What is wrong, but for gaps that the applicant was not `asked` about yet: those are a question, and no mistake."""
    return {name: said for name, said in problems.items() if name in asked or not is_of_gap(name)}


def gap_in_words(gap: Period) -> str:
    """Between April 2021 and August 2021."""
    if gap.until is None or in_words(gap.since) == in_words(gap.until):
        return f"in {in_words(gap.since)}"
    return f"between {in_words(gap.since)} and {in_words(gap.until)}"


def _periods(sound: Iterable[Mapping[str, Any]]) -> list[Period]:
    return [Period(each["since"], last_day(each["until"]) if each["until"] else None) for each in sound]


def _newest_first(values: Mapping[str, Any]) -> tuple[int, int]:
    until: date = values["until"] or date.max
    return -until.toordinal(), -values["since"].toordinal()
