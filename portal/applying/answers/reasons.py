"""How an applicant meets what the advert asks for: an answer to each numbered criterion, or one statement where there is none."""

from __future__ import annotations

from portal.applying.wanted import Criterion, Wanted
from portal.posting.answers.shape import Read, Typed, text

STATEMENT = Criterion("S1", "Why you want this job, and what makes you good at it", True)
WORDS_OF_A_STATEMENT = 1_000


def asked(wanted: Wanted) -> tuple[Criterion, ...]:
    """What is to be answered."""
    return wanted.criteria or (STATEMENT,)


def most_words(wanted: Wanted) -> int:
    """How long each answer may be."""
    return wanted.words if wanted.criteria else WORDS_OF_A_STATEMENT


def criteria(typed: Typed, wanted: Wanted) -> Read:
    """What is essential has to be answered; what is desirable may be."""
    read, most = Read(), most_words(wanted)
    for each in asked(wanted):
        said = text(typed, each.key)
        number = len(said.split())
        if not said and each.essential:
            read.problems[each.key] = (
                "Write why you want this job." if each is STATEMENT else f"Say how you meet {each.number.lower()}."
            )
        elif number > most:
            where = "" if each is STATEMENT else f" for {each.number.lower()}"
            read.problems[each.key] = f"Use {most:,} words or fewer{where}. There are {number:,}."
        read.values[each.key] = said
    return read
