"""What the panel of assessors has."""

from __future__ import annotations

from collections.abc import Mapping

from portal.access.meaning import Access
from portal.access.owning import CASE

ASSESSOR_ACCESS: Mapping[str, Access] = {
    "assessor.panel.index": Access(("assessor",), "membership.standing_aside: no case that one must stand aside from"),
    "assessor.panel.decided": Access(
        ("assessor",), "membership.standing_aside: no case that one must stand aside from"
    ),
    "assessor.panel.show": CASE.by("GET", "POST"),
    "assessor.panel.stand_aside": CASE.by("GET", "POST"),
}
