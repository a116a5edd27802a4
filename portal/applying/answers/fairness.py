"""What makes it fair: interview schemes, adjustments, and equality monitoring, which is kept apart and wiped when counted."""

from __future__ import annotations

from collections.abc import Mapping

from portal.applying.wanted import SCHEMES, Wanted
from portal.posting.answers.shape import Read, Typed, line, many, text, too_long

NEEDS: Mapping[str, str] = {"yes": "Yes", "no": "No"}
NOT_SAID = "not_said"
QUESTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "age": (
        "How old are you?",
        {"16_24": "16 to 24", "25_34": "25 to 34", "35_44": "35 to 44", "45_54": "45 to 54", "55": "55 or over"},
    ),
    "sex": ("What is your sex?", {"female": "Female", "male": "Male"}),
    "gender": (
        "Is the gender you identify with the same as your sex registered at birth?",
        {"same": "Yes", "different": "No"},
    ),
    "ethnicity": (
        "What is your ethnic group?",
        {
            "asian": "Asian or Asian British",
            "black": "Black, Black British, Caribbean or African",
            "mixed": "Mixed or multiple ethnic groups",
            "white": "White",
            "other": "Another ethnic group",
        },
    ),
    "disability": (
        "Do you have a physical or mental condition or illness that lasts, or is expected to last, 12 months or more and reduces what you can do?",
        {"lot": "Yes, a lot", "little": "Yes, a little", "none": "No"},
    ),
    "orientation": (
        "Which of these describes your sexual orientation?",
        {"straight": "Straight or heterosexual", "gay": "Gay or lesbian", "bi": "Bisexual", "other": "Another"},
    ),
    "religion": (
        "What is your religion?",
        {
            "none": "No religion",
            "christian": "Christian",
            "muslim": "Muslim",
            "hindu": "Hindu",
            "sikh": "Sikh",
            "jewish": "Jewish",
            "buddhist": "Buddhist",
            "other": "Another religion",
        },
    ),
}
"""The Government Statistical Service's harmonised questions in short (2021 to 2023), with fewer answers so that counts are not tiny."""


def schemes(typed: Typed, wanted: Wanted) -> Read:
    read, ticked = Read(), many(typed, "schemes")
    if any(each not in SCHEMES for each in ticked):
        read.problems["schemes"] = "Choose from the list."
    read.values["schemes"] = tuple(each for each in wanted.schemes if each in ticked)
    return read


def adjustments(typed: Typed, _wanted: Wanted) -> Read:
    """`about` is what is sealed; it goes as soon as the answer is no."""
    read = Read()
    needs, about = line(typed, "needs"), text(typed, "about")
    if needs not in NEEDS:
        read.problems["needs"] = "Choose yes or no. You can change it later, and tell us at any time."
    if needs == "yes" and not about:
        read.problems["about"] = "Say what would help you."
    too_long(read, "about", about, most=2_000, what="What would help you")
    read.values |= {"needs": needs, "about": about if needs == "yes" else ""}
    return read


def equality(typed: Typed, _wanted: Wanted) -> Read:
    """Nothing has to be answered."""
    read = Read()
    for name, (_question, choices) in QUESTIONS.items():
        said = line(typed, name)
        if said and said != NOT_SAID and said not in choices:
            read.problems[name] = "Choose from the list, or leave it."
        read.values[name] = said if said in choices else NOT_SAID
    return read
