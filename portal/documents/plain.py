"""Plain text: only what is nothing else."""

from __future__ import annotations

import re

from portal.documents.refusals import Refused

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BEGINS_AS_MARKUP = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype|html|script|svg)\b", re.IGNORECASE)


def keep(data: bytes) -> bytes:
    """The text as UTF-8. Raises Refused for what is no text, and for pages and pictures written in markup."""
    text = _decoded(data)
    if text is None or _CONTROL.search(text):
        raise Refused("This kind of file is not taken. Save it as PDF or DOCX, then choose that file.")
    if _BEGINS_AS_MARKUP.match(text) or _MARKUP.search(text):
        raise Refused("This is a web page or a drawing, not a document. Save it as PDF, then choose that file.")
    return text.encode()


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
