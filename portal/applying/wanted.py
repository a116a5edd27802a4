"""What one vacancy asks of its applicants: worked out from what was published, so that everybody answers the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.posting.answers.whole import Whole as Advert

SCHEMES: Mapping[str, str] = {
    "disabled": "I am disabled, and ask for an interview under the Disability Confident scheme",
    "at_risk": "I am at risk of redundancy in the public sector, and ask for redeployment to be considered first",
    "armed_forces": "I am a veteran or the partner of a serving member of the armed forces, and ask for an interview under the Armed Forces Covenant",
}
_OFFERED_BY = {"disability_confident": "disabled", "interview_scheme": "disabled", "armed_forces": "armed_forces"}
"""Which statement of an advert promises which scheme: a Disability Confident employer of every level has
committed to its interviews (gov.uk, guidance for levels 1, 2 and 3). Redeployment needs no promise: whoever is at risk may say so."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that the advert asks for. `key` is E1, E2 … for what is essential, D1 … for what is desirable."""

    key: str
    words: str
    essential: bool

    @property
    def number(self) -> str:
        """Essential criterion 2, as pages say it."""
        return f"{'Essential' if self.essential else 'Desirable'} criterion {self.key[1:]}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words` is the most for each criterion; `cv` is none, may or must; `today` is the London day."""

    criteria: tuple[Criterion, ...]
    words: int
    cv: str
    referees: bool
    schemes: tuple[str, ...]
    today: date


def wanted_of(advert: Advert, *, today: date) -> Wanted:
    """What these published answers ask for."""
    essential, desirable = advert.value("criteria", "essential"), advert.value("criteria", "desirable")
    how = advert.reads["applying"].values
    promised = {_OFFERED_BY.get(each) for each in advert.value("inclusion", "statements")} | {"at_risk"}
    return Wanted(
        criteria=(
            *(Criterion(f"E{number}", words, True) for number, words in enumerate(essential, 1)),
            *(Criterion(f"D{number}", words, False) for number, words in enumerate(desirable, 1)),
        ),
        words=how.get("here_words", 0),
        cv=how.get("here_cv", "may"),
        referees=how.get("here_referees", False),
        schemes=tuple(each for each in SCHEMES if each in promised),
        today=today,
    )
