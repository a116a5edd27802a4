"""The answers of an application in words, section by section: what its candidate and those who choose read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applying.answers import declaring, fairness, people, reasons, work
from portal.applying.answers.months import in_words
from portal.applying.answers.work import gap_in_words
from portal.applying.wanted import SCHEMES, Wanted


@dataclass(frozen=True, slots=True)
class Answer:
    """A question as it was asked, and what was answered."""

    label: str
    words: str


def answers_of(section: str, values: Mapping[str, Any], wanted: Wanted) -> list[Answer]:
    """The answers of a section in words."""
    match section:
        case "contact":
            pairs = [("Full name", "name"), ("Called", "called"), ("Telephone", "phone"), ("Address", "postal")]
            return [Answer(label, values[name]) for label, name in pairs if values[name] or name == "name"]
        case "right_to_work":
            right = people.RIGHTS.get(values["right"], "")
            return [Answer("May work in the United Kingdom", right), *_if("Permission", values["right_note"])]
        case "employment":
            return _employment(values)
        case "criteria":
            named = [(each, values.get(each.key, "")) for each in reasons.asked(wanted)]
            return [
                Answer(f"{each.number}: {each.words}" if wanted.criteria else each.words, said) for each, said in named
            ]
        case "referees":
            return [_referee(values, each) for each in people.REFEREES if wanted.referees] + [
                Answer("Told before they are contacted", "Yes" if values["tell_first"] else "Not asked for")
            ]
        case "schemes":
            return [Answer("Interview schemes", "\n".join(SCHEMES[each] for each in values["schemes"]) or "None")]
        case "adjustments":
            return [
                Answer("Needs adjustments", fairness.NEEDS.get(values["needs"], "")),
                *_if("What helps", values["about"]),
            ]
        case _:
            return [
                Answer("Close to somebody there", declaring.RELATED.get(values["related"], "")),
                *_if("Who", values["related_note"]),
                Answer("Declares that it is true", "Yes" if values["true"] else ""),
            ]


def _if(label: str, said: str) -> list[Answer]:
    return [Answer(label, said)] if said else []


def _employment(values: Mapping[str, Any]) -> list[Answer]:
    found = [Answer(period_in_words(each), post_in_words(each)) for each in values["posts"]]
    found += [Answer(gap_in_words(gap)[:1].upper() + gap_in_words(gap)[1:], said) for gap, said in values["gaps"]]
    return found or [Answer("Work, study and other times", "Nothing to add yet" if values["nothing"] else "")]


def period_in_words(values: Mapping[str, Any]) -> str:
    """March 2019 to now."""
    since = in_words(values["since"]) if values["since"] else "Not said"
    until = "now" if values["now"] else in_words(values["until"]) if values["until"] else "not said"
    return f"{since} to {until}"


def post_in_words(values: Mapping[str, Any]) -> str:
    """Network Engineer, Leeds City Council, and what was done."""
    first = ", ".join(filter(None, (values["post_title"], values["employer"]))) or work.KINDS.get(values["kind"], "")
    return "\n".join(filter(None, (first, values["did"])))


def _referee(values: Mapping[str, Any], which: str) -> Answer:
    parts = ("name", "title", "organisation", "relation", "mail", "phone")
    said = [str(values.get(f"{which}_{part}", "")) for part in parts]
    return Answer(f"{which.capitalize()} referee", "\n".join(filter(None, said)))
