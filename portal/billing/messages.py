"""Reading a provider's message: an event in JSON, of which only ids, plain words and whole numbers are taken over."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portal.billing.provider import Event, NotSigned

_ID = re.compile(r"[A-Za-z0-9_\-]{1,120}")
_TYPE = re.compile(r"[a-z0-9_.]{1,100}")


def read(raw: bytes) -> Event:
    """The event in the body of a message; raises NotSigned for whatever is none."""
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotSigned("The message is not JSON.") from None
    return event(values)


def event(values: Any) -> Event:
    """The event in this JSON; raises NotSigned for what cannot be one."""
    about = values["data"]["object"] if _is_event(values) else None
    if not isinstance(about, Mapping):
        raise NotSigned("The message is no event that we read.")
    kind = word(about.get("object"))
    metadata = about.get("metadata")
    is_session = kind == "checkout.session"
    lines = about.get("line_items")
    return Event(
        id=values["id"],
        type=values["type"],
        made_at=instant(values["created"]),
        live=values.get("livemode") is True,
        account=word(values.get("account")),
        about=kind,
        about_id=word(about.get("id")),
        session=word(about.get("id")) if is_session else "",
        payment=word(about.get("id") if kind == "payment_intent" else about.get("payment_intent")),
        order=word(metadata.get("order")) if is_session and isinstance(metadata, Mapping) else None,
        pence=_whole(about.get("amount_total")) if is_session else None,
        currency=word(about.get("currency")) if is_session else None,
        quantity=_quantity(lines) if is_session and isinstance(lines, Mapping) else None,
        paid=word(about.get("payment_status")) if is_session else "",
    )


def _is_event(values: Any) -> bool:
    return (
        isinstance(values, Mapping)
        and bool(_ID.fullmatch(str(values.get("id"))))
        and isinstance(values.get("id"), str)
        and isinstance(values.get("type"), str)
        and bool(_TYPE.fullmatch(values["type"]))
        and _whole(values.get("created")) is not None
        and 0 <= values["created"] < 2**33
        and isinstance(values.get("data"), Mapping)
    )


def word(value: Any) -> str:
    """An id or a plain word; empty for anything else, expanded objects giving their id."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value if isinstance(value, str) and _ID.fullmatch(value.replace(".", "_")) else ""


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else None


def _quantity(lines: Mapping[str, Any]) -> int:
    data = lines.get("data")
    counted = [each.get("quantity") for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []
    return sum(_whole(each) or 0 for each in counted)


def instant(stamp: int) -> datetime:
    """The time of a stamp; raises NotSigned for one outside the calendar."""
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (OverflowError, OSError, ValueError):
        raise NotSigned("The message is not dated.") from None
