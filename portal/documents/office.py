"""Documents of word processors (DOCX, ODT): a zip of XML, without programs, foreign files and anything fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from portal.documents import zips
from portal.documents.refusals import Refused

_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ODT = b"application/vnd.oasis.opendocument.text"
_MACROS = "The document holds macros, which are programs. Save it as PDF or DOCX without macros, then choose that file."
_OTHER = "This is not a text document. Save it as PDF or DOCX, then choose that file."
_ELSEWHERE = "The document loads parts of itself from elsewhere. Save it as PDF, then choose that file."
_LINK = "/hyperlink"
_XML = (".xml", ".rels", ".rdf")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML in letters of two bytes begins, in which nothing of the following would be found."""
_IN_XML = (
    (re.compile(rb"<!(?:DOCTYPE|ENTITY)"), zips.STRANGE),
    (re.compile(rb"vnd\.sun\.star\.(?:script|UNO)|href=[\"']\s*macro:", re.IGNORECASE), _MACROS),
    (
        re.compile(
            rb"<(?!text:a\s|draw:a\s|meta:template\s)[a-z]+:[a-z-]+\s[^<>]{0,900}xlink:href=[\"']\s*(?:[a-z]+:)?//"
        ),
        _ELSEWHERE,
    ),
)
"""What stands nowhere in the XML of a document that is taken, and why not."""
_OVERLAP = 1_000
_MACRO_NAMES = re.compile(r"(?:^|/)(?:vbaproject|vbadata)|^(?:basic|scripts)/|activex", re.IGNORECASE)
MOST_OF_A_LIST = 1_000_000
"""Bytes of a list that is read as XML: of types, of relations, of the files of an ODT."""


def is_odt(data: bytes) -> bool:
    """Whether a zip says of itself, in its first entry, that it is an ODT."""
    return data[30:38] == b"mimetype" and data[38 : 38 + len(_ODT)] == _ODT


def keep_docx(data: bytes) -> bytes:
    """The document as it is. Raises Refused."""
    parts = _checked(data)
    types = _elements(parts.get(_TYPES, b""))
    said = [each.get("ContentType", "") for each in types]
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in said):
        raise Refused(_MACROS)
    if _WORD not in said:
        raise Refused(_OTHER)
    for name, part in parts.items():
        if name.endswith(".rels") and any(_reaches_out(each) for each in _elements(part)):
            raise Refused(_ELSEWHERE)
    return data


def keep_odt(data: bytes) -> bytes:
    """The document as it is. Raises Refused."""
    manifest = _checked(data).get("META-INF/manifest.xml", b"")
    if any(each.tag.endswith("}encryption-data") for each in _elements(manifest)):
        raise Refused("The document has a password. Save it without one, or as PDF, then choose that file.")
    return data


def _checked(data: bytes) -> dict[str, bytes]:
    """The lists that say what a document is made of, by name; all other entries are looked through and let go."""
    lists = {}
    with zips.opened(data) as archive:
        if any(_MACRO_NAMES.search(name) for name in archive.namelist()):
            raise Refused(_MACROS)
        for name, pieces in zips.read_all(archive):
            looked_at = _looked_through(pieces) if name.endswith(_XML) else pieces
            if name.endswith(".rels") or name in (_TYPES, "META-INF/manifest.xml"):
                lists[name] = _whole(looked_at)
            else:
                for _ in looked_at:
                    pass
    return lists


def _looked_through(pieces: Iterator[bytes]) -> Iterator[bytes]:
    before = b""
    for piece in pieces:
        if not before and piece.startswith(_WIDE):
            raise Refused(zips.STRANGE)
        seen = before[-_OVERLAP:] + piece
        for pattern, why in _IN_XML:
            if pattern.search(seen):
                raise Refused(why)
        before = seen
        yield piece


def _whole(pieces: Iterator[bytes]) -> bytes:
    whole = b""
    for piece in pieces:
        whole += piece
        if len(whole) > MOST_OF_A_LIST:
            raise Refused(zips.BOMB)
    return whole


def _elements(xml: bytes) -> list[ElementTree.Element]:
    try:
        return list(ElementTree.fromstring(xml, forbid_dtd=True).iter())
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        raise Refused(zips.DAMAGED) from None


def _reaches_out(relation: ElementTree.Element) -> bool:
    return relation.get("TargetMode", "").lower() == "external" and not relation.get("Type", "").endswith(_LINK)
