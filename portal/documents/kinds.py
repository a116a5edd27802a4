"""What a file is, found out from what is in it and never from its name. Pure; what is not known for sure is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents import office, pdf, pictures, plain
from portal.documents.refusals import Refused

MOST_BYTES = 5_000_000
TOO_LARGE = "The file is larger than 5 MB. Save a smaller one, for example with smaller pictures, then choose that."
WORDS = "PDF, DOCX, ODT, JPEG, PNG or plain text"

_SAVE = "Save it as PDF or DOCX, then choose that file."
_NOT_TAKEN: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        f"This is an older Office document (such as .doc), or one with a password. {_SAVE}",
    ),
    (b"{\\rtf", f"RTF files are not taken. {_SAVE}"),
    (b"GIF8", "GIF pictures are not taken. Save it as PNG or JPEG, then choose that file."),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken. `keep` checks it and gives the bytes to be kept; it raises Refused."""

    media_type: str
    extension: str
    keep: Callable[[bytes], bytes]


PDF = Kind("application/pdf", "pdf", pdf.keep)
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", office.keep_docx)
ODT = Kind("application/vnd.oasis.opendocument.text", "odt", office.keep_odt)
JPEG = Kind("image/jpeg", "jpg", pictures.keep_jpeg)
PNG = Kind("image/png", "png", pictures.keep_png)
TEXT = Kind("text/plain", "txt", plain.keep)
BY_TYPE = {each.media_type: each for each in (PDF, DOCX, ODT, JPEG, PNG, TEXT)}


def examine(data: bytes) -> tuple[Kind, bytes]:
    """The kind of a file and what of it is kept: pictures without what the camera wrote beside them. Raises Refused."""
    if not data:
        raise Refused("The file is empty. Choose another file.")
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    kind = _kind_of(data)
    return kind, kind.keep(data)


def recognise(data: bytes) -> Kind:
    """The kind of a file that may be taken. Raises Refused with a sentence that says what is wrong and what to do."""
    return examine(data)[0]


def _kind_of(data: bytes) -> Kind:
    for start, sentence in _NOT_TAKEN:
        if data.startswith(start):
            raise Refused(sentence)
    for start, kind in ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG)):
        if data.startswith(start):
            return kind
    if data[4:11] == b"ftyphei" or data[4:12] == b"ftypmif1":
        raise Refused("HEIC pictures are not taken. Save it as JPEG, then choose that file.")
    if data.startswith(b"PK\x03\x04"):
        return ODT if office.is_odt(data) else DOCX
    return TEXT
