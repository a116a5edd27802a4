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
MOST_TOKENS = 1_000_000
"""Some two seconds."""
_TAIL = 2_048

_BEGINS = re.compile(rb"(?<!end)obj|trailer")
_TOKEN = re.compile(rb"%[^\r\n]*|\(|<<?|>>|[\[\]]|/[^\x00\t\n\f\r ()<>\[\]{}/%]*|endobj|endstream|stream")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*stream\r?\n?")
_FIRST = re.compile(rb"/First\s+(\d{1,8})")
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
        self._tokens = MOST_TOKENS

    def read(self, data: bytes) -> None:
        for found in _BEGINS.finditer(data):
            names, end = self._object(data, found.end())
            stream = _STREAM.match(data, end)
            if stream and (b"ObjStm" in names or {b"First", b"N"} <= names):
                close = data.find(b"endstream", stream.end())
                packed = data[stream.end() : close if close >= 0 else len(data)]
                self._packed(self._unpack(packed, names), data[found.end() : end])

    def _packed(self, plain: bytes, dictionary: bytes) -> None:
        """The objects of an object stream: a list of numbers and places, and from `First` on the objects."""
        first = {int(each) for each in _FIRST.findall(_HEX.sub(_letter, dictionary))}
        if len(first) != 1:
            raise _unusual()
        begin = first.pop()
        places = plain[:begin].split()[1::2]
        for place in sorted({int(each) for each in places if each.isdigit() and len(each) < 9}):
            self._object(plain, begin + place)

    def _object(self, data: bytes, at: int) -> tuple[set[bytes], int]:
        """The names in the object that begins here, and where it ends."""
        names: set[bytes] = set()
        depth = 0
        while found := _TOKEN.search(data, at):
            self._spend()
            at, token = found.end(), found[0]
            if token == b"(":
                at = self._after_string(data, at)
            elif token == b"<":
                at = data.find(b">", at) + 1 or len(data)
            elif token.startswith(b"/"):
                names.add(_allowed(token[1:]))
            elif token in (b"<<", b"["):
                depth += 1
            elif token in (b">>", b"]"):
                depth -= 1
            if depth <= 0 and not token.startswith(b"%"):
                return names, at
        return names, len(data)

    def _after_string(self, data: bytes, at: int) -> int:
        depth = 1
        while found := _IN_STRING.search(data, at):
            self._spend()
            at = found.end()
            depth += {b"(": 1, b")": -1}.get(found[0], 0)
            if not depth:
                return at
        return len(data)

    def _unpack(self, packed: bytes, names: set[bytes]) -> bytes:
        if b"Filter" not in names:
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

    def _spend(self) -> None:
        self._tokens -= 1
        if self._tokens < 0:
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
