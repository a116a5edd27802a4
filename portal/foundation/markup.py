"""From markup to the words a reader sees."""

from __future__ import annotations

import html
import re

from portal.foundation.text import printable

_LOOKS_MARKED_UP = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>|&(?:lt|#60|#x3c);\s*/?[a-zA-Z]", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style|template|svg|math|head|noscript)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ITEM = re.compile(r"<\s*li\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(
    r"<\s*/?\s*(?:p|br|div|ul|ol|li|h[1-6]|tr|table|section|article|header|footer|dl|dt|dd|blockquote|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL = re.compile(r"<\s*/\s*t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!?][^>]*(?:>|\Z)")
_SPACES = re.compile(r"[ \t\xa0\r\f\v]+")
_LINES = re.compile(r" ?\n[ \n]*")


def plain_text(source: str) -> str:
    """The words of a description, HTML or plain, with one line break between blocks and `- ` before list items.

    Entities are decoded, also when escaped twice, as some boards send them.
    """
    text = source
    for _ in range(2):
        if not _LOOKS_MARKED_UP.search(text):
            break
        if "<" not in text:
            text = html.unescape(text)
            continue
        text = _strip(text)
    text = html.unescape(html.unescape(text))
    return _LINES.sub("\n", _SPACES.sub(" ", printable(text))).strip()


def _strip(marked_up: str) -> str:
    text = _COMMENT.sub(" ", _DROPPED.sub(" ", marked_up))
    text = _ITEM.sub("\n- ", text)
    text = _BREAK.sub("\n", text)
    text = _CELL.sub(" ", text)
    return _TAG.sub(" ", text)
