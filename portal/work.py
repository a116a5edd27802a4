"""What runs in the background: the one table of jobs, their handlers and their rhythm."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask import current_app
from search_index.errors import IndexBroken, IndexBusy, IndexMissing

from portal.config import Settings
from portal.database.transaction import transaction
from portal.feeds import polling
from portal.foundation import clock
from portal.jobs import queueing
from portal.jobs.working import Repeated, Worker
from portal.search import indexing
from portal.vacancies.closing import close_passed

log = logging.getLogger(__name__)

SCHEDULE = (
    Repeated("feeds.poll", every=60),
    Repeated("vacancies.close_passed", every=60),
    Repeated("jobs.tidy", every=86_400),
)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _poll(_facts: Mapping[str, Any]) -> str:
    done = polling.poll_due(_settings())
    return f"{done} sources polled"


def _close_passed(_facts: Mapping[str, Any]) -> str:
    with transaction():
        closed = close_passed(at=clock.now())
    return f"{closed} closed"


def _tidy(_facts: Mapping[str, Any]) -> str:
    with transaction():
        queueing.forget_old(at=clock.now())
    return "old jobs forgotten"


def keep_index_in_step() -> bool:
    """Write waiting changes to the index, rebuilding it when it is missing or broken; True when work was done."""
    folder = _settings().index_dir
    try:
        return indexing.sync(folder, wait_seconds=1.0) > 0
    except (IndexMissing, IndexBroken) as problem:
        count = indexing.rebuild(folder)
        log.warning("index.rebuilt", extra={"reason": str(problem), "indexed": count})
        return True
    except IndexBusy:
        return False


HANDLERS = {"feeds.poll": _poll, "vacancies.close_passed": _close_passed, "jobs.tidy": _tidy}


def worker() -> Worker:
    """The worker over this table."""
    return Worker(HANDLERS, SCHEDULE, keep_index_in_step)
