"""Which organisation an employer's name, address and text mean, and whether it is the public sector.

The steps of `STEPS` are asked in turn, the surest evidence first, and the first that answers decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from portal.employers import addresses
from portal.employers.answers import Asked
from portal.employers.findings import EmployerFinding
from portal.employers.kinds import sure_kind
from portal.employers.name_steps import (
    by_cut_name,
    by_likely_kind,
    by_longer_name,
    by_near_name,
    by_registered_name,
    by_sure_kind,
)
from portal.employers.names import names_nobody
from portal.employers.register import Register, load_register
from portal.employers.text_steps import (
    by_address,
    by_board,
    by_email,
    by_introduction,
    by_own_words,
    by_owner,
    by_source,
    by_title,
)

Step = Callable[[Asked, Register], EmployerFinding | None]


def find_employer(
    *,
    employer: str,
    url: str = "",
    description: str = "",
    title: str = "",
    place: str = "",
    source_organisation: str | None = None,
    register: Register | None = None,
    on: date | None = None,
) -> EmployerFinding:
    """Who employs, with the evidence that decided. When nothing is sure, public sector is "unclear" and the sector "other".

    `place` settles which of two bodies of one name is meant; `on` is the day for which ended bodies give way to
    their successors (without it, today's bodies); `source_organisation` is the one employer whose own feed this is.
    """
    book = register or load_register()
    given = " ".join(employer.split())
    host = addresses.host_of(url)
    asked = Asked(
        given="" if names_nobody(given) and not book.named(given) else given,
        url=url,
        description=description,
        title=title,
        place=place,
        source=(source_organisation or "").strip(),
        on=on,
        host=host,
        board=addresses.board_at(host),
    )
    label = sure_kind(given) if given and not asked.given else None
    if label is not None and label.sector in ("nhs", "third_sector"):
        return EmployerFinding(given, label.public, label.sector, evidence=(f"name: “{given}” tells {label.words}",))
    for step in STEPS if asked.given else NAMELESS_STEPS:
        finding = step(asked, book)
        if finding is not None:
            return replace(finding, name=given) if given and not finding.name else finding
    why = "nothing known of this employer" if asked.given else "no employer named"
    return EmployerFinding(given, evidence=(why,))


STEPS: tuple[Step, ...] = (
    by_registered_name,
    by_cut_name,
    by_longer_name,
    by_near_name,
    by_owner,
    by_sure_kind,
    by_source,
    by_address,
    by_board,
    by_likely_kind,
    by_own_words,
    by_email,
)
NAMELESS_STEPS: tuple[Step, ...] = (by_source, by_address, by_email, by_title, by_introduction, by_board)
