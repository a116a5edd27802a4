"""PDF: every object in it is read as tokens, wherever it stands, so that none is hidden from us and not from a reader.

What a PDF does when it is opened is told by names in its dictionaries, such as /JavaScript. Dictionaries stand in the open
or, packed, in object streams, which are unpacked here. A text that merely speaks of JavaScript stands in a string or in the
stream of a page, and those are passed over. The file's own table of objects is not believed: an object is read from each
place at which one could begin, to its end.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

from portal.documents.refusals import Refused

MOST_UNPACKED = 20_000_000
"""Bytes of all object streams."""
MOST_WORK = 60_000_000
"""Bytes passed over, a token counting for as many as take its time: some two seconds. Objects may be made to overlap."""
A_TOKEN = 50
_TAIL = 2_048

_BEGINS = re.compile(rb"(?<![A-Za-z])obj(?![^\x00\s()<>\[\]{}/%])|trailer(?=[\x00\s]*(?:<<|%))")
_TOKEN = re.compile(rb"%[^\r\n]*|\(|<<?|>>|[\[\]]|/[^\x00\t\n\f\r ()<>\[\]{}/%]*|endobj|endstream|stream")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_GAP = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*")
_STREAM = re.compile(rb"stream\r?\n?")
_FIRST = re.compile(rb"/First\s+(\d{1,8})\b(?!\s+\d+\s+R)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")

_SCRIPT = "a script"
_PROGRAM = "a command that starts programs"
_FILE = "another file inside it"
_FORM = "a form that sends or loads data"
_ACTING: Mapping[bytes, str] = {
    b"JavaScript": _SCRIPT,
    b"JS": _SCRIPT,
    b"Launch": _PROGRAM,
    b"EmbeddedFile": _FILE,
    b"EmbeddedFiles": _FILE,
    b"EF": _FILE,
    b"FileAttachment": _FILE,
    b"GoToE": _FILE,
    b"RichMedia": "a film or a program",
    b"XFA": _FORM,
    b"SubmitForm": _FORM,
    b"ImportData": _FORM,
}
_PRINT = "Print it to PDF (File, Print, Save as PDF), then choose that file."


def keep(data: bytes) -> bytes:
    """The file as it is. Raises Refused for one that is cut off, has a password, or does more than show pages."""
    tail = data[-_TAIL:]
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise Refused("The PDF is not complete. Save it again, then choose that file.")
    _Reading().read(data)
    return data


class _Reading:
    """The reading of one file, with what it may still cost."""

    def __init__(self) -> None:
        self._unpacked = MOST_UNPACKED
        self._work = MOST_WORK

    def read(self, data: bytes) -> None:
        for found in _BEGINS.finditer(data):
            names, end = self._object(data, found.end())
            if b"ObjStm" in names or {b"First", b"N"} <= names:
                packed = self._stream(data, end)
                self._packed(self._unpack(packed, names), data[found.end() : end])

    def _stream(self, data: bytes, at: int) -> bytes:
        """The stream that follows a dictionary; empty where there is none."""
        gap = _GAP.match(data, at)
        stream = _STREAM.match(data, gap.end()) if gap else None
        if stream is None:
            self._spend(len(data) - at)
            return b""
        close = data.find(b"endstream", stream.end())
        end = close if close >= 0 else len(data)
        self._spend(end - at)
        return data[stream.end() : end]

    def _packed(self, plain: bytes, dictionary: bytes) -> None:
        """The objects of an object stream: a list of numbers and places, and from `First` on the objects."""
        said = _HEX.sub(_letter, dictionary)
        first = _FIRST.search(said)
        if first is None or said.count(b"/First") != 1:
            raise _unusual()
        begin = int(first[1])
        places = plain[:begin].split()[1::2]
        for place in sorted({int(each) for each in places if each.isdigit() and len(each) < 9}):
            self._object(plain, begin + place)

    def _object(self, data: bytes, at: int) -> tuple[set[bytes], int]:
        """The names in the object that begins here, and where it ends."""
        names: set[bytes] = set()
        depth = 0
        while found := _TOKEN.search(data, at):
            self._spend(A_TOKEN + found.end() - at)
            at, token = found.end(), found[0]
            if token == b"(":
                at = self._after_string(data, at)
            elif token == b"<":
                begin, at = at, data.find(b">", at) + 1 or len(data)
                self._spend(at - begin)
            elif token.startswith(b"/"):
                names.add(_allowed(token[1:]))
            elif token in (b"<<", b"["):
                depth += 1
            elif token in (b">>", b"]"):
                depth -= 1
            if depth <= 0 and not token.startswith(b"%"):
                return names, at
        self._spend(len(data) - at)
        return names, len(data)

    def _after_string(self, data: bytes, at: int) -> int:
        depth = 1
        while found := _IN_STRING.search(data, at):
            self._spend(A_TOKEN + found.end() - at)
            at = found.end()
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
            if not depth:
                return at
        self._spend(len(data) - at)
        return len(data)

    def _unpack(self, packed: bytes, names: set[bytes]) -> bytes:
        if b"Filter" not in names or not packed:
            return packed
        filters = {each for each in names if each.endswith(b"Decode")} | names & {b"Fl", b"LZW", b"A85", b"AHx", b"RL"}
        if len(filters) != 1 or not filters <= {b"FlateDecode", b"Fl"} or b"Predictor" in names:
            raise _unusual()
        try:
            plain = zlib.decompressobj().decompress(packed, self._unpacked)
        except zlib.error:
            raise Refused(f"The PDF is damaged. {_PRINT}") from None
        self._unpacked -= len(plain)
        if self._unpacked <= 0:
            raise Refused(f"The PDF unfolds into far more than a document holds. {_PRINT}")
        return plain

    def _spend(self, work: int) -> None:
        self._work -= work
        if self._work < 0:
            raise Refused(f"The PDF is too complicated to be checked. {_PRINT}")


def _allowed(raw: bytes) -> bytes:
    """A name as readers understand it. Raises Refused for one that stands for more than showing pages."""
    name = _HEX.sub(_letter, raw)
    if name in _ACTING:
        raise Refused(f"The PDF holds {_ACTING[name]}, which is not taken. {_PRINT}")
    if name == b"Encrypt":
        raise Refused("The PDF has a password or is locked. Save it without one, then choose that file.")
    return name


def _letter(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _unusual() -> Refused:
    return Refused(f"The PDF is packed in an unusual way. {_PRINT}")
