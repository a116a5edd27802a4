"""What people call their files: shown to them, and given back as the name of a download; never the name of anything here."""

from __future__ import annotations

import re
import unicodedata

MOST = 120
_PATH = re.compile(r".*[/\\]", re.DOTALL)
_FOR_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_BAD = re.compile(r'[<>:"|?*]')
_NOTHING = "document"


def tidy(raw: str) -> str:
    """The name without a path, without what cannot be seen (control characters, turns of direction), and not too long."""
    name = _PATH.sub("", unicodedata.normalize("NFC", raw))
    name = "".join(each for each in name if unicodedata.category(each)[0] != "C")
    name = " ".join(name.split())
    return (name if len(name) <= MOST else f"{name[: MOST - 8]}…{name[-7:]}") or _NOTHING


def download(name: str, extension: str) -> str:
    """A tidy name as a file can be called on any machine, ending as its content says."""
    stem = _BAD.sub("_", name).lstrip(". ").rstrip(". ")
    if _FOR_WINDOWS.match(stem):
        stem = f"_{stem}"
    same = {"jpg": (".jpg", ".jpeg")}.get(extension, (f".{extension}",))
    return stem if stem.lower().endswith(same) and len(stem) > len(extension) + 1 else f"{stem or _NOTHING}.{extension}"
