"""Writing files so that a reader sees the old or the new, never half."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex


def replace_file(path: Path, text: str) -> None:
    """Put this text in place of the file, at once; makes the folder if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        beside.write_text(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
