"""Proposing how an unknown list is read, from what its parts are called and what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.feeds.columns import EMAIL, JOB_WORDS, SAMPLES, Column, columns_of
from portal.feeds.mapping import Flat
from portal.feeds.naming import (
    CLOSING_TIME,
    COUNTRY,
    DEPARTMENT,
    FIELDS,
    GUESS,
    MORE_TEXT,
    POSTCODE,
    REGION,
    TOWN,
    meanings,
)

_ADDRESS = re.compile(r"^(?:https?:)?//\S+$|^www\.\S+$")
_PATH = re.compile(r"^/?[\w~%.-]+(?:/[\w~%.-]+)*(?:\?\S*)?$")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?[/ .-](?:\d{1,2}|[A-Za-z]{3,9})[/ .-],? ?\d{2,4}|[A-Za-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|^\d{10}(?:\d{3})?(?:\.0)?$|^20\d{6}$|^/Date\(|\b(?:today|yesterday|days? ago|ongoing|rolling|open until|asap)\b|^\d{1,2} [A-Za-z]{3,9}$",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\d\s*[ap]m|midnight|noon", re.IGNORECASE)
_MONEY = re.compile(
    r"[£$€]\s?\d|\b\d{2,3}[, ]?\d{3}\b|\d{1,2}\.\d{2}|\b(?:per annum|per hour|p\.?a\.?|salary|negotiable|competitive|band|scp|grade)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^[£$€]?\s?[\d,. ]+[kK]?$|^(?:null|none|n/a|not displayed)$", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_PUBLIC_BODY = re.compile(
    r"\b(?:council|nhs|trust|university|college|school|academy|police|constabulary|fire|government|department (?:of|for)|ministry|agency|"
    r"authority|housing|office|commission|service|board|hm |borough|county|city of|ltd|limited|plc|group)\b",
    re.IGNORECASE,
)
_SWITCH = re.compile(r"^(?:true|false|yes|no|y|n|0|1)$", re.IGNORECASE)


def propose_fields(rows: Sequence[Flat]) -> tuple[dict[str, str], dict[str, str]]:
    """Field to path, and field to how it was found, from sample records."""
    columns = columns_of(rows[:SAMPLES])
    ranked = sorted(
        (
            (round(score, 3), -index, name, column)
            for index, column in enumerate(columns)
            for name, score in _scores(column).items()
            if score > 0
        ),
        key=lambda each: each[:3],
        reverse=True,
    )
    best: dict[str, Column] = {}
    used: set[str] = set()
    for _, _, name, column in ranked:
        shared = name in ("key", "reference")
        if name not in best and (shared or column.path not in used):
            best[name] = column
            if not shared:
                used.add(column.path)
    _by_value(best, columns, used)
    _settle_dates(best, rows)
    return _written(best, columns)


def _scores(column: Column) -> dict[str, float]:
    inherited = column.path.startswith("^")
    found = {}
    for name, score in meanings(column.path).items():
        if inherited and name not in ("employer", "locations", "salary_currency", TOWN):
            continue
        weight = score * _held(name, column) * (0.5 + 0.5 * column.filled)
        found[name] = weight * (0.3 if inherited else 1.0) - 0.15 * column.path.count(".")
    return found


def _held(name: str, column: Column) -> float:
    """How far the values look like this field, from 0 (cannot be) to 1.5."""
    check = _CHECKS.get(name)
    return check(column) if check else (1.0 if column.typical <= 200 else 0.0)


def _title(column: Column) -> float:
    texts = column.share(_ADDRESS) > 0.2 or column.share(EMAIL) > 0.2 or column.share(_NUMBER) > 0.3
    if texts or column.typical > 160 or column.typical < 3 or column.repeats:
        return 0.0
    return 0.5 + 0.4 * column.distinct + 0.5 * column.share(JOB_WORDS)


def _address(column: Column) -> float:
    if column.share(EMAIL) > 0.5:
        return 0.0
    web = column.share(_ADDRESS)
    if web < 0.5 and (column.share(_PATH) < 0.9 or not any("/" in text for text in column.texts)):
        return 0.0
    shared = len(column.texts) > 3 and len(set(column.texts)) == 1
    return (1.2 if web >= 0.5 else 0.6) * (0.2 if shared else 0.3 + 0.7 * column.distinct)


def _key(column: Column) -> float:
    return 0.0 if column.typical > 200 or column.repeats else max(0.0, 2 * column.distinct - 1)


def _description(column: Column) -> float:
    return 0.15 if column.typical < 40 else min(1.5, 0.7 + column.typical / 800)


def _name_of_body(column: Column) -> float:
    return 0.0 if column.typical > 120 or column.share(_ADDRESS) > 0.3 or column.share(_NUMBER) > 0.3 else 1.0


def _department(column: Column) -> float:
    return _name_of_body(column) * (1.0 if column.share(_PUBLIC_BODY) >= 0.6 else 0.0)


def _place(column: Column) -> float:
    if column.typical > 150 or column.share(_ADDRESS) > 0.2 or column.share(EMAIL) > 0.2 or column.share(_NUMBER) > 0.5:
        return 0.0
    if column.share(_SWITCH) > 0.5 or column.share(re.compile(r"^\d+ locations?$", re.I)) > 0.5:
        return 0.1
    return 1.1 if column.repeats else 1.0


def _salary(column: Column) -> float:
    return 0.0 if column.typical > 300 or column.share(_ADDRESS) > 0.2 else 0.5 + 0.7 * column.share(_MONEY)


def _figure(column: Column) -> float:
    return 1.0 if column.share(_NUMBER) > 0.5 else 0.0


def _date(column: Column) -> float:
    return 1.2 * column.share(_DATE) if column.typical <= 200 else 0.0


def _time(column: Column) -> float:
    return 1.0 if column.share(_TIME) > 0.5 and column.typical < 20 else 0.0


def _words(column: Column) -> float:
    return 0.0 if column.typical > 200 or column.share(_ADDRESS) > 0.3 else 1.0


def _not_a_number(column: Column) -> float:
    return _words(column) * (0.2 if column.share(re.compile(r"^\d{2,}$")) > 0.5 else 1.0)


_CHECKS = {
    "title": _title,
    "address": _address,
    "key": _key,
    "reference": lambda column: 0.3 + 0.7 * column.distinct if column.typical < 80 else 0.0,
    "description": _description,
    MORE_TEXT: lambda column: 1.0 if column.typical >= 60 else 0.0,
    "employer": _name_of_body,
    DEPARTMENT: _department,
    "locations": _place,
    TOWN: _place,
    REGION: _place,
    "salary": _salary,
    "salary_min": _figure,
    "salary_max": _figure,
    "posted": _date,
    "closing": _date,
    CLOSING_TIME: _time,
    "employment_type": _not_a_number,
    "contract": _not_a_number,
    "pattern": _words,
    "workplace": _words,
    "category": _not_a_number,
}


def _by_value(best: dict[str, Column], columns: Sequence[Column], used: set[str]) -> None:
    """Fields whose names say nothing, found by what the values look like."""
    free = [column for column in columns if column.path not in used and not column.path.startswith("^")]
    if "title" not in best:
        titles = [
            c for c in free if c.share(JOB_WORDS) >= 0.4 and 5 < c.typical < 120 and c.distinct > 0.5 and not c.repeats
        ]
        _take(best, used, "title", titles)
    if "address" not in best:
        _take(
            best,
            used,
            "address",
            [c for c in free if c.share(_ADDRESS) > 0.9 and c.distinct > 0.9 and not _is_picture(c)],
        )
    if "description" not in best:
        long = [c for c in free if c.typical > 200 and c.path not in used]
        _take(best, used, "description", sorted(long, key=lambda c: -c.typical))
    if not {"salary", "salary_min", "salary_max"} & set(best):
        _take(best, used, "salary", [c for c in free if c.share(re.compile(r"£\s?\d")) > 0.5 and c.typical < 150])
    if not {"locations", TOWN, POSTCODE} & set(best):
        _take(best, used, "locations", [c for c in free if c.share(_POSTCODE) > 0.5 and c.typical < 150])


def _take(best: dict[str, Column], used: set[str], name: str, columns: Sequence[Column]) -> None:
    chosen = next((column for column in columns if column.path not in used), None)
    if chosen is not None:
        best[name] = chosen
        used.add(chosen.path)


def _is_picture(column: Column) -> bool:
    return column.share(re.compile(r"\.(?:png|jpe?g|gif|svg|webp)(?:\?|$)|logo", re.I)) > 0.3


def _settle_dates(best: dict[str, Column], rows: Sequence[Flat]) -> None:
    """A start that comes after the close is the start of the job, not of the advert."""
    posted, closing = best.get("posted"), best.get("closing")
    if posted is None or closing is None:
        return
    pairs = [
        (_sortable(row[posted.path][0][1]), _sortable(row[closing.path][0][1]))
        for row in rows[:SAMPLES]
        if row.get(posted.path) and row.get(closing.path)
    ]
    known = [(first, last) for first, last in pairs if first and last and len(first) == len(last)]
    if known and sum(1 for first, last in known if first > last) > len(known) / 2:
        del best["posted"]


def _sortable(text: str) -> str:
    found = re.search(r"(\d{4})-(\d{2})-(\d{2})", text)
    if found:
        return "".join(found.groups())
    found = re.search(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", text)
    if found:
        return f"{found.group(3)}{int(found.group(2)):02}{int(found.group(1)):02}"
    return text if re.fullmatch(r"\d{10}(?:\d{3})?", text) else ""


def _written(best: dict[str, Column], columns: Sequence[Column]) -> tuple[dict[str, str], dict[str, str]]:
    fields = {name: best[name].path for name in FIELDS if name in best}
    if GUESS in best:
        fields["pay_is_guess"] = best[GUESS].path
    place = [best[name].path for name in (TOWN, REGION, POSTCODE, COUNTRY) if name in best]
    if "locations" in fields and _place(best["locations"]) >= 0.5:
        fields["locations"] = " + ".join([fields["locations"], *_more_of_place(best)])
    elif "locations" in fields and _place(best["locations"]) < 0.5 and place:
        fields["locations"] = f"{' + '.join(place)} | {fields['locations']}"
    elif "locations" not in fields and place:
        fields["locations"] = " + ".join(place)
    if CLOSING_TIME in best and "closing" in best and best["closing"].share(_TIME) < 0.3:
        fields["closing"] += f" + {best[CLOSING_TIME].path}"
    if "employer" not in fields and DEPARTMENT in best:
        fields["employer"] = best[DEPARTMENT].path
    if "description" in fields:
        fields["description"] = _whole_text(best["description"], columns)
    if "salary" in fields and {"salary_min", "salary_max"} & set(fields) and best["salary"].share(_MONEY) < 0.2:
        del fields["salary"]
    said = {name: _how(best[name]) for name in fields if name in best}
    return fields, said


def _more_of_place(best: dict[str, Column]) -> list[str]:
    """The town and the postcode where the place itself ("Head office") does not say them."""
    place = best["locations"]
    more = []
    if TOWN in best and not any(town in text for town, text in zip(best[TOWN].texts, place.texts, strict=False)):
        more.append(best[TOWN].path)
    if POSTCODE in best and place.share(_POSTCODE) < 0.3:
        more.append(best[POSTCODE].path)
    return more


def _whole_text(main: Column, columns: Sequence[Column]) -> str:
    more = [
        column.path
        for column in columns
        if column.path != main.path and MORE_TEXT in meanings(column.path) and column.typical >= 60
    ]
    return " + ".join([main.path, *more[:8]])


def _how(column: Column) -> str:
    example = column.texts[0]
    return f"{column.filled:.0%} of the entries, such as {example[:57] + '…' if len(example) > 58 else example!r}"
