"""Opening a zip that nobody vouches for: measured before it is read, read in memory, and never unpacked to the disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from portal.documents.refusals import Refused

MOST_ENTRIES = 1_000
MOST_DIRECTORY = 200_000
"""Bytes of the list of entries, which is looked at before any entry is."""
MOST_UNPACKED = 40_000_000
MOST_OF_ONE = 25_000_000
MOST_RATIO = 200
"""How much larger an entry may be unpacked, above a megabyte: the text of a real document stays below 60."""
PIECE = 65_536

_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 0x41
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"%PDF-",
)
DAMAGED = "The document is damaged or not complete. Open it, save it again, then choose that file."
BOMB = "The document unfolds into far more than a document holds. Save it as PDF, then choose that file."
STRANGE = "The document is put together in an unusual way. Save it as PDF, then choose that file."


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip whose list of entries is sound; what each holds is looked at by `read_all`. Raises Refused."""
    _measure(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_list(archive.infolist())
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Refused(DAMAGED) from None


def _measure(data: bytes) -> None:
    """Look at the end of the archive, before anything is made of its entries."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(data):
        raise Refused(DAMAGED)
    _mark, disk, first_disk, here, entries, size, begins, comment = _END.unpack_from(data, at)
    if max(here, entries) > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise Refused(BOMB)
    if disk or first_disk or here != entries or begins + size != at or at + _END.size + comment != len(data):
        raise Refused(STRANGE)


def _check_list(entries: list[zipfile.ZipInfo]) -> None:
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise Refused("The document has a password. Save it without one, or as PDF, then choose that file.")
    names = [each.filename.casefold() for each in entries]
    if len(set(names)) != len(names) or any(map(_is_strange, entries)):
        raise Refused(STRANGE)
    if sum(each.file_size for each in entries) > MOST_UNPACKED or any(map(_swells, entries)):
        raise Refused(BOMB)


def _is_strange(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    return (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or ":" in name
        or ".." in name.split("/")
        or stat.S_ISLNK(entry.external_attr >> 16)
        or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    )


def _swells(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > MOST_OF_ONE:
        return True
    return entry.file_size > 1_000_000 and entry.file_size > MOST_RATIO * max(1, entry.compress_size)


def read_all(archive: zipfile.ZipFile) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each entry with its content in pieces. What an entry says of its size is believed of none of them."""
    left = [MOST_UNPACKED]
    for entry in archive.infolist():
        yield entry.filename, _pieces(archive, entry, left)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    with archive.open(entry) as source:
        first = True
        while piece := source.read(PIECE):
            left[0] -= len(piece)
            if left[0] < 0:
                raise Refused(BOMB)
            if first and piece.startswith(_ARCHIVES):
                raise Refused("The document holds another file inside it. Save it as PDF, then choose that file.")
            first = False
            yield piece
