"""Search over vacancies: Whoosh stores and updates, an immutable snapshot in memory answers."""

from search_index.errors import IndexBroken, IndexBusy, IndexMissing, QueryRefused
from search_index.searching import SearchIndex
from search_index.writing import apply, exclusively, optimise, rebuild, require

__all__ = [
    "IndexBroken",
    "IndexBusy",
    "IndexMissing",
    "QueryRefused",
    "SearchIndex",
    "apply",
    "exclusively",
    "optimise",
    "rebuild",
    "require",
]
