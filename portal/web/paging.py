"""Links between pages, as GOV.UK's pagination component wants them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def pagination(page: int, pages: int, *, address: Callable[[int], str], label: str) -> dict[str, Any] | None:
    """First, last and neighbouring pages with gaps between; None where there is one page."""
    if pages <= 1:
        return None
    near = [number for number in range(1, pages + 1) if number in (1, pages) or abs(number - page) <= 1]
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": address(number), "current": number == page})
    links: dict[str, Any] = {"items": items, "landmarkLabel": label}
    if page > 1:
        links["previous"] = {"href": address(page - 1)}
    if page < pages:
        links["next"] = {"href": address(page + 1)}
    return links
