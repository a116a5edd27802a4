"""Counts of a facet's values, and distances, over columns."""

from __future__ import annotations

import numpy as np

from search_index.decoding import Floats, Ids
from search_index.documents import FACETS, FacetCount
from search_index.numbering import Mask, Numbering
from search_index.snapshot import Scope

EARTH_MILES = 3958.8
MOST_VALUES = 100


def passing(
    scope: Scope, numbering: dict[str, Numbering], filters: tuple[tuple[str, tuple[str, ...]], ...], ids: Ids
) -> dict[str, Mask]:
    """For each filtered facet, which of the documents have one of the chosen values."""
    return {
        name: numbering[name].chosen(values)[scope.facets[name][ids]]
        for name, values in filters
        if name in FACETS and values
    }


def all_but(masks: dict[str, Mask], base: Mask | None, *, name: str | None = None) -> Mask | None:
    """Those that pass every filter but the named one; None when nothing is filtered out."""
    found = base
    for other, mask in masks.items():
        if other != name:
            found = mask if found is None else found & mask
    return found


def counts(
    scope: Scope,
    numbering: dict[str, Numbering],
    names: tuple[str, ...],
    ids: Ids,
    masks: dict[str, Mask],
    base: Mask | None,
) -> dict[str, tuple[FacetCount, ...]]:
    """Every facet's values with how many results each would give; a facet's own choice does not narrow its own counts."""
    everything = all_but(masks, base)
    chosen = ids if everything is None else ids[everything]
    found = {}
    for name in names:
        own = chosen
        if name in masks:
            mask = all_but(masks, base, name=name)
            own = ids if mask is None else ids[mask]
        found[name] = _counted(numbering[name], scope.facets[name], own, scope.size)
    return found


def _counted(numbering: Numbering, codes: Ids, ids: Ids, size: int) -> tuple[FacetCount, ...]:
    numbers = np.bincount(codes if len(ids) == size else codes[ids])
    return tuple(FacetCount(value, count) for value, count in numbering.commonest(numbers, MOST_VALUES))


def distances(scope: Scope, near: tuple[float, float]) -> Floats:
    """Miles from a point to each document's nearest place; infinite where it has none."""

    def measure() -> Floats:
        nearest = np.full(scope.size, np.inf, np.float32)
        if not len(scope.spot_ids):
            return nearest
        lat, lon = np.radians(near[0]), np.radians(near[1])
        half = (
            np.sin((scope.spot_lat - lat) / 2) ** 2
            + np.cos(lat) * np.cos(scope.spot_lat) * np.sin((scope.spot_lon - lon) / 2) ** 2
        )
        miles = (2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))).astype(np.float32)
        np.minimum.at(nearest, scope.spot_ids, miles)
        return nearest

    return scope.remembered(("miles", near), measure)  # type: ignore[no-any-return]
