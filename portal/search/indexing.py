"""Keeping the index in step with the database: one writer drains the change rows; safe to run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

import search_index
from portal.database.base import db
from portal.database.transaction import reading, transaction
from portal.search.documents import document_of
from portal.vacancies import changes
from portal.vacancies.models import Vacancy
from search_index.documents import VacancyDocument

INDEXED = ("live", "closed")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Parity:
    """How the index compares with the database: vacancies it lacks, and ones it should not hold."""

    indexed: int
    missing: int
    stale: int
    waiting: int

    @property
    def agrees(self) -> bool:
        return self.missing == 0 and self.stale == 0


def sync(index_dir: Path, *, wait_seconds: float = 10.0) -> int:
    """Bring the index up to date; says how many vacancies were written.

    The change rows are forgotten only after the index has committed: a process killed between the two does
    the same work again. Raises search_index.errors.IndexBusy when another writer is at work,
    and IndexMissing or IndexBroken when it must be rebuilt first.
    """
    search_index.require(index_dir)
    with search_index.exclusively(index_dir, wait_seconds=wait_seconds):
        return _drain(index_dir)


def _drain(index_dir: Path) -> int:
    written = 0
    while True:
        with reading():
            heard, references = changes.waiting_changes(BATCH)
            if not references:
                return written
            found = {
                each.reference: each
                for each in db.session.scalars(select(Vacancy).where(Vacancy.reference.in_(references)))
            }
            upserts = [
                document_of(found[name]) for name in references if name in found and found[name].status in INDEXED
            ]
        kept = {document.reference for document in upserts}
        search_index.apply(
            index_dir,
            upserts=upserts,
            deletions=[name for name in references if name not in kept],
        )
        with transaction():
            changes.forget_changes(heard)
        written += len(references)


def rebuild(index_dir: Path, *, progress: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """Build the index afresh beside the live one and swap; says how many vacancies it holds.

    Changes that arrive meanwhile stay on the list and are written by the next sync. `progress` hears from time
    to time how many are done, of how many.
    """
    with search_index.exclusively(index_dir):
        with reading():
            heard, _ = changes.waiting_changes(1_000_000)
            expected = len(_references())
        count = search_index.rebuild(index_dir, _documents(lambda done: progress(done, expected)), expected=expected)
        with transaction():
            changes.forget_changes(heard)
        return count


def _documents(progress: Callable[[int], None]) -> Iterator[VacancyDocument]:
    after, done = 0, 0
    while True:
        with reading():
            page = list(
                db.session.scalars(
                    select(Vacancy)
                    .where(Vacancy.id > after, Vacancy.status.in_(INDEXED))
                    .order_by(Vacancy.id)
                    .limit(BATCH)
                )
            )
            if not page:
                return
            after = page[-1].id
            documents = [document_of(vacancy) for vacancy in page]
            db.session.expunge_all()
        yield from documents
        done += len(documents)
        progress(done)


def _references() -> set[str]:
    return set(db.session.scalars(select(Vacancy.reference).where(Vacancy.status.in_(INDEXED))))


def compare(index_dir: Path) -> Parity:
    """Compare the index with the database; changes still waiting explain a passing difference."""
    with reading():
        expected, waiting = _references(), changes.changes_waiting()
    held = set(search_index.SearchIndex(index_dir).references())
    return Parity(len(held), len(expected - held), len(held - expected), waiting)
