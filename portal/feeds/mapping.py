"""How an unknown XML or JSON document is read: which records, and which path is which field. Kept as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.foundation.errors import RuleBroken

FIELDS = (
    "title",
    "address",
    "key",
    "reference",
    "description",
    "employer",
    "locations",
    "salary",
    "posted",
    "closing",
    "employment_type",
    "contract",
    "pattern",
    "workplace",
    "category",
)
NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        "jobtitle",
        "vacancytitle",
        "positiontitle",
        "postingtitle",
        "title",
        "vacancyname",
        "position",
        "role",
        "name",
        "jobname",
        "post",
    ),
    "address": (
        "joburl",
        "advertiseurl",
        "vacancyurl",
        "adverturl",
        "applyurl",
        "applicationurl",
        "externalurl",
        "url",
        "link",
        "href",
        "applicationlink",
        "redirecturl",
        "externalpath",
        "hostedurl",
        "positionuri",
        "canonicalpositionurl",
        "detailurl",
        "joblink",
    ),
    "key": (
        "guid",
        "id",
        "jobid",
        "vacancyid",
        "uuid",
        "externalid",
        "reference",
        "slug",
        "ref",
        "matchedobjectid",
        "objectid",
    ),
    "reference": (
        "reference",
        "jobreference",
        "referencenumber",
        "vacancyref",
        "ref",
        "requisitionid",
        "jobref",
        "positionid",
    ),
    "description": (
        "jobdescription",
        "description",
        "fulldescription",
        "advert",
        "body",
        "content",
        "descriptionhtml",
        "jobadvert",
        "details",
        "summary",
        "shortdescription",
        "text",
        "htmldescription",
        "externaldescriptionstr",
        "advertdescription",
    ),
    "employer": (
        "employer",
        "organisation",
        "organization",
        "companyname",
        "company",
        "employername",
        "schoolname",
        "department",
        "organisationname",
        "organizationname",
        "council",
        "agency",
        "businessunit",
        "institution",
        "advertisername",
    ),
    "locations": (
        "location",
        "locations",
        "joblocation",
        "locationname",
        "locationdescription",
        "positionlocationdisplay",
        "city",
        "town",
        "place",
        "region",
        "area",
        "address",
        "candidaterequiredlocation",
        "primarylocation",
        "locationstext",
        "postcode",
        "county",
    ),
    "salary": (
        "salarydescription",
        "salary",
        "salarytext",
        "pay",
        "payrange",
        "salaryrange",
        "remuneration",
        "wage",
        "compensation",
        "salarydetails",
        "salarymin",
        "minsalary",
        "grade",
    ),
    "posted": (
        "posted",
        "dateposted",
        "publicationdate",
        "posteddate",
        "publishedat",
        "pubdate",
        "startdate",
        "publishdate",
        "createdat",
        "date",
        "publishon",
        "postedon",
        "created",
        "advertstartdate",
        "opendate",
        "published",
    ),
    "closing": (
        "closingdate",
        "expirydate",
        "applicationdeadline",
        "deadline",
        "closedate",
        "advertenddate",
        "expires",
        "applicationclosedate",
        "enddate",
        "closing",
        "validthrough",
        "expireson",
        "expiryat",
        "closes",
        "expiresat",
        "expirationdate",
        "applyby",
    ),
    "employment_type": ("employmenttype", "jobtype", "jobtypes", "type", "typeofemployment", "workinghours"),
    "contract": ("contracttype", "contract", "contracttypes", "term", "permanency"),
    "pattern": ("workingpattern", "pattern", "hours", "workingpatterns", "schedule", "parttimeorfulltime", "timetype"),
    "workplace": ("workplacetype", "remote", "workplace", "remotetype", "isremote"),
    "category": (
        "category",
        "categories",
        "jobcategory",
        "sector",
        "function",
        "tags",
        "industry",
        "profession",
        "jobfamily",
        "subject",
    ),
}
"""For each field, what publishers call it, likeliest first; folded to letters and digits."""

_ADDRESS = re.compile(r"^https?://\S+$")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[/ .-](?:\d{1,2}|[A-Za-z]{3,9})[/ .-]\d{2,4}|[A-Za-z]{3,9} \d{1,2},? \d{4}|^\d{10,13}$"
)
_MONEY = re.compile(
    r"[£$€]\s?\d|\d{2,3}[, ]?\d{3}|\b(?:per annum|per hour|salary|negotiable|competitive)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FieldMap:
    """`records` is the path of the repeated records ('' for a document that is the list); `fields` field to path."""

    records: str
    fields: dict[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        return {"records": self.records, "fields": dict(self.fields)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> FieldMap:
        return cls(
            str(data.get("records", "")), {str(name): str(path) for name, path in dict(data.get("fields", {})).items()}
        )


def corrected(mapping: FieldMap, changes: Mapping[str, str]) -> FieldMap:
    """The mapping with an operator's corrections; an empty path takes the field out. Raises RuleBroken."""
    fields, records = dict(mapping.fields), mapping.records
    for name, path in changes.items():
        if name == "records":
            records = path
        elif name not in FIELDS:
            raise RuleBroken(f"There is no field {name!r}. The fields are {', '.join(('records', *FIELDS))}.")
        elif path:
            fields[name] = path
        else:
            fields.pop(name, None)
    return FieldMap(records, fields)


def propose_fields(samples: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Field to path from flattened sample records (path to text), by what paths are called and what they hold."""
    rows = list(samples)[:50]
    paths = list(dict.fromkeys(path for row in rows for path in row))
    chosen: dict[str, str] = {}
    for name in FIELDS:
        ranked = sorted(
            (
                (score, -index, path)
                for index, path in enumerate(paths)
                if (score := _fits(name, path, [row[path] for row in rows if row.get(path)])) > 0
            ),
            reverse=True,
        )
        best = next(
            (path for _, _, path in ranked if name in ("key", "reference") or path not in chosen.values()), None
        )
        if best is not None:
            chosen[name] = best
    return chosen


def _fits(name: str, path: str, values: list[str]) -> float:
    if not values:
        return 0.0
    steps = [re.sub(r"[^a-z0-9]", "", step.lower()) for step in path.split(".")]
    names = NAMES[name]
    last, joined = steps[-1], "".join(steps[-2:])
    if last in names:
        score = 10.0 - names.index(last) * 0.4
    elif joined in names:
        score = 8.0 - names.index(joined) * 0.3
    elif (
        len(steps) > 1
        and steps[-2] in names
        and last in ("name", "text", "value", "label", "displayname", "rendered", "html")
    ):
        score = 7.0 - names.index(steps[-2]) * 0.3
    else:
        score = 0.0
    score -= 0.5 * (len(steps) - 1)
    return max(0.0, score) * _held(name, values)


def _held(name: str, values: list[str]) -> float:
    """How far the values look like this field, from 0 (cannot be) to 1.5."""

    def share(pattern: re.Pattern[str]) -> float:
        return sum(1 for value in values if pattern.search(value)) / len(values)

    typical = sorted(len(value) for value in values)[len(values) // 2]
    if name == "address":
        return 1.5 * share(_ADDRESS) or (0.5 if all(value.startswith("/") for value in values) else 0.0)
    if name in ("posted", "closing"):
        return 1.2 * share(_DATE)
    if name == "title":
        if share(_ADDRESS) > 0.2 or typical > 160 or typical < 3:
            return 0.0
        return 0.6 + 0.6 * len(set(values)) / len(values)
    if name == "description":
        return 0.2 if typical < 40 else min(1.5, 0.7 + typical / 800)
    if name in ("employer", "locations", "category", "contract", "pattern", "employment_type", "workplace"):
        return 0.0 if typical > 200 or share(_ADDRESS) > 0.3 else 1.0
    if name == "salary":
        return 0.0 if typical > 300 else 0.6 + 0.6 * share(_MONEY)
    return 0.0 if typical > 200 else 0.5 + 0.5 * len(set(values)) / len(values)
