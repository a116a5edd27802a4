"""Staff give a failed job another chance, or give it up."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.jobs.models import Job
from tests import people


@pytest.fixture
def job_id(app) -> int:
    with app.app_context(), transaction():
        now = clock.now()
        dead = Job(
            name="mail.send",
            state="dead",
            attempts=8,
            due_at=now,
            queued_at=now,
            finished_at=now,
            outcome="OSError: <no route>",
        )
        db.session.add_all([dead, Job(name="jobs.tidy", state="done", due_at=now, queued_at=now)])
        db.session.flush()
        return dead.id


@pytest.fixture
def staff(make_person, sign_in):
    return sign_in(make_person("sam@example.org", roles=("staff",)))


def states(app) -> list[tuple[str, str, int]]:
    with app.app_context():
        return [(job.name, job.state, job.attempts) for job in db.session.scalars(select(Job).order_by(Job.id))]


def test_a_dead_job_is_listed_with_what_went_wrong(app, job_id, staff) -> None:
    page = staff.get("/staff/jobs").text
    assert "1 failed job" in page and "OSError: &lt;no route&gt;" in page and "jobs.tidy" not in page
    assert "OSError" in staff.get("/staff/jobs?format=csv").text


def test_a_job_is_run_again_with_all_its_attempts_before_it(app, job_id, staff) -> None:
    people.post(staff, f"/staff/jobs/{job_id}", act="retry")
    assert states(app) == [("mail.send", "queued", 0), ("jobs.tidy", "done", 0)]
    with app.app_context():
        assert db.session.scalar(select(AuditEntry.action)) is not None
        assert "jobs.retried" in db.session.scalars(select(AuditEntry.action)).all()


def test_a_job_is_forgotten_and_a_second_try_hears_so(app, job_id, staff) -> None:
    token = people.csrf_of(staff, f"/staff/jobs/{job_id}")
    for _ in range(2):
        staff.post(f"/staff/jobs/{job_id}", data={"csrf_token": token, "act": "forget"})
    assert states(app) == [("jobs.tidy", "done", 0)]
    page = staff.get("/staff/jobs").text
    assert "The job is forgotten." in page and "no longer among those that failed" in page
    assert staff.get(f"/staff/jobs/{job_id}").status_code == 404
