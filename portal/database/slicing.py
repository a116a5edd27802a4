"""One page of a long list, with how many rows the whole list has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import InstrumentedAttribute

from portal.database.base import db


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one page, the number of all, and which page it is: the last one where a later was asked for."""

    rows: Sequence[Any]
    total: int
    page: int = 1


def page_of(
    statement: Select[*tuple[Any, ...]],
    *,
    order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
    page: int = 1,
    per_page: int | None = 50,
) -> Found:
    """This page of what the statement finds, or all of it without `per_page`.

    `order` ends with something unique, so that no row stands on two pages. The statement is neither grouped nor distinct.
    """
    # Counted without its columns, so that neither they nor what is joined for them alone are read for every row.
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = db.session.scalar(counted) or 0
    if per_page is None:
        return Found(db.session.execute(statement.order_by(*order)).all(), total)
    page = max(1, min(page, -(-total // per_page)))
    rows = db.session.execute(statement.order_by(*order).limit(per_page).offset((page - 1) * per_page)).all()
    return Found(rows, total, page)
