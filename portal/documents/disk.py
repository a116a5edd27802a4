"""The folder of what people handed in. A file has a random name without an extension and only the portal may read it.

A file is written before its row and deleted after it, so a killed process leaves a file without a row, which `strays`
finds, and never a row without a file.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from portal.config import Settings
from portal.documents.refusals import Refused

log = logging.getLogger(__name__)

STRAY_AFTER_SECONDS = 3_600
"""Longer than any transaction between a file and its row."""
_NAME = re.compile(r"[0-9a-f]{32}")


def folder() -> Path:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.uploads_dir


def write(data: bytes) -> str:
    """Put the bytes on the disk for good, under a fresh name, which is returned. Raises Refused, leaving nothing, where the disk will not."""
    name = secrets.token_hex(16)
    path = folder() / name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except BaseException as problem:
        path.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            log.error("documents.not_written", extra={"why": problem.strerror})
            raise Refused("The file cannot be kept just now. Try again in a few minutes.") from None
        raise
    return name


def _sync_folder(path: Path) -> None:
    """See on the disk that the folder lists its newest file."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(stored_name: str) -> Path:
    """Where a file is. Raises ValueError for what is no name of ours."""
    if not _NAME.fullmatch(stored_name):
        raise ValueError("That is no name of a stored file.")
    return folder() / stored_name


def delete(stored_name: str) -> None:
    """Take a file off the disk, if it is there."""
    path_of(stored_name).unlink(missing_ok=True)


def old_files() -> Iterator[str]:
    """The names of files that were written so long ago that they must have a row, if they ever get one."""
    before = time.time() - STRAY_AFTER_SECONDS
    for each in os.scandir(folder()):
        try:
            if _NAME.fullmatch(each.name) and each.stat(follow_symlinks=False).st_mtime < before:
                yield each.name
        except FileNotFoundError:
            continue
