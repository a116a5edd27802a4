"""Log lines: one JSON object a line in production, a readable line elsewhere, and no personal data in either.

Events are logged with the standard library: `log.info("feed.refreshed", extra={"feed_id": 7, "new": 12})`. What a
line carries beyond its event is in `extra`. The message of an exception is kept out of production lines, because it
quotes what people typed; its class and the places it passed through are there instead.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import PurePath
from types import TracebackType
from typing import Any

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;]+\.[^\s@<>\"'(),;]+")
_QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
_PERHAPS_IP = re.compile(r"(?<![\w.:])[0-9A-Fa-f:.]{3,39}(?![\w:])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
FRAMES = 12


def without_personal_data(words: str) -> str:
    """The words with e-mail addresses, query strings and IP addresses blotted out."""
    if "@" in words:
        words = _EMAIL.sub("[email]", words)
    if "?" in words:
        words = _QUERY.sub(r"\1?[query]", words)
    return _PERHAPS_IP.sub(_blot_ip, words) if "." in words or ":" in words else words


def _blot_ip(found: re.Match[str]) -> str:
    try:
        ip_address(found[0].rstrip("."))
    except ValueError:
        host, colon, port = found[0].rpartition(":")
        return f"{_blot_ip_of(host)}:{port}" if colon and "." in host else found[0]
    return "[ip]"


def _blot_ip_of(host: str) -> str:
    try:
        ip_address(host)
    except ValueError:
        return host
    return "[ip]"


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says, ready for JSON: time, level, event, logger, request id, its own facts, its exception."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": without_personal_data(record.getMessage()),
        "logger": record.name,
    }
    if asked := getattr(record, "request_id", None) or request_id.get():
        facts["request_id"] = asked
    for name, value in vars(record).items():
        if name not in _STANDARD and name != "request_id":
            facts[name] = _plain(value)
    if record.exc_info and record.exc_info[1] is not None:
        kind, _, where = record.exc_info
        facts["error"] = kind.__name__ if kind else ""
        facts["trace"] = _places(where)
    return facts


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return without_personal_data(str(value))


def _places(where: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(where)[-FRAMES:]
    return [f"{'/'.join(PurePath(each.filename).parts[-3:])}:{each.lineno} {each.name}" for each in frames]


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False, default=str)


class ReadableLines(logging.Formatter):
    """`09:41:07 info feed.refreshed feed_id=7 new=12`, with the whole exception below: for a developer's terminal."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        rest = {
            name: value
            for name, value in facts.items()
            if name not in ("at", "level", "event", "logger", "error", "trace")
        }
        words = " ".join(f"{name}={value}" for name, value in rest.items())
        line = _CONTROL.sub(" ", f"{facts['at'][11:19]} {facts['level']:7} {facts['event']} {words}".rstrip())
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configuration(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """The one logging configuration, as `logging.config.dictConfig` and gunicorn take it: all to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines if as_json else ReadableLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "stream": sys.stderr}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "gunicorn.error": {"handlers": [], "propagate": True, "level": level},
            "gunicorn.access": {"handlers": [], "propagate": False},
            "alembic": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "urllib3": {"level": "ERROR"},
        },
    }
