"""The single writer: small commits, a rebuild beside the live index, an atomic swap.

A lock of the operating system on one file in the index's folder keeps writers apart; it dies with its process. Whoosh's own
lock inside a build is then always free, unless another process bypassed this module.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex, LockError

from search_index import vocabulary
from search_index.documents import VacancyDocument
from search_index.errors import IndexBroken, IndexBusy, IndexMissing
from search_index.schema import SCHEMA_VERSION, fields_of, schema, words_of

MEMORY_MB = 512
ABANDONED_SECONDS = 60
"""A build that is not the live one is removed when it is this old: readers may just be opening it."""
OUTLIVED_SECONDS = 7 * 86_400
"""A build of another schema version is kept this long for workers that still run the code which made it."""
_held = threading.local()


def pointer_of(folder: Path) -> Path:
    """The file that names the live build."""
    return folder / f"current-{SCHEMA_VERSION}"


def live_folder(folder: Path) -> Path:
    """The folder of the live build, named by the pointer file; raises IndexMissing."""
    try:
        name = pointer_of(folder).read_text().strip()
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


@contextlib.contextmanager
def exclusively(folder: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Keep every other writer out, in this process and others. What is to be written is to be read inside, so that
    nobody writes older facts over newer ones. May be nested. Raises IndexBusy after waiting."""
    if getattr(_held, "folder", None) == folder:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / "writing.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(descriptor, wait_seconds)
        _held.folder = folder
        yield
    finally:
        _held.folder = None
        os.close(descriptor)


def _wait_for(descriptor: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusy("Another process is writing the search index.") from None
            time.sleep(0.05)


def apply(
    folder: Path,
    *,
    upserts: Sequence[VacancyDocument],
    deletions: Iterable[str] = (),
    wait_seconds: float = 10.0,
) -> None:
    """Write and delete documents in one commit; the newest of a reference wins. Safe to repeat.

    Raises IndexBusy after waiting for another writer, IndexMissing or IndexBroken when a rebuild is needed, and
    OSError when the disk would not take it; nothing is then written, and the lock is given back.
    """
    newest = {document.reference: document for document in upserts}
    gone = set(deletions) | set(newest)
    with exclusively(folder, wait_seconds=wait_seconds):
        build = live_folder(folder)
        writer = _writer(open_whoosh(build))
        try:
            for reference in sorted(gone):
                writer.delete_by_term("reference", reference)
            words: Counter[str] = Counter()
            for document in newest.values():
                writer.add_document(**fields_of(document, parts := words_of(document)))
                words.update(vocabulary.spelt(parts))
            vocabulary.append(build, words)
            writer.commit()
        except Exception as problem:
            _abandon(writer)
            if isinstance(problem, OSError):
                raise
            raise IndexBroken(f"Writing the search index failed ({type(problem).__name__}).") from problem


def _writer(index: FileIndex) -> Any:
    try:
        return index.writer(limitmb=MEMORY_MB)
    except LockError:
        raise IndexBusy("Another process is writing the search index.") from None
    except OSError:
        raise
    except Exception as problem:
        raise IndexBroken(f"The search index cannot be written ({type(problem).__name__}).") from problem


def _abandon(writer: Any) -> None:
    """Give Whoosh's lock back, even when its own cancel fails, as it does on a full disk."""
    try:
        writer.cancel()
    except Exception:
        lock = getattr(writer, "writelock", None)
        if lock is not None:
            with contextlib.suppress(Exception):  # the lock dies with this process at the latest
                lock.release()


def rebuild(folder: Path, documents: Iterable[VacancyDocument], *, expected: int | None = None) -> int:
    """Build afresh in a folder of its own, then swap; says how many documents. Old builds are removed after.

    `documents` is read while other writers are kept out. Raises IndexBusy, IndexBroken when the count is not what was
    expected, OSError; the live build is then untouched.
    """
    with exclusively(folder):
        build = folder / f"v{SCHEMA_VERSION}-{int(time.time())}-{uuid4().hex[:8]}"
        build.mkdir(mode=0o700)
        try:
            count = _build(build, documents)
            held = open_whoosh(build).doc_count()
            if held != count or (expected is not None and count < expected * 0.99):
                raise IndexBroken(f"The rebuilt index holds {held} documents where {expected or count} were expected.")
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        pointer = folder / f".current.{uuid4().hex[:8]}"
        pointer.write_text(build.name)
        pointer.replace(pointer_of(folder))
        _sweep(folder, live=build)
        return count


def _build(build: Path, documents: Iterable[VacancyDocument]) -> int:
    count = 0
    words: Counter[str] = Counter()
    index = FileStorage(str(build)).create_index(schema())
    writer = index.writer(limitmb=MEMORY_MB)
    try:
        for document in documents:
            writer.add_document(**fields_of(document, parts := words_of(document)))
            words.update(vocabulary.spelt(parts))
            count += 1
        vocabulary.write(build, words)
        writer.commit(optimize=True)
    except BaseException:
        _abandon(writer)
        raise
    index.close()
    return count


def _sweep(folder: Path, *, live: Path) -> None:
    """Remove builds that nobody reads any more, and what killed rebuilds left behind."""
    now = time.time()
    for old in folder.glob("v*-*"):
        same = old.name.startswith(f"v{SCHEMA_VERSION}-")
        if old != live and old.stat().st_mtime < now - (ABANDONED_SECONDS if same else OUTLIVED_SECONDS):
            shutil.rmtree(old, ignore_errors=True)
    for left in folder.glob(".current*"):
        if left.stat().st_mtime < now - ABANDONED_SECONDS:
            left.unlink(missing_ok=True)


def optimise(folder: Path, *, wait_seconds: float = 10.0) -> int:
    """Merge into one segment, so that deleted texts leave the files too; says how many left. None, no work."""
    with exclusively(folder, wait_seconds=wait_seconds):
        index = open_whoosh(live_folder(folder))
        deleted: int = index.doc_count_all() - index.doc_count()
        if not deleted:
            return 0
        writer = _writer(index)
        try:
            writer.commit(optimize=True)
        except Exception:
            _abandon(writer)
            raise
        return deleted
