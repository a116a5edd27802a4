"""From untrusted bytes to a text or a tree, refusing what must not be opened."""

from __future__ import annotations

import codecs
import json
import re
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
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(clean.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise FormatError("not_a_feed", f"The document is not XML ({problem}).") from None
    if root is None:
        raise FormatError("not_a_feed", "The document is empty or not XML.")
    if len(root) and not re.search(rf"</(?:[\w.-]+:)?{re.escape(local(root))}\s*>", clean):
        # Repaired, its last record would be half a record, and what it no longer held would seem gone.
        raise FormatError("not_a_feed", "The document was cut off: it does not end.")
    return root


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
