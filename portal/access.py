"""Every address of the site: who may ask for it, and how it is decided whose the thing behind it is.

`flask access` prints this table; tests/architecture fails when an address is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ANYONE = ("anyone",)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for an address, and how ownership is decided. `writes` names what a GET may change."""

    who: tuple[str, ...]
    owned: str
    writes: str = ""


PUBLIC = Access(ANYONE, "nothing is owned: only public facts are shown")
SHOWN = Access(
    ANYONE,
    "vacancies.queries.shown: live and closed vacancies are public, all others answer 404; "
    "the full text and the signpost follow SIGNPOST_AUDIENCE",
)

OWN = Access(("person",), "the signed-in person's own: the id is the session's, never the request's")

ACCESS: Mapping[str, Access] = {
    "static": Access(ANYONE, "files of the front end"),
    "operating.alive": PUBLIC,
    "operating.ready": PUBLIC,
    "operating.version": PUBLIC,
    "health.robots": PUBLIC,
    "health.security": PUBLIC,
    "search.home": PUBLIC,
    "search.index": PUBLIC,
    "search.machine_json": PUBLIC,
    "search.machine_feed": PUBLIC,
    "search.sitemap": PUBLIC,
    "search.sitemap_part": PUBLIC,
    "search.search_description": PUBLIC,
    "pages.about": PUBLIC,
    "pages.accessibility": PUBLIC,
    "pages.privacy": PUBLIC,
    "pages.cookies": PUBLIC,
    "coverage.show": PUBLIC,
    "coverage.sector": PUBLIC,
    "coverage.about_feeds": PUBLIC,
    "signing_in.sign_in": Access(ANYONE, "nothing is owned; tries are limited"),
    "signing_in.sign_out": Access(ANYONE, "ends the asker's own session only"),
    "account.home.show": OWN,
    "account.second_factor.show": OWN,
    "vacancies.show": SHOWN,
    "vacancies.go": Access(ANYONE, SHOWN.owned, writes="the day's count of the signpost"),
}
