"""Deleting what has passed its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from portal.config import Settings
from portal.database.base import db
from portal.mail import personal as mail
from portal.privacy.retention import DAYS_OF_MAIL, RULES, Rule


def due(settings: Settings, *, at: datetime) -> dict[str, int]:
    """How many rows and files have passed their time, by rule; changes nothing."""
    found = {FILES: len(_old_files(settings, at=at))}
    for rule in RULES:
        if rule.old is not None:
            rows = db.session.scalar(select(func.count()).select_from(rule.model).where(rule.old(at))) or 0
            found[rule.name] = found.get(rule.name, 0) + rows
    return found


def apply(*, at: datetime) -> dict[str, int]:
    """Do what the table of rules says, in the caller's transaction; how many rows each rule touched."""
    done: dict[str, int] = {}
    for rule in RULES:
        if rule.old is not None:
            done[rule.name] = done.get(rule.name, 0) + _apply(rule, at=at)
    db.session.expire_all()
    return done


FILES = "files of messages deleted"


def delete_files(settings: Settings, *, at: datetime) -> dict[str, int]:
    """Delete messages that were written as files, after their time; how many."""
    old = _old_files(settings, at=at)
    for path in old:
        path.unlink(missing_ok=True)
    return {FILES: len(old)}


def _apply(rule: Rule, *, at: datetime) -> int:
    assert rule.old is not None
    if rule.act is not None:
        return rule.act(at)
    statement: Any = update(rule.model).values(**rule.values) if rule.values else delete(rule.model)
    done = db.session.execute(statement.where(rule.old(at)), execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]


def _old_files(settings: Settings, *, at: datetime) -> list[Path]:
    before = (at - timedelta(days=DAYS_OF_MAIL)).timestamp()
    return [path for path, _ in mail.files(settings.data_dir / "mail") if path.stat().st_mtime <= before]
