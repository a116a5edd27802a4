"""What a person looks for, as searches and in words."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from portal.membership.profiles import NOTHING, Wanted
from portal.search.forms import read_wish
from portal.search.presenting import Link
from portal.search.typed import typed_form
from portal.web import words


def searches(wanted: Wanted) -> list[Link]:
    """The searches that it means: one near each place and one everywhere; one more for the clearance held.

    Clearance does not narrow the others: somebody who holds it may do the work that asks for none as well.
    """
    if wanted == NOTHING:
        return []
    alone = len(wanted.places) < 2
    found = [
        Link(_address(wanted, near=place), "Search with this" if alone else f"Search with this near {place}")
        for place in wanted.places
    ]
    found.append(Link(_address(wanted), "Search with this everywhere" if found else "Search with this"))
    if wanted.clearance:
        found.append(Link(_address(wanted, cleared=True), "Only vacancies that ask for the clearance you hold"))
    return found


def in_words(wanted: Wanted) -> str:
    """The same in a line; empty when nothing is looked for."""
    pay = "" if wanted.wanted_pence is None else f"from £{wanted.wanted_pence // 100:,}"
    named = [wanted.families, wanted.levels, wanted.workplaces]
    parts = [words.listed([words.name_of(each) for each in values], most=3) for values in named]
    near = f"near {words.listed(list(wanted.places), most=3)}" if wanted.places else ""
    holding = f"holding {words.listed([words.name_of(each) for each in wanted.clearance], most=3)}"
    return "; ".join(filter(None, (*parts, near, pay, holding if wanted.clearance else "")))


def _address(wanted: Wanted, *, near: str = "", cleared: bool = False) -> str:
    """The search page's address, written by the same code that reads it."""
    asked: MultiDict[str, str] = MultiDict()
    for name, values in (
        ("family", wanted.families),
        ("level", wanted.levels),
        ("workplace", wanted.workplaces),
        ("clearance", wanted.clearance if cleared else ()),
    ):
        asked.setlist(name, list(values))
    if near:
        asked["near"] = near
    if wanted.wanted_pence is not None:
        asked["pay_from"] = str(wanted.wanted_pence // 100)
    return typed_form(asked, read_wish(asked).request, {}).address()
