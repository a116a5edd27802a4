"""A pack as one file: the PDF, a CSV file for every table, and the adverts' words. The same pack gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from portal.evidence.packs import Pack
from portal.evidence.printing import Progress, as_pdf
from portal.web.csv_export import encoded

PDF = "evidence.pdf"
_THE_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file within: the earliest that a ZIP can say, since the time of making is in the pack itself."""


def as_zip(pack: Pack, *, progress: Progress = lambda _done: None) -> bytes:
    """Everything in it, in the order of the files' names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(_files(pack, progress)):
            info = zipfile.ZipInfo(name, _THE_BEGINNING)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, content)
    return out.getvalue()


def pdf_of(content: bytes) -> bytes:
    """The PDF out of a packed pack."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(PDF)


def _files(pack: Pack, progress: Progress) -> Iterator[tuple[str, bytes]]:
    yield PDF, as_pdf(pack, progress=progress)
    for table in pack.tables():
        yield f"tables/{table.name}.csv", b"".join(encoded(table.columns, table.rows))
    for name, words in pack.texts:
        yield f"adverts/{name}.txt", words.encode("utf-8", "replace")
