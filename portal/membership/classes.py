"""The classes of membership: what each is called, needs and opens. Its fee is dated data (fees.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class MemberClass:
    """`endorsed_by`: none, employer or served, the organisation whose Head of Profession vouches for the applicant."""

    key: str
    name: str
    who: str
    endorsed_by: str = "none"
    may_vote: bool = True
    may_stand: bool = True
    gets_signposting: bool = True

    @property
    def needs_endorsement(self) -> bool:
        return self.endorsed_by != "none"

    @property
    def is_personal(self) -> bool:
        return self.key != ORGANISATION


CLASSES: Mapping[str, MemberClass] = MappingProxyType(
    {
        each.key: each
        for each in (
            MemberClass("individual", "Individual", "You work for a public body or a third-sector organisation."),
            MemberClass(
                "corporate_seat",
                "Corporate seat",
                "You work for an organisation that is a member.",
                endorsed_by="employer",
            ),
            MemberClass(
                "provider",
                "Provider",
                "You work for an outsourced supplier and spend your whole time serving one named public body.",
                endorsed_by="served",
            ),
            MemberClass("early_career", "Early career", "You are a student, an apprentice or a graduate trainee."),
            MemberClass(
                "partner",
                "Partner",
                "You work in the private sector with public bodies.",
                may_vote=False,
                may_stand=False,
            ),
            MemberClass(
                ORGANISATION,
                "Organisation",
                "A public body or third-sector organisation joins as a whole.",
                may_vote=False,
                may_stand=False,
                gets_signposting=False,
            ),
        )
    }
)


def name_of(klass: str) -> str:
    """What people read for a class."""
    return CLASSES[klass].name
