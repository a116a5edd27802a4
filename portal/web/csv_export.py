"""Tables as CSV files that a spreadsheet may open: streamed, RFC 4180, and without formulas. See docs/decisions/csv.md.

return csv_response("members.csv", ("Name", "Joined on"), ((each.name, each.joined_on) for each in found))
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from flask import Response, stream_with_context

from portal.foundation import clock
from portal.foundation.text import slug

BYTE_ORDER_MARK = "\ufeff"
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets take for a formula's first character, or skip to find one. The wide forms count in East Asian settings."""
CHUNK = 16_000
_NEVER = str.maketrans("", "", "\0\ufeff")


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The rows as a file to keep, sent while they are read: a list of any length takes no more memory than one chunk.

    The name is put together by us, never by a person; what is not a letter or digit in it becomes a hyphen.
    """
    name = slug(filename.removesuffix(".csv")) or "list"
    return Response(
        stream_with_context(encoded(header, rows)),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


def encoded(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The whole file in pieces of some kilobytes, the first of which begins with the byte-order mark."""
    waiting, size = [BYTE_ORDER_MARK], 0
    for line in lines(header, rows):
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "replace")


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """One record at a time, each ending in CR LF. Every cell is quoted, so that no other separator cuts it in two."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in chain((header,), rows):
        writer.writerow([safe_cell(value) for value in row])
        yield _taken(buffer)


def safe_cell(value: Any) -> str:
    """The value as the words of one cell; words that a spreadsheet would reckon with get an apostrophe before them.

    Numbers of ours are not words: -5 stays -5. Instants are London's time, days are ISO days, None is empty.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(clock.LONDON).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    words = str(value).translate(_NEVER)
    return f"'{words}" if words.lstrip(" \xa0").startswith(BEGINS_A_FORMULA) else words


def _taken(buffer: io.StringIO) -> str:
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line
