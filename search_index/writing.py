"""The single writer: small commits, a rebuild beside the live index, an atomic swap."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import uuid4

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex, LockError

from search_index.documents import VacancyDocument
from search_index.errors import IndexBroken, IndexBusy, IndexMissing
from search_index.schema import SCHEMA_VERSION, fields_of, schema

POINTER = f"current-{SCHEMA_VERSION}"
MEMORY_MB = 256


def live_folder(folder: Path) -> Path:
    """The folder of the live build, named by the pointer file; raises IndexMissing."""
    try:
        name = (folder / POINTER).read_text().strip()
    except OSError:
        raise IndexMissing("There is no search index yet.") from None
    build = folder / name
    if not name or "/" in name or not build.is_dir():
        raise IndexMissing("The search index's folder is gone.")
    return build


def open_whoosh(build: Path) -> FileIndex:
    """The Whoosh index of a build, read from its files without copying; raises IndexBroken for whatever is wrong."""
    try:
        return FileStorage(str(build), supports_mmap=False).open_index()
    except EmptyIndexError:
        raise IndexBroken("The search index has no table of contents.") from None
    except Exception as problem:
        raise IndexBroken(f"The search index cannot be opened ({type(problem).__name__}).") from problem


def require(folder: Path) -> None:
    """Raise IndexMissing when there is nothing to bring up to date."""
    live_folder(folder)


def apply(
    folder: Path,
    *,
    upserts: Sequence[VacancyDocument],
    deletions: Iterable[str] = (),
    wait_seconds: float = 10.0,
) -> None:
    """Write and delete documents in one commit; the newest of a reference wins. Safe to repeat.

    Raises IndexBusy after waiting for another writer, IndexMissing or IndexBroken when a rebuild is needed.
    """
    index = open_whoosh(live_folder(folder))
    newest = {document.reference: document for document in upserts}
    gone = set(deletions) | set(newest)
    writer = _writer(index, wait_seconds)
    try:
        for reference in gone:
            writer.delete_by_term("reference", reference)
        for document in newest.values():
            writer.add_document(**fields_of(document))
        writer.commit()
    except Exception as problem:
        _abandon(writer)
        if isinstance(problem, OSError):
            raise
        raise IndexBroken(f"Writing the search index failed ({type(problem).__name__}).") from problem


def _writer(index: FileIndex, wait_seconds: float):  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return index.writer(limitmb=MEMORY_MB)
        except LockError:
            if time.monotonic() >= deadline:
                raise IndexBusy("Another process is writing the search index.") from None
            time.sleep(0.05)
        except Exception as problem:
            raise IndexBroken(f"The search index cannot be written ({type(problem).__name__}).") from problem


def _abandon(writer) -> None:  # type: ignore[no-untyped-def]
    """Give the lock back, even when Whoosh's own cancel fails, as it does on a full disk."""
    try:
        writer.cancel()
    except Exception:
        lock = getattr(writer, "writelock", None)
        if lock is not None:
            with contextlib.suppress(Exception):  # the lock dies with this process at the latest
                lock.release()


def rebuild(folder: Path, documents: Iterable[VacancyDocument], *, expected: int | None = None) -> int:
    """Build afresh in a folder of its own, then swap; says how many documents. The old build is removed after."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    build = folder / f"v{SCHEMA_VERSION}-{int(time.time())}-{uuid4().hex[:8]}"
    build.mkdir(mode=0o700)
    count = 0
    try:
        index = FileStorage(str(build)).create_index(schema())
        writer = index.writer(limitmb=MEMORY_MB)
        for document in documents:
            writer.add_document(**fields_of(document))
            count += 1
        writer.commit(optimize=True)
        index.close()
        if open_whoosh(build).doc_count() != count or (expected is not None and count < expected * 0.99):
            raise IndexBroken(f"The rebuilt index holds {count} documents where {expected} were expected.")
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise
    pointer = folder / f".{POINTER}.{uuid4().hex[:8]}"
    pointer.write_text(build.name)
    pointer.replace(folder / POINTER)
    for old in folder.glob(f"v{SCHEMA_VERSION}-*"):
        if old != build and old.stat().st_mtime < time.time() - 60:
            shutil.rmtree(old, ignore_errors=True)
    return count


def optimise(folder: Path, *, wait_seconds: float = 10.0) -> None:
    """Merge into one segment, so that deleted texts leave the files too."""
    _writer(open_whoosh(live_folder(folder)), wait_seconds).commit(optimize=True)
