"""Filters and counts over columns."""

from __future__ import annotations

from functools import reduce

import numpy as np

from search_index.documents import FACETS, MULTI_FACETS, FacetCount, SearchRequest
from search_index.snapshot import Floats, Mask, Snapshot

EARTH_MILES = 3958.8
MOST_VALUES = 60


def filter_masks(snapshot: Snapshot, request: SearchRequest) -> dict[str, Mask]:
    """For each filtered facet, the documents with one of the chosen values."""
    return {name: _having(snapshot, name, values) for name, values in request.filters if name in FACETS and values}


def _having(snapshot: Snapshot, name: str, values: tuple[str, ...]) -> Mask:
    codes = [code for value in values if (code := snapshot.numberings[name].codes.get(value)) is not None]
    if name in MULTI_FACETS:
        bits = np.uint64(sum(1 << code for code in codes if code < 64))
        return (snapshot.multi[name] & bits) != 0  # type: ignore[no-any-return]
    return np.isin(snapshot.single[name], codes)


def counts(snapshot: Snapshot, base: Mask, masks: dict[str, Mask]) -> dict[str, tuple[FacetCount, ...]]:
    """Every facet's values with how many results each would give; a facet's own choice does not narrow its own counts."""
    everything = reduce(np.logical_and, masks.values(), base)
    found: dict[str, tuple[FacetCount, ...]] = {}
    for name in FACETS:
        mask = (
            everything
            if name not in masks
            else reduce(np.logical_and, (m for other, m in masks.items() if other != name), base)
        )
        found[name] = _counted(snapshot, name, mask)
    return found


def _counted(snapshot: Snapshot, name: str, mask: Mask) -> tuple[FacetCount, ...]:
    values = snapshot.numberings[name].values
    if name in MULTI_FACETS:
        bits = snapshot.multi[name][mask]
        numbers = [int(np.count_nonzero(bits & np.uint64(1 << code))) for code in range(min(64, len(values)))]
    else:
        codes = snapshot.single[name][mask]
        numbers = np.bincount(codes[codes >= 0], minlength=len(values)).tolist()
    ranked = sorted(
        ((number, values[code]) for code, number in enumerate(numbers) if number), key=lambda pair: (-pair[0], pair[1])
    )
    return tuple(FacetCount(value, number) for number, value in ranked[:MOST_VALUES])


def distances(snapshot: Snapshot, near: tuple[float, float]) -> Floats:
    """Miles from a point to each document's nearest place; infinite where it has none."""
    nearest = np.full(snapshot.size, np.inf, np.float32)
    if not len(snapshot.spot_ids):
        return nearest
    lat, lon = np.radians(near[0]), np.radians(near[1])
    half = (
        np.sin((snapshot.spot_lat - lat) / 2) ** 2
        + np.cos(lat) * np.cos(snapshot.spot_lat) * np.sin((snapshot.spot_lon - lon) / 2) ** 2
    )
    miles = (2 * EARTH_MILES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))).astype(np.float32)
    np.minimum.at(nearest, snapshot.spot_ids, miles)
    return nearest
