"""Staff give a failed job another chance, or give it up."""

from __future__ import annotations

from portal.audit.recording import record
from portal.foundation.errors import RuleBroken
from portal.jobs import queueing

CHANGED = "This job is no longer among those that failed: it has run meanwhile, or somebody else dealt with it."


def retry(job_id: int, *, by: int) -> None:
    """Run a failed or dead job again now, with all its attempts before it; raises RuleBroken when it is neither."""
    name = queueing.retry(job_id)
    if name is None:
        raise RuleBroken(CHANGED)
    record("jobs.retried", by=by, subject=f"job:{job_id}", facts={"name": name})


def forget(job_id: int, *, by: int) -> None:
    """Delete a failed or dead job; what it was to do is not done."""
    name = queueing.forget(job_id)
    if name is None:
        raise RuleBroken(CHANGED)
    record("jobs.forgotten", by=by, subject=f"job:{job_id}", facts={"name": name})
