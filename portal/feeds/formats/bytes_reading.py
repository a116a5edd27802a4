"""From untrusted bytes to a text or a tree, refusing what must not be opened."""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from portal.feeds.items import FormatError

MAX_DEPTH = 200
_NETSCAPE = re.compile(
    r"<!DOCTYPE\s+(?:rss|rdf:RDF)\s+(?:PUBLIC\s+\"-//Netscape Communications//DTD RSS 0\.9\d?1?(?://EN)?\"\s+\"[^\"]*\""
    r"|SYSTEM\s+\"[^\"]*rss-0\.91\.dtd\")\s*>",
    re.IGNORECASE,
)
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
MARKS = {"&amp;": "\U0010fff0", "&lt;": "\U0010fff1", "&gt;": "\U0010fff2"}
_UNMARK = {0x10FFF0: "&", 0x10FFF1: "<", 0x10FFF2: ">"}
_ENTITY = re.compile(r"&(?:#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z]\w{1,30};)?")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(body: bytes, content_type: str = "") -> str:
    """The document as text: byte-order mark, then what it declares, then UTF-8, then Windows-1252.

    A document that says UTF-8 and is not is read as Windows-1252, the usual truth behind a broken £ or dash.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for start, name in ((b"\0\0\0<", "utf-32-be"), (b"<\0\0\0", "utf-32-le")):
        if body.startswith(start):
            return body.decode(name, "replace")
    if body[:4].count(0) >= 2 or body[:4] in (b"<\0?\0", b"\0<\0?"):
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", "replace")
    head = body[:1024].decode("ascii", "replace")
    for found in (_DECLARED.search(head), _CHARSET.search(content_type), _CHARSET.search(head)):
        declared = _usable(found.group(1)) if found else None
        if declared:
            try:
                return body.decode(declared)
            except (UnicodeDecodeError, ValueError):
                continue
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _usable(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    if found in ("iso8859-1", "latin-1", "ascii"):
        return "cp1252"
    return (
        found
        if not found.startswith(("base64", "hex", "rot", "bz2", "zip", "zlib", "quopri", "uu", "utf-16", "utf-32"))
        else None
    )


def refuse_dtd(text: str) -> None:
    """Raise forbidden_dtd for a document type or entity declaration, the two Netscape RSS ones excepted."""
    if "<!" not in text:
        return
    harmless = _NETSCAPE.sub("", text[:4096], count=1) + text[4096:]
    head = re.sub(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", "", harmless, flags=re.DOTALL)
    if re.search(r"<!(?:DOCTYPE|ENTITY)", head[:200_000], re.IGNORECASE):
        raise FormatError("forbidden_dtd", "The document declares a document type or entities, which are not read.")


def xml_tree(text: str) -> etree._Element:
    """A tree of well-formed or nearly well-formed XML; raises FormatError. Nothing outside the text is opened."""
    refuse_dtd(text)
    clean = _NOT_XML.sub("", _NETSCAPE.sub("", _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n")), count=1))
    root = strict_tree(clean)
    if root is None:
        clean = mended(clean)
        root = strict_tree(clean)
    if root is None:
        root = _recovered(clean)
    if root is None:
        raise FormatError("not_a_feed", "The document is empty or not XML.")
    if len(root) and not re.search(rf"</(?:[\w.-]+:)?{re.escape(local(root))}\s*>", clean):
        # Repaired, its last record would be half a record, and what it no longer held would seem gone.
        raise FormatError("not_a_feed", "The document was cut off: it does not end.")
    return root


def strict_tree(text: str) -> etree._Element | None:
    """The tree of a well-formed document without its declaration, or None."""
    try:
        return etree.fromstring(text.encode("utf-8"), _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


def mended(text: str) -> str:
    """The document with HTML's entities as characters and bare ampersands escaped, outside CDATA."""
    return _outside_cdata(text, lambda part: _ENTITY.sub(lambda found: _mended(found.group(0)), part))


def _recovered(text: str) -> etree._Element | None:
    """What libxml2 makes of a broken document. It drops entities after a fault, so they pass through as other characters."""
    marked = _outside_cdata(text, lambda part: _ENTITY.sub(lambda found: _marked(found.group(0)), part))
    try:
        root = etree.fromstring(marked.encode("utf-8"), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise FormatError("not_a_feed", f"The document is not XML ({problem}).") from None
    for element in root.iter() if root is not None else ():
        element.text, element.tail = _unmarked(element.text), _unmarked(element.tail)
        for name, value in element.attrib.items():
            element.set(name, _unmarked(value) or "")
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _outside_cdata(text: str, change: Callable[[str], str]) -> str:
    parts = CDATA.split(text)
    return "".join(part if part.startswith("<![CDATA[") else change(part) for part in parts)


def _mended(entity: str) -> str:
    if entity in MARKS or entity in ("&quot;", "&apos;") or entity.startswith("&#"):
        return entity
    plain = html.unescape(entity)
    return plain if plain != entity and entity.endswith(";") else f"&amp;{entity[1:]}"


def _marked(entity: str) -> str:
    if entity in MARKS:
        return MARKS[entity]
    plain = html.unescape(entity)
    return MARKS.get({"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(plain, ""), plain)


def _unmarked(text: str | None) -> str | None:
    return text.translate(_UNMARK) if text else text


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words(element: etree._Element | None) -> str:
    """All text inside an element, markup inside it kept as markup when it is escaped, joined when it is not."""
    if element is None:
        return ""
    if len(element) == 0:
        return (element.text or "").strip()
    inner = (element.text or "") + "".join(
        etree.tostring(child, encoding="unicode", with_tail=True) for child in element
    )
    return inner.strip()


def json_document(text: str) -> Any:
    """The parsed JSON; raises FormatError for anything else, too deep nesting included."""
    try:
        return json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as problem:
        raise FormatError("not_a_feed", f"The document is not JSON ({problem}).") from None


def dig(record: Any, path: str) -> str:
    """The text at a dotted path of a JSON record, '' when absent: lists are joined with '; ', numbers spelt out."""
    value = record
    for step in path.split("."):
        if isinstance(value, list):
            return "; ".join(filter(None, (dig(each, step) for each in value[:50])))
        value = value.get(step) if isinstance(value, dict) else None
    return spelt(value)


def spelt(value: Any) -> str:
    """A JSON value as text: null and containers of nothing are '', true is 'true'."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "; ".join(filter(None, (spelt(each) for each in value[:50])))
    if isinstance(value, dict):
        for name in ("name", "label", "text", "value", "title", "display"):
            if isinstance(value.get(name), str):
                return str(value[name]).strip()
    return ""


def listed(document: Any, *names: str) -> list[Any]:
    """The list of records: the document itself, or the first of these keys that holds a list; raises FormatError."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        for name in names:
            if isinstance(document.get(name), list):
                return list(document[name])
    raise FormatError("not_a_feed", f"The document has no list of {' or '.join(names)}.")
