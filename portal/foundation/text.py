"""Small readings of text that several rooms share."""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters, direction overrides and isolates, the byte-order mark: invisible, and used to deceive.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u180e]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def printable(raw: str) -> str:
    """The text without control, invisible and direction-changing characters, and without lone surrogates."""
    clean = raw.encode("utf-8", "ignore").decode("utf-8")
    return _INVISIBLE.sub("", _CONTROL.sub(" ", clean))


def one_line(raw: str, *, limit: int | None = None) -> str:
    """Printable text on one line with single spaces, cut to `limit` characters with an ellipsis."""
    line = _SPACE.sub(" ", printable(raw)).strip()
    if limit is not None and len(line) > limit:
        return line[: limit - 1].rstrip() + "…"
    return line


def slug(raw: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens: `Pen-y-Bont Trust` gives `pen-y-bont-trust`."""
    plain = unicodedata.normalize("NFKD", raw).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain.lower()).strip("-")


def excerpt(text: str, *, limit: int = 280) -> str:
    """The beginning of a text, cut at a word, for a result row."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    cut = line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.-")
    return cut + "…"


def split_labels(text: str) -> tuple[str, str]:
    """The short `Label: value` lines that an advert begins with, which pages show as facts, and the text after them."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if len(line) > 110 or ":" not in line[:40]), 0)
    return "\n".join(lines[:first]), "\n".join(lines[first:])
