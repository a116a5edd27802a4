"""What the rules saw in a held vacancy, in words, and what a person's answer says about other vacancies."""

from __future__ import annotations

from dataclasses import dataclass

from portal.vacancies.models import Vacancy
from portal.vacancies.presenting import in_words
from portal.web.words import counted

STATUSES = {"live": "live", "held": "held", "closed": "closed", "counted": "not shown"}
AGAINST = "title against: "
LEARNT = "title words: "


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that the rules went by, what your answer would teach about it, and the held vacancies that share it."""

    rule: str
    meaning: str
    shared: str
    held: tuple[str, ...] = ()
    how: str = ""


def lessons(vacancy: Vacancy, question: str, alike: dict[str, dict[str, list[Vacancy]]]) -> tuple[Lesson, ...]:
    """What the question is about; `alike` has the vacancies of the same title words and of the same employer."""
    if question == "ict":
        return (*_rules(vacancy), _of_title(vacancy, alike["title"]))
    if question == "public_sector":
        return (_of_employer(vacancy, alike["employer"]),)
    return ()


def _rules(vacancy: Vacancy) -> tuple[Lesson, ...]:
    """Each word of the title that speaks for or against, and what the two answers would do to it."""
    found = []
    for reason in vacancy.evidence.get("ict", []):
        if reason.startswith(AGAINST):
            what = reason.removeprefix(AGAINST)
            found.append(Lesson(f"“{what}” in the title speaks against it", "A yes says that it need not.", ""))
        elif reason.startswith("title: "):
            what = reason.removeprefix("title: ")
            found.append(Lesson(f"“{what}” in the title speaks for it", "A no says that it does not suffice.", ""))
        elif reason.startswith(LEARNT):
            what = reason.removeprefix(LEARNT)
            meaning = "They were learnt from titles whose answer is known; your answer is one more."
            found.append(Lesson(f"The title’s words were weighed: {what}", meaning, ""))
        else:
            found.append(Lesson(in_words(reason), "The text alone never decides.", ""))
    return tuple(found)


def _of_title(vacancy: Vacancy, alike: dict[str, list[Vacancy]]) -> Lesson:
    return Lesson(
        f"The title without its place, grade and contract: “{vacancy.title_key}”",
        "What you answer is what the reader should say of this title.",
        _shared(alike, "with this title"),
        _held(alike),
        "title",
    )


def _of_employer(vacancy: Vacancy, alike: dict[str, list[Vacancy]]) -> Lesson:
    name = vacancy.employer_name
    if not name:
        meaning = "No employer is named, so there is no name to learn; the address of the advert or its text may tell."
    elif vacancy.organisation:
        meaning = f"It was taken for {vacancy.organisation}. A no says that the name means somebody else."
    else:
        meaning = (
            f"The register knows no body called “{name}”. A yes says that it lacks one, or that this is another name "
            "of one that it has: add the name to that organisation. A no says that it is to be listed as not public."
        )
    return Lesson(
        f"The employer as the advert names it: “{name or 'nobody'}”",
        meaning,
        _shared(alike, "of this employer"),
        _held(alike),
        "employer",
    )


def _shared(alike: dict[str, list[Vacancy]], what: str) -> str:
    """3 other vacancies with this title: 2 live, 1 held."""
    parts = [f"{len(alike[status])} {name}" for status, name in STATUSES.items() if alike.get(status)]
    total = sum(len(alike.get(status, ())) for status in STATUSES)
    return f"{counted(total, 'other vacancy', 'other vacancies')} {what}: {', '.join(parts)}." if total else f"No other vacancy {what}."  # fmt: skip


def _held(alike: dict[str, list[Vacancy]]) -> tuple[str, ...]:
    return tuple(each.reference for each in alike.get("held", ()))
